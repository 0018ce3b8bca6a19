package cognitofake

import (
	"slices"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

func (f *Fake) createUserPoolClient(_ *request, in *cip.CreateUserPoolClientInput) (*cip.CreateUserPoolClientOutput, error) {
	p, err := f.pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	a, err := p.addAppClient(in, "")
	if err != nil {
		return nil, err
	}
	return &cip.CreateUserPoolClientOutput{UserPoolClient: a.describe()}, nil
}

// describe is the client as DescribeUserPoolClient shows it, secret included (N136).
func (a *AppClient) describe() *types.UserPoolClientType {
	return opt.Copy(&a.settings.Load().describe)
}

func (f *Fake) describeUserPoolClient(_ *request, in *cip.DescribeUserPoolClientInput) (*cip.DescribeUserPoolClientOutput, error) {
	_, a, err := f.poolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	return &cip.DescribeUserPoolClientOutput{UserPoolClient: a.describe()}, nil
}

func (f *Fake) updateUserPoolClient(_ *request, in *cip.UpdateUserPoolClientInput) (*cip.UpdateUserPoolClientOutput, error) {
	p, a, err := f.poolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	if err := a.configure(func(s *appSettings) (*appSettings, *refusal.Error) {
		d := describeApp(s.describe, opt.Copy(in), f.now())
		if err := p.checkApp(&d, "updating"); err != nil {
			return nil, err
		}
		return newAppSettings(d), nil
	}); err != nil {
		return nil, err
	}
	return &cip.UpdateUserPoolClientOutput{UserPoolClient: a.describe()}, nil
}

// configure replaces the client's settings; its secrets stay unless change
// says otherwise.
func (a *AppClient) configure(change func(*appSettings) (*appSettings, *refusal.Error)) *refusal.Error {
	a.pool.mu.Lock()
	defer a.pool.mu.Unlock()
	old := a.settings.Load()
	s, err := change(old)
	if err != nil {
		return err
	}
	if s.secrets == nil && s.retired == nil {
		s.secrets, s.retired = old.secrets, old.retired
	}
	a.settings.Store(s)
	return nil
}

func (f *Fake) deleteUserPoolClient(_ *request, in *cip.DeleteUserPoolClientInput) (*cip.DeleteUserPoolClientOutput, error) {
	_, a, err := f.poolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.clients[a.ID] != a {
		return nil, refusal.NoClient(a.ID) // somebody else was faster
	}
	delete(f.clients, a.ID)
	return &cip.DeleteUserPoolClientOutput{}, nil
}

// listUserPoolClients shows ids and names alone (N136).
func (f *Fake) listUserPoolClients(r *request, in *cip.ListUserPoolClientsInput) (*cip.ListUserPoolClientsOutput, error) {
	p, err := f.pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	limit := 60
	if in.MaxResults != nil {
		limit = int(*in.MaxResults)
	}
	apps, next, err := page(r, f, p.sortedApps(), func(a *AppClient) uint64 { return a.seq }, limit, in.NextToken, "ListUserPoolClients", p.ID)
	if err != nil {
		return nil, err
	}
	out := &cip.ListUserPoolClientsOutput{UserPoolClients: []types.UserPoolClientDescription{}, NextToken: next}
	for _, a := range apps {
		out.UserPoolClients = append(out.UserPoolClients, types.UserPoolClientDescription{
			ClientId: opt.Of(a.ID), ClientName: opt.Of(opt.Value(a.settings.Load().describe.ClientName)), UserPoolId: opt.Of(p.ID),
		})
	}
	return out, nil
}

// addUserPoolClientSecret gives a client a second secret, so that an
// application can change over without a gap (R27). A chosen one is not
// answered back.
func (f *Fake) addUserPoolClientSecret(_ *request, in *cip.AddUserPoolClientSecretInput) (*cip.AddUserPoolClientSecretOutput, error) {
	_, a, err := f.poolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	secret := clientSecret{id: f.newSecretID(a.ID), created: f.now()}
	descriptor := &types.ClientSecretDescriptorType{ClientSecretId: &secret.id, ClientSecretCreateDate: &secret.created}
	if secret.value = opt.Value(in.ClientSecret); secret.value == "" {
		secret.value = f.random.Pick(51, random.Base32Digits)
		descriptor.ClientSecretValue = opt.Of(secret.value)
	}
	if err := a.configure(func(old *appSettings) (*appSettings, *refusal.Error) {
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

func (f *Fake) listUserPoolClientSecrets(_ *request, in *cip.ListUserPoolClientSecretsInput) (*cip.ListUserPoolClientSecretsOutput, error) {
	_, a, err := f.poolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	out := &cip.ListUserPoolClientSecretsOutput{ClientSecrets: []types.ClientSecretDescriptorType{}}
	for _, s := range a.settings.Load().secrets {
		out.ClientSecrets = append(out.ClientSecrets, types.ClientSecretDescriptorType{
			ClientSecretId: opt.Of(s.id), ClientSecretCreateDate: opt.Of(s.created),
		})
	}
	return out, nil
}

// deleteUserPoolClientSecret ends a secret: hashes made with it are refused
// from now on. What DescribeUserPoolClient shows is the oldest that is left.
func (f *Fake) deleteUserPoolClientSecret(_ *request, in *cip.DeleteUserPoolClientSecretInput) (*cip.DeleteUserPoolClientSecretOutput, error) {
	_, a, err := f.poolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	if err := a.configure(func(old *appSettings) (*appSettings, *refusal.Error) {
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
