package pools

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/service"
)

// setUserPoolMfaConfig replaces all that a pool says of second factors (M4 to
// M15, M19, M21).
func setUserPoolMfaConfig(r *service.Request, in *cip.SetUserPoolMfaConfigInput) (*cip.SetUserPoolMfaConfigOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	if err := p.Configure(func(old settings.Configuration) (settings.Configuration, *refusal.Error) {
		c := settings.SetMFA(old, in, r.Account().Now())
		return c, settings.CheckMFA(&c)
	}); err != nil {
		return nil, err
	}
	out := &cip.SetUserPoolMfaConfigOutput{}
	opt.Carry(p.Settings().DescribeMFA(), out) // M3
	return out, nil
}

func getUserPoolMfaConfig(r *service.Request, in *cip.GetUserPoolMfaConfigInput) (*cip.GetUserPoolMfaConfigOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	return p.Settings().DescribeMFA(), nil
}
