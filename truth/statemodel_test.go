package truth_test

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
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

var (
	modelSeed  = flag.Uint64("model.seed", 0, "seed of TestModel; 0 for a random one")
	modelSteps = flag.Int("model.steps", 25_000, "steps of TestModel, over all kinds of pools")
)

// TestModel walks at random through what happens to users between sign-up and
// confirmation, and compares every answer and every state with the model of
// model_state_test.go, which knows the documents and not the package.
func TestModel(t *testing.T) {
	seed := *modelSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	const walk = 250
	for _, kind := range modelKinds {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			for n := range *modelSteps / len(modelKinds) / walk {
				m := newModel(t, kind, seed+uint64(n))
				for range walk {
					m.step()
				}
			}
		})
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("to see it again: go test -run TestModel -model.seed=%d", seed)
		}
	})
}

// step does one thing and looks at everything.
func (m *model) step() {
	m.Helper()
	actions := []struct {
		weight int
		do     func()
	}{
		{20, m.signUp}, {30, m.confirm}, {12, m.resend}, {6, m.visit}, {6, m.delete},
		{8, m.advance}, {4, m.adminConfirm}, {10, m.update}, {10, m.look}, {2, m.insist},
	}
	total := 0
	for _, a := range actions {
		total += a.weight
	}
	n := m.rand.IntN(total)
	for _, a := range actions {
		if n -= a.weight; n < 0 {
			a.do()
			break
		}
	}
	m.compare()
}

func pick[T any](m *model, from ...T) T { return from[m.rand.IntN(len(from))] }

// expect compares an answer with an exception and its words, "" for none.
func (m *model) expect(err error, want, what string, args ...any) {
	m.Helper()
	what = fmt.Sprintf(what, args...)
	if want == "" {
		require.NoError(m, err, what)
		return
	}
	var api smithy.APIError
	require.Truef(m, errors.As(err, &api), "%s: %v, want %s", what, err, want)
	require.Equal(m, want, api.ErrorCode()+": "+api.ErrorMessage(), what)
}

const (
	modelMismatch = "CodeMismatchException: " + rows.TextMismatch
	modelExpired  = "ExpiredCodeException: " + rows.TextExpired
	modelLimit    = "LimitExceededException: " + rows.TextLimit
	modelNobody   = "UserNotFoundException: " + rows.TextNotFound
	modelUnknown  = "UserNotFoundException: " + rows.TextCombination
)

func (m *model) signUp() {
	username, email, app := m.anyUsername(), m.anyEmail(), m.anyApp()
	in := &cip.SignUpInput{ClientId: &app.ID, Username: &username, Password: aws.String(fixture.GoodPassword)}
	want := ""
	if m.kind.named {
		email = username
		for _, u := range m.users {
			if m.same(u.email, email) {
				want = "UsernameExistsException: An account with the given email already exists."
			}
		}
	} else {
		in.UserAttributes = fixture.Attrs("email", email)
		for _, u := range m.users {
			if m.same(u.name, username) {
				want = "UsernameExistsException: User already exists"
			}
		}
	}
	m.fake.TakeMessages()
	out, err := m.fake.SignUp(m.Context(), in)
	m.expect(err, want, "SignUp %s %s", username, email)
	if err != nil {
		require.Empty(m, m.fake.Messages())
		return
	}
	u := &modelUser{sub: *out.UserSub, name: username, email: email}
	if m.kind.named {
		u.name = ""
	}
	for _, other := range m.users {
		require.NotEqual(m, other.sub, u.sub)
	}
	m.users = append(m.users, u)
	m.received(u, app)
}

// received is the code that has just been sent to u, read from the message.
func (m *model) received(u *modelUser, app *cognitofake.AppClient) {
	m.Helper()
	messages := m.fake.TakeMessages()
	require.Len(m, messages, 1)
	require.Equal(m, u.email, messages[0].To)
	require.Equal(m, u.stored(), messages[0].Username)
	if u.code != nil {
		u.dead = append(u.dead, u.code.value)
	}
	u.code = &modelCode{messages[0].Code, u.email, app.ID, m.fake.Now()}
	require.Equal(m, u.code.value, m.pool.Code(u.sub))
}

