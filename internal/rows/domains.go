package rows

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"
)

// domainLifeRows are rows of what domains show, and how they change:
// docs/behaviour.md P68 to P79.
func domainLifeRows() []Row {
	const certificate, another = "arn:aws:acm:us-east-1:123456789012:certificate/c", "arn:aws:acm:us-east-1:123456789012:certificate/d"
	own := func(w *World) string { return fmt.Sprintf("login-%x.example.org", w.PoolID) }
	withOwn := func(w *World) {
		out, err := w.Client.CreateUserPoolDomain(w.Ctx, &cip.CreateUserPoolDomainInput{UserPoolId: &w.PoolID, Domain: aws.String(own(w)),
			CustomDomainConfig: &types.CustomDomainConfigType{CertificateArn: aws.String(certificate)}})
		require.NoError(w, err)
		require.Regexp(w, `^[a-z0-9]{13,14}\.cloudfront\.net$`, *out.CloudFrontDomain)
	}
	describe := func(w *World, domain string) *types.DomainDescriptionType {
		out, err := w.Client.DescribeUserPoolDomain(w.Ctx, &cip.DescribeUserPoolDomainInput{Domain: &domain})
		require.NoError(w, err)
		return out.DomainDescription
	}
	shows := func(domain func(*World) string, config types.CustomDomainConfigType, version int32) Want {
		return Want{Check: func(w *World, _ any) {
			d := describe(w, domain(w))
			require.Equal(w, domain(w), *d.Domain)
			require.Equal(w, w.PoolID, *d.UserPoolId)
			require.Equal(w, types.DomainStatusTypeActive, d.Status)
			require.Equal(w, config, *d.CustomDomainConfig)
			require.Equal(w, version, *d.ManagedLoginVersion)
			require.Regexp(w, `^[0-9]{12}$`, *d.AWSAccountId)
			require.Regexp(w, `^aws-cognito-prod-[a-z]+-assets$`, *d.S3Bucket)
			require.Regexp(w, `^[a-z0-9]+\.cloudfront\.net$`, *d.CloudFrontDistribution)
			require.Regexp(w, `^[0-9]{14}$`, *d.Version)
		}}
	}
	update := func(domain func(*World) string, in cip.UpdateUserPoolDomainInput) func(*World) (any, error) {
		return func(w *World) (any, error) {
			in := in
			in.UserPoolId, in.Domain = &w.PoolID, aws.String(domain(w))
			return w.Client.UpdateUserPoolDomain(w.Ctx, &in)
		}
	}
	config := func(arn string) types.CustomDomainConfigType {
		return types.CustomDomainConfigType{CertificateArn: &arn}
	}
	newer := config(another)
	newer.SecurityPolicy = types.SecurityPolicyTypeTlsV122021
	two := cip.UpdateUserPoolDomainInput{ManagedLoginVersion: aws.Int32(2)}
	prefix := (*World).Domain
	none := types.CustomDomainConfigType{}
	return []Row{
		{Rules: "P68 P79", Name: "a prefix domain", Prior: WithDomain, Call: Described, Want: shows(prefix, none, 1)},
		{Rules: "P68 P79 P69", Name: "a custom domain", Prior: withOwn, Call: Described, Want: shows(own, config(certificate), 1)},
		{Rules: "P68", Name: "a domain that there is not", Call: func(w *World) (any, error) {
			status, _, answer := w.Post("DescribeUserPoolDomain", `{"Domain":"nobodys-domain"}`)
			require.Equal(w, 200, status)
			require.Equal(w, `{"DomainDescription":{}}`, string(answer))
			return nil, nil
		}},
		{Rules: "P69", Choice: true, Name: "what a new prefix domain answers", Call: func(w *World) (any, error) {
			return w.Client.CreateUserPoolDomain(w.Ctx, &cip.CreateUserPoolDomainInput{UserPoolId: &w.PoolID, Domain: aws.String(w.Domain()), ManagedLoginVersion: aws.Int32(2)})
		}, Want: Want{Check: func(w *World, out any) {
			require.Nil(w, out.(*cip.CreateUserPoolDomainOutput).CloudFrontDomain)
			require.EqualValues(w, 2, *out.(*cip.CreateUserPoolDomainOutput).ManagedLoginVersion)
			require.EqualValues(w, 2, *describe(w, w.Domain()).ManagedLoginVersion)
		}}},
		{Rules: "P75", Name: "a prefix domain gets managed login", Prior: WithDomain, Call: update(prefix, two), Want: shows(prefix, none, 2)},
		{Rules: "P75 P69", Name: "a custom domain gets another certificate", Prior: withOwn, Call: update(own, cip.UpdateUserPoolDomainInput{CustomDomainConfig: &newer, ManagedLoginVersion: aws.Int32(2)}), Want: Want{Check: func(w *World, out any) {
			require.Equal(w, *describe(w, own(w)).CloudFrontDistribution, *out.(*cip.UpdateUserPoolDomainOutput).CloudFrontDomain)
			shows(own, newer, 2).Check(w, nil)
		}}},
		{Rules: "P75", Choice: true, Name: "what an update leaves out stays", Prior: withOwn, Call: update(own, two), Want: shows(own, config(certificate), 2)},
		{Rules: "P75", Choice: true, Name: "a certificate for a prefix domain", Prior: WithDomain, Call: update(prefix, cip.UpdateUserPoolDomainInput{CustomDomainConfig: &newer}), Want: Want{Code: "InvalidParameterException", AnyText: true}},
		{Rules: "P76", Name: "an update to managed login in LITE", Pool: cip.CreateUserPoolInput{UserPoolTier: types.UserPoolTierTypeLite}, Prior: WithDomain, Call: update(prefix, two),
			Want: Want{Code: "FeatureUnavailableInTierException", Message: "The following feature is not available for the LITE pricing tier configured: Managed Login Version 2"}},
		{Rules: "P74", Choice: true, Name: "an update of no domain", Prior: WithDomain, Call: update(func(*World) string { return "nobodys-domain" }, two), Want: invalid("No such domain or user pool exists.")},
		{Rules: "P78", Name: "the pool shows both", Prior: Then(WithDomain, withOwn), Call: Described, Want: Want{Check: func(w *World, out any) {
			require.Equal(w, []string{w.Domain(), own(w)}, []string{*out.(*types.UserPoolType).Domain, *out.(*types.UserPoolType).CustomDomain})
		}}},
		{Rules: "P77", Choice: true, Name: "a domain is gone at once", Prior: Then(WithDomain, WithoutDomain), Call: func(w *World) (any, error) {
			require.Equal(w, &types.DomainDescriptionType{}, describe(w, w.Domain()))
			WithDomain(w)
			return nil, nil
		}},
	}
}
