package truth_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"strings"
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

// modelKind is a kind of pool, as far as the model cares.
type modelKind struct {
	name   string
	alias  bool // AliasAttributes=[email]
	named  bool // UsernameAttributes=[email]
	folded bool // CaseSensitive=false
}

var modelKinds = []modelKind{
	{name: "plain"}, {name: "caseless", folded: true},
	{name: "alias", alias: true}, {name: "caseless alias", alias: true, folded: true},
	{name: "named", named: true}, {name: "caseless named", named: true, folded: true},
}

// modelUser is what the model knows of a user.
type modelUser struct {
	sub, name, email    string // name is as given; named users have none but the sub
	confirmed, verified bool
	cause               string // of being confirmed
	code                *modelCode
	dead                []string // codes of before a resend
	confirms, resends   modelWindow
}

type modelCode struct {
	value, email, client string
	issued               time.Time
}

type modelWindow struct {
	since time.Time
	count int
}

// takes counts a call, and reports whether it is one too many for the hour.
func (w *modelWindow) full(limit int, now time.Time) bool {
	if w.count > 0 && now.Sub(w.since) >= time.Hour {
		w.count = 0
	}
	if w.count == 0 {
		w.since = now
	}
	if w.count == limit {
		return true
	}
	w.count++
	return false
}

type model struct {
	testing.TB
	kind  modelKind
	rand  *rand.Rand
	fake  *cognitofake.Fake
	pool  *cognitofake.Pool
	apps  [2]*cognitofake.AppClient // the second does not tell who exists
	users []*modelUser
	used  map[string]bool // sub and code of every confirmation
}

func newModel(t testing.TB, kind modelKind, seed uint64) *model {
	m := &model{TB: t, kind: kind, rand: rand.New(rand.NewPCG(seed, 0)), used: map[string]bool{}}
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	m.fake = cognitofake.NewT(t, cognitofake.WithSeed(seed), cognitofake.WithHistory(60),
		cognitofake.WithClock(func() time.Time { return start }))
	in := fixture.EmailPool()
	if kind.alias {
		in.AliasAttributes = []types.AliasAttributeType{types.AliasAttributeTypeEmail}
	}
	if kind.named {
		in.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
	}
	in.UsernameConfiguration = &types.UsernameConfigurationType{CaseSensitive: aws.Bool(!kind.folded)}
	m.pool = m.fake.AddPool(in)
	m.apps[0] = m.pool.AddAppClient(cip.CreateUserPoolClientInput{})
	m.apps[1] = m.pool.AddAppClient(rows.Hiding())
	return m
}

// Few names and addresses, so that they meet; some differ in case alone.
func (m *model) anyEmail() string {
	return pick(m, "a@example.com", "A@example.com", "b@example.com", "B@Example.com", "c@example.com")
}

func (m *model) anyUsername() string {
	if m.kind.named {
		return m.anyEmail()
	}
	return pick(m, "ann", "ANN", "bob", "Bob", "cid", "dot")
}

// anyName is a username, a sub, or an address that may be none of anybody.
func (m *model) anyName() string {
	if len(m.users) > 0 && m.rand.IntN(10) < 7 {
		u := pick(m, m.users...)
		return pick(m, u.sub, u.stored(), u.stored(), cmp.Or(u.email, u.sub))
	}
	return pick(m, m.anyUsername(), m.anyEmail())
}

func (m *model) anyApp() *cognitofake.AppClient {
	return pick(m, m.apps[0], m.apps[0], m.apps[0], m.apps[1])
}

func (u *modelUser) stored() string {
	if u.name == "" {
		return u.sub
	}
	return u.name
}

// flag is email_verified, which goes with the address.
func (u *modelUser) flag() string {
	if u.email == "" {
		return ""
	}
	return fmt.Sprint(u.verified)
}

func (m *model) same(a, b string) bool {
	return a == b || m.kind.folded && strings.EqualFold(a, b)
}

// find is who is meant by a name: L62, N5.
func (m *model) find(name string) *modelUser {
	for _, by := range []func(*modelUser) bool{
		func(u *modelUser) bool { return m.same(u.stored(), name) },
		func(u *modelUser) bool { return u.sub == name },
		func(u *modelUser) bool {
			return (m.kind.named || m.kind.alias && u.verified) && m.same(u.email, name)
		},
	} {
		for _, u := range m.users {
			if by(u) {
				return u
			}
		}
	}
	return nil
}

func (m *model) owner(email string) *modelUser {
	for _, u := range m.users {
		if u.verified && m.same(u.email, email) {
			return u
		}
	}
	return nil
}

// otherOwner is who else has the verified address of u.
func (m *model) otherOwner(u *modelUser) *modelUser {
	for _, other := range m.users {
		if other != u && other.verified && m.same(other.email, u.email) {
			return other
		}
	}
	return nil
}

// confirmation is what L59 makes of an attempt, and does it.
func (m *model) confirmation(name, code string, app *cognitofake.AppClient, force bool) string {
	u, now := m.find(name), m.fake.Now()
	switch {
	case u == nil && app == m.apps[1]:
		return modelMismatch
	case u == nil:
		return modelUnknown
	case u.confirmed:
		return "NotAuthorizedException: " + rows.TextConfirmed
	case u.confirms.full(15, now):
		return modelLimit
	case u.code == nil || u.code.client != app.ID || now.Sub(u.code.issued) > 24*time.Hour:
		return modelExpired
	case u.code.value != code:
		return modelMismatch
	}
	if u.email == u.code.email {
		owner := m.owner(u.email)
		if m.kind.alias && owner != nil && owner != u {
			if !force {
				return "AliasExistsException: " + textAliasEmail
			}
			owner.verified = false
		}
		u.verified = true
	}
	key := u.sub + " " + code
	require.False(m, m.used[key], "a code confirms once")
	m.used[key] = true
	u.confirmed, u.cause, u.code = true, "code", nil
	return ""
}
