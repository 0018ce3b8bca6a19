package truth_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// collector keeps what a failing assertion says.
type collector struct{ said string }

func (c *collector) Errorf(format string, args ...any) { c.said += fmt.Sprintf(format, args...) }

// Handles are logged, and compared by assertions that fail, while calls change
// what is behind them: under the race detector this says whether anything reads it.
func TestHandlesAreLoggedWhileCallsRun(t *testing.T) {
	fake := cognitofake.New()
	pool, app := fake.AddEmailApp()
	other, otherApp := fake.AddEmailApp()
	held := fake.Hold(cognitofake.OpForgotPassword, cognitofake.AtArrival)
	said := make([]string, 8)
	fixture.InParallel(8, func(i int) {
		if i%2 == 0 {
			for n := range 20 {
				_, _ = fake.SignUp(t.Context(), fixture.SignUpInput(app.ID, "", fmt.Sprintf("user%d-%d@example.com", i, n)))
			}
			return
		}
		c := &collector{}
		for range 20 {
			fmt.Fprintf(discard{}, "%v %+v %#v %v %v %v", pool, app, fake, *app, *pool, held)
		}
		assert.Equal(c, pool, other)
		assert.Equal(c, app, otherApp)
		assert.Equal(c, held, fake.Hold(cognitofake.OpSignUp, cognitofake.BeforeAnswer, cognitofake.ForUser("nobody")))
		said[i] = c.said
	})
	require.Contains(t, said[1], fmt.Sprintf("expected: pool %q (%s)", pool.Name(), pool.ID))
	require.Less(t, len(said[1]), 6000, "a page, and not the whole Fake")
	require.True(t, pool.Equal(fake.Pools()[0]))
	require.False(t, pool.Equal(other))
	require.True(t, app.Equal(pool.AppClients()[0]))
	require.False(t, app.Equal(otherApp))
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// The presets make what their documentation says, with room for changes.
func TestPresets(t *testing.T) {
	fake := cognitofake.NewT(t)
	pool, app := fake.AddEmailApp()
	_, err := fake.SignUp(t.Context(), fixture.SignUpInput(app.ID, "", "jane@example.com"))
	require.NoError(t, err)
	jane := pool.MustUser("jane@example.com")
	require.Equal(t, jane.Sub, jane.Username)
	require.NotEmpty(t, pool.MustCode("jane@example.com"))
	require.Empty(t, app.Secret)

	in := cognitofake.PhonePool()
	in.MfaConfiguration = types.UserPoolMfaTypeOptional
	phones := fake.AddPool(in)
	_, err = fake.SignUp(t.Context(), fixture.SignUpInput(phones.AddAppClient(cognitofake.PublicApp()).ID, "", "+12065550100"))
	require.NoError(t, err)
	require.Equal(t, types.DeliveryMediumTypeSms, phones.MustMessage("+12065550100").Medium)

	aliases := fake.AddPool(cognitofake.AliasPool())
	aliases.AddUser(cognitofake.NewUser{Username: "jane", Password: fixture.GoodPassword,
		Attributes: map[string]string{"email": "jane@example.com", "email_verified": "true"}})
	require.Equal(t, "jane", aliases.MustUser("jane@example.com").Username)

	cognitofake.EmailPool().UsernameAttributes[0] = "phone_number"
	require.Equal(t, types.UsernameAttributeTypeEmail, cognitofake.EmailPool().UsernameAttributes[0], "nobody shares it")
}

// A file is read as its reader would be, and an error names it.
func TestImportFiles(t *testing.T) {
	fake := cognitofake.NewT(t)
	write := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	pool, err := fake.ImportPoolFile(write("pool.json", `{"UserPool": {"Id": "us-east-1_Ab12Cd34E", "Name": "customers"}}`))
	require.NoError(t, err)
	require.Equal(t, "customers", pool.Name())
	app, err := pool.ImportAppClientFile(write("client.json", `{"UserPoolClient": {"ClientId": "abc", "UserPoolId": "us-east-1_Ab12Cd34E", "ClientName": "web"}}`))
	require.NoError(t, err)
	require.Equal(t, "abc", app.ID)

	_, err = fake.ImportPoolFile("nowhere.json")
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, "cognitofake: ImportPoolFile: open nowhere.json: ")
	broken := write("broken.json", `{"UserPool": {"Name": "customers"}}`)
	_, err = fake.ImportPoolFile(broken)
	require.ErrorContains(t, err, "cognitofake: ImportPoolFile("+broken+"): ImportPool: UserPool.Id")
}

// go-cmp panics at a field that it may not read: every exported struct has none, or
// an Equal of its own. A Fake is compared by nobody.
func TestValuesCanBeCompared(t *testing.T) {
	for _, value := range []any{
		cognitofake.Message{}, cognitofake.User{}, cognitofake.NewUser{}, cognitofake.Tokens{}, cognitofake.Invocation{},
		cognitofake.Call{}, &cognitofake.Pool{}, &cognitofake.AppClient{},
	} {
		typ := reflect.TypeOf(value)
		if equal, has := typ.MethodByName("Equal"); has {
			require.Equal(t, typ, equal.Type.In(1), "%v.Equal", typ)
			continue
		}
		for i := range typ.NumField() {
			field := typ.Field(i)
			require.True(t, field.IsExported(), "%v.%s", typ, field.Name)
			require.NotEqual(t, reflect.Interface, field.Type.Kind(), "%v.%s may hold anything", typ, field.Name)
		}
	}
	fake, _, app := shop()
	mustRegister(t, fake, app, "jane", "email", "jane@example.com")
	mustRegister(t, fake, app, "john", "email", "john@example.com")
	jane, john := fake.Calls()[0], fake.Calls()[1]
	require.True(t, jane.Equal(fake.Calls()[0]))
	require.False(t, jane.Equal(john))
	moved := jane
	moved.At = jane.At.In(time.FixedZone("elsewhere", 3600))
	require.True(t, jane.Equal(moved), "the same moment")
	moved.At = moved.At.Add(1)
	require.False(t, jane.Equal(moved))
	ran := jane
	ran.Invocations = []cognitofake.Invocation{{Source: "PreSignUp_SignUp"}}
	require.False(t, jane.Equal(ran))
}

// What an earlier test of a suite has left running may still call the Fake,
// while the next one takes it: under the race detector this says whether that is
// safe.
func TestResetAfterWithWorkLeftOver(t *testing.T) {
	fake, pool, _ := shop()
	for i := range 20 {
		done := make(chan struct{})
		go func() { // nothing orders it and what comes before <-done
			defer close(done)
			pool.AddUser(cognitofake.NewUser{Username: fmt.Sprintf("user%d", i)})
		}()
		tb := &failingTB{}
		fake.ResetAfter(tb)
		tb.end()
		<-done
		require.Empty(t, tb.errors)
	}
}
