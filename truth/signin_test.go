package truth_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// passwordClient signs in by password, both ways.
func passwordClient() cip.CreateUserPoolClientInput {
	return cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
		types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth,
	}}
}

// hidingPasswordClient is a passwordClient that does not tell who exists.
func hidingPasswordClient() cip.CreateUserPoolClientInput {
	in := passwordClient()
	in.PreventUserExistenceErrors = types.PreventUserExistenceErrorTypesEnabled
	return in
}

// secretPasswordClient is a passwordClient with a secret.
func secretPasswordClient() cip.CreateUserPoolClientInput {
	in := passwordClient()
	in.GenerateSecret = true
	return in
}

// parameters are AuthParameters of pairs, with the hash if the client has a secret.
func (w *world) parameters(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	if w.app.Secret != "" {
		m["SECRET_HASH"] = w.app.SecretHash(m["USERNAME"])
	}
	return m
}

func (w *world) authInput(flow types.AuthFlowType, pairs ...string) *cip.InitiateAuthInput {
	return &cip.InitiateAuthInput{ClientId: &w.app.ID, AuthFlow: flow, AuthParameters: w.parameters(pairs...)}
}

func (w *world) auth(flow types.AuthFlowType, pairs ...string) (*cip.InitiateAuthOutput, error) {
	return w.client.InitiateAuth(w.ctx, w.authInput(flow, pairs...))
}

func (w *world) adminAuth(flow types.AuthFlowType, pairs ...string) (*cip.AdminInitiateAuthOutput, error) {
	return w.client.AdminInitiateAuth(w.ctx, &cip.AdminInitiateAuthInput{
		UserPoolId: &w.pool.ID, ClientId: &w.app.ID, AuthFlow: flow, AuthParameters: w.parameters(pairs...),
	})
}

func (w *world) signIn(username, password string) (*cip.InitiateAuthOutput, error) {
	return w.auth(types.AuthFlowTypeUserPasswordAuth, "USERNAME", username, "PASSWORD", password)
}

func (w *world) adminSignIn(username, password string) (*cip.AdminInitiateAuthOutput, error) {
	return w.adminAuth(types.AuthFlowTypeAdminUserPasswordAuth, "USERNAME", username, "PASSWORD", password)
}

// signedIn is the stored username of who signs in by a name and the good password.
func (w *world) signedIn(name string) any {
	w.Helper()
	out, err := w.signIn(name, fixture.GoodPassword)
	require.NoError(w, err)
	return w.claims(out.AuthenticationResult.AccessToken)["username"]
}

// claims are those of a token, whose signature is another test's.
func (w *world) claims(token *string) map[string]any {
	w.Helper()
	parts := strings.Split(aws.ToString(token), ".")
	require.Len(w, parts, 3)
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	require.NoError(w, err)
	var claims map[string]any
	require.NoError(w, json.Unmarshal(payload, &claims))
	return claims
}

// jane is a confirmed user with a good password.
func jane(w *world) {
	w.mustSignUp("jane", "email", "jane@example.com")
	w.mustAdminConfirm("jane")
}

// fails tries wrong passwords n times.
func (w *world) fails(n int) {
	w.Helper()
	for range n {
		_, err := w.signIn("jane", "wrong")
		want{code: "NotAuthorizedException", message: textCredentials}.requireError(w, err)
	}
}

const (
	textCredentials  = "Incorrect username or password."
	textNotFound     = "User does not exist."
	textAttempts     = "Password attempts exceeded"
	textAuthFlow     = "Auth flow not enabled for this client"
	textNotConfirmed = "User is not confirmed."
)

