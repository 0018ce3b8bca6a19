package truth_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// everything is all that a Fake shows of what has happened.
func everything(t *testing.T, fake *cognitofake.Fake) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(fake.Transcript())
	for _, v := range []any{fake.Calls(), fake.Messages()} {
		text, err := json.Marshal(v)
		require.NoError(t, err)
		b.Write(text)
		fmt.Fprintf(&b, "%+v", v)
	}
	for _, c := range fake.Calls() {
		for _, v := range []any{c.Input, c.Output} {
			text, err := json.Marshal(v)
			require.NoError(t, err)
			b.Write(text)
		}
	}
	for _, p := range fake.Pools() {
		fmt.Fprintf(&b, "%+v", p.Users())
	}
	return b.String()
}

// No password, client secret, hash or session is to be seen, whatever came of
// the call that carried it.
func TestNothingShowsASecret(t *testing.T) {
	fake := cognitofake.New()
	ctx := t.Context()
	pool := fake.AddPool(rows.WithFactors(fixture.EmailPool(), rows.Pwd, rows.EmailOTP))
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{GenerateSecret: true, ExplicitAuthFlows: rows.Choosing.ExplicitAuthFlows})
	secrets := []string{app.Secret, fixture.ChosenSecret, fixture.SecondSecret}
	signUp := func(username, password, hash string) {
		secrets = append(secrets, password, hash)
		out, err := fake.SignUp(ctx, &cip.SignUpInput{
			ClientId: &app.ID, Username: &username, Password: &password, SecretHash: &hash, UserAttributes: fixture.Attrs("email", "jane@example.com"),
		})
		if err == nil {
			secrets = append(secrets, *out.Session)
		}
	}
	signUp("jane", "Very-Secret-1", app.SecretHash("jane"))         // succeeds
	signUp("jane", "Very-Secret-2", app.SecretHash("jane"))         // exists
	signUp("john", "veryweakpassword", app.SecretHash("john"))      // policy
	signUp("john", "Very-Sécret-3", app.SecretHash("jane"))         // hash of another name
	signUp("john", "Very-Secret-4", "Zm9yZ2VkLWhhc2g=")             // no hash at all
	signUp("john", "Very-Secret-5", fixture.HashOf(app.ID, "john")) // wrong key
	signUp("john", "Very-Secret-6", "not a hash but still private") // model
	signUp("jo hn", " Very-Secret-7 ", app.SecretHash("john"))      // model
	fixture.Post(t.Context(), t, fake.Config().HTTPClient, "https://example.test/", "SignUp", `{"Password":"Very-Secret-8","ClientId":17}`)
	fixture.Post(t.Context(), t, fake.Config().HTTPClient, "https://example.test/", "ChangePassword", `{"PreviousPassword":"Very-Secret-9"}`)
	secrets = append(secrets, "Very-Secret-8", "Very-Secret-9")

	made, err := fake.CreateUserPoolClient(ctx, &cip.CreateUserPoolClientInput{UserPoolId: &pool.ID, ClientName: aws.String("c"), GenerateSecret: true})
	require.NoError(t, err)
	secrets = append(secrets, *made.UserPoolClient.ClientSecret)
	_, err = fake.CreateUserPoolClient(ctx, &cip.CreateUserPoolClientInput{UserPoolId: &pool.ID, ClientName: aws.String("d"), ClientSecret: aws.String(fixture.ChosenSecret)})
	require.NoError(t, err)
	_, err = fake.DescribeUserPoolClient(ctx, &cip.DescribeUserPoolClientInput{UserPoolId: &pool.ID, ClientId: &app.ID})
	require.NoError(t, err)
	_, err = fake.UpdateUserPoolClient(ctx, &cip.UpdateUserPoolClientInput{UserPoolId: &pool.ID, ClientId: made.UserPoolClient.ClientId})
	require.NoError(t, err)
	added, err := fake.AddUserPoolClientSecret(ctx, &cip.AddUserPoolClientSecretInput{UserPoolId: &pool.ID, ClientId: &app.ID})
	require.NoError(t, err)
	secrets = append(secrets, *added.ClientSecretDescriptor.ClientSecretValue)
	_, err = fake.AddUserPoolClientSecret(ctx, &cip.AddUserPoolClientSecretInput{UserPoolId: &pool.ID, ClientId: made.UserPoolClient.ClientId, ClientSecret: aws.String(fixture.SecondSecret)})
	require.NoError(t, err)

	seen := everything(t, fake)
	for _, secret := range secrets {
		require.NotContains(t, seen, strings.TrimSpace(secret))
	}
	require.Contains(t, seen, "REDACTED")
	require.Contains(t, seen, "jane@example.com", "what is no secret is shown")
	require.Contains(t, seen, pool.Code("jane"))
}

