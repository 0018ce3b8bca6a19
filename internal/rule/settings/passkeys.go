package settings

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/webauthn"
)

// HasPasskeys reports whether users of the pool may sign in by passkeys (M141).
func (s *Pool) HasPasskeys() bool {
	p := opt.Value(s.Describe.Policies).SignInPolicy
	return s.ChoiceTier && p != nil && slices.Contains(p.AllowedFirstAuthFactors, types.AuthFactorTypeWebAuthn)
}

// Party is the relying party of the pool's passkeys, in a region (M142).
func (s *Pool) Party(region string) (webauthn.Party, *refusal.Error) {
	c, d := opt.Value(s.MFA.WebAuthn), &s.Describe
	p := webauthn.Party{Verifies: c.UserVerification == types.UserVerificationTypeRequired || s.MFA.PasskeysAreTwo()}
	switch {
	case c.RelyingPartyId != nil:
		p.ID = *c.RelyingPartyId
	case d.CustomDomain != nil:
		p.ID = *d.CustomDomain
	case d.Domain != nil:
		p.ID = *d.Domain + ".auth." + region + ".amazoncognito.com"
	default:
		return p, refusal.NoRelyingParty().WithHint("SetUserPoolMfaConfig takes a WebAuthnConfiguration with RelyingPartyId, and CreateUserPoolDomain makes a domain")
	}
	return p, nil
}
