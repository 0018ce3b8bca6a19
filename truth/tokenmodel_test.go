package truth_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// What the model of sign-in knows of SRP, and of tokens after they were given.

// modelTerms are what an app client says about refresh tokens.
type modelTerms struct {
	rotates bool
	grace   time.Duration
}

// How long tokens of the model's clients live.
const (
	modelAccess  = 5 * time.Minute
	modelRefresh = time.Hour
)

func (t modelTerms) client() cip.CreateUserPoolClientInput {
	in := everyFlow()
	in.GenerateSecret = false
	in.AccessTokenValidity, in.IdTokenValidity = aws.Int32(int32(modelAccess.Minutes())), aws.Int32(int32(modelAccess.Minutes()))
	in.RefreshTokenValidity = int32(modelRefresh.Minutes())
	in.TokenValidityUnits = &types.TokenValidityUnitsType{
		AccessToken: types.TimeUnitsTypeMinutes, IdToken: types.TimeUnitsTypeMinutes, RefreshToken: types.TimeUnitsTypeMinutes,
	}
	if !t.rotates {
		in.ExplicitAuthFlows = append(in.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth)
		return in
	}
	in.RefreshTokenRotation = &types.RefreshTokenRotationType{
		Feature: types.FeatureTypeEnabled, RetryGracePeriodSeconds: aws.Int32(int32(t.grace.Seconds())),
	}
	return in
}

// modelExchange is a challenge of SRP that was handed out.
type modelExchange struct {
	*fixture.SRP
	user       *modelSignIn
	app        *cognitofake.AppClient
	parameters map[string]string
	password   string // that is asked for
	expires    time.Time
	used       bool
}

// srp starts an exchange, by USER_SRP_AUTH or as the choice of USER_AUTH.
func (m *signInModel) srp(u *modelSignIn) {
	x := &modelExchange{SRP: fixture.NewSRP(), user: u, app: m.app, password: u.password, expires: m.now.Add(3 * time.Minute)}
	want := string(types.ChallengeNameTypePasswordVerifier)
	switch {
	case u.disabled:
		want = isDisabled
	case m.locked(u):
		want = isLocked
	}
	start := func() (*cip.InitiateAuthOutput, error) {
		return m.Auth(types.AuthFlowTypeUserSrpAuth, "USERNAME", u.name, "SRP_A", x.A())
	}
	if m.rand.IntN(2) == 0 {
		start = func() (*cip.InitiateAuthOutput, error) {
			return m.Choose(u.name, "PREFERRED_CHALLENGE", "PASSWORD_SRP", "SRP_A", x.A())
		}
	}
	out, err := start()
	m.compareAuth(want, u)(out, err)
	if err != nil {
		return
	}
	x.parameters = out.ChallengeParameters
	m.exchanges = append(m.exchanges, x)
	if m.rand.IntN(2) == 0 {
		m.verify(x)
	}
}

// verify answers an exchange, perhaps again, or by another client. Its name
// may be another user's by now.
func (m *signInModel) verify(x *modelExchange) {
	if m.rand.IntN(6) > 0 {
		m.by(x.app)
	}
	var u *modelSignIn
	for _, u = range m.users {
		if u.name == x.user.name {
			break
		}
	}
	given, want := m.guess(x.user), ""
	switch {
	case u.disabled:
		want = isDisabled
	case m.locked(u):
		want = isLocked
	case u != x.user, m.app != x.app:
		want = m.fails(u)
	case x.used:
		want = isUsed
	case m.now.After(x.expires):
		want = isLate
	case x.password != u.password:
		x.used, want = true, m.fails(u)
	default:
		x.used, want = true, m.proves(u, given)
	}
	responses := x.Answer(m.PoolID, given, fixture.Timestamp(m.now), x.parameters)
	m.compareAnswer(want, u)(m.Client.RespondToAuthChallenge(m.Ctx, &cip.RespondToAuthChallengeInput{
		ClientId: &m.ClientID, ChallengeName: types.ChallengeNameTypePasswordVerifier, ChallengeResponses: responses,
	}))
	if want == admitted {
		m.once("exchange " + x.parameters["SECRET_BLOCK"])
	}
}

