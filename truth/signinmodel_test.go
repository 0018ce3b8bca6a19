package truth_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
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

var signInSteps = flag.Int("model.signin", 2_000, "steps of TestSignInModel")

// signInModel is what sign-in does by the documents, in a pool of a few users
// and app clients. It knows the package by its answers alone.
type signInModel struct {
	*world
	rand      *rand.Rand
	now       time.Time
	apps      []*cognitofake.AppClient
	terms     map[*cognitofake.AppClient]modelTerms
	users     []*modelSignIn
	asked     []*modelSession
	exchanges []*modelExchange
	families  []*modelFamily
	spent     map[string]bool // what has given tokens, and may not do so again
}

// modelSignIn is a user as far as sign-in looks at them.
type modelSignIn struct {
	name, password string
	forced         bool // has a temporary password
	disabled       bool
	gone           bool // somebody else may have the name
	failures       int
	last           time.Time
	changes        modelWindow // wrong passwords in ChangePassword
}

// modelSession is a session that was handed out.
type modelSession struct {
	user    *modelSignIn
	app     *cognitofake.AppClient
	step    types.ChallengeNameType
	token   *string
	code    string
	expires time.Time
	used    bool
}

// Outcomes of a step.
const (
	admitted   = "tokens"
	badSession = "NotAuthorizedException: Invalid session for the user."
	badProof   = "NotAuthorizedException: " + rows.TextCredentials
	badCode    = "CodeMismatchException: " + rows.TextCode
	isLocked   = "NotAuthorizedException: " + textAttempts
	isDisabled = "NotAuthorizedException: " + textDisabled
	isLate     = "NotAuthorizedException: " + textSessionExpired
	isUsed     = "NotAuthorizedException: " + rows.TextUsed
)

// TestSignInModel signs in and out at random, in every way, right and wrong,
// and compares every answer with the model: a session and a code work once, no
// token of a sign-in that was ended works, and nobody gets tokens past a
// challenge.
func TestSignInModel(t *testing.T) {
	t.Parallel()
	seed := *modelSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("to see it again: go test ./truth -run TestSignInModel -model.seed=%d -model.signin=%d", seed, *signInSteps)
	const walk = 250
	for n := range max(1, *signInSteps/walk) {
		m := newSignInModel(t, seed+uint64(n))
		for range walk {
			m.step()
		}
	}
}

func newSignInModel(t *testing.T, seed uint64) *signInModel {
	m := &signInModel{
		rand: rand.New(rand.NewPCG(seed, 0)), now: fixture.Stopped(),
		terms: map[*cognitofake.AppClient]modelTerms{}, spent: map[string]bool{},
	}
	fake := cognitofake.NewT(t, cognitofake.WithClock(func() time.Time { return fixture.Stopped() }), cognitofake.WithSeed(seed))
	m.world = worldOf(t, fake, fake.Client)
	m.in(fake.AddPool(otpPool()))
	for _, terms := range []modelTerms{{}, {rotates: true}, {rotates: true, grace: time.Minute}} {
		app := m.pool.AddAppClient(terms.client())
		m.apps, m.terms[app] = append(m.apps, app), terms
	}
	for i := range 3 {
		m.users = append(m.users, m.add(fmt.Sprintf("user%d", i)))
	}
	return m
}

// add is a new user of a name that nobody has.
func (m *signInModel) add(name string) *modelSignIn {
	u := &modelSignIn{name: name, password: "Password-0"}
	m.pool.AddUser(cognitofake.NewUser{Username: name, Password: u.password, Attributes: map[string]string{"email": name + "@example.com"}})
	return u
}

func (m *signInModel) step() {
	m.by(m.apps[m.rand.IntN(len(m.apps))])
	u := m.users[m.rand.IntN(len(m.users))]
	switch n := m.rand.IntN(100); {
	case n < 14:
		m.password(u)
	case n < 20:
		m.srp(u)
	case n < 27 && len(m.exchanges) > 0:
		m.verify(latest(m, m.exchanges))
	case n < 40:
		m.choose(u)
	case n < 60 && len(m.asked) > 0:
		m.answer(latest(m, m.asked))
	case n < 70 && len(m.families) > 0:
		m.refresh(latest(m, m.families))
	case n < 81 && len(m.families) > 0:
		m.act(latest(m, m.families))
	case n < 84 && len(m.families) > 0:
		m.revoke(latest(m, m.families))
	case n < 85:
		m.signOut(u)
	case n < 88:
		m.set(u)
	case n < 93:
		m.able(u)
	case n < 94:
		m.delete(u)
	default:
		d := []time.Duration{time.Second, 30 * time.Second, 50 * time.Second, 3 * time.Minute, 15 * time.Minute}[m.rand.IntN(5)]
		m.fake.Advance(d)
		m.now = m.now.Add(d)
	}
}

