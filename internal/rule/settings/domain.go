package settings

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

var (
	prefixDomain = regexp.MustCompile(`\A[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\z`)
	anyDomain    = regexp.MustCompile(`\A[a-z0-9](?:[a-z0-9.\-]{0,61}[a-z0-9])?\z`)
)

// CheckDomain judges the name of a domain (P71): dots belong to custom ones.
func CheckDomain(domain string, custom bool) *refusal.Error {
	switch {
	case !anyDomain.MatchString(domain):
		return refusal.DomainName()
	case !custom && !prefixDomain.MatchString(domain):
		return refusal.DomainName().WithHint("a domain with dots is a custom domain: give CustomDomainConfig")
	}
	return nil
}

// CheckNewDomain judges the name of a domain that is to be made (P71, P72).
// Custom domains may have any words (choice).
func CheckNewDomain(domain string, custom bool) *refusal.Error {
	if err := CheckDomain(domain, custom); err != nil {
		return err
	}
	for _, part := range strings.Split(domain, "-") {
		if !custom && slices.Contains([]string{"aws", "amazon", "cognito"}, part) {
			return refusal.ReservedDomain(part)
		}
	}
	return nil
}

// CheckLoginVersion judges the version of a domain's pages (P76).
func (s *Pool) CheckLoginVersion(version *int32) *refusal.Error {
	switch {
	case version == nil || *version == 1:
		return nil
	case *version != 2:
		return refusal.LoginVersion()
	case !s.ChoiceTier:
		return refusal.LoginVersionNotInTier(string(s.Describe.UserPoolTier))
	}
	return nil
}

// distribution stands for the CloudFront distribution of every domain.
const distribution = "d111111abcdef8.cloudfront.net"

// NewDomain describes a domain of which nothing but the name is known. It is
// active at once (P77); what the service fills in is like its own (P79).
func NewDomain(name string, now time.Time) types.DomainDescriptionType {
	return types.DomainDescriptionType{
		Domain: &name, Status: types.DomainStatusTypeActive, ManagedLoginVersion: opt.Of(int32(1)),
		CustomDomainConfig:     &types.CustomDomainConfigType{},
		CloudFrontDistribution: opt.Of(distribution), S3Bucket: opt.Of("aws-cognito-prod-iad-assets"),
		Version: opt.Of(now.UTC().Format("20060102150405")),
	}
}

// IsCustomDomain reports whether a domain has a certificate of its own.
func IsCustomDomain(d *types.DomainDescriptionType) bool {
	return opt.Value(d.CustomDomainConfig).CertificateArn != nil
}

// CloudFront is where the DNS of a custom domain has to point (P69); nil for
// one of Amazon's.
func CloudFront(d *types.DomainDescriptionType) *string {
	if !IsCustomDomain(d) {
		return nil
	}
	return d.CloudFrontDistribution
}

// ConfigureDomain gives a domain what a call names; what it leaves out stays
// (choice).
func (s *Pool) ConfigureDomain(d *types.DomainDescriptionType, certificate *types.CustomDomainConfigType, version *int32, routing *types.RoutingType) *refusal.Error {
	if err := s.CheckLoginVersion(version); err != nil {
		return err
	}
	d.ManagedLoginVersion = opt.Or(version, d.ManagedLoginVersion)
	d.CustomDomainConfig = opt.Or(certificate, d.CustomDomainConfig)
	d.Routing = opt.Or(routing, d.Routing)
	return nil
}
