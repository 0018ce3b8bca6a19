package truth_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// Values that the model refuses are those of tests that are set up wrongly.
func TestHintsOfWrongMembers(t *testing.T) {
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{}, cognitofake.WithID("us-east-1_pool"))
	pool.AddAppClient(cip.CreateUserPoolClientInput{}, cognitofake.WithID("web"))
	const apps, pools = "; app clients of this Fake: web", "; pools of this Fake: us-east-1_pool"
	const noCode, spaced = "the code is empty: did Pool.Code find one?", "the code has white space in it"
	long := string(make([]byte, 200))
	for name, c := range map[string]struct {
		do   func() (any, error)
		want string
	}{
		"a client id": {func() (any, error) {
			return fake.SignUp(t.Context(), &cip.SignUpInput{ClientId: aws.String("my-client"), Username: aws.String("jane")})
		}, `"my-client" is no client id` + apps},
		"an empty one": {func() (any, error) {
			return fake.InitiateAuth(t.Context(), &cip.InitiateAuthInput{ClientId: aws.String(""), AuthFlow: types.AuthFlowTypeUserPasswordAuth})
		}, "the client id is empty: is the variable set that it comes from?" + apps},
		"a long one": {func() (any, error) {
			return fake.ForgotPassword(t.Context(), &cip.ForgotPasswordInput{ClientId: &long, Username: aws.String("jane")})
		}, "this is no client id" + apps},
		"a pool's id": {func() (any, error) {
			return fake.ListUsers(t.Context(), &cip.ListUsersInput{UserPoolId: aws.String("my-pool")})
		}, `"my-pool" is no pool id` + pools},
		"an empty one of a pool": {func() (any, error) {
			return fake.AdminGetUser(t.Context(), &cip.AdminGetUserInput{UserPoolId: aws.String(""), Username: aws.String("jane")})
		}, "the pool id is empty: is the variable set that it comes from?" + pools},
		"both ids": {func() (any, error) {
			return fake.DescribeUserPoolClient(t.Context(), &cip.DescribeUserPoolClientInput{UserPoolId: aws.String("my-pool"), ClientId: aws.String("my-client")})
		}, `"my-pool" is no pool id` + pools + `; "my-client" is no client id` + apps},
		"an empty code": {func() (any, error) {
			return fake.ConfirmSignUp(t.Context(), &cip.ConfirmSignUpInput{ClientId: aws.String("web"), Username: aws.String("jane"), ConfirmationCode: aws.String("")})
		}, noCode},
		"a code with its line's end": {func() (any, error) {
			return fake.ConfirmForgotPassword(t.Context(), &cip.ConfirmForgotPasswordInput{
				ClientId: aws.String("web"), Username: aws.String("jane"), Password: aws.String(fixture.GoodPassword), ConfirmationCode: aws.String("123456\n"),
			})
		}, spaced},
		"an empty code of an address": {func() (any, error) {
			return fake.VerifyUserAttribute(t.Context(), &cip.VerifyUserAttributeInput{AccessToken: aws.String("x"), AttributeName: aws.String("email"), Code: aws.String("")})
		}, noCode},
		"an empty token": {func() (any, error) {
			return fake.GetUser(t.Context(), &cip.GetUserInput{AccessToken: aws.String("")})
		}, "accessToken is empty: did the answer that it is of have one?"},
		"of other members nothing is known": {func() (any, error) {
			return fake.SignUp(t.Context(), &cip.SignUpInput{ClientId: aws.String("web"), Username: aws.String("")})
		}, ""},
	} {
		_, err := c.do()
		require.ErrorContains(t, err, "validation error", name)
		require.Equal(t, c.want, hintOf(t, fake, err), name)
	}
}