// anyCode is one that u may think of: the right one half of the time.
func (m *model) anyCode(u *modelUser) string {
	codes := []string{"wrong"}
	if u != nil {
		codes = append(codes, u.dead...)
		if u.code != nil && m.rand.IntN(2) == 0 {
			return u.code.value
		}
	}
	for _, other := range m.users {
		if other.code != nil && other != u {
			codes = append(codes, other.code.value)
		}
	}
	return pick(m, codes...)
}

func (m *model) confirm() {
	name := m.anyName()
	m.confirmBy(name, m.anyCode(m.find(name)))
}

// insist tries wrong codes, or asks for new ones, up to and over the limit.
func (m *model) insist() {
	if len(m.users) == 0 {
		return
	}
	u := pick(m, m.users...)
	again := pick(m, func() { m.confirmBy(u.sub, "wrong") }, func() { m.resendTo(u.sub) })
	for range 4 + m.rand.IntN(14) {
		again()
	}
	if m.rand.IntN(2) == 0 {
		m.fake.Advance(pick(m, time.Hour-time.Second, time.Hour))
		again()
	}
}

func (m *model) confirmBy(name, code string) {
	m.Helper()
	app, force := m.anyApp(), m.rand.IntN(3) == 0
	want := m.confirmation(name, code, app, force)
	_, err := m.fake.ConfirmSignUp(m.Context(), &cip.ConfirmSignUpInput{
		ClientId: &app.ID, Username: &name, ConfirmationCode: &code, ForceAliasCreation: force,
	})
	m.expect(err, want, "ConfirmSignUp %s %s force=%t", name, code, force)
}

// visit opens a link: a confirmation without ForceAliasCreation.
func (m *model) visit() {
	name, app := m.anyName(), m.anyApp()
	code := m.anyCode(m.find(name))
	want := m.confirmation(name, code, app, false)
	answer := httptest.NewRecorder()
	query := url.Values{"client_id": {app.ID}, "user_name": {name}, "confirmation_code": {code}}
	m.fake.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/confirmUser/?"+query.Encode(), nil))
	if want == "" {
		require.Equal(m, http.StatusOK, answer.Code, answer.Body)
		return
	}
	_, words, _ := strings.Cut(want, ": ")
	require.Equal(m, http.StatusBadRequest, answer.Code)
	require.Equal(m, words+"\n", answer.Body.String())
}

func (m *model) resend() { m.resendTo(m.anyName()) }

func (m *model) resendTo(name string) {
	m.Helper()
	app := m.anyApp()
	u, want, sends := m.find(name), "", false
	switch {
	case u == nil && app == m.apps[1]: // simulated
	case u == nil:
		want = modelUnknown
	case u.confirmed:
		want = "InvalidParameterException: User is already confirmed."
	case u.email == "":
		want = "NotAuthorizedException: " + rows.TextCannotResend
	case u.resends.full(5, m.fake.Now()):
		want = modelLimit
	default:
		sends = true
	}
	m.fake.TakeMessages()
	_, err := m.fake.ResendConfirmationCode(m.Context(), &cip.ResendConfirmationCodeInput{ClientId: &app.ID, Username: &name})
	m.expect(err, want, "ResendConfirmationCode %s", name)
	if sends {
		m.received(u, app)
	} else {
		require.Empty(m, m.fake.Messages())
	}
}

func (m *model) adminConfirm() {
	name := m.anyName()
	u, want := m.find(name), ""
	switch {
	case u == nil:
		want = modelNobody
	case u.confirmed:
		want = "NotAuthorizedException: " + rows.TextConfirmed
	default:
		u.confirmed, u.cause = true, "administrator"
	}
	_, err := m.fake.AdminConfirmSignUp(m.Context(), &cip.AdminConfirmSignUpInput{UserPoolId: &m.pool.ID, Username: &name})
	m.expect(err, want, "AdminConfirmSignUp %s", name)
}

