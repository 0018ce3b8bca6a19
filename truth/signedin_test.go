package truth_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// What SignIn gives is what InitiateAuth gives, claim for claim.
func TestSignInGivesWhatInitiateAuthGives(t *testing.T) {
	w := lone(t, fixture.EmailPool(), rows.RefreshClient())
	w.confirmed("jane", "email", "jane@example.com")
	before := len(w.fake.Calls())
	tokens := w.app.SignIn("jane@example.com")
	require.Len(t, w.fake.Calls(), before, "no call is recorded")
	require.Equal(t, time.Hour, tokens.ExpiresIn)
	theirs := w.Tokens("jane")
	for ours, other := range map[string]*string{tokens.AccessToken: theirs.AccessToken, tokens.IDToken: theirs.IdToken} {
		w.verified(&ours)
		got, want := cognitofake.Claims(ours), cognitofake.Claims(*other)
		require.Equal(t, w.Claims(&ours), got)
		for name := range want {
			require.Contains(t, got, name)
		}
		require.Len(t, got, len(want))
	}
	out, err := w.Refresh(&tokens.RefreshToken, "")
	require.NoError(t, err)
	require.Equal(t, cognitofake.Claims(tokens.AccessToken)["origin_jti"], w.Claims(out.AuthenticationResult.AccessToken)["origin_jti"])
}

func TestTokensThatATestEnds(t *testing.T) {
	w := lone(t, fixture.EmailPool(), rows.RotatingClient(0))
	w.pool.AddUser(cognitofake.NewUser{Username: "jane"})
	revoked, expired := w.app.SignIn("jane"), w.app.SignIn("jane")

	w.app.RevokeToken(revoked.RefreshToken)
	_, err := w.GetTokens(&revoked.RefreshToken)
	w.RequireRefused(err, "NotAuthorizedException", rows.TextRefreshRevoked)
	_, err = w.GetUser(&revoked.AccessToken)
	w.RequireRefused(err, "NotAuthorizedException", rows.TextAccessRevoked)

	renewed := w.Renewed(&expired.RefreshToken)
	w.app.ExpireToken(*renewed)
	_, err = w.GetTokens(renewed)
	w.RequireRefused(err, "NotAuthorizedException", rows.TextRefreshExpired)
	_, err = w.GetUser(&expired.AccessToken)
	require.NoError(t, err)
}

func TestSignInsThatCannotBe(t *testing.T) {
	w := lone(t, fixture.EmailPool(), cip.CreateUserPoolClientInput{})
	other := w.pool.AddAppClient(cip.CreateUserPoolClientInput{})
	w.pool.AddUser(cognitofake.NewUser{Username: "jane"})
	for _, u := range []cognitofake.NewUser{
		{Username: "new", Status: types.UserStatusTypeUnconfirmed}, {Username: "out", Disabled: true},
		{Username: "invited", Status: types.UserStatusTypeForceChangePassword},
	} {
		w.pool.AddUser(u)
	}
	for name, words := range map[string]string{
		"nobody":  `cognitofake: SignIn("nobody"): User does not exist. (the pool has no such user)`,
		"new":     `cognitofake: SignIn("new"): User is not confirmed.`,
		"out":     `cognitofake: SignIn("out"): User is disabled.`,
		"invited": `cognitofake: SignIn("invited"): a user whose Status is FORCE_CHANGE_PASSWORD gets no tokens`,
	} {
		fixture.RequirePanic(t, words, func() { w.app.SignIn(name) })
	}
	token := w.app.SignIn("jane")
	fixture.RequirePanic(t, "cognitofake: RevokeToken: Invalid Refresh Token. (the refresh token is of another app client, "+w.app.ID+")",
		func() { other.RevokeToken(token.RefreshToken) })
	fixture.RequirePanic(t, "cognitofake: ExpireToken: Invalid Refresh Token. (this is an access or ID token; give the refresh token of the same answer)",
		func() { w.app.ExpireToken(token.AccessToken) })
	fixture.RequirePanic(t, "cognitofake: Claims: that is neither an access token nor an ID token", func() { cognitofake.Claims(token.RefreshToken) })
}

