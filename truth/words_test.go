package truth_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// The Must words give what the others give, and where that is nothing they
// say what there is.
func TestMustWords(t *testing.T) {
	fake := cognitofake.New()
	pool := fake.AddPool(fixture.EmailPool())
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
	fixture.RequirePanic(t, `cognitofake: MustUser: no user "jane"; the pool has no users`, func() { pool.MustUser("jane") })
	fixture.RequirePanic(t, `cognitofake: MustCode: no user "jane"; the pool has no users`, func() { pool.MustCode("jane") })
	fixture.RequirePanic(t, `cognitofake: MustMessage: no message to "jane"; the pool has sent none`, func() { pool.MustMessage("jane") })

	for _, name := range []string{"bob", "ann"} {
		_, err := fake.SignUp(t.Context(), fixture.SignUpInput(app.ID, "", name, "email", name+"@example.com"))
		require.NoError(t, err)
	}
	fixture.RequirePanic(t, `cognitofake: MustUser: no user "jane"; users: ann, bob`, func() { pool.MustUser("jane") })
	fixture.RequirePanic(t, `cognitofake: MustCode: no user "jane"; users: ann, bob`, func() { pool.MustCode("jane") })
	fixture.RequirePanic(t, `cognitofake: MustMessage: no message to "jane"; sent: SignUp to bob@example.com, SignUp to ann@example.com`, func() { pool.MustMessage("jane") })

	ann, _ := pool.User("ann")
	for _, x := range []string{"ann", ann.Sub, "ann@example.com"} {
		require.Equal(t, ann, pool.MustUser(x))
		require.Equal(t, pool.Code("ann"), pool.MustCode(x))
		require.Equal(t, pool.Messages()[1], pool.MustMessage(x))
	}
	_, err := fake.ConfirmSignUp(t.Context(), &cip.ConfirmSignUpInput{ClientId: &app.ID, Username: &ann.Username, ConfirmationCode: aws.String(pool.MustCode("ann"))})
	require.NoError(t, err)
	fixture.RequirePanic(t, `cognitofake: MustCode: no code of "ann": `, func() { pool.MustCode("ann") })
	require.NotContains(t, fake.Transcript(), "note:", "what a panic says needs no note")

	for i := range 12 {
		pool.AddUser(cognitofake.NewUser{Username: fmt.Sprintf("user-%02d", i)})
	}
	fixture.RequirePanic(t, `cognitofake: MustUser: no user "jane"; users: ann, bob, user-00, user-01, user-02, user-03, user-04, user-05, user-06, user-07 and 4 more`,
		func() { pool.MustUser("jane") })
}

// In a pool with UsernameAttributes people have the names that they call themselves.
func TestMustUserNamesAddresses(t *testing.T) {
	pool := cognitofake.New().AddPool(fixture.EmailNamePool())
	pool.AddUser(cognitofake.NewUser{Username: "ann@example.com"})
	fixture.RequirePanic(t, `cognitofake: MustUser: no user "jane"; users: ann@example.com`, func() { pool.MustUser("jane") })
}

// The last message is the newest one of the pool to somebody, however they are named.
func TestLastMessage(t *testing.T) {
	fake := cognitofake.New()
	pool := fake.AddPool(fixture.EmailPool())
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
	other := fake.AddPool(fixture.EmailPool())
	for _, id := range []string{app.ID, other.AddAppClient(cip.CreateUserPoolClientInput{}).ID} {
		_, err := fake.SignUp(t.Context(), fixture.SignUpInput(id, "", "jane", "email", "jane@example.com"))
		require.NoError(t, err)
	}
	_, ok := pool.LastMessage("john")
	require.False(t, ok)
	first, ok := pool.LastMessage("jane")
	require.True(t, ok)
	require.Equal(t, "SignUp", first.Purpose)

	_, err := fake.ResendConfirmationCode(t.Context(), &cip.ResendConfirmationCodeInput{ClientId: &app.ID, Username: aws.String("jane")})
	require.NoError(t, err)
	_, err = fake.SignUp(t.Context(), fixture.SignUpInput(app.ID, "", "john", "email", "john@example.com"))
	require.NoError(t, err)
	for _, x := range []string{"jane", "jane@example.com", first.Username, pool.MustUser("jane").Sub} {
		last, ok := pool.LastMessage(x)
		require.True(t, ok, x)
		require.Equal(t, "ResendCode", last.Purpose, x)
		require.Equal(t, pool.ID, last.PoolID)
	}
	require.True(t, pool.DeleteUser("jane"))
	gone, ok := pool.LastMessage("jane@example.com")
	require.True(t, ok, "what was sent was sent")
	require.Equal(t, "ResendCode", gone.Purpose)
}

