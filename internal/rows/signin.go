package rows

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// PasswordClient signs in by password, both ways.
func PasswordClient() cip.CreateUserPoolClientInput {
	return cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
		types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth,
	}}
}

// HidingPasswordClient is a passwordClient that does not tell who exists.
func HidingPasswordClient() cip.CreateUserPoolClientInput {
	in := PasswordClient()
	in.PreventUserExistenceErrors = types.PreventUserExistenceErrorTypesEnabled
	return in
}

// SecretPasswordClient is a passwordClient with a secret.
func SecretPasswordClient() cip.CreateUserPoolClientInput {
	in := PasswordClient()
	in.GenerateSecret = true
	return in
}

// parameters are AuthParameters of pairs, with the hash if the client has a secret.
func (w *World) parameters(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	if w.Secret != "" {
		m["SECRET_HASH"] = w.SecretHash(m["USERNAME"])
	}
	return m
}

func (w *World) authInput(flow types.AuthFlowType, pairs ...string) *cip.InitiateAuthInput {
	return &cip.InitiateAuthInput{ClientId: &w.ClientID, AuthFlow: flow, AuthParameters: w.parameters(pairs...)}
}

// Auth starts a flow.
func (w *World) Auth(flow types.AuthFlowType, pairs ...string) (*cip.InitiateAuthOutput, error) {
	return w.Client.InitiateAuth(w.Ctx, w.authInput(flow, pairs...))
}

func (w *World) adminAuth(flow types.AuthFlowType, pairs ...string) (*cip.AdminInitiateAuthOutput, error) {
	return w.Client.AdminInitiateAuth(w.Ctx, &cip.AdminInitiateAuthInput{
		UserPoolId: &w.PoolID, ClientId: &w.ClientID, AuthFlow: flow, AuthParameters: w.parameters(pairs...),
	})
}

// SignIn signs in by password.
func (w *World) SignIn(username, password string) (*cip.InitiateAuthOutput, error) {
	return w.Auth(types.AuthFlowTypeUserPasswordAuth, "USERNAME", username, "PASSWORD", password)
}

// AdminSignIn signs in by password as an administrator does.
func (w *World) AdminSignIn(username, password string) (*cip.AdminInitiateAuthOutput, error) {
	return w.adminAuth(types.AuthFlowTypeAdminUserPasswordAuth, "USERNAME", username, "PASSWORD", password)
}

// SignedIn is the stored username of who signs in by a name and the good password.
func (w *World) SignedIn(name string) any {
	w.Helper()
	out, err := w.SignIn(name, fixture.GoodPassword)
	require.NoError(w, err)
	return w.Claims(out.AuthenticationResult.AccessToken)["username"]
}

// Claims are those of a token, whose signature is another test's.
func (w *World) Claims(token *string) map[string]any {
	w.Helper()
	parts := strings.Split(aws.ToString(token), ".")
	require.Len(w, parts, 3)
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	require.NoError(w, err)
	var claims map[string]any
	require.NoError(w, json.Unmarshal(payload, &claims))
	return claims
}

// Jane is a confirmed user with a good password.
func Jane(w *World) {
	w.MustSignUp("jane", "email", "jane@example.com")
	w.MustAdminConfirm("jane")
}

// Fails tries wrong passwords n times.
func (w *World) Fails(n int) {
	w.Helper()
	for range n {
		_, err := w.SignIn("jane", "wrong")
		Want{Code: "NotAuthorizedException", Message: TextCredentials}.RequireError(w, err)
	}
}

const (
	TextCredentials  = "Incorrect username or password."
	TextNotFound     = "User does not exist."
	textAuthFlow     = "Auth flow not enabled for this client"
	textNotConfirmed = "User is not confirmed."
)