// Rows of parameters, secrets and the order of checks: N2, N3, N26 to N30.
var _ = addRows(
	row{
		rules: "N2", name: "unknown client on InitiateAuth",
		call: func(w *world) (any, error) {
			in := w.authInput(types.AuthFlowTypeUserPasswordAuth)
			in.ClientId = aws.String("unknown")
			return w.client.InitiateAuth(w.ctx, in)
		},
		want: want{code: "ResourceNotFoundException", message: "User pool client unknown does not exist."},
	},
	row{
		rules: "N2", choice: true, name: "pool and client unknown: the pool",
		call: func(w *world) (any, error) {
			return w.client.AdminInitiateAuth(w.ctx, &cip.AdminInitiateAuthInput{
				UserPoolId: aws.String("us-east-1_unknown"), ClientId: aws.String("unknown"), AuthFlow: types.AuthFlowTypeAdminUserPasswordAuth,
			})
		},
		want: want{code: "ResourceNotFoundException", message: "User pool us-east-1_unknown does not exist."},
	},
	row{
		rules: "N3", choice: true, name: "a client of another pool", app: passwordClient(),
		call: func(w *world) (any, error) {
			w.app = w.fake.AddPool(cip.CreateUserPoolInput{}).AddAppClient(passwordClient())
			return w.adminSignIn("jane", fixture.GoodPassword)
		},
		want: want{code: "ResourceNotFoundException", message: "User pool client ", prefix: true},
	},
	row{
		rules: "N26", name: "no USERNAME", app: passwordClient(),
		call: func(w *world) (any, error) { return w.auth(types.AuthFlowTypeUserPasswordAuth, "PASSWORD", "x") },
		want: want{code: "InvalidParameterException", message: "Missing required parameter USERNAME"},
	},
	row{
		rules: "N26", name: "a misspelt key", app: passwordClient(),
		call: func(w *world) (any, error) {
			return w.auth(types.AuthFlowTypeUserPasswordAuth, "Username", "jane", "PASSWORD", "x")
		},
		want: want{code: "InvalidParameterException", message: "Missing required parameter USERNAME"},
	},
	row{
		rules: "N26", choice: true, name: "no PASSWORD", app: passwordClient(),
		call: func(w *world) (any, error) { return w.adminAuth(types.AuthFlowTypeAdminNoSrpAuth, "USERNAME", "jane") },
		want: want{code: "InvalidParameterException", message: "Missing required parameter PASSWORD"},
	},
	row{
		rules: "N26", choice: true, name: "an empty PASSWORD", app: passwordClient(), prior: jane,
		call: func(w *world) (any, error) { return w.signIn("jane", "") },
		want: want{code: "InvalidParameterException", message: "Missing required parameter PASSWORD"},
	},
	row{
		rules: "N27", name: "no SECRET_HASH", app: secretPasswordClient(), prior: jane,
		call: func(w *world) (any, error) {
			in := w.authInput(types.AuthFlowTypeUserPasswordAuth, "USERNAME", "jane", "PASSWORD", fixture.GoodPassword)
			delete(in.AuthParameters, "SECRET_HASH")
			_, err := w.client.InitiateAuth(w.ctx, in)
			want{code: "NotAuthorizedException", message: "Client " + w.app.ID + " is configured with secret but SECRET_HASH was not received"}.requireError(w, err)
			return nil, err
		},
		want: want{code: "NotAuthorizedException", anyText: true},
	},
	row{
		rules: "N28", name: "a wrong SECRET_HASH", app: secretPasswordClient(), prior: jane,
		call: func(w *world) (any, error) {
			in := w.authInput(types.AuthFlowTypeUserPasswordAuth, "USERNAME", "jane", "PASSWORD", fixture.GoodPassword)
			in.AuthParameters["SECRET_HASH"] = w.app.SecretHash("joe")
			_, err := w.client.InitiateAuth(w.ctx, in)
			want{code: "NotAuthorizedException", message: "Unable to verify secret hash for client " + w.app.ID}.requireError(w, err)
			return nil, err
		},
		want: want{code: "NotAuthorizedException", anyText: true},
	},
	row{
		rules: "N28", choice: true, name: "a SECRET_HASH too many", app: passwordClient(), prior: jane,
		call: func(w *world) (any, error) {
			return w.auth(types.AuthFlowTypeUserPasswordAuth, "USERNAME", "jane", "PASSWORD", fixture.GoodPassword, "SECRET_HASH", "x")
		},
		want: want{code: "InvalidParameterException", message: "App client ", prefix: true},
	},
	row{
		rules: "N28 N5", name: "the hash of an alias as it is sent", app: secretPasswordClient(), pool: emailAliasPool(),
		prior: func(w *world) { w.confirmed("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.signIn("jane@example.com", fixture.GoodPassword) },
		want: want{check: func(w *world, out any) {
			require.Equal(w, "jane", w.claims(out.(*cip.InitiateAuthOutput).AuthenticationResult.AccessToken)["username"])
		}},
	},
	row{
		rules: "N29", choice: true, name: "flow before parameters, parameters before secret", app: secretPasswordClient(),
		call: func(w *world) (any, error) {
			_, err := w.client.InitiateAuth(w.ctx, &cip.InitiateAuthInput{ClientId: &w.app.ID, AuthFlow: types.AuthFlowTypeUserSrpAuth})
			want{code: "InvalidParameterException", message: "USER_SRP_AUTH is not enabled for the client."}.requireError(w, err)
			return w.client.InitiateAuth(w.ctx, &cip.InitiateAuthInput{ClientId: &w.app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth})
		},
		want: want{code: "InvalidParameterException", message: "Missing required parameter USERNAME"},
	},
	row{
		rules: "N30", name: "ContextData changes nothing", app: passwordClient(), prior: jane,
		call: func(w *world) (any, error) {
			return w.client.AdminInitiateAuth(w.ctx, &cip.AdminInitiateAuthInput{
				UserPoolId: &w.pool.ID, ClientId: &w.app.ID, AuthFlow: types.AuthFlowTypeAdminUserPasswordAuth,
				AuthParameters: w.parameters("USERNAME", "jane", "PASSWORD", fixture.GoodPassword),
				ContextData: &types.ContextDataType{
					IpAddress: aws.String("192.0.2.1"), ServerName: aws.String("x"), ServerPath: aws.String("/"), HttpHeaders: []types.HttpHeader{},
				},
			})
		},
		want: want{check: func(w *world, out any) { require.NotNil(w, out.(*cip.AdminInitiateAuthOutput).AuthenticationResult) }},
	},
	row{
		rules: "N30 N33", name: "ENABLED in AdminInitiateAuth", app: hidingPasswordClient(),
		call: func(w *world) (any, error) { return w.adminSignIn("nobody", fixture.GoodPassword) },
		want: want{code: "NotAuthorizedException", message: textCredentials},
	},
)

// Rows of sign-in by password: L140, L142, N5, N31 to N45.
var _ = addRows(
	row{
		rules: "N31", name: "the body of a sign-in", app: passwordClient(), prior: jane,
		raw: func(w *world) string {
			return `InitiateAuth {"ClientId":"` + w.app.ID + `","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"jane","PASSWORD":"` + fixture.GoodPassword + `"}}`
		},
		want: want{check: func(w *world, out any) {
			var body map[string]map[string]any
			require.NoError(w, json.Unmarshal(out.([]byte), &body))
			require.Len(w, body, 2, "no ChallengeName, Session or AvailableChallenges")
			require.Equal(w, map[string]any{}, body["ChallengeParameters"])
			result := body["AuthenticationResult"]
			require.Len(w, result, 5)
			require.Equal(w, "Bearer", result["TokenType"])
			require.EqualValues(w, 3600, result["ExpiresIn"])
			for _, name := range []string{"AccessToken", "IdToken", "RefreshToken"} {
				require.NotEmpty(w, result[name], name)
			}
		}},
	},
	row{
		rules: "N31", name: "an administrator signs in", app: passwordClient(), prior: jane,
		call: func(w *world) (any, error) { return w.adminSignIn("jane", fixture.GoodPassword) },
		want: want{check: func(w *world, out any) {
			got := out.(*cip.AdminInitiateAuthOutput)
			require.NotNil(w, got.AuthenticationResult)
			require.NotNil(w, got.ChallengeParameters)
			require.Empty(w, got.ChallengeParameters)
		}},
	},
	row{
		rules: "N32", name: "wrong password", app: passwordClient(), prior: jane,
		call: func(w *world) (any, error) { return w.signIn("jane", "PA$$w0rd") },
		want: want{code: "NotAuthorizedException", message: textCredentials},
	},
	row{
		rules: "N33", name: "unknown user", app: passwordClient(),
		call: func(w *world) (any, error) { return w.signIn("nobody", fixture.GoodPassword) },
		want: want{code: "UserNotFoundException", message: textNotFound},
	},
	row{
		rules: "N33", name: "unknown user, ENABLED", app: hidingPasswordClient(),
		call: func(w *world) (any, error) { return w.signIn("nobody", fixture.GoodPassword) },
		want: want{code: "NotAuthorizedException", message: textCredentials},
	},
	row{
		rules: "L140 N34", name: "unconfirmed", app: passwordClient(),
		prior: func(w *world) { w.mustSignUp("jane") },
		call:  func(w *world) (any, error) { return w.signIn("jane", fixture.GoodPassword) },
		want:  want{code: "UserNotConfirmedException", message: textNotConfirmed},
	},
	row{
		rules: "L140 N29 N34", name: "unconfirmed, wrong password, by an administrator", app: hidingPasswordClient(),
		prior: func(w *world) { w.mustSignUp("jane") },
		call:  func(w *world) (any, error) { return w.adminSignIn("jane", "wrong") },
		want:  want{code: "UserNotConfirmedException", message: textNotConfirmed},
	},
	row{
		rules: "L142 N5", name: "an alias that is not verified", app: passwordClient(), pool: emailAliasPool(), prior: jane,
		call: func(w *world) (any, error) { return w.signIn("jane@example.com", fixture.GoodPassword) },
		want: want{code: "UserNotFoundException", message: textNotFound},
	},
	row{
		rules: "L142 N5", name: "an alias that is not verified, ENABLED", app: hidingPasswordClient(), pool: emailAliasPool(), prior: jane,
		call: func(w *world) (any, error) { return w.signIn("jane@example.com", fixture.GoodPassword) },
		want: want{code: "NotAuthorizedException", message: textCredentials},
	},
	row{
		rules: "N5 R64", name: "by an unverified e-mail that is the username", app: passwordClient(),
		pool: named(cip.CreateUserPoolInput{}, types.UsernameAttributeTypeEmail),
		prior: func(w *world) {
			w.mustSignUp("jane@example.com")
			w.mustAdminConfirm("jane@example.com")
		},
		call: func(w *world) (any, error) { return w.signIn("jane@example.com", fixture.GoodPassword) },
		want: want{check: func(w *world, out any) {
			claims := w.claims(out.(*cip.InitiateAuthOutput).AuthenticationResult.IdToken)
			require.Equal(w, w.user("jane@example.com").Sub, claims["cognito:username"]) // N82
			require.Equal(w, "jane@example.com", claims["email"])                        // L21
		}},
	},
	row{
		rules: "N5", name: "by sub", app: passwordClient(), prior: jane,
		call: func(w *world) (any, error) { return w.signIn(w.user("jane").Sub, fixture.GoodPassword) },
	},
	row{
		rules: "N40 R77", name: "the name in another case", app: passwordClient(), pool: caseless(cip.CreateUserPoolInput{}), prior: jane,
		call: func(w *world) (any, error) { return w.signIn("JANE", fixture.GoodPassword) },
		want: want{check: func(w *world, out any) {
			require.Equal(w, "jane", w.claims(out.(*cip.InitiateAuthOutput).AuthenticationResult.AccessToken)["username"])
		}},
	},
	row{
		rules: "N40", name: "a password has case everywhere", app: passwordClient(), pool: caseless(cip.CreateUserPoolInput{}), prior: jane,
		call: func(w *world) (any, error) { return w.signIn("jane", strings.ToUpper(fixture.GoodPassword)) },
		want: want{code: "NotAuthorizedException", message: textCredentials},
	},
	row{
		rules: "N40", name: "a name has case where the pool says so", app: passwordClient(), prior: jane,
		call: func(w *world) (any, error) { return w.signIn("JANE", fixture.GoodPassword) },
		want: want{code: "UserNotFoundException", message: textNotFound},
	},
	row{
		rules: "N41", choice: true, name: "a sign-in modifies nobody", app: passwordClient(),
		prior: func(w *world) {
			jane(w)
			w.fake.Advance(time.Hour)
		},
		call: func(w *world) (any, error) { return w.signIn("jane", fixture.GoodPassword) },
		want: want{check: func(w *world, _ any) {
			require.Less(w, w.user("jane").ModifiedAt, w.fake.Now().Add(-time.Minute))
		}},
	},
	row{
		rules: "N42 N43", name: "locked for a second after five failures", app: passwordClient(), opts: []cognitofake.Option{frozen()},
		prior: func(w *world) {
			jane(w)
			w.fails(5)
		},
		call: func(w *world) (any, error) { return w.signIn("jane", fixture.GoodPassword) },
		want: want{code: "NotAuthorizedException", message: textAttempts},
	},
	row{
		rules: "N42", name: "free after a second", app: passwordClient(), opts: []cognitofake.Option{frozen()},
		prior: func(w *world) {
			jane(w)
			w.fails(5)
			w.fake.Advance(time.Second)
		},
		call: func(w *world) (any, error) { return w.signIn("jane", fixture.GoodPassword) },
	},
	row{
		rules: "N42 N43", name: "the lock doubles, and attempts while locked do not count", app: passwordClient(), opts: []cognitofake.Option{frozen()},
		prior: func(w *world) {
			jane(w)
			w.fails(5)
			for n := range 4 {
				w.fake.Advance(time.Second<<n - time.Millisecond)
				_, err := w.signIn("jane", "wrong")
				want{code: "NotAuthorizedException", message: textAttempts}.requireError(w, err)
				w.fake.Advance(time.Millisecond)
				w.fails(1)
			}
			w.fake.Advance(16*time.Second - time.Millisecond)
		},
		call: func(w *world) (any, error) { return w.signIn("jane", fixture.GoodPassword) },
		want: want{code: "NotAuthorizedException", message: textAttempts},
	},
	row{
		rules: "N42", name: "fifteen minutes are the longest, and forget all", app: passwordClient(), opts: []cognitofake.Option{frozen()},
		prior: func(w *world) {
			jane(w)
			w.fails(5)
			for n := range 15 {
				w.fake.Advance(min(time.Second<<n, 15*time.Minute))
				w.fails(1)
			}
			w.fake.Advance(15 * time.Minute)
			w.fails(4)
		},
		call: func(w *world) (any, error) { return w.signIn("jane", fixture.GoodPassword) },
	},
	row{
		rules: "N44", choice: true, name: "a success starts the count anew", app: passwordClient(), opts: []cognitofake.Option{frozen()},
		prior: func(w *world) {
			jane(w)
			w.fails(4)
			w.signedIn("jane")
			w.fails(4)
		},
		call: func(w *world) (any, error) { return w.signIn("jane", fixture.GoodPassword) },
	},
	row{
		rules: "N45", choice: true, name: "the count is the user's, whatever the flow", app: passwordClient(), opts: []cognitofake.Option{frozen()},
		prior: func(w *world) {
			jane(w)
			w.fails(3)
			w.app = w.pool.AddAppClient(passwordClient())
			w.fails(2)
		},
		call: func(w *world) (any, error) { return w.adminSignIn("jane", fixture.GoodPassword) },
		want: want{code: "NotAuthorizedException", message: textAttempts},
	},
	row{
		rules: "N29", choice: true, name: "MFA is not modelled", app: passwordClient(), prior: jane,
		pool: func() cip.CreateUserPoolInput {
			in := fixture.PhonePool()
			in.MfaConfiguration = types.UserPoolMfaTypeOn
			return in
		}(),
		call: func(w *world) (any, error) { return w.signIn("jane", fixture.GoodPassword) },
		want: notModelled("InitiateAuth with a challenge of MFA"),
	},
)
