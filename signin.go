package cognitofake

import (
	"time"

	"github.com/cognitofake/cognitofake/internal/op/tokens"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/token"
)

// Tokens are what a sign-in by an app client gives.
type Tokens struct {
	AccessToken  string
	IDToken      string
	RefreshToken string
	// ExpiresIn is how long the access token lives.
	ExpiresIn time.Duration
}

// String is one line for a log, without the tokens.
func (t Tokens) String() string { return "tokens that expire in " + t.ExpiresIn.String() }

// GoString is [Tokens.String].
func (t Tokens) GoString() string { return t.String() }

// SignIn signs in the user whom x names, as [Pool.User] finds them, for a test
// that starts with somebody who is signed in. Neither password nor flow is
// asked for, no trigger runs, and no call is recorded; the tokens are those
// that InitiateAuth would give by this app client. A user who could not sign
// in, being unknown, unconfirmed or disabled, is a mistake of the test: see
// [NewT].
func (a *AppClient) SignIn(x string) Tokens {
	a.fake().tb().Helper()
	result, err := tokens.SignIn(a.state(), x)
	if err != nil {
		a.fake().misuse("SignIn(%q): %s", x, refusal.Advice(err))
		return Tokens{}
	}
	return Tokens{*result.AccessToken, *result.IdToken, *result.RefreshToken, time.Duration(result.ExpiresIn) * time.Second}
}

// Claims returns the claims of an access or ID token, as encoding/json reads
// them: numbers are float64, lists are []any. Nothing is verified. It panics
// if the text is neither, as a refresh token is not: there is no Fake here whose
// test could fail.
func Claims(accessOrIDToken string) map[string]any {
	claims, ok := token.ReadClaims(accessOrIDToken)
	if !ok {
		panic("cognitofake: Claims: that is neither an access token nor an ID token")
	}
	return claims
}

// RevokeToken revokes the sign-in of a refresh token of the app client, as an
// application does with the operation RevokeToken, but without the secret and
// whether or not the client has EnableTokenRevocation: its refresh and access
// tokens are worthless from now on. Any other text is a mistake of the test.
func (a *AppClient) RevokeToken(refreshToken string) {
	a.fake().tb().Helper()
	a.mustHave("RevokeToken", tokens.Revoke(a.state(), refreshToken))
}

// ExpireToken ends the life of a refresh token of the app client, and of those
// that took its place, here and now. Access tokens live on, as they do when
// [Fake.Advance] ends it. Any other text is a mistake of the test.
func (a *AppClient) ExpireToken(refreshToken string) {
	a.fake().tb().Helper()
	a.mustHave("ExpireToken", tokens.Expire(a.state(), refreshToken))
}

func (a *AppClient) mustHave(method string, err error) {
	a.fake().tb().Helper()
	if err != nil {
		a.fake().misuse("%s: %s", method, refusal.Advice(err))
	}
}