func (m *model) delete() {
	name := m.anyName()
	u, want := m.find(name), modelNobody
	if u != nil {
		want = ""
		for i := range m.users {
			if m.users[i] == u {
				m.users = append(m.users[:i:i], m.users[i+1:]...)
				break
			}
		}
	}
	_, err := m.fake.AdminDeleteUser(m.Context(), &cip.AdminDeleteUserInput{UserPoolId: &m.pool.ID, Username: &name})
	m.expect(err, want, "AdminDeleteUser %s", name)
	if u != nil {
		m.lookUp(u.sub)
		m.lookUp(u.stored()) // free, unless it is the address of somebody else
	}
}

// update changes the address of a user, or whether it counts as verified.
func (m *model) update() {
	if len(m.users) == 0 {
		return
	}
	u, email, verified := pick(m, m.users...), "", ""
	if m.rand.IntN(8) == 0 {
		m.removeEmail(u)
		return
	}
	if m.rand.IntN(2) == 0 {
		email = m.anyEmail()
	}
	if email == "" || m.rand.IntN(2) == 0 {
		verified = pick(m, "true", "false")
	}
	if email == "" && u.email == "" {
		return // there is nothing to verify
	}
	changed := email != "" && email != u.email
	want := ""
	if changed && m.kind.named {
		for _, other := range m.users {
			if other != u && m.same(other.email, email) {
				want = "AliasExistsException: An account with the given email already exists."
			}
		}
	}
	var pairs []string
	if email != "" {
		pairs = append(pairs, "email", email)
	}
	if verified != "" {
		pairs = append(pairs, "email_verified", verified)
	}
	_, err := m.fake.AdminUpdateUserAttributes(m.Context(), &cip.AdminUpdateUserAttributesInput{
		UserPoolId: &m.pool.ID, Username: &u.sub, UserAttributes: fixture.Attrs(pairs...),
	})
	m.expect(err, want, "AdminUpdateUserAttributes %v", pairs)
	if err != nil {
		return
	}
	if changed {
		u.email, u.verified = email, false
	}
	if verified != "" {
		u.verified = verified == "true"
	}
	if owner := m.otherOwner(u); m.kind.alias && u.verified && owner != nil {
		owner.verified = false
	}
}

func (m *model) removeEmail(u *modelUser) {
	_, err := m.fake.AdminDeleteUserAttributes(m.Context(), &cip.AdminDeleteUserAttributesInput{
		UserPoolId: &m.pool.ID, Username: &u.sub, UserAttributeNames: []string{"email"},
	})
	require.NoError(m, err)
	u.email, u.verified = "", false
}

func (m *model) advance() {
	m.fake.Advance(pick(m, time.Second, time.Minute, 20*time.Minute, time.Hour, 12*time.Hour, 24*time.Hour+time.Second))
}

// look asks who is meant by a name.
func (m *model) look() { m.lookUp(m.anyName()) }

func (m *model) lookUp(name string) {
	m.Helper()
	u := m.find(name)
	out, err := m.fake.AdminGetUser(m.Context(), &cip.AdminGetUserInput{UserPoolId: &m.pool.ID, Username: &name})
	if u == nil {
		m.expect(err, modelNobody, "AdminGetUser %s", name)
		return
	}
	require.NoError(m, err, name)
	require.Equal(m, u.stored(), *out.Username)
}

// compare holds the pool against the model, and both against what must always be.
func (m *model) compare() {
	m.Helper()
	users := m.pool.Users()
	require.Len(m, users, len(m.users))
	owners := map[string]string{}
	for _, got := range users {
		var u *modelUser
		for _, candidate := range m.users {
			if candidate.sub == got.Sub {
				u = candidate
			}
		}
		require.NotNil(m, u, "user %s", got.Username)
		require.Equal(m, u.stored(), got.Username)
		require.Equal(m, u.email, got.Attributes["email"], got.Username)
		require.Equal(m, u.flag(), got.Attributes["email_verified"], got.Username)
		require.Equal(m, u.confirmed, got.Status == types.UserStatusTypeConfirmed, got.Username)
		require.Equal(m, u.confirmed, u.cause != "", "nobody is CONFIRMED without a cause")
		if m.kind.alias && u.verified {
			email := got.Attributes["email"]
			if m.kind.folded {
				email = strings.ToLower(email)
			}
			require.Empty(m, owners[email], "a verified alias has one owner")
			owners[email] = got.Username
		}
	}
}