// modelFamily is the tokens of one sign-in.
type modelFamily struct {
	user    *modelSignIn
	app     *cognitofake.AppClient
	origin  any
	expires time.Time
	ended   bool
	access  []modelToken
	refresh []string  // the last is the newest
	parent  int       // which of them the newest was given for
	rotated time.Time // when that was first used
}

// modelToken is an access token; dead, if its user was disabled since.
type modelToken struct {
	token   *string
	expires time.Time
	dead    bool
}

// began notes the tokens of a sign-in.
func (m *signInModel) began(u *modelSignIn, tokens *types.AuthenticationResultType) {
	m.Helper()
	f := &modelFamily{user: u, app: m.app, expires: m.now.Add(modelRefresh), refresh: []string{*tokens.RefreshToken}}
	f.origin = m.Claims(tokens.AccessToken)["origin_jti"]
	for _, other := range m.families {
		require.NotEqual(m, other.origin, f.origin)
	}
	m.families = append(m.families, f)
	m.gave(f, tokens)
}

// gave notes the access token that a family was given.
func (m *signInModel) gave(f *modelFamily, tokens *types.AuthenticationResultType) {
	m.Helper()
	require.False(m, f.ended, "tokens of a sign-in that was ended")
	require.Equal(m, f.origin, m.Claims(tokens.AccessToken)["origin_jti"])
	f.access = append(f.access, modelToken{token: tokens.AccessToken, expires: m.now.Add(modelAccess)})
}

// anyRefresh is which refresh token of a family is used: most often the newest.
func (m *signInModel) anyRefresh(f *modelFamily) int {
	return max(0, len(f.refresh)-1-m.rand.IntN(4)*m.rand.IntN(2))
}

// refresh refreshes in one of the two ways, by the right client or another.
func (m *signInModel) refresh(f *modelFamily) {
	if m.rand.IntN(6) > 0 {
		m.by(f.app)
	}
	terms, n, newest := m.terms[m.app], m.anyRefresh(f), len(f.refresh)-1
	flow, want := m.rand.IntN(2) == 0, admitted
	switch {
	case flow && terms.rotates:
		want = "InvalidParameterException: Auth flow not enabled for this client"
	case f.user.gone, m.app != f.app:
		want = "NotAuthorizedException: " + rows.TextInvalidRefresh
	case f.user.disabled:
		want = isDisabled
	case f.ended:
		want = "NotAuthorizedException: " + rows.TextRefreshRevoked
	case !m.now.Before(f.expires):
		want = "NotAuthorizedException: " + rows.TextRefreshExpired
	case n != newest && (n != f.parent || m.now.Sub(f.rotated) >= terms.grace):
		want = "RefreshTokenReuseException: " + rows.TextReuse
	}
	var tokens *types.AuthenticationResultType
	var err error
	if flow {
		var out *cip.InitiateAuthOutput
		if out, err = m.Refresh(&f.refresh[n], ""); err == nil {
			tokens = out.AuthenticationResult
		}
	} else {
		var out *cip.GetTokensFromRefreshTokenOutput
		if out, err = m.GetTokens(&f.refresh[n]); err == nil {
			tokens = out.AuthenticationResult
		}
	}
	if want != admitted {
		require.Equal(m, want, refusalOf(err))
		return
	}
	require.NoError(m, err)
	m.gave(f, tokens)
	require.Equal(m, terms.rotates, tokens.RefreshToken != nil)
	if !terms.rotates {
		return
	}
	if n == newest {
		f.parent, f.rotated = n, m.now
	}
	f.refresh = append(f.refresh, *tokens.RefreshToken)
}

