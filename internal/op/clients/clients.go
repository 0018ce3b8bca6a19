// Package clients has the operations of app clients and their secrets.
package clients

import (
	"slices"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Operations are the operations of app clients and their secrets.
var Operations = service.List(
	service.Op(createUserPoolClient),
	service.Op(describeUserPoolClient),
	service.Op(updateUserPoolClient),
	service.Op(deleteUserPoolClient),
	service.Op(listUserPoolClients),
	service.Op(addUserPoolClientSecret),
	service.Op(listUserPoolClientSecrets),
	service.Op(deleteUserPoolClientSecret),
)

// Add makes an app client from a whole input; id is "" for a random one.
func Add(s *service.Service, p *state.Pool, in *cip.CreateUserPoolClientInput, id string) (*state.App, error) {
	if message := model.Check(in); message != "" {
		return nil, refusal.InvalidParameter(message)
	}
	if in.GenerateSecret && in.ClientSecret != nil {
		return nil, refusal.TwoSecretSources().WithHint("give GenerateSecret or ClientSecret")
	}
	d := settings.DescribeClient(in, s.Account.Now())
	if in.GenerateSecret {
		d.ClientSecret = opt.Of(s.Account.NewSecret())
	}
	if err := state.Do(p, func(tx *state.Tx) *refusal.Error { return tx.Settings.CheckClient(&d, "creating", tx) }); err != nil {
		return nil, err
	}
	return s.Account.StoreApp(p, d, id)
}

func createUserPoolClient(r *service.Request, in *cip.CreateUserPoolClientInput) (*cip.CreateUserPoolClientOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	a, err := Add(r.Service(), p, in, "")
	if err != nil {
		return nil, err
	}
	return &cip.CreateUserPoolClientOutput{UserPoolClient: a.Describe()}, nil
}

func describeUserPoolClient(r *service.Request, in *cip.DescribeUserPoolClientInput) (*cip.DescribeUserPoolClientOutput, error) {
	a, err := r.PoolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	return &cip.DescribeUserPoolClientOutput{UserPoolClient: a.Describe()}, nil
}

func updateUserPoolClient(r *service.Request, in *cip.UpdateUserPoolClientInput) (*cip.UpdateUserPoolClientOutput, error) {
	a, err := r.PoolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	by := r.Change(in)
	if err := a.Configure(func(tx *state.Tx, s *settings.Client) (*settings.Client, *refusal.Error) {
		d := settings.UpdateClient(s.Describe, in, r.Account().Now())
		if err := tx.Settings.CheckClient(&d, "updating", tx); err != nil {
			return nil, err
		}
		next := settings.NewClient(d)
		next.Resets = s.Resets.With(by, &s.Describe, &d)
		return next, nil
	}); err != nil {
		return nil, err
	}
	r.HintReset(a.Settings().Resets.By(by.Call))
	return &cip.UpdateUserPoolClientOutput{UserPoolClient: a.Describe()}, nil
}

func deleteUserPoolClient(r *service.Request, in *cip.DeleteUserPoolClientInput) (*cip.DeleteUserPoolClientOutput, error) {
	a, err := r.PoolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	if err := r.Account().DeleteApp(a); err != nil {
		return nil, err
	}
	return &cip.DeleteUserPoolClientOutput{}, nil
}

// listUserPoolClients shows ids and names alone (N136).
func listUserPoolClients(r *service.Request, in *cip.ListUserPoolClientsInput) (*cip.ListUserPoolClientsOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	limit := 60
	if in.MaxResults != nil {
		limit = int(*in.MaxResults)
	}
	apps, next, err := service.Page(r, p.Apps(), func(a *state.App) uint64 { return a.Seq }, limit, in.NextToken, "ListUserPoolClients", p.ID)
	if err != nil {
		return nil, err
	}
	out := &cip.ListUserPoolClientsOutput{UserPoolClients: []types.UserPoolClientDescription{}, NextToken: next}
	for _, a := range apps {
		out.UserPoolClients = append(out.UserPoolClients, types.UserPoolClientDescription{
			ClientId: opt.Of(a.ID), ClientName: opt.Of(opt.Value(a.Settings().Describe.ClientName)), UserPoolId: opt.Of(p.ID),
		})
	}
	return out, nil
}

// addUserPoolClientSecret gives a client a second secret, so that an
// application can change over without a gap (R27). A chosen one is not
// answered back.
func addUserPoolClientSecret(r *service.Request, in *cip.AddUserPoolClientSecretInput) (*cip.AddUserPoolClientSecretOutput, error) {
	a, err := r.PoolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	secret := settings.Secret{ID: r.Account().NewSecretID(a.ID), Created: r.Account().Now()}
	descriptor := &types.ClientSecretDescriptorType{ClientSecretId: &secret.ID, ClientSecretCreateDate: &secret.Created}
	if secret.Value = opt.Value(in.ClientSecret); secret.Value == "" {
		secret.Value = r.Account().NewSecret()
		descriptor.ClientSecretValue = opt.Of(secret.Value)
	}
	if err := a.Configure(func(_ *state.Tx, old *settings.Client) (*settings.Client, *refusal.Error) {
		switch len(old.Secrets) {
		case 0:
			return nil, refusal.PublicClientSecret(a.ID)
		case 2:
			return nil, refusal.TooManySecrets(a.ID)
		}
		s := *old
		s.Secrets = append(slices.Clone(old.Secrets), secret)
		return &s, nil
	}); err != nil {
		return nil, err
	}
	return &cip.AddUserPoolClientSecretOutput{ClientSecretDescriptor: descriptor}, nil
}

func listUserPoolClientSecrets(r *service.Request, in *cip.ListUserPoolClientSecretsInput) (*cip.ListUserPoolClientSecretsOutput, error) {
	a, err := r.PoolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	out := &cip.ListUserPoolClientSecretsOutput{ClientSecrets: []types.ClientSecretDescriptorType{}}
	for _, s := range a.Settings().Secrets {
		out.ClientSecrets = append(out.ClientSecrets, types.ClientSecretDescriptorType{
			ClientSecretId: opt.Of(s.ID), ClientSecretCreateDate: opt.Of(s.Created),
		})
	}
	return out, nil
}

// deleteUserPoolClientSecret ends a secret: hashes made with it are refused
// from now on. What DescribeUserPoolClient shows is the oldest that is left.
func deleteUserPoolClientSecret(r *service.Request, in *cip.DeleteUserPoolClientSecretInput) (*cip.DeleteUserPoolClientSecretOutput, error) {
	a, err := r.PoolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	if err := a.Configure(func(_ *state.Tx, old *settings.Client) (*settings.Client, *refusal.Error) {
		at := slices.IndexFunc(old.Secrets, func(s settings.Secret) bool { return s.ID == *in.ClientSecretId })
		switch {
		case at < 0:
			return nil, refusal.NoSecret(*in.ClientSecretId)
		case len(old.Secrets) == 1:
			return nil, refusal.LastSecret()
		}
		s := *old
		s.Retired = append(slices.Clone(old.Retired), old.Secrets[at])
		s.Secrets = slices.Delete(slices.Clone(old.Secrets), at, at+1)
		s.Describe.ClientSecret = opt.Of(s.Secrets[0].Value)
		return &s, nil
	}); err != nil {
		return nil, err
	}
	return &cip.DeleteUserPoolClientSecretOutput{}, nil
}
