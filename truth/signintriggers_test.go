package truth_test

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// withMetadata signs somebody in by a password, with ClientMetadata.
func withMetadata(w *rows.World, name, password string, metadata map[string]string) (*cip.InitiateAuthOutput, error) {
	return w.Client.InitiateAuth(w.Ctx, &cip.InitiateAuthInput{
		ClientId: &w.ClientID, AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientMetadata: metadata,
		AuthParameters: map[string]string{"USERNAME": name, "PASSWORD": password},
	})
}

// ranLast are the sources of the functions that ran for the newest call that ran any.
func (w *world) ranLast() []string {
	calls := w.fake.Calls()
	for i := len(calls) - 1; i >= 0; i-- {
		if runs := calls[i].Invocations; len(runs) > 0 {
			return sources(runs)
		}
	}
	return []string{}
}

// toldTo is the request that the newest run of a source was called with, as JSON.
func (w *world) toldTo(source string) string {
	w.Helper()
	found := ""
	for _, run := range w.pool.Invocations() {
		if run.Source == source {
			var event struct{ Request json.RawMessage }
			require.NoError(w, json.Unmarshal([]byte(run.Event), &event))
			found = string(event.Request)
		}
	}
	require.NotEmpty(w, found, "no run of "+source)
	return found
}

// without is an event that lacks a member.
func without(member string) bytesFunction {
	return func(event string) (string, error) {
		var members map[string]json.RawMessage
		if err := json.Unmarshal([]byte(event), &members); err != nil {
			return "", err
		}
		delete(members, member)
		answer, err := json.Marshal(members)
		return string(answer), err
	}
}

// withResponse is an event that comes back with that response.
func withResponse(response string) bytesFunction {
	return func(event string) (string, error) {
		before, _, _ := strings.Cut(event, `"response":`)
		return before + `"response":` + response + "}", nil
	}
}

const (
	preAuth  = "PreAuthentication_Authentication"
	postAuth = "PostAuthentication_Authentication"
)

// janeSignsIn signs jane in with a password.
func janeSignsIn(password string) func(*rows.World) (any, error) {
	return func(w *rows.World) (any, error) { return w.SignIn("jane", password) }
}

// janeAnd is a confirmed jane, and functions that answer their events.
func janeAnd(triggers ...cognitofake.Trigger) func(*rows.World) {
	return prior(func(w *world) {
		rows.Jane(w.World)
		for _, trigger := range triggers {
			w.pool.On(trigger, echo)
		}
	})
}

// janeWith is a confirmed jane, and one function.
func janeWith(trigger cognitofake.Trigger, fn any) func(*rows.World) {
	return prior(func(w *world) {
		rows.Jane(w.World)
		w.pool.On(trigger, fn)
	})
}

