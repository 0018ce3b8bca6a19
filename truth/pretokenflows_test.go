package truth_test

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// generations are the runs of PreTokenGeneration so far.
func (w *world) generations() []cognitofake.Invocation {
	var found []cognitofake.Invocation
	for _, c := range w.fake.Calls() {
		for _, run := range c.Invocations {
			if run.Trigger == cognitofake.PreTokenGeneration {
				found = append(found, run)
			}
		}
	}
	return found
}

// generation is a row of the source of PreTokenGeneration in a flow, which
// signs jane in with metadata, and runs the function once. Where the
// function is not told of them, metadata is nil.
func generation(rules, name, source string, metadata any, row rows.Row) rows.Row {
	row.Rules, row.Name = rules, name
	do, before := row.Call, row.Prior
	row.Prior = before
	row.Call = call(func(w *world) (any, error) {
		w.pool.On(tokenV2, echo)
		out, err := do(w.World)
		require.NoError(w, err)
		runs := w.generations()
		require.NotEmpty(w, runs)
		run := runs[len(runs)-1]
		require.Equal(w, source, run.Source)
		var event struct {
			TriggerSource, UserName string
			CallerContext           struct{ ClientID string }
			Request                 map[string]any
		}
		require.NoError(w, json.Unmarshal([]byte(run.Event), &event))
		require.Equal(w, source, event.TriggerSource)
		require.Equal(w, w.user("jane").Username, event.UserName)
		require.Equal(w, w.app.ID, event.CallerContext.ClientID)
		require.Equal(w, metadata, event.Request["clientMetadata"])
		if metadata == nil {
			require.NotContains(w, event.Request, "clientMetadata")
		}
		status := event.Request["userAttributes"].(map[string]any)["cognito:user_status"]
		require.Equal(w, string(w.user("jane").Status), status)
		calls := w.fake.Calls()
		newest := 0
		for _, run := range calls[len(calls)-1].Invocations {
			if run.Trigger == cognitofake.PreTokenGeneration {
				newest++
			}
		}
		require.Equal(w, 1, newest, "once for each answer with tokens")
		w.requireClaims(resultOf(w, out))
		return out, nil
	})
	return row
}

// resultOf are the tokens in an output.
func resultOf(w *world, out any) *types.AuthenticationResultType {
	switch out := out.(type) {
	case *cip.InitiateAuthOutput:
		return out.AuthenticationResult
	case *cip.AdminInitiateAuthOutput:
		return out.AuthenticationResult
	case *cip.RespondToAuthChallengeOutput:
		return out.AuthenticationResult
	case *cip.GetTokensFromRefreshTokenOutput:
		return out.AuthenticationResult
	}
	require.Fail(w, "no output with tokens")
	return nil
}

// requireClaims asserts that tokens of jane have the claims that they have
// whatever the flow was, and no other ones.
func (w *world) requireClaims(got *types.AuthenticationResultType) {
	w.Helper()
	require.NotNil(w, got)
	access, id := w.Claims(got.AccessToken), w.Claims(got.IdToken)
	require.Equal(w, []string{
		"auth_time", "client_id", "event_id", "exp", "iat", "iss", "jti", "origin_jti", "scope", "sub", "token_use", "username",
	}, slices.Sorted(maps.Keys(access)))
	own := []string{"aud", "auth_time", "cognito:username", "event_id", "exp", "iat", "iss", "jti", "origin_jti", "sub", "token_use"}
	for name := range w.user("jane").Attributes {
		own = append(own, name)
	}
	slices.Sort(own)
	require.Equal(w, slices.Compact(own), slices.Sorted(maps.Keys(id)))
	for _, name := range []string{"origin_jti", "event_id", "auth_time", "iat", "iss", "sub"} {
		require.Equal(w, access[name], id[name], name)
	}
	require.NotEqual(w, access["jti"], id["jti"])
	require.Equal(w, []any{w.app.ID, w.app.ID}, []any{access["client_id"], id["aud"]})
}

var (
	toldOf    = map[string]any{"source": "web"}
	passwords = []types.ExplicitAuthFlowsType{
		types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth,
		types.ExplicitAuthFlowsTypeAllowUserSrpAuth, types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
	}
)