// parameterRows are rows of parameters, secrets and the order of checks: N2, N3, N26 to N30.
func parameterRows() []Row {
	return []Row{
		{
			Rules: "N2", Name: "unknown client on InitiateAuth",
			Call: func(w *World) (any, error) {
				in := w.authInput(types.AuthFlowTypeUserPasswordAuth)
				in.ClientId = aws.String("unknown")
				return w.Client.InitiateAuth(w.Ctx, in)
			},
			Want: Want{Code: "ResourceNotFoundException", Message: "User pool client unknown does not exist."},
		},
		{
			Rules: "N2", Choice: true, Name: "pool and client unknown: the pool",
			Call: func(w *World) (any, error) {
				return w.Client.AdminInitiateAuth(w.Ctx, &cip.AdminInitiateAuthInput{
					UserPoolId: aws.String("us-east-1_unknown"), ClientId: aws.String("unknown"), AuthFlow: types.AuthFlowTypeAdminUserPasswordAuth,
				})
			},
			Want: Want{Code: "ResourceNotFoundException", Message: "User pool us-east-1_unknown does not exist."},
		},
		{
			Rules: "N26", Name: "no USERNAME", App: PasswordClient(),
			Call: func(w *World) (any, error) { return w.Auth(types.AuthFlowTypeUserPasswordAuth, "PASSWORD", "x") },
			Want: Want{Code: "InvalidParameterException", Message: "Missing required parameter USERNAME"},
		},
		{
			Rules: "N26", Name: "a misspelt key", App: PasswordClient(),
			Call: func(w *World) (any, error) {
				return w.Auth(types.AuthFlowTypeUserPasswordAuth, "Username", "jane", "PASSWORD", "x")
			},
			Want: Want{Code: "InvalidParameterException", Message: "Missing required parameter USERNAME"},
		},
		{
			Rules: "N26", Choice: true, Name: "no PASSWORD", App: PasswordClient(),
			Call: func(w *World) (any, error) { return w.adminAuth(types.AuthFlowTypeAdminNoSrpAuth, "USERNAME", "jane") },
			Want: Want{Code: "InvalidParameterException", Message: "Missing required parameter PASSWORD"},
		},
		{
			Rules: "N26", Choice: true, Name: "an empty PASSWORD", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.SignIn("jane", "") },
			Want: Want{Code: "InvalidParameterException", Message: "Missing required parameter PASSWORD"},
		},
		{
			Rules: "N27", Name: "no SECRET_HASH", App: SecretPasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				in := w.authInput(types.AuthFlowTypeUserPasswordAuth, "USERNAME", "jane", "PASSWORD", fixture.GoodPassword)
				delete(in.AuthParameters, "SECRET_HASH")
				_, err := w.Client.InitiateAuth(w.Ctx, in)
				Want{Code: "NotAuthorizedException", Message: "Client " + w.ClientID + " is configured with secret but SECRET_HASH was not received"}.RequireError(w, err)
				return nil, err
			},
			Want: Want{Code: "NotAuthorizedException", AnyText: true},
		},
		{
			Rules: "N28", Name: "a wrong SECRET_HASH", App: SecretPasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				in := w.authInput(types.AuthFlowTypeUserPasswordAuth, "USERNAME", "jane", "PASSWORD", fixture.GoodPassword)
				in.AuthParameters["SECRET_HASH"] = w.SecretHash("joe")
				_, err := w.Client.InitiateAuth(w.Ctx, in)
				Want{Code: "NotAuthorizedException", Message: "Unable to verify secret hash for client " + w.ClientID}.RequireError(w, err)
				return nil, err
			},
			Want: Want{Code: "NotAuthorizedException", AnyText: true},
		},
		{
			Rules: "N28", Choice: true, Name: "a SECRET_HASH too many", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				return w.Auth(types.AuthFlowTypeUserPasswordAuth, "USERNAME", "jane", "PASSWORD", fixture.GoodPassword, "SECRET_HASH", "x")
			},
			Want: Want{Code: "InvalidParameterException", Words: unexpectedHash},
		},
		{
			Rules: "N29", Choice: true, Name: "flow before parameters, parameters before secret", App: SecretPasswordClient(),
			Call: func(w *World) (any, error) {
				_, err := w.Client.InitiateAuth(w.Ctx, &cip.InitiateAuthInput{ClientId: &w.ClientID, AuthFlow: types.AuthFlowTypeUserSrpAuth})
				Want{Code: "InvalidParameterException", Message: "USER_SRP_AUTH is not enabled for the client."}.RequireError(w, err)
				return w.Client.InitiateAuth(w.Ctx, &cip.InitiateAuthInput{ClientId: &w.ClientID, AuthFlow: types.AuthFlowTypeUserPasswordAuth})
			},
			Want: Want{Code: "InvalidParameterException", Message: "Missing required parameter USERNAME"},
		},
		{
			Rules: "N30", Name: "ContextData changes nothing", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				return w.Client.AdminInitiateAuth(w.Ctx, &cip.AdminInitiateAuthInput{
					UserPoolId: &w.PoolID, ClientId: &w.ClientID, AuthFlow: types.AuthFlowTypeAdminUserPasswordAuth,
					AuthParameters: w.parameters("USERNAME", "jane", "PASSWORD", fixture.GoodPassword),
					ContextData: &types.ContextDataType{
						IpAddress: aws.String("192.0.2.1"), ServerName: aws.String("x"), ServerPath: aws.String("/"), HttpHeaders: []types.HttpHeader{},
					},
				})
			},
			Want: Want{Check: func(w *World, out any) { require.NotNil(w, out.(*cip.AdminInitiateAuthOutput).AuthenticationResult) }},
		},
		{
			Rules: "N30 N33", Name: "ENABLED in AdminInitiateAuth", App: HidingPasswordClient(),
			Call: func(w *World) (any, error) { return w.AdminSignIn("nobody", fixture.GoodPassword) },
			Want: Want{Code: "NotAuthorizedException", Message: TextCredentials},
		},
	}
}