func TestCalls(t *testing.T) {
	fake, pool, app := shop(cognitofake.WithClock(fixture.Stopped))
	out := mustRegister(t, fake, app, "jane", "email", "jane@example.com")
	_, err := signUpWith(t.Context(), fake, app, "jane")
	require.Error(t, err)
	fixture.Post(t.Context(), t, fake.Config().HTTPClient, "https://example.test/", "SignUp", `{"`)

	calls := fake.Calls()
	require.Len(t, calls, 3)
	first := calls[0]
	require.Equal(t, cognitofake.Operation("SignUp"), first.Operation)
	require.Equal(t, cognitofake.OpSignUp, first.Operation)
	require.Equal(t, []string{pool.ID, app.ID, "jane", ""}, []string{first.PoolID, first.ClientID, first.Username, first.Error})
	require.Equal(t, fake.Now(), first.At)
	require.Equal(t, []int{1, 3}, []int{first.Attempt, first.MaxAttempts})
	require.NotEmpty(t, first.InvocationID)
	require.NotEqual(t, first.InvocationID, calls[1].InvocationID)
	in := first.Input.(*cip.SignUpInput)
	require.Equal(t, "REDACTED", *in.Password)
	require.Equal(t, fixture.Attrs("email", "jane@example.com"), in.UserAttributes)
	require.Equal(t, *out.UserSub, *first.Output.(*cip.SignUpOutput).UserSub)
	require.Equal(t, "UsernameExistsException: User already exists", calls[1].Error)
	require.Nil(t, calls[1].Output)
	require.Nil(t, calls[2].Input, "the body could not be read")
	require.Equal(t, "SerializationException", calls[2].Error)
	require.Zero(t, calls[2].Attempt)

	in.UserAttributes[0].Value = aws.String("changed")
	*first.Output.(*cip.SignUpOutput).UserSub = "changed"
	require.Equal(t, "jane@example.com", *fake.Calls()[0].Input.(*cip.SignUpInput).UserAttributes[0].Value, "a snapshot is a copy")
	u, _ := pool.User("jane")
	require.Equal(t, *out.UserSub, u.Sub)
}

func TestCallAsJSON(t *testing.T) {
	fake, pool, app := shop(cognitofake.WithClock(func() time.Time { return time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC) }))
	out := mustRegister(t, fake, app, "jane")
	_, err := signUpWith(t.Context(), fake, app, "jane")
	require.Error(t, err)
	text, err := json.Marshal(fake.Calls())
	require.NoError(t, err)
	input := `{"ClientId":"` + app.ID + `","Username":"jane","Password":"REDACTED"}`
	require.JSONEq(t, `[
		{"operation":"SignUp","at":"2026-05-01T12:00:00Z","poolId":"`+pool.ID+`","clientId":"`+app.ID+`","username":"jane","input":`+input+`,
		 "output":{"UserConfirmed":false,"UserSub":"`+*out.UserSub+`"},"error":"",
		 "hint":"nothing was sent: the pool verifies email, and the user has no email (docs/behaviour.md#L10, docs/behaviour.md#L11)"},
		{"operation":"SignUp","at":"2026-05-01T12:00:00Z","poolId":"`+pool.ID+`","clientId":"`+app.ID+`","username":"jane","input":`+input+`,
		 "output":null,"error":"UsernameExistsException: User already exists","hint":""}]`, string(text))
}

