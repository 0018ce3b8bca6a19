package truth_test

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// hintOf is the hint of the latest call, which has to have been refused.
func hintOf(t *testing.T, fake *cognitofake.Fake, err error) string {
	t.Helper()
	require.Error(t, err)
	calls := fake.Calls()
	last := calls[len(calls)-1]
	require.NotEmpty(t, last.Error)
	if last.Hint != "" {
		require.NotContains(t, err.Error(), last.Hint, "no hint is told to the caller")
		words := strings.ReplaceAll(fake.Transcript(), "\n            ", " ") // unwrap
		require.Contains(t, words, "hint: "+last.Hint)
	}
	return last.Hint
}

func TestHintsOfSecretHashes(t *testing.T) {
	hexed := func(hash string) string {
		mac, err := base64.StdEncoding.DecodeString(hash)
		require.NoError(t, err)
		return hex.EncodeToString(mac)
	}
	fake := cognitofake.New()
	pool := fake.AddPool(fixture.EmailPool())
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{ClientSecret: aws.String(fixture.ChosenSecret)})
	other := pool.AddAppClient(cip.CreateUserPoolClientInput{ClientSecret: aws.String(fixture.SecondSecret)})
	mustRegister(t, fake, app, "john", "email", "john@example.com", "phone_number", "+12065550100")
	john, _ := pool.User("john")
	for name, c := range map[string]struct{ username, hash, want string }{
		"swapped":       {"Jane", fixture.HashOf(fixture.ChosenSecret, app.ID+"Jane"), "the hash was made over ClientId+Username; Cognito wants Username+ClientId (docs/behaviour.md#R26)"},
		"username":      {"Jane", fixture.HashOf(fixture.ChosenSecret, "Jane"), "the hash was made over Username alone; Cognito wants Username+ClientId (docs/behaviour.md#R26)"},
		"client id":     {"Jane", fixture.HashOf(fixture.ChosenSecret, app.ID), "the hash was made over ClientId alone; Cognito wants Username+ClientId (docs/behaviour.md#R26)"},
		"key":           {"Jane", fixture.HashOf(app.ID, "Jane"+fixture.ChosenSecret), "the hash was keyed by the client id; Cognito wants the client secret as the key (docs/behaviour.md#R26)"},
		"other key":     {"Jane", fixture.HashOf(app.ID, "Jane"+app.ID), "the hash was keyed by the client id; Cognito wants the client secret as the key (docs/behaviour.md#R26)"},
		"case":          {"Jane", fixture.HashOf(fixture.ChosenSecret, "jane"+app.ID), "the hash was made over another case of the username than the request has (docs/behaviour.md#R26)"},
		"hexadecimal":   {"Jane", hexed(app.SecretHash("Jane")), "the hash is in hexadecimal; Cognito wants Base64 (docs/behaviour.md#R26)"},
		"secret":        {"Jane", fixture.ChosenSecret, "SecretHash has the client secret itself; Cognito wants Base64(HMAC-SHA256(secret, Username+ClientId)) (docs/behaviour.md#R26)"},
		"other client":  {"Jane", other.SecretHash("Jane"), "the hash was made for another app client, " + other.ID},
		"e-mail":        {"john", fixture.HashOf(fixture.ChosenSecret, "john@example.com"+app.ID), "the hash was made over another name of the user than the request has; Cognito wants the Username of the request (docs/behaviour.md#R26)"},
		"sub":           {"john", fixture.HashOf(fixture.ChosenSecret, john.Sub+app.ID), "the hash was made over another name of the user than the request has; Cognito wants the Username of the request (docs/behaviour.md#R26)"},
		"anything else": {"Jane", "bm9uc2Vuc2U=", "the hash is not Base64(HMAC-SHA256(client secret, Username+ClientId)); is it the secret of this client?"},
	} {
		_, err := fake.SignUp(t.Context(), &cip.SignUpInput{ClientId: &app.ID, Username: &c.username, Password: aws.String(fixture.GoodPassword), SecretHash: &c.hash})
		hint := hintOf(t, fake, err)
		require.Equal(t, c.want, hint, name)
		for _, secret := range []string{fixture.ChosenSecret, fixture.SecondSecret, c.hash} {
			require.NotContains(t, hint, secret)
		}
	}
	_, err := fake.SignUp(t.Context(), &cip.SignUpInput{ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String(fixture.GoodPassword)})
	require.Equal(t, "the app client has a secret and the call has no SecretHash; send AppClient.SecretHash(username)", hintOf(t, fake, err))
	public := pool.AddAppClient(cip.CreateUserPoolClientInput{})
	_, err = fake.SignUp(t.Context(), &cip.SignUpInput{ClientId: &public.ID, Username: aws.String("jane"), Password: aws.String(fixture.GoodPassword), SecretHash: aws.String("x")})
	require.Equal(t, "the app client has no secret: leave SecretHash out, or make the client with GenerateSecret", hintOf(t, fake, err))
}