// Why a token was refused stands in the transcript, and no token does.
func TestHintsOfTokens(t *testing.T) {
	fake := cognitofake.NewT(t, frozen())
	pool := fake.AddPool(fixture.EmailPool())
	app := pool.AddAppClient(rows.RotatingClient(30))
	w := worldOf(t, fake, fake.Client)
	w.in(pool)
	w.by(app)
	other := pool.AddAppClient(cip.CreateUserPoolClientInput{})
	foreign := fake.AddPool(cip.CreateUserPoolInput{})
	foreignApp := foreign.AddAppClient(cip.CreateUserPoolClientInput{})
	foreign.AddUser(cognitofake.NewUser{Username: "jane"})
	pool.AddUser(cognitofake.NewUser{Username: "jane", Password: fixture.GoodPassword})
	used := app.SignIn("jane")
	newest := w.Renewed(&used.RefreshToken)
	fork := w.Renewed(&used.RefreshToken)
	signedOut, ended := app.SignIn("jane"), app.SignIn("jane")
	_, err := w.Revoke(&signedOut.RefreshToken)
	require.NoError(t, err)
	app.RevokeToken(ended.RefreshToken)
	fake.Advance(time.Minute)
	given := []string{used.RefreshToken, *newest, *fork, signedOut.AccessToken, signedOut.RefreshToken, ended.RefreshToken}

	refresh := func(token string) error {
		given = append(given, token)
		_, err := w.GetTokens(&token)
		return err
	}
	ask := func(token string) error {
		given = append(given, token)
		_, err := w.GetUser(&token)
		return err
	}
	for want, err := range map[string]func() error{
		"the refresh token was used 1m0s ago, and RetryGracePeriodSeconds are 30 (docs/behaviour.md#C141)": func() error { return refresh(used.RefreshToken) },
		"the refresh token has been rotated out: a newer one of the same sign-in has been used, or given in its place (docs/behaviour.md#C142)": func() error {
			return refresh(*newest)
		},
		"RevokeToken revoked the tokens of this sign-in":                                                   func() error { return refresh(signedOut.RefreshToken) },
		"the test revoked the tokens of this sign-in":                                                      func() error { return ask(ended.AccessToken) },
		"the refresh token is of another app client, " + other.ID:                                          func() error { return refresh(other.SignIn("jane").RefreshToken) },
		"the refresh token is of another pool, " + foreign.ID:                                              func() error { return refresh(foreignApp.SignIn("jane").RefreshToken) },
		"this is an access or ID token; give the refresh token of the same answer":                         func() error { return refresh(used.IDToken) },
		"this Fake has given no such refresh token":                                                        func() error { return refresh("not-a-token") },
		"the AccessToken is an ID token; give the access token of the same answer (docs/behaviour.md#N14)": func() error { return ask(used.IDToken) },
		"the AccessToken is no JWT":                                                                        func() error { return ask(used.RefreshToken) },
		"the access token is of pool us-east-1_gone, which this Fake does not have":                        func() error { return ask(tokenOfAnother(t)) },
	} {
		require.Equal(t, want, hintOf(t, fake, err()))
	}
	fake.Advance(time.Hour)
	require.Equal(t, "the access token expired 1m0s ago", hintOf(t, fake, ask(used.AccessToken)))
	fake.Advance(30 * 24 * time.Hour)
	require.Equal(t, "the refresh token expired 1h1m0s ago; refreshing does not lengthen its life (docs/behaviour.md#C129)", hintOf(t, fake, refresh(used.RefreshToken)))
	pool.DeleteUser("jane")
	require.Equal(t, "the refresh token's user has been deleted", hintOf(t, fake, refresh(used.RefreshToken)))

	seen := fake.Transcript() + fmt.Sprintf("%+v %+v", pool.Users(), fake.Messages())
	for _, c := range fake.Calls() {
		seen += fmt.Sprintf("%+v %v %v", c, c.Error, c.Hint)
	}
	for _, token := range given {
		if len(token) > 40 {
			require.NotContains(t, seen, token[len(token)-40:])
		}
	}
}

// tokenOfAnother is the access token of a pool of another Fake.
func tokenOfAnother(t *testing.T) string {
	pool := cognitofake.NewT(t, frozen()).AddPool(cip.CreateUserPoolInput{}, cognitofake.WithID("us-east-1_gone"))
	pool.AddUser(cognitofake.NewUser{Username: "jane"})
	return pool.AddAppClient(cip.CreateUserPoolClientInput{}).SignIn("jane").AccessToken
}

// Calls by access token are about their user, for faults and for the record.
func TestAccessTokensSayWhomACallIsAbout(t *testing.T) {
	w := lone(t, fixture.EmailPool(), cip.CreateUserPoolClientInput{})
	for _, name := range []string{"jane", "john"} {
		w.pool.AddUser(cognitofake.NewUser{Username: name})
	}
	w.fake.FailNext("GetUser", &types.TooManyRequestsException{Message: aws.String("x")}, cognitofake.ForUser("john"))
	jane, john := w.app.SignIn("jane"), w.app.SignIn("john")
	_, err := w.Client.GetUser(t.Context(), &cip.GetUserInput{AccessToken: &jane.AccessToken}, once)
	require.NoError(t, err)
	_, err = w.Client.GetUser(t.Context(), &cip.GetUserInput{AccessToken: &john.AccessToken}, once)
	fixture.RequireAs[*types.TooManyRequestsException](t, err)
	last := w.fake.Calls()[1]
	require.Equal(t, []string{w.pool.ID, w.app.ID, "john"}, []string{last.PoolID, last.ClientID, last.Username})
}

func once(o *cip.Options) { o.RetryMaxAttempts = 1 }
