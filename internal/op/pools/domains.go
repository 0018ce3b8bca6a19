package pools

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/service"
)

func createUserPoolDomain(r *service.Request, in *cip.CreateUserPoolDomainInput) (*cip.CreateUserPoolDomainOutput, error) {
	if err := settings.CheckNewDomain(*in.Domain, in.CustomDomainConfig != nil); err != nil {
		return nil, err
	}
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	d := settings.NewDomain(*in.Domain, r.Account().Now())
	if err := p.Settings().ConfigureDomain(&d, in.CustomDomainConfig, in.ManagedLoginVersion, in.Routing); err != nil {
		return nil, err
	}
	if err := r.Account().AddDomain(*in.UserPoolId, d); err != nil {
		return nil, err
	}
	return &cip.CreateUserPoolDomainOutput{CloudFrontDomain: settings.CloudFront(&d), ManagedLoginVersion: opt.Of(*d.ManagedLoginVersion)}, nil
}

func describeUserPoolDomain(r *service.Request, in *cip.DescribeUserPoolDomainInput) (*cip.DescribeUserPoolDomainOutput, error) {
	if err := settings.CheckDomain(*in.Domain, true); err != nil {
		return nil, err
	}
	return &cip.DescribeUserPoolDomainOutput{DomainDescription: r.Account().Domain(*in.Domain)}, nil
}

// updateUserPoolDomain changes what is said of a domain (P75).
func updateUserPoolDomain(r *service.Request, in *cip.UpdateUserPoolDomainInput) (*cip.UpdateUserPoolDomainOutput, error) {
	if err := settings.CheckDomain(*in.Domain, true); err != nil {
		return nil, err
	}
	out := &cip.UpdateUserPoolDomainOutput{}
	if err := r.Account().ChangeDomain(*in.UserPoolId, *in.Domain, func(p *settings.Pool, d *types.DomainDescriptionType) *refusal.Error {
		if in.CustomDomainConfig != nil && !settings.IsCustomDomain(d) {
			return refusal.PrefixDomainCertificate()
		}
		if err := p.ConfigureDomain(d, in.CustomDomainConfig, in.ManagedLoginVersion, in.Routing); err != nil {
			return err
		}
		out.CloudFrontDomain, out.ManagedLoginVersion = settings.CloudFront(d), opt.Of(*d.ManagedLoginVersion)
		return nil
	}); err != nil {
		return nil, err
	}
	return out, nil
}

func deleteUserPoolDomain(r *service.Request, in *cip.DeleteUserPoolDomainInput) (*cip.DeleteUserPoolDomainOutput, error) {
	if err := settings.CheckDomain(*in.Domain, true); err != nil {
		return nil, err
	}
	if err := r.Account().RemoveDomain(*in.UserPoolId, *in.Domain); err != nil {
		return nil, err
	}
	return &cip.DeleteUserPoolDomainOutput{}, nil
}