// Whoever leaves out a required attribute knows it by its own name.
func TestHintsOfRequiredAttributes(t *testing.T) {
	required := func(names ...string) cip.CreateUserPoolInput {
		var in cip.CreateUserPoolInput
		for _, name := range names {
			in.Schema = append(in.Schema, types.SchemaAttributeType{Name: &name, Required: aws.Bool(true), Mutable: aws.Bool(true)})
		}
		return in
	}
	signsUp := func(pairs ...string) func(w *world) error {
		return func(w *world) error { _, err := w.SignUp("jane", pairs...); return err }
	}
	for name, c := range map[string]struct {
		pool cip.CreateUserPoolInput
		do   func(w *world) error
		want string
	}{
		"one":       {required("family_name"), signsUp("name", "J", "email", "j@example.com"), "the pool requires family_name; the call sent email, name"},
		"two":       {required("family_name", "email"), signsUp("name", "J"), "the pool requires email, family_name; the call sent name"},
		"none sent": {required("name"), signsUp(), "the pool requires name; the call sent no attribute"},
		"empty":     {required("name"), signsUp("name", ""), "the pool requires name; the call sent name (empty)"},
		"taken away": {required("name"), func(w *world) error {
			w.pool.AddUser(cognitofake.NewUser{Username: "jane", Attributes: map[string]string{"name": "Jane"}})
			_, err := w.Updates(aws.String(w.app.SignIn("jane").AccessToken), "name", "")
			return err
		}, "the pool requires name, which may be changed and not removed"},
		"at the first own password": {required("name", "email"), func(w *world) error {
			w.pool.AddUser(cognitofake.NewUser{Username: "jane", Status: types.UserStatusTypeForceChangePassword, Password: fixture.GoodPassword})
			out, err := w.SignIn("jane", fixture.GoodPassword)
			require.NoError(w, err)
			_, err = w.Client.RespondToAuthChallenge(w.Ctx, &cip.RespondToAuthChallengeInput{
				ClientId: &w.ClientID, ChallengeName: out.ChallengeName, Session: out.Session,
				ChallengeResponses: map[string]string{"USERNAME": "jane", "NEW_PASSWORD": "An0ther-Passw0rd"},
			})
			return err
		}, "the pool requires email, name; the answer brings each as userAttributes.<name>"},
	} {
		w := lone(t, c.pool, rows.PasswordClient())
		require.Equal(t, c.want, hintOf(t, w.fake, c.do(w)), name)
	}
}

func TestHintOfALinkWithoutDomain(t *testing.T) {
	const want = "the pool confirms by link: give it a domain with CreateUserPoolDomain"
	w := lone(t, rows.LinkPool(), cip.CreateUserPoolClientInput{})
	_, err := w.SignUp("jane", "email", "jane@example.com")
	require.Equal(t, want, hintOf(t, w.fake, err))
	w.pool.AddUser(cognitofake.NewUser{Username: "joe", Status: types.UserStatusTypeUnconfirmed, Attributes: map[string]string{"email": "joe@example.com"}})
	_, err = w.Resend("joe")
	require.Equal(t, want, hintOf(t, w.fake, err))
}

