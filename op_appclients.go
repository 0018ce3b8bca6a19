package cognitofake

import (
	"slices"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// clientOperations are the operations of app clients and their secrets.
var clientOperations = listOf(
	entry(createUserPoolClient),
	entry(describeUserPoolClient),
	entry(updateUserPoolClient),
	entry(deleteUserPoolClient),
	entry(listUserPoolClients),
	entry(addUserPoolClientSecret),
	entry(listUserPoolClientSecrets),
	entry(deleteUserPoolClientSecret),
)

// addApp makes an app client from a whole input; id is "" for a random one.
func addApp(s *Service, p *poolState, in *cip.CreateUserPoolClientInput, id string) (*appState, error) {
	if message := model.Check(in); message != "" {
		return nil, refusal.InvalidParameter(message)
	}
	if in.GenerateSecret && in.ClientSecret != nil {
		return nil, refusal.TwoSecretSources().WithHint("give GenerateSecret or ClientSecret")
	}
	d := describeApp(in, s.Account.Now())
	if in.GenerateSecret {
		d.ClientSecret = opt.Of(s.Account.NewSecret())
	}
	if err := p.Settings().checkApp(&d, "creating"); err != nil {
		return nil, err
	}
	return s.Account.StoreApp(p, d, id)
}

func createUserPoolClient(r *request, in *cip.CreateUserPoolClientInput) (*cip.CreateUserPoolClientOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	a, err := addApp(r.Service(), p, in, "")
	if err != nil {
		return nil, err
	}
	return &cip.CreateUserPoolClientOutput{UserPoolClient: a.Describe()}, nil
}

func describeUserPoolClient(r *request, in *cip.DescribeUserPoolClientInput) (*cip.DescribeUserPoolClientOutput, error) {
	a, err := r.PoolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	return &cip.DescribeUserPoolClientOutput{UserPoolClient: a.Describe()}, nil
}

func updateUserPoolClient(r *request, in *cip.UpdateUserPoolClientInput) (*cip.UpdateUserPoolClientOutput, error) {
	a, err := r.PoolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	if err := a.Configure(func(s *appSettings) (*appSettings, *refusal.Error) {
		d := updateApp(s.describe, in, r.Account().Now())
		if err := a.Pool.Settings().checkApp(&d, "updating"); err != nil {
			return nil, err
		}
		return newAppSettings(d), nil
	}); err != nil {
		return nil, err
	}
	return &cip.UpdateUserPoolClientOutput{UserPoolClient: a.Describe()}, nil
}

func deleteUserPoolClient(r *request, in *cip.DeleteUserPoolClientInput) (*cip.DeleteUserPoolClientOutput, error) {
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
func listUserPoolClients(r *request, in *cip.ListUserPoolClientsInput) (*cip.ListUserPoolClientsOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	limit := 60
	if in.MaxResults != nil {
		limit = int(*in.MaxResults)
	}
	apps, next, err := page(r, p.Apps(), func(a *appState) uint64 { return a.Seq }, limit, in.NextToken, "ListUserPoolClients", p.ID)
	if err != nil {
		return nil, err
	}
	out := &cip.ListUserPoolClientsOutput{UserPoolClients: []types.UserPoolClientDescription{}, NextToken: next}
	for _, a := range apps {
		out.UserPoolClients = append(out.UserPoolClients, types.UserPoolClientDescription{
			ClientId: opt.Of(a.ID), ClientName: opt.Of(opt.Value(a.Settings().describe.ClientName)), UserPoolId: opt.Of(p.ID),
		})
	}
	return out, nil
}

// addUserPoolClientSecret gives a client a second secret, so that an
// application can change over without a gap (R27). A chosen one is not
// answered back.
func addUserPoolClientSecret(r *request, in *cip.AddUserPoolClientSecretInput) (*cip.AddUserPoolClientSecretOutput, error) {
	a, err := r.PoolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	secret := clientSecret{id: r.Account().NewSecretID(a.ID), created: r.Account().Now()}
	descriptor := &types.ClientSecretDescriptorType{ClientSecretId: &secret.id, ClientSecretCreateDate: &secret.created}
	if secret.value = opt.Value(in.ClientSecret); secret.value == "" {
		secret.value = r.Account().NewSecret()
		descriptor.ClientSecretValue = opt.Of(secret.value)
	}
	if err := a.Configure(func(old *appSettings) (*appSettings, *refusal.Error) {
		switch len(old.secrets) {
		case 0:
			return nil, refusal.PublicClientSecret(a.ID)
		case 2:
			return nil, refusal.TooManySecrets(a.ID)
		}
		s := *old
		s.secrets = append(slices.Clone(old.secrets), secret)
		return &s, nil
	}); err != nil {
		return nil, err
	}
	return &cip.AddUserPoolClientSecretOutput{ClientSecretDescriptor: descriptor}, nil
}

func listUserPoolClientSecrets(r *request, in *cip.ListUserPoolClientSecretsInput) (*cip.ListUserPoolClientSecretsOutput, error) {
	a, err := r.PoolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	out := &cip.ListUserPoolClientSecretsOutput{ClientSecrets: []types.ClientSecretDescriptorType{}}
	for _, s := range a.Settings().secrets {
		out.ClientSecrets = append(out.ClientSecrets, types.ClientSecretDescriptorType{
			ClientSecretId: opt.Of(s.id), ClientSecretCreateDate: opt.Of(s.created),
		})
	}
	return out, nil
}

// deleteUserPoolClientSecret ends a secret: hashes made with it are refused
// from now on. What DescribeUserPoolClient shows is the oldest that is left.
func deleteUserPoolClientSecret(r *request, in *cip.DeleteUserPoolClientSecretInput) (*cip.DeleteUserPoolClientSecretOutput, error) {
	a, err := r.PoolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	if err := a.Configure(func(old *appSettings) (*appSettings, *refusal.Error) {
		at := slices.IndexFunc(old.secrets, func(s clientSecret) bool { return s.id == *in.ClientSecretId })
		switch {
		case at < 0:
			return nil, refusal.NoSecret(*in.ClientSecretId)
		case len(old.secrets) == 1:
			return nil, refusal.LastSecret()
		}
		s := *old
		s.retired = append(slices.Clone(old.retired), old.secrets[at])
		s.secrets = slices.Delete(slices.Clone(old.secrets), at, at+1)
		s.describe.ClientSecret = opt.Of(s.secrets[0].value)
		return &s, nil
	}); err != nil {
		return nil, err
	}
	return &cip.DeleteUserPoolClientSecretOutput{}, nil
}