func TestTranscript(t *testing.T) {
	fake := cognitofake.New(cognitofake.WithSeed(1), cognitofake.WithFixedCode("123456"))
	require.Equal(t, "cognitofake: 0 calls, 0 messages, 0 users (seed 1)", fake.Transcript())
	pool := fake.AddPool(fixture.EmailPool())
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{}, cognitofake.WithID("3n4b5urk1ft4fl3mg5e62d9ado"))
	mustRegister(t, fake, app, "jane", "email", "jane@example.com")
	_, err := signUpWith(t.Context(), fake, app, "john", "custom:a\nb", "x")
	require.Error(t, err)
	_, err = fake.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: aws.String("us-east-1_Unknown1")})
	require.Error(t, err)
	fixture.Post(t.Context(), t, fake.Config().HTTPClient, "https://example.test/", "Nothing", `{}`)
	require.Equal(t, strings.Join([]string{
		"cognitofake: 4 calls, 1 message, 1 user (seed 1)",
		"  1 SignUp  client 3n4b5urk  jane  UNCONFIRMED",
		"      sent: EMAIL to jane@example.com, code 123456",
		`  2 SignUp  client 3n4b5urk  john  InvalidParameterException: Attributes did not conform to the schema: Type`,
		`    for attribute {custom:a\nb} could not be determined`,
		`      hint: the pool's schema has no attribute custom:a\nb`,
		"  3 DescribeUserPool  pool us-east-1_Unknown1  ResourceNotFoundException: User pool us-east-1_Unknown1 does",
		"    not exist.",
		"      hint: pools of this Fake: " + pool.ID,
		"  4 Nothing  UnknownOperationException",
		"      hint: Nothing is no operation of the service model that cognitofake has",
		"  users: jane UNCONFIRMED, email (not verified)",
	}, "\n"), fake.Transcript())
}

// A transcript fits a terminal, obeys nobody, and loses no word.
func TestTranscriptFits(t *testing.T) {
	fake, _, app := shop()
	for _, username := range []string{strings.Repeat("é", 120), "\x1b[31mred\x07", strings.Repeat("word-", 25), "a b"} {
		_, err := signUpWith(t.Context(), fake, app, username, strings.Repeat("n", 30), "x")
		require.Error(t, err)
	}
	_, err := signUpWith(t.Context(), fake, app, "jane", "email", "x", "custom:"+strings.Repeat("word ", 5), "x")
	require.Error(t, err)
	transcript := fake.Transcript()
	require.True(t, utf8.ValidString(transcript))
	require.NotContains(t, transcript, "\x1b")
	require.NotContains(t, transcript, "\x07")
	for line := range strings.SplitSeq(transcript, "\n") {
		if strings.Contains(line, " ") && !strings.Contains(line, "éé") {
			require.LessOrEqual(t, len(line), 140, line)
		}
	}
	require.Contains(t, transcript, strings.Repeat("é", 120))
}

// A call that is under way is there, without an outcome.
func TestCallUnderWay(t *testing.T) {
	fake, pool, app := shop()
	var during []cognitofake.Call
	var transcript string
	client := cip.NewFromConfig(fake.Config(), func(o *cip.Options) {
		inner := o.HTTPClient
		o.HTTPClient = doerFunc(func(req *http.Request) (*http.Response, error) {
			response, err := inner.Do(req)
			during, transcript = fake.Calls(), fake.Transcript()
			return response, err
		})
	})
	pool.On(cognitofake.PreSignUp, func(event map[string]any) (map[string]any, error) {
		calls := fake.Calls()
		if len(calls) != 1 || calls[0].Output != nil || calls[0].Error != "" || !strings.Contains(fake.Transcript(), "under way") {
			t.Errorf("%+v", calls)
		}
		return event, nil
	})
	_, err := client.SignUp(t.Context(), &cip.SignUpInput{ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String(fixture.GoodPassword)})
	require.NoError(t, err)
	require.NotNil(t, during[0].Output)
	require.Contains(t, transcript, string(types.UserStatusTypeUnconfirmed))
}

type doerFunc func(*http.Request) (*http.Response, error)

func (f doerFunc) Do(req *http.Request) (*http.Response, error) { return f(req) }
