package truth_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
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

// signInModel is what sign-in does by the documents, in a pool of a few users
// and two app clients. It knows the package by its answers alone.
type signInModel struct {
	*world
	rand  *rand.Rand
	now   time.Time
	apps  []*cognitofake.AppClient
	users []*modelSignIn
	asked []*modelSession
}

// modelSignIn is a user as far as sign-in looks at them.
type modelSignIn struct {
	name, password string
	forced         bool // has a temporary password
	disabled       bool
	failures       int
	last           time.Time
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

// TestSignInModel signs in at random, in every way, right and wrong, and
// compares every answer with the model: a session and a code work once, and
// nobody gets tokens past a challenge.
func TestSignInModel(t *testing.T) {
	seed := *modelSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	const walk = 250
	for n := range max(1, *modelSteps/12/walk) {
		m := newSignInModel(t, seed+uint64(n))
		for range walk {
			m.step()
		}
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("to see it again: go test -run TestSignInModel -model.seed=%d", seed)
		}
	})
}

func newSignInModel(t *testing.T, seed uint64) *signInModel {
	m := &signInModel{rand: rand.New(rand.NewPCG(seed, 0)), now: fixture.Stopped()}
	fake := cognitofake.NewT(t, cognitofake.WithClock(func() time.Time { return fixture.Stopped() }), cognitofake.WithSeed(seed))
	m.world = worldOf(t, fake, fake.Client)
	m.in(fake.AddPool(otpPool()))
	flows := everyFlow()
	flows.GenerateSecret = false
	m.apps = []*cognitofake.AppClient{m.pool.AddAppClient(flows), m.pool.AddAppClient(flows)}
	for i := range 3 {
		u := &modelSignIn{name: fmt.Sprintf("user%d", i), password: "Password-0"}
		m.pool.AddUser(cognitofake.NewUser{Username: u.name, Password: u.password, Attributes: map[string]string{"email": u.name + "@example.com"}})
		m.users = append(m.users, u)
	}
	return m
}

func (m *signInModel) step() {
	m.by(m.apps[m.rand.IntN(len(m.apps))])
	u := m.users[m.rand.IntN(len(m.users))]
	switch n := m.rand.IntN(100); {
	case n < 20:
		m.password(u)
	case n < 26:
		m.srp(u)
	case n < 44:
		m.choose(u)
	case n < 80 && len(m.asked) > 0:
		m.answer(m.asked[max(0, len(m.asked)-1-m.rand.IntN(4))])
	case n < 86:
		m.set(u)
	case n < 92:
		m.able(u)
	default:
		d := []time.Duration{time.Second, 50 * time.Second, 3 * time.Minute, 15 * time.Minute}[m.rand.IntN(4)]
		m.fake.Advance(d)
		m.now = m.now.Add(d)
	}
}

// guess is the user's password, or now and then another.
func (m *signInModel) guess(u *modelSignIn) string {
	if m.rand.IntN(3) == 0 {
		return "wrong"
	}
	return u.password
}

// proves is what a password leads to, after the user's fitness.
func (m *signInModel) proves(u *modelSignIn, given string) string {
	lock := time.Duration(0)
	if u.failures >= 5 {
		lock = min(time.Second<<(u.failures-5), 15*time.Minute)
	}
	switch {
	case m.now.Sub(u.last) < lock:
		return isLocked
	case given != u.password:
		if m.now.Sub(u.last) >= 15*time.Minute {
			u.failures = 0
		}
		u.failures, u.last = u.failures+1, m.now
		return badProof
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
	out, err := m.SignIn(u.name, given)
	if err != nil {
		out = &cip.InitiateAuthOutput{}
	}
	m.compare(want, u, out.ChallengeName, out.Session, out.AuthenticationResult, err)
}

func (m *signInModel) srp(u *modelSignIn) {
	if u.disabled { // told at the start
		_, err := m.Prove(u.name, u.password, nil)
		m.compare(isDisabled, u, "", nil, nil, err)
		return
	}
	given := m.guess(u)
	want := m.proves(u, given)
	out, err := m.Prove(u.name, given, nil)
	if err != nil {
		out = &cip.RespondToAuthChallengeOutput{}
	}
	m.compare(want, u, out.ChallengeName, out.Session, out.AuthenticationResult, err)
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
	out, err := m.Choose(u.name, "PREFERRED_CHALLENGE", preferred)
	if err != nil {
		out = &cip.InitiateAuthOutput{}
	}
	m.compare(want, u, out.ChallengeName, out.Session, out.AuthenticationResult, err)
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
	case name != u.name, m.app != s.app:
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
	out, err := m.Respond(step, s.token, pairs...)
	if err != nil {
		out = &cip.RespondToAuthChallengeOutput{}
	}
	m.compare(want, u, out.ChallengeName, out.Session, out.AuthenticationResult, err)
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
		if proof != s.code {
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
		_, err = m.Client.AdminDisableUser(m.Ctx, &cip.AdminDisableUserInput{UserPoolId: &m.PoolID, Username: &u.name})
	} else {
		_, err = m.Client.AdminEnableUser(m.Ctx, &cip.AdminEnableUserInput{UserPoolId: &m.PoolID, Username: &u.name})
	}
	require.NoError(m, err)
}

// compare holds an answer against what the model wants, and keeps its session.
func (m *signInModel) compare(want string, u *modelSignIn, next types.ChallengeNameType, session *string, tokens *types.AuthenticationResultType, err error) {
	m.Helper()
	got := string(next)
	var refused smithy.APIError
	switch {
	case errors.As(err, &refused):
		got = refused.ErrorCode() + ": " + refused.ErrorMessage()
	case tokens != nil:
		require.Empty(m, next, "tokens past a challenge")
		require.Equal(m, u.name, m.Claims(tokens.AccessToken)["username"])
		got = admitted
	}
	require.Equal(m, want, got)
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