// latest is one of those that were made last.
func latest[T any](m *signInModel, of []T) T { return of[max(0, len(of)-1-m.rand.IntN(6))] }

// guess is the user's password, or now and then another.
func (m *signInModel) guess(u *modelSignIn) string {
	if m.rand.IntN(3) == 0 {
		return "wrong"
	}
	return u.password
}

// locked reports whether too many passwords of the user were wrong.
func (m *signInModel) locked(u *modelSignIn) bool {
	return u.failures >= 5 && m.now.Sub(u.last) < min(time.Second<<(u.failures-5), 15*time.Minute)
}

// fails counts a wrong password.
func (m *signInModel) fails(u *modelSignIn) string {
	if m.now.Sub(u.last) >= 15*time.Minute {
		u.failures = 0
	}
	u.failures, u.last = u.failures+1, m.now
	return badProof
}

// proves is what a password leads to, after the user's fitness.
func (m *signInModel) proves(u *modelSignIn, given string) string {
	switch {
	case m.locked(u):
		return isLocked
	case given != u.password:
		return m.fails(u)
	}
	u.failures = 0
	if u.forced {
		return string(types.ChallengeNameTypeNewPasswordRequired)
	}
	return admitted
}

func (m *signInModel) password(u *modelSignIn) {
	given := m.guess(u)
	want := isDisabled
	if !u.disabled {
		want = m.proves(u, given)
	}
	switch m.rand.IntN(3) {
	case 0:
		out, err := m.AdminSignIn(u.name, given)
		if err != nil {
			out = &cip.AdminInitiateAuthOutput{}
		}
		m.compare(want, u, out.ChallengeName, out.Session, out.AuthenticationResult, err)
	case 1:
		m.compareAuth(want, u)(m.Choose(u.name, "PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", given))
	default:
		m.compareAuth(want, u)(m.SignIn(u.name, given))
	}
}

func (m *signInModel) choose(u *modelSignIn) {
	preferred := []string{"", "EMAIL_OTP", "PASSWORD"}[m.rand.IntN(3)]
	want := preferred
	switch {
	case u.disabled:
		want = isDisabled
	case preferred == "", preferred == "EMAIL_OTP" && u.forced:
		want = "SELECT_CHALLENGE"
	}
	m.compareAuth(want, u)(m.Choose(u.name, "PREFERRED_CHALLENGE", preferred))
}

// answer answers a session, by the right client and user or by others, with a
// right answer or a wrong one.
func (m *signInModel) answer(s *modelSession) {
	name, step := s.user.name, s.step
	if m.rand.IntN(4) > 0 {
		m.by(s.app)
	}
	if m.rand.IntN(12) == 0 {
		name = m.users[m.rand.IntN(len(m.users))].name
	}
	u := s.user
	pairs, proof := []string{"USERNAME", name}, ""
	switch step {
	case types.ChallengeNameTypeNewPasswordRequired:
		proof = fmt.Sprintf("Password-%d", m.rand.IntN(100))
		if m.rand.IntN(4) == 0 {
			proof = "weak"
		}
		pairs = append(pairs, "NEW_PASSWORD", proof)
	case emailOTP:
		if proof = s.code; m.rand.IntN(3) == 0 {
			proof = "wrong"
		}
		pairs = append(pairs, "EMAIL_OTP_CODE", proof)
	case types.ChallengeNameTypePassword:
		proof = m.guess(u)
		pairs = append(pairs, "PASSWORD", proof)
	case selects:
		proof = []string{"EMAIL_OTP", "PASSWORD", "SMS_OTP"}[m.rand.IntN(3)]
		pairs = append(pairs, "ANSWER", proof)
	}
	var want string
	switch {
	case name != u.name, m.app != s.app, u.gone:
		want = badSession
	case s.used:
		want = isUsed
	case m.now.After(s.expires):
		want = isLate
	case u.disabled:
		want = isDisabled
	default:
		want = m.answers(s, proof)
	}
	if m.rand.IntN(3) == 0 {
		out, err := m.AdminRespond(step, s.token, pairs...)
		if err != nil {
			out = &cip.AdminRespondToAuthChallengeOutput{}
		}
		m.compare(want, u, out.ChallengeName, out.Session, out.AuthenticationResult, err)
	} else {
		m.compareAnswer(want, u)(m.Respond(step, s.token, pairs...))
	}
	if want == admitted {
		m.once("session " + *s.token)
		if step == emailOTP {
			m.once("code " + s.code + " of " + u.name)
		}
	}
}