// What a trigger's failure leaves behind is what the next call meets.
func TestHintsOfWhatStays(t *testing.T) {
	words := func(email, sms string) func(w *world) {
		return func(w *world) {
			w.pool.On(cognitofake.CustomMessage, func(e events.CognitoEventUserPoolsCustomMessage) (events.CognitoEventUserPoolsCustomMessage, error) {
				e.Response.EmailMessage, e.Response.SMSMessage = email, sms
				return e, nil
			})
		}
	}
	fails := func(trigger cognitofake.Trigger) func(w *world) {
		return func(w *world) {
			w.pool.On(trigger, func(e map[string]any) (map[string]any, error) { return nil, errors.New("no database") })
		}
	}
	answers := func(trigger cognitofake.Trigger, response map[string]any) func(w *world) {
		return func(w *world) {
			w.pool.On(trigger, func(e map[string]any) (map[string]any, error) { e["response"] = response; return e, nil })
		}
	}
	jane := func(w *world) error { _, err := w.SignUp("jane", "email", "jane@example.com"); return err }
	sms := func(w *world) error { _, err := w.SignUp("jane", "phone_number", "+15555550100"); return err }
	made := cognitofake.NewUser{Username: "jane", Status: types.UserStatusTypeUnconfirmed, Attributes: map[string]string{"email": "jane@example.com"}}
	const code = "the message has to contain event.Request.CodeParameter, {####}"
	const stays = "the user was made all the same"
	const confirmed = "the user is CONFIRMED all the same: trying again will be refused"
	for name, c := range map[string]struct {
		pool cip.CreateUserPoolInput
		set  func(w *world)
		do   func(w *world) error
		want string
	}{
		"an e-mail without code":      {fixture.EmailPool(), words("Welcome!", ""), jane, code + "; " + stays},
		"a text message without one":  {fixture.PhonePool(), words("", "Welcome!"), sms, code + "; " + stays},
		"a message that is too short": {fixture.PhonePool(), words("", "{####}"+string(make([]byte, 200))), sms, stays},
		"a link's message": {rows.LinkPool(), func(w *world) { rows.WithDomain(w.World); words("Welcome!", "")(w) }, jane,
			"the message has to contain event.Request.LinkParameter, {##Click Here##}; " + stays},
		"a message that fails": {fixture.EmailPool(), fails(cognitofake.CustomMessage), jane, stays},
		"of a user who is there": {fixture.EmailPool(), func(w *world) { w.pool.AddUser(made); words("Welcome!", "")(w) },
			func(w *world) error { _, err := w.Resend("jane"); return err }, code},
		"PostConfirmation": {fixture.EmailPool(), func(w *world) { w.pool.AddUser(made); fails(cognitofake.PostConfirmation)(w) },
			func(w *world) error {
				_, err := w.Client.AdminConfirmSignUp(w.Ctx, &cip.AdminConfirmSignUpInput{UserPoolId: &w.PoolID, Username: aws.String("jane")})
				return err
			}, confirmed},
		"PostConfirmation by code": {fixture.EmailPool(), func(w *world) { w.MustSignUp("jane", "email", "j@example.com"); fails(cognitofake.PostConfirmation)(w) },
			func(w *world) error { _, err := w.Confirm("jane", w.code("jane")); return err }, confirmed},
		"PostConfirmation of a sign-up": {fixture.EmailPool(), func(w *world) {
			answers(cognitofake.PreSignUp, map[string]any{"autoConfirmUser": true})(w)
			fails(cognitofake.PostConfirmation)(w)
		}, jane, "nothing was sent: PreSignUp answered autoConfirmUser, so the user is CONFIRMED and needs no code (docs/behaviour.md#L105); " + confirmed},
		"PostConfirmation that answers null": {fixture.EmailPool(), func(w *world) {
			w.pool.AddUser(made)
			w.pool.On(cognitofake.PostConfirmation, func(events.CognitoEventUserPoolsPostConfirmation) error { return nil })
		}, func(w *world) error {
			_, err := w.Client.AdminConfirmSignUp(w.Ctx, &cip.AdminConfirmSignUpInput{UserPoolId: &w.PoolID, Username: aws.String("jane")})
			return err
		}, "the function answered null, as a Go function does that returns at most an error; return the event; " + confirmed},
		"PostConfirmation of a password": {fixture.EmailPool(), func(w *world) {
			w.pool.AddUser(cognitofake.NewUser{Username: "jane", Attributes: map[string]string{"email": "j@example.com", "email_verified": "true"}})
			_, err := w.Forgot("jane")
			require.NoError(w, err)
			fails(cognitofake.PostConfirmation)(w)
		}, func(w *world) error {
			_, err := w.Client.ConfirmForgotPassword(w.Ctx, &cip.ConfirmForgotPasswordInput{
				ClientId: &w.ClientID, Username: aws.String("jane"), Password: aws.String("An0ther-Passw0rd"), ConfirmationCode: aws.String(w.code("jane")),
			})
			return err
		}, "the new password is set all the same: the code has been used"},
		"verified, not confirmed": {fixture.EmailPool(), answers(cognitofake.PreSignUp, map[string]any{"autoVerifyEmail": true}), jane,
			"the function has to answer autoConfirmUser beside autoVerifyEmail or autoVerifyPhone"},
		"verified, not there": {fixture.EmailPool(), answers(cognitofake.PreSignUp, map[string]any{"autoConfirmUser": true, "autoVerifyPhone": true}), jane,
			"the sign-up has no phone_number"},
	} {
		t.Run(name, func(t *testing.T) {
			w := lone(t, c.pool, cip.CreateUserPoolClientInput{})
			c.set(w)
			err := c.do(w)
			require.Error(t, err)
			require.Equal(t, c.want, w.hint())
		})
	}
}

// A client that sends everything to one address sends calls of other services too.
func TestHintsOfOtherServices(t *testing.T) {
	fake := cognitofake.New()
	server := httptest.NewServer(fake)
	defer server.Close()
	const remedy = "; set AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER, not AWS_ENDPOINT_URL"
	for target, want := range map[string]string{
		"DynamoDB_20120810.ListTables":           "ListTables is no user pool operation" + remedy,
		"AWSCognitoIdentityService.GetId":        "GetId is no user pool operation" + remedy,
		"":                                       "the request has no operation in X-Amz-Target, so it is no call of user pools" + remedy,
		"AWSCognitoIdentityProviderService.DoIt": "DoIt is no operation of the service model that cognitofake has",
		"AWSCognitoIdentityProviderService.ListUsers": "ListUsers is signed with AWS credentials; any will do here",
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, http.NoBody)
		require.NoError(t, err)
		req.Header.Set("X-Amz-Target", target)
		res, err := server.Client().Do(req)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, http.StatusBadRequest, res.StatusCode)
		require.Equal(t, want, lastHint(fake), target)
	}
}
