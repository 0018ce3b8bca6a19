package pools

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// setUserPoolMfaConfig replaces all that a pool says of second factors (M4 to
// M15, M19, M21).
func setUserPoolMfaConfig(r *service.Request, in *cip.SetUserPoolMfaConfigInput) (*cip.SetUserPoolMfaConfigOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	if err := p.Configure(settings.Change{}, changed(r.Service(), in)); err != nil {
		return nil, err
	}
	out := &cip.SetUserPoolMfaConfigOutput{}
	opt.Carry(p.Settings().DescribeMFA(), out) // M3
	return out, nil
}

// SetMFA gives a pool second factors as a test wants it, for good.
func SetMFA(s *service.Service, p *state.Pool, in *cip.SetUserPoolMfaConfigInput) error {
	if message := model.Check(in); message != "" {
		return refusal.InvalidParameter(message)
	}
	return p.Remake(changed(s, in))
}

// changed makes of a pool's configuration what in says.
func changed(s *service.Service, in *cip.SetUserPoolMfaConfigInput) func(settings.Configuration) (settings.Configuration, *refusal.Error) {
	return func(old settings.Configuration) (settings.Configuration, *refusal.Error) {
		c := settings.SetMFA(old, in, s.Account.Now())
		return c, settings.CheckMFA(&c)
	}
}

func getUserPoolMfaConfig(r *service.Request, in *cip.GetUserPoolMfaConfigInput) (*cip.GetUserPoolMfaConfigOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	return p.Settings().DescribeMFA(), nil
}