// answers is what a good session and an answer lead to.
func (m *signInModel) answers(s *modelSession, proof string) string {
	u := s.user
	switch s.step {
	case types.ChallengeNameTypeNewPasswordRequired:
		if !u.forced {
			return badSession
		}
		if proof == "weak" {
			return "InvalidPasswordException: Password does not conform to policy: Password not long enough"
		}
		s.used, u.forced, u.password, u.failures = true, false, proof, 0
		return admitted
	case emailOTP:
		switch {
		case u.forced:
			return badSession
		case proof != s.code:
			return badCode
		}
		s.used, u.failures = true, 0
		return admitted
	case types.ChallengeNameTypePassword:
		want := m.proves(u, proof)
		s.used = want != isLocked
		return want
	}
	if proof == "SMS_OTP" || proof == "EMAIL_OTP" && u.forced {
		return "InvalidParameterException: Selected challenge is not available"
	}
	s.used = true
	return proof
}

// set gives a user a password, for good or for the next sign-in.
func (m *signInModel) set(u *modelSignIn) {
	u.password, u.forced = fmt.Sprintf("Password-%d", m.rand.IntN(100)), m.rand.IntN(2) == 0
	_, err := m.SetPassword(u.name, u.password, !u.forced)
	require.NoError(m, err)
}

func (m *signInModel) able(u *modelSignIn) {
	u.disabled = !u.disabled && m.rand.IntN(2) == 0
	var err error
	if u.disabled {
		m.endAccess(u)
		_, err = m.Client.AdminDisableUser(m.Ctx, &cip.AdminDisableUserInput{UserPoolId: &m.PoolID, Username: &u.name})
	} else {
		_, err = m.Client.AdminEnableUser(m.Ctx, &cip.AdminEnableUserInput{UserPoolId: &m.PoolID, Username: &u.name})
	}
	require.NoError(m, err)
}

// compareAuth is compare for InitiateAuth.
func (m *signInModel) compareAuth(want string, u *modelSignIn) func(*cip.InitiateAuthOutput, error) {
	return func(out *cip.InitiateAuthOutput, err error) {
		m.Helper()
		if err != nil {
			out = &cip.InitiateAuthOutput{}
		}
		m.compare(want, u, out.ChallengeName, out.Session, out.AuthenticationResult, err)
	}
}

// compareAnswer is compare for RespondToAuthChallenge.
func (m *signInModel) compareAnswer(want string, u *modelSignIn) func(*cip.RespondToAuthChallengeOutput, error) {
	return func(out *cip.RespondToAuthChallengeOutput, err error) {
		m.Helper()
		if err != nil {
			out = &cip.RespondToAuthChallengeOutput{}
		}
		m.compare(want, u, out.ChallengeName, out.Session, out.AuthenticationResult, err)
	}
}

// compare holds an answer against what the model wants, and keeps its session.
func (m *signInModel) compare(want string, u *modelSignIn, next types.ChallengeNameType, session *string, tokens *types.AuthenticationResultType, err error) {
	m.Helper()
	got := string(next)
	switch {
	case err != nil:
		got = refusalOf(err)
	case tokens != nil:
		require.Empty(m, next, "tokens past a challenge")
		require.False(m, u.forced || u.disabled || u.gone, "tokens past a challenge")
		require.Equal(m, u.name, m.Claims(tokens.AccessToken)["username"])
		got = admitted
	}
	require.Equal(m, want, got)
	if tokens != nil {
		m.began(u, tokens)
	}
	if session == nil {
		return
	}
	s := &modelSession{user: u, app: m.app, step: next, token: aws.String(*session), expires: m.now.Add(3 * time.Minute)}
	if next == emailOTP {
		sent := m.fake.Messages()
		s.code = sent[len(sent)-1].Code
	}
	m.asked = append(m.asked, s)
}