// toldSignIn signs jane in by password, with metadata.
func (w *world) toldSignIn(metadata map[string]string) *cip.InitiateAuthOutput {
	w.Helper()
	out, err := w.Client.InitiateAuth(w.Ctx, &cip.InitiateAuthInput{
		ClientId: &w.app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientMetadata: metadata,
		AuthParameters: map[string]string{"USERNAME": "jane", "PASSWORD": fixture.GoodPassword},
	})
	require.NoError(w, err)
	return out
}

// respondsWith answers a challenge of jane's with metadata.
func (w *world) respondsWith(name types.ChallengeNameType, session *string, pairs ...string) (any, error) {
	responses := map[string]string{"USERNAME": "jane"}
	for i := 0; i < len(pairs); i += 2 {
		responses[pairs[i]] = pairs[i+1]
	}
	return w.Client.RespondToAuthChallenge(w.Ctx, &cip.RespondToAuthChallengeInput{
		ClientId: &w.app.ID, ChallengeName: name, Session: session, ChallengeResponses: responses, ClientMetadata: metadata,
	})
}

// generationRows are rows of when PreTokenGeneration runs, what it is told, and
// what its failure does: C8, C15, C91 to C95.
func generationRows() []rows.Row {
	app := cip.CreateUserPoolClientInput{ExplicitAuthFlows: passwords}
	password := func(w *world) *string {
		w.Helper()
		out := w.toldSignIn(metadata)
		if out.AuthenticationResult != nil {
			return out.AuthenticationResult.RefreshToken
		}
		return out.Session
	}
	list := []rows.Row{
		generation("C91 C118 C119 C124 C8", "by password", "TokenGeneration_Authentication", nil, rows.Row{App: app, Prior: adds("jane"), Call: call(func(w *world) (any, error) {
			return w.toldSignIn(metadata), nil
		})}),
		generation("C91 C118 C119 C124 C8", "by an administrator", "TokenGeneration_Authentication", nil, rows.Row{App: app, Prior: adds("jane"), Call: call(func(w *world) (any, error) {
			return w.Client.AdminInitiateAuth(w.Ctx, &cip.AdminInitiateAuthInput{
				UserPoolId: &w.pool.ID, ClientId: &w.app.ID, AuthFlow: types.AuthFlowTypeAdminUserPasswordAuth, ClientMetadata: metadata,
				AuthParameters: map[string]string{"USERNAME": "jane", "PASSWORD": fixture.GoodPassword},
			})
		})}),
		generation("C91 C118 C119 C124", "by SRP", "TokenGeneration_Authentication", nil, rows.Row{App: app, Prior: adds("jane"), Call: call(func(w *world) (any, error) {
			return w.Prove("jane", fixture.GoodPassword, nil)
		})}),
		generation("C91 C118 C119 C124 C8", "by a one-time password", "TokenGeneration_Authentication", toldOf, rows.Row{Pool: otpPool(), App: app, Prior: otpJane, Call: call(func(w *world) (any, error) {
			return w.respondsWith(emailOTP, w.asked(emailOTP), "EMAIL_OTP_CODE", w.code("jane"))
		})}),
		generation("C91 C118 C119 C124 C8", "by a second factor", "TokenGeneration_Authentication", toldOf, rows.Row{
			Pool: rows.AnyFactorPool(), App: app,
			Prior: rows.Then(rows.Reachable, rows.WithMFA(rows.MFA(types.UserPoolMfaTypeOptional, types.ChallengeNameTypeSoftwareTokenMfa)), rows.HasToken, func(w *rows.World) {
				_, err := w.Client.AdminSetUserMFAPreference(w.Ctx, &cip.AdminSetUserMFAPreferenceInput{
					UserPoolId: &w.PoolID, Username: aws.String("jane"), SoftwareTokenMfaSettings: &types.SoftwareTokenMfaSettingsType{Enabled: true, PreferredMfa: true},
				})
				require.NoError(w, err)
			}),
			Call: call(func(w *world) (any, error) {
				return w.respondsWith(types.ChallengeNameTypeSoftwareTokenMfa, password(w), "SOFTWARE_TOKEN_MFA_CODE", w.TOTP(1))
			}),
		}),
		generation("C91 C118 C119 C124 C8", "by a new password", "TokenGeneration_NewPasswordChallenge", toldOf, rows.Row{App: app, Prior: rows.Invited("jane"), Call: call(func(w *world) (any, error) {
			out, err := w.SignIn("jane", "Temporary-1")
			require.NoError(w, err)
			return w.respondsWith(types.ChallengeNameTypeNewPasswordRequired, out.Session, "NEW_PASSWORD", fixture.GoodPassword)
		})}),
		generation("C91 C118 C119 C124 C8", "by REFRESH_TOKEN_AUTH", "TokenGeneration_RefreshTokens", nil, rows.Row{App: app, Prior: adds("jane"), Call: call(func(w *world) (any, error) {
			return w.Client.InitiateAuth(w.Ctx, &cip.InitiateAuthInput{
				ClientId: &w.app.ID, AuthFlow: types.AuthFlowTypeRefreshTokenAuth, ClientMetadata: metadata, AuthParameters: map[string]string{"REFRESH_TOKEN": *password(w)},
			})
		})}),
		generation("C91 C118 C119 C124", "by AdminInitiateAuth with REFRESH_TOKEN", "TokenGeneration_RefreshTokens", nil, rows.Row{App: app, Prior: adds("jane"), Call: call(func(w *world) (any, error) {
			return w.Client.AdminInitiateAuth(w.Ctx, &cip.AdminInitiateAuthInput{
				UserPoolId: &w.pool.ID, ClientId: &w.app.ID, AuthFlow: types.AuthFlowTypeRefreshToken, ClientMetadata: metadata, AuthParameters: map[string]string{"REFRESH_TOKEN": *password(w)},
			})
		})}),
		generation("C92 C118 C119 C124 C8", "by GetTokensFromRefreshToken", "TokenGeneration_Authentication", toldOf, rows.Row{App: app, Prior: adds("jane"), Call: call(func(w *world) (any, error) {
			return w.Client.GetTokensFromRefreshToken(w.Ctx, &cip.GetTokensFromRefreshTokenInput{ClientId: &w.app.ID, RefreshToken: password(w), ClientMetadata: metadata})
		})}),
		generation("C92 C118 C119 C124", "by GetTokensFromRefreshToken without metadata", "TokenGeneration_Authentication", nil, rows.Row{App: rows.RotatingClient(0), Prior: adds("jane"), Call: call(func(w *world) (any, error) {
			return w.GetTokens(w.Tokens("jane").RefreshToken)
		})}),
		{
			Rules: "C91", Name: "nobody asks before there are tokens", App: app, Prior: rows.Invited("jane"),
			Call: call(func(w *world) (any, error) {
				w.pool.On(tokenV1, echo)
				_, err := w.SignIn("jane", "Temporary-1")
				require.NoError(w, err)
				_, err = w.SignIn("jane", "Wrong-pass-1")
				require.Error(w, err)
				require.Empty(w, w.generations())
				return nil, nil
			}),
		},
	}
	list = append(list, rows.Row{
		Rules: "C91", Name: "by a device", Pool: rows.DevicePool(true, false), App: app, Prior: adds("jane"),
		Call: call(func(w *world) (any, error) {
			device, _ := w.Confirmed("jane")
			w.pool.On(tokenV2, echo)
			out, err := w.ByDevice(device)
			require.NoError(w, err)
			require.NotNil(w, out.AuthenticationResult)
			require.Equal(w, []string{"TokenGeneration_AuthenticateDevice"}, sources(w.generations()))
			return out, nil
		}),
	})
	list = append(list, rows.Row{
		Rules: "C93 C123 C2", Name: "the event has what the client may not read, and the groups in their order", Pool: rankPool(), App: reading("name"), Prior: prior(withGroups),
		Call: call(func(w *world) (any, error) {
			for version, on := range map[string]cognitofake.Trigger{"1": tokenV1, "2": tokenV2, "3": tokenV3} {
				w.pool.On(on, echo)
				require.NotContains(w, w.Claims(w.Tokens("jane").IdToken), "email")
				runs := w.generations()
				var event struct {
					Version string
					Request struct {
						UserAttributes     map[string]string
						GroupConfiguration map[string]any
						Scopes             []string
					}
				}
				require.NoError(w, json.Unmarshal([]byte(runs[len(runs)-1].Event), &event))
				require.Equal(w, version, event.Version)
				require.Equal(w, []string{"jane@example.com", "7"}, []string{event.Request.UserAttributes["email"], event.Request.UserAttributes["custom:rank"]})
				require.Equal(w, map[string]any{
					"groupsToOverride": []any{"a", "b"}, "iamRolesToOverride": []any{rolePrefix + "a", rolePrefix + "b"}, "preferredRole": rolePrefix + "a",
				}, event.Request.GroupConfiguration)
				require.Equal(w, version != "1", event.Request.Scopes != nil)
			}
			return nil, nil
		}),
	})
	return append(list, generationFailureRows(app)...)
}

