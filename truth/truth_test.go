package truth_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// ownRows are the rows that need the Fake: its handles, clock, faults,
// triggers, options, and the codes that were sent.
func ownRows() []rows.Row {
	return slices.Concat(
		adminRows(),
		updateAttributeRows(),
		adminCreateRows(),
		aliasRows(),
		appClientRows(),
		clientRows(),
		confirmRows(),
		customNobodyRows(),
		customRoundRows(),
		customSRPRows(),
		customStartRows(),
		adminConfirmRows(),
		deliveryRows(),
		faultRows(),
		federatedRows(),
		forgotRows(),
		heldRows(),
		clockRows(),
		confirmForgotRows(),
		invitationRows(),
		kindRows(),
		linkRows(),
		filterRows(),
		pageRows(),
		modelRows(),
		nameRows(),
		poolRows(),
		migrationRows(),
		preSignUpRows(),
		signInTriggerRows(),
		threatRows(),
		newDeviceRows(),
		resendRows(),
		scopeRows(),
		sessionRows(),
		parameterRows(),
		signInRows(),
		oneTimeRows(),
		secondFactorRows(),
		tokenClockRows(),
		lateRows(),
		oneTimeMessageRows(),
		statusRows(),
		tokenRows(),
		tokenLifeRows(),
		discoveryRows(),
		verifyRows(),
		resetPasswordRows(),
		triggerLifecycleRows(),
		triggerMessageRows(),
		triggerRows(),
		overrideRows(),
		generationRows(),
		passkeyRows(),
	)
}

// truthTable is all rows.
var truthTable = slices.Concat(rows.All(), ownRows())

// way is one way into a Fake.
type way struct {
	name string
	open func(t *testing.T, f *cognitofake.Fake) (*cip.Client, fixture.Doer, string)
}

var ways = []way{
	{"embedded", func(_ *testing.T, f *cognitofake.Fake) (*cip.Client, fixture.Doer, string) {
		return f.Client, f.Config().HTTPClient, "https://cognito-idp.us-east-1.amazonaws.com/"
	}},
	{"config", func(_ *testing.T, f *cognitofake.Fake) (*cip.Client, fixture.Doer, string) {
		return cip.NewFromConfig(f.Config()), f.Config().HTTPClient, "https://example.test/"
	}},
	{"http", func(t *testing.T, f *cognitofake.Fake) (*cip.Client, fixture.Doer, string) {
		server := httptest.NewServer(f)
		t.Cleanup(server.Close)
		cfg := f.Config()
		return cip.New(cip.Options{
			Region: f.Region(), BaseEndpoint: &server.URL, HTTPClient: server.Client(),
			Credentials: cfg.Credentials, Retryer: cfg.Retryer(),
		}), server.Client(), server.URL
	}},
}

// The rows of the protocol share one server in place of one for each row, and
// make their pools there themselves: they hold at any endpoint.
func TestTruthTable(t *testing.T) {
	shared := cognitofake.New()
	client, doer, url := ways[2].open(t, shared)
	run := func(r rows.Row, in way, open func(t *testing.T) *rows.World) {
		t.Run(strings.ReplaceAll(r.Rules, " ", "+")+"/"+r.Name+"/"+in.name, func(t *testing.T) {
			t.Parallel()
			r.Run(open(t))
		})
	}
	fresh := func(r rows.Row, in way) {
		run(r, in, func(t *testing.T) *rows.World { return newWorld(t, r, in).World })
	}
	for _, r := range rows.All() {
		fresh(r, ways[0])
		fresh(r, ways[1])
		run(r, ways[2], func(t *testing.T) *rows.World {
			w := worldOf(t, shared, client).World
			w.Post = poster(t, doer, url)
			r.Open(w)
			w.Sent = func() []rows.Message {
				return shown(slices.DeleteFunc(shared.Messages(), func(m cognitofake.Message) bool { return m.PoolID != w.PoolID }))
			}
			return w
		})
	}
	for _, r := range ownRows() {
		for _, in := range ways {
			fresh(r, in)
		}
	}
}

// world is what a row runs in, and the handles for a row that needs them.
type world struct {
	*rows.World
	t    *testing.T
	fake *cognitofake.Fake
	pool *cognitofake.Pool
	app  *cognitofake.AppClient
}

// loud is a test in which a mistake panics, for RequirePanic and what comes
// after it.
type loud struct{ *testing.T }

func (loud) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

// newWorld is a Fake with the row's pool and its app client.
func newWorld(t *testing.T, r rows.Row, in way) *world {
	opts, _ := r.Own.([]cognitofake.Option)
	if r.Want.Code == "NotModelledException" {
		opts = append(opts, cognitofake.AllowNotModelled())
	}
	fake := cognitofake.NewT(loud{t}, opts...)
	client, doer, url := in.open(t, fake)
	w := worldOf(t, fake, client)
	w.Post = poster(t, doer, url)
	w.in(fake.AddPool(r.Pool))
	w.by(w.pool.AddAppClient(r.App))
	return w
}

// poster sends the bytes of a request.
func poster(t *testing.T, client fixture.Doer, url string) func(op, body string, header ...string) (int, http.Header, []byte) {
	return func(op, body string, header ...string) (int, http.Header, []byte) {
		return fixture.Post(t.Context(), t, client, url, op, body, header...)
	}
}

// worldOf is a world without a pool.
func worldOf(t *testing.T, fake *cognitofake.Fake, client *cip.Client) *world {
	w := &world{t: t, fake: fake}
	w.World = &rows.World{TB: t, Ctx: t.Context(), Client: client, Region: fake.Region(), Own: w}
	w.Sent = func() []rows.Message { return shown(fake.Messages()) }
	return w
}

// shown are messages as rows see them.
func shown(messages []cognitofake.Message) []rows.Message {
	var list []rows.Message
	for _, m := range messages {
		list = append(list, rows.Message{To: m.To, Subject: m.Subject, Body: m.Body, Code: m.Code, Medium: m.Medium})
	}
	return list
}

// in makes pool the one of the world.
func (w *world) in(pool *cognitofake.Pool) {
	w.pool, w.PoolID = pool, pool.ID
}

// by makes app the client of the world.
func (w *world) by(app *cognitofake.AppClient) {
	w.app, w.ClientID, w.Secret = app, app.ID, app.Secret
}

// user is the snapshot of a user who must be there.
func (w *world) user(x string) cognitofake.User {
	w.Helper()
	u, ok := w.pool.User(x)
	require.True(w, ok, "no user %s", x)
	return u
}

// What follows turns functions that need the Fake into those of a row.

func prior(f func(w *world)) func(*rows.World) {
	return func(w *rows.World) { f(w.Own.(*world)) }
}

func call(f func(w *world) (any, error)) func(*rows.World) (any, error) {
	return func(w *rows.World) (any, error) { return f(w.Own.(*world)) }
}

func raw(f func(w *world) string) func(*rows.World) string {
	return func(w *rows.World) string { return f(w.Own.(*world)) }
}

func check(f func(w *world, out any)) func(*rows.World, any) {
	return func(w *rows.World, out any) { f(w.Own.(*world), out) }
}