// What a log, a table or a failing assertion makes of values: one line each.
func TestStrings(t *testing.T) {
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{
		PoolName: aws.String("customers"), AutoVerifiedAttributes: []types.VerifiedAttributeType{fixture.Email},
	}, cognitofake.WithID("us-east-1_Ab12Cd34E"))
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{ClientName: aws.String("web")}, cognitofake.WithID("3n4b5urk1ft4fl3mg5e62d9ado"))
	_, err := fake.SignUp(t.Context(), fixture.SignUpInput(app.ID, "", "jane", "email", "jane@example.com", "name", "Jane Doe"))
	require.NoError(t, err)
	_, err = fake.SignUp(t.Context(), fixture.SignUpInput(app.ID, "", "jane"))
	require.Error(t, err)
	held := fake.Hold(cognitofake.OpSignUp, cognitofake.BeforeCommit, cognitofake.ForUser("john"))
	disabled := cognitofake.User{Username: "ann", Status: "CONFIRMED", Attributes: map[string]string{
		"sub": "x", "phone_number": "+12065550100", "phone_number_verified": "True", "custom:x": "", "name": "An\nn",
	}}
	code := pool.MustCode("jane")
	message := pool.MustMessage("jane")
	text, linked, lost := message, message, message
	text.Medium, text.Subject, text.To = types.DeliveryMediumTypeSms, "", "+12065550100"
	linked.Link, linked.Subject = "https://example.com", "Two\nlines"
	lost.Delivered, lost.Error = false, "lost"

	for want, value := range map[string]any{
		`pool "customers" (us-east-1_Ab12Cd34E)`:                                                 pool,
		`app client "web" (3n4b5urk1ft4fl3mg5e62d9ado)`:                                          app,
		`fake of us-east-1, 1 pool`:                                                              fake,
		`hold of SignUp for user john before commit: 0 calls`:                                    held,
		`jane UNCONFIRMED email=jane@example.com (not verified) name="Jane Doe"`:                 pool.MustUser("jane"),
		`ann CONFIRMED (disabled) custom:x="" name="An\nn" phone_number=+12065550100 (verified)`: disabled,
		"EMAIL to jane@example.com: Your verification code (" + code + ")":                       message,
		"SMS to +12065550100: SignUp (" + code + ")":                                             text,
		"EMAIL to jane@example.com: Two lines (link with code " + code + ")":                     linked,
		"EMAIL to jane@example.com: Your verification code (" + code + "), not delivered: lost":  lost,
		`SignUp jane`: fake.Calls()[0],
		`SignUp jane: UsernameExistsException: User already exists`: fake.Calls()[1],
		`new user jane`:                cognitofake.NewUser{Username: "jane", Password: fixture.GoodPassword},
		`tokens that expire in 1h0m0s`: cognitofakeTokens(t),
		`PreSignUp_SignUp`:             cognitofake.Invocation{Source: "PreSignUp_SignUp", Event: "{}"},
		`PreSignUp_SignUp: UserLambdaValidationException: no.`: cognitofake.Invocation{Source: "PreSignUp_SignUp", Error: "UserLambdaValidationException: no."},
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
			require.Equal(t, want, fmt.Sprintf(verb, value))
		}
	}
}

func cognitofakeTokens(t *testing.T) cognitofake.Tokens {
	t.Helper()
	pool := cognitofake.New().AddPool(cip.CreateUserPoolInput{})
	pool.AddUser(cognitofake.NewUser{Username: "jane"})
	return pool.AddAppClient(cip.CreateUserPoolClientInput{}).SignIn("jane")
}

// Whatever prints a value, no secret is in it.
func TestNothingPrintsSecrets(t *testing.T) {
	fake := cognitofake.New()
	pool := fake.AddPool(fixture.EmailPool())
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{ClientSecret: aws.String(fixture.ChosenSecret)})
	newUser := cognitofake.NewUser{Username: "jane", Password: fixture.GoodPassword}
	pool.AddUser(newUser)
	_, err := fake.AdminCreateUser(t.Context(), &cip.AdminCreateUserInput{
		UserPoolId: &pool.ID, Username: aws.String("ann"), TemporaryPassword: aws.String("T3mporary!"), UserAttributes: fixture.Attrs("email", "ann@example.com"),
		DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
	})
	require.NoError(t, err)
	invitation := pool.MustMessage("ann")
	require.Contains(t, invitation.Body, "T3mporary!")
	require.Equal(t, "EMAIL to ann@example.com: an invitation", invitation.String())
	tokens := app.SignIn("jane")

	secrets := []string{fixture.ChosenSecret, fixture.GoodPassword, "T3mporary!", tokens.AccessToken, tokens.RefreshToken}
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	for _, value := range []any{
		fake, pool, app, *app, []*cognitofake.AppClient{app}, newUser, &newUser, invitation, &invitation, []cognitofake.Message{invitation},
		tokens, fake.Calls(), pool.Users(), map[string]any{"app": app},
	} {
		logger.Info("value", "value", value)
		fmt.Fprintf(&log, "%v %+v %#v %s %q\n", value, value, value, value, value)
	}
	for _, value := range []any{fake, pool, app, *app, newUser, &newUser, fake.Calls()} {
		text, err := json.Marshal(value)
		require.NoError(t, err)
		log.Write(text)
	}
	for _, secret := range secrets {
		require.NotContains(t, log.String(), secret)
	}
	require.NotContains(t, strings.ToLower(log.String()), "0xc0", "no pointers either")

	var read cognitofake.NewUser
	require.NoError(t, json.Unmarshal([]byte(`{"username":"jane","password":"pa$$W0rd","attributes":{"email":"jane@example.com"}}`), &read))
	require.Equal(t, "pa$$W0rd", read.Password, "it can be read")
}
