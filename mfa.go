package cognitofake

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/cognitofake/cognitofake/internal/op/pools"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/state"
)

// SetMFA gives the pool second factors as SetUserPoolMfaConfig does, which is
// how production has others than text messages: what the input leaves out is
// switched off. No call is recorded, and Reset brings the pool back with them. A
// nil UserPoolId is filled in. What the service refuses is a mistake of the
// test: see [NewT].
func (p *Pool) SetMFA(in cip.SetUserPoolMfaConfigInput) {
	p.fake().tb().Helper()
	in.UserPoolId = opt.Or(in.UserPoolId, &p.ID)
	if *in.UserPoolId != p.ID {
		p.fake().misuse("SetMFA: UserPoolId is %s; leave it out or give the pool's own, %s", *in.UserPoolId, p.ID)
		return
	}
	if err := pools.SetMFA(p.fake().service, p.state(), &in); err != nil {
		p.fake().misuse("SetMFA: %s", refusal.Advice(err))
	}
}

// TOTP returns the code that the app of the user whom x names shows, as
// [Pool.User] finds them: one that VerifySoftwareToken or the answer to
// SOFTWARE_TOKEN_MFA would take now, by the Fake's clock. Each code is good once,
// and so the next call after one was given back returns another. A user who has
// asked for a software token by AssociateSoftwareToken and not verified it yet
// has an app with that secret. A user without any software token is a mistake of
// the test: see [NewT].
func (p *Pool) TOTP(x string) string {
	p.fake().tb().Helper()
	now, code, why := p.fake().Now(), "", ""
	p.state().Look(func(tx *state.Tx) {
		if u := tx.Meant(x); u != nil {
			code, why = u.TokenCode(now)
		}
	})
	if _, ok := p.User(x); !ok {
		p.fake().misuse("TOTP: %s", p.noUser(x))
	} else if why != "" {
		p.fake().misuse("TOTP: no code of %q: %s", x, why)
	}
	return code
}
