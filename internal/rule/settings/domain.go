package settings

import (
	"regexp"
	"slices"
	"strings"

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