// signInTriggerRows are rows of the functions of a sign-in: docs/behaviour.md C1 to C33.
func signInTriggerRows() []rows.Row {
	locked := fails(errors.New("LOCKED"))
	both := []cognitofake.Trigger{cognitofake.PreAuthentication, cognitofake.PostAuthentication}
	runs := func(want ...string) rows.Want {
		return rows.Want{Check: check(func(w *world, _ any) { require.Equal(w, want, w.ranLast()) })}
	}
	refused := func(code, message string) rows.Want { return rows.Want{Code: code, Message: message} }
	const shape = "Unrecognizable lambda output"
	list := []rows.Row{
		{Rules: "C13 C23 C24 C31", Name: "a sign-in runs both, in order", App: rows.PasswordClient(), Prior: janeAnd(both...),
			Call: janeSignsIn(fixture.GoodPassword), Want: runs(preAuth, postAuth)},
		{Rules: "C24 C31 C4", Name: "an administrator's runs both", App: rows.PasswordClient(), Prior: janeAnd(both...),
			Call: func(w *rows.World) (any, error) { return w.AdminSignIn("jane", fixture.GoodPassword) },
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, []string{preAuth, postAuth}, w.ranLast())
				require.Contains(w, w.runs(cognitofake.OpAdminInitiateAuth)[0].Event, `"clientId":"`+w.app.ID+`"`)
			})}},
		{Rules: "C25 C31", Name: "a wrong password, and no refusal", App: rows.PasswordClient(), Prior: janeAnd(both...),
			Call: janeSignsIn("wrong"), Want: rows.Want{Code: "NotAuthorizedException", Message: rows.TextCredentials, Check: runs(preAuth).Check}},
		{Rules: "C15 C16 C25", Name: "a refusal hides that the password is right", App: rows.PasswordClient(), Prior: janeWith(cognitofake.PreAuthentication, locked),
			Call: janeSignsIn(fixture.GoodPassword), Want: refused("UserLambdaValidationException", "PreAuthentication failed with error LOCKED.")},
		{Rules: "C15 C25", Name: "a refusal hides that the password is wrong", App: rows.PasswordClient(), Prior: janeWith(cognitofake.PreAuthentication, locked),
			Call: janeSignsIn("wrong"), Want: refused("UserLambdaValidationException", "PreAuthentication failed with error LOCKED.")},
		{Rules: "C26 C11 C3", Name: "nobody, ENABLED", App: rows.HidingPasswordClient(), Prior: prior(on(cognitofake.PreAuthentication, echo)),
			Call: func(w *rows.World) (any, error) { return w.SignIn("Nobody", "wrong") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: rows.TextCredentials, Check: check(func(w *world, _ any) {
				require.Equal(w, `{"userAttributes":{},"userNotFound":true}`, w.toldTo(preAuth))
				require.Contains(w, w.pool.Invocations()[0].Event, `"userName":"Nobody"`)
			})}},
		{Rules: "C26", Name: "nobody, LEGACY", App: rows.PasswordClient(), Prior: prior(on(cognitofake.PreAuthentication, locked)),
			Call: func(w *rows.World) (any, error) { return w.SignIn("nobody", "wrong") },
			Want: refused("UserNotFoundException", "User does not exist.")},
		{Rules: "C27", Choice: true, Name: "runs before the status is told", App: rows.PasswordClient(),
			Prior: prior(func(w *world) {
				w.MustSignUp("jane", "email", "jane@example.com")
				w.pool.On(cognitofake.PreAuthentication, echo)
			}),
			Call: janeSignsIn(fixture.GoodPassword), Want: rows.Want{Code: "UserNotConfirmedException", Message: "User is not confirmed.", Check: runs(preAuth).Check}},
		{Rules: "C28", Choice: true, Name: "who is locked out does not meet it", App: rows.PasswordClient(),
			Prior: prior(func(w *world) {
				rows.Jane(w.World)
				w.Fails(5)
				w.pool.On(cognitofake.PreAuthentication, locked)
			}),
			Call: janeSignsIn(fixture.GoodPassword), Want: refused("NotAuthorizedException", "Password attempts exceeded")},
		{Rules: "C14 C29", Name: "no function for an empty PASSWORD", App: rows.PasswordClient(), Prior: janeWith(cognitofake.PreAuthentication, locked),
			Call: janeSignsIn(""), Want: refused("InvalidParameterException", "Missing required parameter PASSWORD")},
		{Rules: "C24 C13", Name: "a refresh runs neither", App: cip.CreateUserPoolClientInput{ExplicitAuthFlows: append(rows.PasswordClient().ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth)},
			Prior: prior(func(w *world) {
				rows.Jane(w.World)
				w.pool.On(cognitofake.PreAuthentication, locked)
				w.pool.On(cognitofake.PostAuthentication, locked)
			}),
			Call: call(func(w *world) (any, error) {
				return w.Auth(types.AuthFlowTypeRefreshTokenAuth, "REFRESH_TOKEN", w.app.SignIn("jane").RefreshToken)
			})},
		{Rules: "C8 C9 C10 C33", Name: "metadata of the start are validationData, and nobody else's", App: rows.PasswordClient(), Prior: janeAnd(both...),
			Call: func(w *rows.World) (any, error) {
				return withMetadata(w, "jane", fixture.GoodPassword, map[string]string{"k": "v"})
			},
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Contains(w, w.toldTo(preAuth), `},"validationData":{"k":"v"}}`)
				require.NotContains(w, w.toldTo(postAuth), "clientMetadata")
			})}},
		{Rules: "C10", Name: "an empty map of metadata", App: rows.PasswordClient(), Prior: janeAnd(both...),
			Call: func(w *rows.World) (any, error) {
				return withMetadata(w, "jane", fixture.GoodPassword, map[string]string{})
			},
			Want: rows.Want{Check: check(func(w *world, _ any) { require.Contains(w, w.toldTo(preAuth), `"validationData":{}`) })}},
		{Rules: "C8 C6 C9 C24 C31 C32", Name: "the answer to a challenge", App: rows.PasswordClient(),
			Prior: prior(func(w *world) {
				rows.Invited("jane", "email", "jane@example.com")(w.World)
				w.pool.On(cognitofake.PreAuthentication, echo)
				w.pool.On(cognitofake.PostAuthentication, fails(errors.New("no.")))
			}),
			Call: func(w *rows.World) (any, error) {
				out, err := withMetadata(w, "jane", "Temporary-1", map[string]string{"first": "step"})
				require.NoError(w, err)
				return w.Client.RespondToAuthChallenge(w.Ctx, &cip.RespondToAuthChallengeInput{
					ClientId: &w.ClientID, ChallengeName: out.ChallengeName, Session: out.Session, ClientMetadata: map[string]string{"k": "v"},
					ChallengeResponses: map[string]string{"USERNAME": "jane", "NEW_PASSWORD": "Another-good-1"},
				})
			},
			Want: rows.Want{Code: "UserLambdaValidationException", Message: "PostAuthentication failed with error no..", Check: check(func(w *world, _ any) {
				require.Equal(w, []string{postAuth}, w.ranLast())
				require.Contains(w, w.toldTo(preAuth), `"cognito:user_status":"FORCE_CHANGE_PASSWORD"`)
				require.Contains(w, w.toldTo(postAuth), `"newDeviceUsed":false,"clientMetadata":{"k":"v"}}`)
				require.Equal(w, types.UserStatusTypeConfirmed, w.User("jane").Status)
				w.pool.On(cognitofake.PostAuthentication, nil)
				out, err := w.SignIn("jane", "Another-good-1")
				require.NoError(w, err)
				require.NotNil(w, out.AuthenticationResult)
			})}},
		{Rules: "C32 C20", Name: "its error withholds the tokens, the untouched event does not", App: rows.PasswordClient(),
			Prior: janeWith(cognitofake.PostAuthentication, fails(errors.New("later"))), Call: janeSignsIn(fixture.GoodPassword),
			Want: rows.Want{Code: "UserLambdaValidationException", Message: "PostAuthentication failed with error later.", Check: check(func(w *world, _ any) {
				w.pool.On(cognitofake.PostAuthentication, echo)
				_, err := w.SignIn("jane", fixture.GoodPassword)
				require.NoError(w, err)
			})}},
		{Rules: "C5 C12 C11 C30", Name: "attributes that the client may not read are told too",
			Pool: cip.CreateUserPoolInput{Schema: []types.SchemaAttributeType{{Name: aws.String("plan"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(true)}}},
			App: func() cip.CreateUserPoolClientInput {
				in := rows.HidingPasswordClient()
				in.ReadAttributes = []string{"email"}
				return in
			}(),
			Prior: prior(func(w *world) {
				w.pool.AddUser(cognitofake.NewUser{Username: "jane", Password: fixture.GoodPassword, Attributes: map[string]string{"custom:plan": "1", "email": "jane@example.com"}})
				for _, trigger := range both {
					w.pool.On(trigger, echo)
				}
			}),
			Call: janeSignsIn(fixture.GoodPassword),
			Want: rows.Want{Check: check(func(w *world, _ any) {
				attributes := `{"userAttributes":{"cognito:user_status":"CONFIRMED","custom:plan":"1","email":"jane@example.com","email_verified":"false","sub":"` + w.user("jane").Sub + `"}`
				require.Equal(w, attributes+`,"userNotFound":false}`, w.toldTo(preAuth))
				require.Equal(w, attributes+`,"newDeviceUsed":false}`, w.toldTo(postAuth))
			})}},
		{Rules: "C17", Name: "a time-out is tried again, in its own name", App: rows.PasswordClient(),
			Prior: janeWith(cognitofake.PostAuthentication, fails(cognitofake.ErrTriggerTimeout)), Call: janeSignsIn(fixture.GoodPassword),
			Want: rows.Want{Code: "UnexpectedLambdaException", Message: "PostAuthentication invocation failed due to error Socket timeout while invoking Lambda function.", Check: check(func(w *world, _ any) {
				require.Equal(w, 3, w.runs(cognitofake.OpInitiateAuth)[0].Attempts)
			})}},
		{Rules: "C17 C22", Name: "an invocation that is refused is not", App: rows.PasswordClient(),
			Prior: janeWith(cognitofake.PreAuthentication, fails(cognitofake.ErrTriggerAccessDenied)), Call: janeSignsIn(fixture.GoodPassword),
			Want: rows.Want{Code: "UnexpectedLambdaException", Message: "PreAuthentication invocation failed due to error AccessDeniedException.", Check: check(func(w *world, _ any) {
				require.Equal(w, 1, w.runs(cognitofake.OpInitiateAuth)[0].Attempts)
			})}},
		{Rules: "C17 L99", Name: "null", App: rows.PasswordClient(), Prior: janeWith(cognitofake.PreAuthentication, answers("null")),
			Call: janeSignsIn(fixture.GoodPassword), Want: refused("InvalidLambdaResponseException", "Invalid lambda function output : Invalid JSON")},
		{Rules: "C18 C22", Name: "a member that the trigger does not know", App: rows.PasswordClient(), Prior: janeWith(cognitofake.PostAuthentication, withResponse(`{"answerCorrect":true}`)),
			Call: janeSignsIn(fixture.GoodPassword), Want: refused("InvalidLambdaResponseException", shape)},
		{Rules: "C19", Name: "triggerSource may be missing", App: rows.PasswordClient(), Prior: janeWith(cognitofake.PreAuthentication, without("triggerSource")),
			Call: janeSignsIn(fixture.GoodPassword)},
		{Rules: "C19 L111", Name: "what it changes elsewhere is not read", App: rows.PasswordClient(),
			Prior: janeWith(cognitofake.PreAuthentication, answers(`{"version":"9","region":"x","userPoolId":"x","userName":"joan","callerContext":{},"request":{"userNotFound":true},"response":{}}`)),
			Call:  janeSignsIn(fixture.GoodPassword)},
	}
	for _, member := range []string{"version", "region", "userPoolId", "userName", "callerContext", "request", "response"} {
		list = append(list, rows.Row{
			Rules: "C19 C18", Name: "an answer without " + member, App: rows.PasswordClient(), Prior: janeWith(cognitofake.PreAuthentication, without(member)),
			Call: janeSignsIn(fixture.GoodPassword), Want: refused("InvalidLambdaResponseException", shape),
		})
	}
	return list
}