// generationFailureRows are rows of functions that fail: C15 to C20, C95.
func generationFailureRows(app cip.CreateUserPoolClientInput) []rows.Row {
	signsIn := func(w *world) (any, error) { return w.SignIn("jane", fixture.GoodPassword) }
	failing := func(rules, name string, fn any, do func(w *world) (any, error), code, message string) rows.Row {
		return rows.Row{Rules: rules, Name: name, App: app, Prior: adds("jane"), Want: rows.Want{Code: code, Message: message}, Call: call(func(w *world) (any, error) {
			w.pool.On(tokenV2, fn)
			return do(w)
		})}
	}
	refreshing := func(do func(w *world, token *string) (any, error)) func(w *world) (any, error) {
		return func(w *world) (any, error) {
			w.pool.On(tokenV2, nil)
			token := w.Tokens("jane").RefreshToken
			w.pool.On(tokenV2, fails(errors.New("no claims")))
			_, err := do(w, token)
			w.pool.On(tokenV2, nil)
			_, again := w.GetTokens(token)
			require.NoError(w, again, "the refresh token stays good")
			return nil, err
		}
	}
	const validation, words = "UserLambdaValidationException", "PreTokenGeneration failed with error no claims."
	broken := fails(errors.New("no claims"))
	list := []rows.Row{
		failing("C15 C95", "a sign-in that the function refuses", broken, signsIn, validation, words),
		failing("C95", "a refresh that the function refuses", nil, refreshing(func(w *world, token *string) (any, error) { return w.Refresh(token, "jane") }), validation, words),
		failing("C95", "GetTokensFromRefreshToken that the function refuses", nil, refreshing(func(w *world, token *string) (any, error) { return w.GetTokens(token) }), validation, words),
		failing("C17", "no answer in time", fails(cognitofake.ErrTriggerTimeout), signsIn, "UnexpectedLambdaException",
			"PreTokenGeneration invocation failed due to error Socket timeout while invoking Lambda function."),
		failing("C17", "no JSON", answers("claims"), signsIn, "InvalidLambdaResponseException", "Invalid lambda function output : Invalid JSON"),
		failing("C17", "null", answers("null"), signsIn, "InvalidLambdaResponseException", "Invalid lambda function output : Invalid JSON"),
		failing("C18", "an array", answers("[]"), signsIn, "InvalidLambdaResponseException", "Unrecognizable lambda output"),
		failing("C19", "the response alone", answers(`{"response":{"claimsAndScopeOverrideDetails":{}}}`), signsIn, "InvalidLambdaResponseException", "Unrecognizable lambda output"),
		failing("C18", "an unknown member of response", bytesFunction(func(event string) (string, error) {
			return strings.Replace(event, `"response":{`, `"response":{"claims":{},`, 1), nil
		}), signsIn, "InvalidLambdaResponseException", "Unrecognizable lambda output"),
	}
	return append(list, rows.Row{
		Rules: "C95", Choice: true, Name: "a refused refresh rotates nothing", App: rows.RotatingClient(0), Prior: adds("jane"),
		Call: call(func(w *world) (any, error) {
			token := w.Tokens("jane").RefreshToken
			w.pool.On(tokenV1, broken)
			_, err := w.GetTokens(token)
			w.RequireRefused(err, validation, words)
			w.pool.On(tokenV1, echo)
			newest := w.Renewed(token)
			_, err = w.GetTokens(token)
			w.RequireRefused(err, "RefreshTokenReuseException", rows.TextReuse)
			return w.GetTokens(newest)
		}),
	})
}