func TestHintsOfSignUp(t *testing.T) {
	team := rows.SchemaPool(fixture.CustomString("team", "1", "9"))
	phoneOTP := rows.WithFactors(fixture.PhonePool(), rows.Pwd, rows.SmsOTP)
	for name, c := range map[string]struct {
		pool       cip.CreateUserPoolInput
		app        cip.CreateUserPoolClientInput
		password   string
		attributes []types.AttributeType
		want       string
	}{
		"foreign letter": {password: "Épassw0rd!", want: "the password has a character that counts as no class in Cognito: only Basic Latin does (docs/behaviour.md#R43, docs/behaviour.md#R44)"},
		"foreign symbol": {password: "Passw0rd£", want: "the password has a character that counts as no class in Cognito: only Basic Latin does (docs/behaviour.md#R43, docs/behaviour.md#R44)"},
		"weak, no hint":  {password: "password", want: ""},
		"short, no hint": {password: "É", want: ""},
		"tier": {pool: rows.InTier(fixture.EmailPool(), types.UserPoolTierTypeLite), app: rows.Choosing,
			want: "sign-up without a password needs the tier ESSENTIALS or PLUS (docs/behaviour.md#R110)"},
		"factors": {pool: fixture.EmailPool(), app: rows.Choosing,
			want: "sign-up without a password needs EMAIL_OTP or SMS_OTP in the pool's AllowedFirstAuthFactors (docs/behaviour.md#R110)"},
		"flow": {pool: rows.WithFactors(fixture.EmailPool(), rows.Pwd, rows.EmailOTP),
			want: "sign-up without a password needs ALLOW_USER_AUTH in the app client's ExplicitAuthFlows (docs/behaviour.md#R110)"},
		"address": {pool: phoneOTP, app: rows.Choosing, attributes: fixture.Attrs("email", "jane@example.com"),
			want: "sign-up without a password needs an e-mail address or phone number of the kind of the one-time password, and that kind in AutoVerifiedAttributes (docs/behaviour.md#R110, docs/behaviour.md#L79)"},
		"never writable": {password: fixture.GoodPassword, attributes: fixture.Attrs("sub", "x"), want: "no app client may write sub (docs/behaviour.md#R90, docs/behaviour.md#R91)"},
		"not writable":   {password: fixture.GoodPassword, app: rows.Writing("name"), attributes: fixture.Attrs("name", "J", "email", "x"), want: "email is not among the app client's WriteAttributes"},
		"prefix, writing limited": {password: fixture.GoodPassword, pool: team, app: rows.Writing("custom:team"), attributes: fixture.Attrs("team", "x"),
			want: "team is not among the app client's WriteAttributes; did you mean custom:team?"},
		"prefix":  {password: fixture.GoodPassword, pool: team, attributes: fixture.Attrs("team", "x"), want: "the pool has custom:team: a custom attribute goes by its prefix (docs/behaviour.md#R85)"},
		"unknown": {password: fixture.GoodPassword, attributes: fixture.Attrs("custom:x", "x"), want: "the pool's schema has no attribute custom:x"},
	} {
		fake := cognitofake.New()
		app := fake.AddPool(c.pool).AddAppClient(c.app)
		in := &cip.SignUpInput{ClientId: &app.ID, Username: aws.String("jane"), UserAttributes: c.attributes}
		if c.password != "" {
			in.Password = &c.password
		}
		_, err := fake.SignUp(t.Context(), in)
		require.Equal(t, c.want, hintOf(t, fake, err), name)
	}
}

func TestHintsOfUnknownIDs(t *testing.T) {
	fake := cognitofake.New()
	signUp := func() error {
		_, err := fake.SignUp(t.Context(), &cip.SignUpInput{ClientId: aws.String("unknown"), Username: aws.String("jane")})
		return err
	}
	describe := func() error {
		_, err := fake.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: aws.String("us-east-1_Unknown")})
		return err
	}
	require.Equal(t, "this Fake has no app client; make one with Pool.AddAppClient", hintOf(t, fake, signUp()))
	require.Equal(t, "this Fake has no pool; make one with Fake.AddPool", hintOf(t, fake, describe()))
	for _, id := range []string{"e", "d", "c", "b", "a"} {
		fake.AddPool(cip.CreateUserPoolInput{}, cognitofake.WithID("us-east-1_"+id)).AddAppClient(cip.CreateUserPoolClientInput{}, cognitofake.WithID(id))
	}
	require.Equal(t, "app clients of this Fake: a, b, c, d, ...", hintOf(t, fake, signUp()))
	require.Equal(t, "pools of this Fake: us-east-1_a, us-east-1_b, us-east-1_c, us-east-1_d, ...", hintOf(t, fake, describe()))
}