// signInRows are rows of sign-in by password: L140, L142, N5, N31 to N45.
func signInRows() []Row {
	return []Row{
		{
			Rules: "L93 N83", Name: "a flag in capitals is true in the ID token", App: PasswordClient(),
			Prior: func(w *World) {
				w.AddUser(NewUser{Username: "jane", Password: fixture.GoodPassword, Attributes: map[string]string{"email": "a@example.com", "email_verified": "TRUE"}})
			},
			Call: func(w *World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
			Want: Want{Check: func(w *World, out any) {
				require.Equal(w, true, w.Claims(out.(*cip.InitiateAuthOutput).AuthenticationResult.IdToken)["email_verified"])
			}},
		},
		{
			Rules: "N31", Name: "the body of a sign-in", App: PasswordClient(), Prior: Jane,
			Raw: func(w *World) string {
				return `InitiateAuth {"ClientId":"` + w.ClientID + `","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"jane","PASSWORD":"` + fixture.GoodPassword + `"}}`
			},
			Want: Want{Check: func(w *World, out any) {
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
		{
			Rules: "N31", Name: "an administrator signs in", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.AdminSignIn("jane", fixture.GoodPassword) },
			Want: Want{Check: func(w *World, out any) {
				got := out.(*cip.AdminInitiateAuthOutput)
				require.NotNil(w, got.AuthenticationResult)
				require.NotNil(w, got.ChallengeParameters)
				require.Empty(w, got.ChallengeParameters)
			}},
		},
		{
			Rules: "N32", Name: "wrong password", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.SignIn("jane", "PA$$w0rd") },
			Want: Want{Code: "NotAuthorizedException", Message: TextCredentials},
		},
		{
			Rules: "N33", Name: "unknown user", App: PasswordClient(),
			Call: func(w *World) (any, error) { return w.SignIn("nobody", fixture.GoodPassword) },
			Want: Want{Code: "UserNotFoundException", Message: TextNotFound},
		},
		{
			Rules: "N33", Name: "unknown user, ENABLED", App: HidingPasswordClient(),
			Call: func(w *World) (any, error) { return w.SignIn("nobody", fixture.GoodPassword) },
			Want: Want{Code: "NotAuthorizedException", Message: TextCredentials},
		},
		{
			Rules: "L140 N34", Name: "unconfirmed", App: PasswordClient(),
			Prior: func(w *World) { w.MustSignUp("jane") },
			Call:  func(w *World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
			Want:  Want{Code: "UserNotConfirmedException", Message: textNotConfirmed},
		},
		{
			Rules: "L140 N29 N34", Name: "unconfirmed, wrong password, by an administrator", App: HidingPasswordClient(),
			Prior: func(w *World) { w.MustSignUp("jane") },
			Call:  func(w *World) (any, error) { return w.AdminSignIn("jane", "wrong") },
			Want:  Want{Code: "UserNotConfirmedException", Message: textNotConfirmed},
		},
		{
			Rules: "L142 N5", Name: "an alias that is not verified", App: PasswordClient(), Pool: EmailAliasPool(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.SignIn("jane@example.com", fixture.GoodPassword) },
			Want: Want{Code: "UserNotFoundException", Message: TextNotFound},
		},
		{
			Rules: "L142 N5", Name: "an alias that is not verified, ENABLED", App: HidingPasswordClient(), Pool: EmailAliasPool(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.SignIn("jane@example.com", fixture.GoodPassword) },
			Want: Want{Code: "NotAuthorizedException", Message: TextCredentials},
		},
		{
			Rules: "N5 R64", Name: "by an unverified e-mail that is the username", App: PasswordClient(),
			Pool: Named(cip.CreateUserPoolInput{}, types.UsernameAttributeTypeEmail),
			Prior: func(w *World) {
				w.MustSignUp("jane@example.com")
				w.MustAdminConfirm("jane@example.com")
			},
			Call: func(w *World) (any, error) { return w.SignIn("jane@example.com", fixture.GoodPassword) },
			Want: Want{Check: func(w *World, out any) {
				claims := w.Claims(out.(*cip.InitiateAuthOutput).AuthenticationResult.IdToken)
				require.Equal(w, w.User("jane@example.com").Sub, claims["cognito:username"]) // N82
				require.Equal(w, "jane@example.com", claims["email"])                        // L21
			}},
		},
		{
			Rules: "N5", Name: "by sub", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.SignIn(w.User("jane").Sub, fixture.GoodPassword) },
		},
		{
			Rules: "N40 R77", Name: "the name in another case", App: PasswordClient(), Pool: Caseless(cip.CreateUserPoolInput{}), Prior: Jane,
			Call: func(w *World) (any, error) { return w.SignIn("JANE", fixture.GoodPassword) },
			Want: Want{Check: func(w *World, out any) {
				require.Equal(w, "jane", w.Claims(out.(*cip.InitiateAuthOutput).AuthenticationResult.AccessToken)["username"])
			}},
		},
		{
			Rules: "N40", Name: "a password has case everywhere", App: PasswordClient(), Pool: Caseless(cip.CreateUserPoolInput{}), Prior: Jane,
			Call: func(w *World) (any, error) { return w.SignIn("jane", strings.ToUpper(fixture.GoodPassword)) },
			Want: Want{Code: "NotAuthorizedException", Message: TextCredentials},
		},
		{
			Rules: "N40", Name: "a name has case where the pool says so", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.SignIn("JANE", fixture.GoodPassword) },
			Want: Want{Code: "UserNotFoundException", Message: TextNotFound},
		},
	}
}