// act does something by an access token of a family.
func (m *signInModel) act(f *modelFamily) {
	t, u := f.access[max(0, len(f.access)-1-m.rand.IntN(3))], f.user
	want := ""
	switch {
	case !m.now.Before(t.expires):
		want = "NotAuthorizedException: Access Token has expired"
	case u.gone:
		want = modelNobody
	case u.disabled:
		want = isDisabled
	case f.ended, t.dead:
		want = "NotAuthorizedException: " + rows.TextAccessRevoked
	}
	var err error
	switch n := m.rand.IntN(20); {
	case n < 10:
		_, err = m.GetUser(t.token)
	case n < 17:
		given, proposed := m.guess(u), fmt.Sprintf("Password-%d", m.rand.IntN(100))
		if m.rand.IntN(6) == 0 {
			proposed = "weak"
		}
		if want == "" {
			want = m.changes(u, given, proposed)
		}
		_, err = m.ChangePassword(t.token, given, proposed)
	case n < 19:
		if want == "" {
			m.endAll(u)
		}
		_, err = m.SignOut(t.token)
	default:
		_, err = m.Client.DeleteUser(m.Ctx, &cip.DeleteUserInput{AccessToken: t.token})
		if want == "" {
			require.NoError(m, err)
			m.replace(u)
		}
	}
	require.Equal(m, want, refusalOf(err))
}

// changes is what ChangePassword answers to somebody who is signed in.
func (m *signInModel) changes(u *modelSignIn, given, proposed string) string {
	counted := u.changes
	switch {
	case counted.full(5, m.now):
		return modelLimit
	case given != u.password:
		u.changes = counted
		return badProof
	case proposed == "weak":
		return "InvalidPasswordException: Password does not conform to policy: Password not long enough"
	}
	u.password, u.forced = proposed, false
	return ""
}

// revoke revokes by a refresh token, or tries to by an access token.
func (m *signInModel) revoke(f *modelFamily) {
	if m.rand.IntN(6) > 0 {
		m.by(f.app)
	}
	n := m.anyRefresh(f)
	given, want := &f.refresh[n], ""
	switch {
	case m.rand.IntN(8) == 0:
		given, want = f.access[0].token, "UnsupportedTokenTypeException: Only refresh tokens can be revoked"
	case f.user.gone:
	case m.app != f.app:
		want = "UnauthorizedException: The client is not authorized to revoke this token"
	case n == 0, n == len(f.refresh)-1:
		f.ended = true
	}
	_, err := m.Revoke(given)
	require.Equal(m, want, refusalOf(err))
}

// signOut ends all that a user has, as an administrator does.
func (m *signInModel) signOut(u *modelSignIn) {
	_, err := m.Client.AdminUserGlobalSignOut(m.Ctx, &cip.AdminUserGlobalSignOutInput{UserPoolId: &m.PoolID, Username: &u.name})
	require.NoError(m, err)
	m.endAll(u)
}

func (m *signInModel) endAll(u *modelSignIn) {
	for _, f := range m.families {
		f.ended = f.ended || f.user == u
	}
}

// endAccess ends the access tokens of a user who is disabled; refresh tokens
// will do again.
func (m *signInModel) endAccess(u *modelSignIn) {
	for _, f := range m.families {
		for i := range f.access {
			f.access[i].dead = f.access[i].dead || f.user == u
		}
	}
}

func (m *signInModel) delete(u *modelSignIn) {
	_, err := m.Client.AdminDeleteUser(m.Ctx, &cip.AdminDeleteUserInput{UserPoolId: &m.PoolID, Username: &u.name})
	require.NoError(m, err)
	m.replace(u)
}

// replace gives the name of a user who was deleted to somebody else.
func (m *signInModel) replace(gone *modelSignIn) {
	gone.gone = true
	for i, u := range m.users {
		if u == gone {
			m.users[i] = m.add(gone.name)
		}
	}
}

// refusalOf is code and words of a refusal; "" without one.
func refusalOf(err error) string {
	var refused smithy.APIError
	if errors.As(err, &refused) {
		return refused.ErrorCode() + ": " + refused.ErrorMessage()
	}
	return ""
}

// once holds that what gives tokens has not given any before.
func (m *signInModel) once(what string) {
	m.Helper()
	require.False(m, m.spent[what], "%s gave tokens before", what)
	m.spent[what] = true
}
