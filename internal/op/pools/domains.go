package pools

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/service"
)

func createUserPoolDomain(r *service.Request, in *cip.CreateUserPoolDomainInput) (*cip.CreateUserPoolDomainOutput, error) {
	custom := in.CustomDomainConfig != nil
	if err := settings.CheckNewDomain(*in.Domain, custom); err != nil {
		return nil, err
	}
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	if err := p.Settings().CheckLoginVersion(in.ManagedLoginVersion); err != nil {
		return nil, err
	}
	if err := r.Account().AddDomain(*in.UserPoolId, *in.Domain, custom); err != nil {
		return nil, err
	}
	out := &cip.CreateUserPoolDomainOutput{ManagedLoginVersion: opt.Or(in.ManagedLoginVersion, opt.Of(int32(1)))}
	if custom {
		out.CloudFrontDomain = opt.Of(distribution)
	}
	return out, nil
}

// distribution is what stands for the CloudFront distribution of a custom domain.
const distribution = "d111111abcdef8.cloudfront.net"

func describeUserPoolDomain(r *service.Request, in *cip.DescribeUserPoolDomainInput) (*cip.DescribeUserPoolDomainOutput, error) {
	out := &cip.DescribeUserPoolDomainOutput{DomainDescription: &types.DomainDescriptionType{}}
	if err := settings.CheckDomain(*in.Domain, true); err != nil {
		return nil, err
	}
	p := r.Account().PoolByDomain(*in.Domain)
	if p == nil {
		return out, nil // an unknown domain is described as an empty one
	}
	out.DomainDescription = &types.DomainDescriptionType{
		AWSAccountId: opt.Of(r.Account().AccountID), Domain: opt.Of(*in.Domain), UserPoolId: opt.Of(p.ID),
		Status: types.DomainStatusTypeActive, ManagedLoginVersion: opt.Of(int32(1)),
		CloudFrontDistribution: opt.Of(distribution), CustomDomainConfig: &types.CustomDomainConfigType{},
		Version: opt.Of("1"),
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
