package truth_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// metadata is the ClientMetadata of the rows that send some.
var metadata = map[string]string{"source": "web"}

// confirmJane confirms her by the code that she was sent first.
func confirmJane(w *world) (any, error) {
	return w.Client.ConfirmSignUp(w.Ctx, &cip.ConfirmSignUpInput{
		ClientId: &w.app.ID, Username: aws.String("jane"), ConfirmationCode: &w.fake.Messages()[0].Code, ClientMetadata: metadata,
	})
}

func adminConfirmJane(w *rows.World) (any, error) {
	return w.Client.AdminConfirmSignUp(w.Ctx, &cip.AdminConfirmSignUpInput{
		UserPoolId: &w.PoolID, Username: aws.String("jane"), ClientMetadata: metadata,
	})
}

func resendJane(w *rows.World) (any, error) {
	return w.Client.ResendConfirmationCode(w.Ctx, &cip.ResendConfirmationCodeInput{
		ClientId: &w.ClientID, Username: aws.String("jane"), ClientMetadata: metadata,
	})
}

func createJane(w *rows.World) (any, error) {
	return w.Client.AdminCreateUser(w.Ctx, &cip.AdminCreateUserInput{
		UserPoolId: &w.PoolID, Username: aws.String("jane"), UserAttributes: fixture.Attrs("email", "jane@example.com"),
		DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
		ValidationData:         fixture.Attrs("invite", "spring"), ClientMetadata: metadata,
	})
}

// janeThen signs her up and then gives the pool a function.
func janeThen(trigger cognitofake.Trigger, fn any) func(w *world) {
	return func(w *world) {
		w.MustSignUp("jane", "email", "jane@example.com")
		w.pool.On(trigger, fn)
	}
}

// ran asserts what the newest call of an operation ran, and hands over the event.
func (w *world) ran(op cognitofake.Operation, source string) (event struct {
	CallerContext struct{ ClientID string }
	Request       map[string]any
}) {
	w.Helper()
	runs := w.runs(op)
	require.Equal(w, []string{source}, sources(runs))
	require.NoError(w, json.Unmarshal([]byte(runs[0].Event), &event))
	return event
}

// postConfirmationFailed is the refusal after which the user is confirmed all the same (L127).
func postConfirmationFailed(code, message string) rows.Want {
	return rows.Want{Code: code, Message: message, Check: check(func(w *world, _ any) {
		require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status)
		_, err := confirmJane(w)
		rows.Want{Code: "NotAuthorizedException", Message: "User cannot be confirmed. Current status is CONFIRMED"}.RequireError(w.World, err)
	})}
}

// triggerLifecycleRows are rows of the triggers in other operations than SignUp: docs/behaviour.md
// L91, L94, L101, L110, L114, L121 to L127.
func triggerLifecycleRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "L123 L124 L101 L91", Name: "ConfirmSignUp", Pool: fixture.EmailPool(),
			Prior: prior(janeThen(cognitofake.PostConfirmation, echo)), Call: call(confirmJane),
			Want: rows.Want{Check: check(func(w *world, _ any) {
				e := w.ran(cognitofake.OpConfirmSignUp, "PostConfirmation_ConfirmSignUp")
				require.Equal(w, w.app.ID, e.CallerContext.ClientID)
				require.Equal(w, map[string]any{
					"userAttributes": map[string]any{
						"sub": w.user("jane").Sub, "cognito:user_status": "CONFIRMED", "email": "jane@example.com", "email_verified": "true",
					},
					"clientMetadata": map[string]any{"source": "web"},
				}, e.Request)
			})},
		},
		{
			Rules: "L124 L125 L101", Name: "AdminConfirmSignUp", Pool: fixture.EmailPool(),
			Prior: prior(janeThen(cognitofake.PostConfirmation, echo)), Call: adminConfirmJane,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				e := w.ran(cognitofake.OpAdminConfirmSignUp, "PostConfirmation_ConfirmSignUp")
				require.Equal(w, "false", e.Request["userAttributes"].(map[string]any)["email_verified"])
				require.Equal(w, "CONFIRMED", e.Request["userAttributes"].(map[string]any)["cognito:user_status"])
				require.Equal(w, map[string]any{"source": "web"}, e.Request["clientMetadata"])
			})},
		},
		{
			Rules: "L91", Choice: true, Name: "client of AdminConfirmSignUp", Pool: fixture.EmailPool(),
			Prior: prior(janeThen(cognitofake.PostConfirmation, echo)), Call: adminConfirmJane,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				e := w.ran(cognitofake.OpAdminConfirmSignUp, "PostConfirmation_ConfirmSignUp")
				require.Equal(w, "CLIENT_ID_NOT_APPLICABLE", e.CallerContext.ClientID)
			})},
		},
		{
			Rules: "L124", Name: "the confirmation link", Pool: fixture.EmailPool(),
			Prior: prior(janeThen(cognitofake.PostConfirmation, fails(errors.New("no database")))),
			Call: call(func(w *world) (any, error) {
				query := url.Values{"client_id": {w.app.ID}, "user_name": {"jane"}, "confirmation_code": {w.pool.Code("jane")}}
				visit := httptest.NewRecorder()
				w.fake.ServeHTTP(visit, httptest.NewRequest(http.MethodGet, "/confirmUser?"+query.Encode(), nil))
				return visit, nil
			}),
			Want: rows.Want{Check: check(func(w *world, out any) {
				require.Equal(w, http.StatusBadRequest, out.(*httptest.ResponseRecorder).Code)
				require.Equal(w, "PostConfirmation failed with error no database.\n", out.(*httptest.ResponseRecorder).Body.String())
				require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status)
				require.Contains(w, w.fake.Transcript(), "PostConfirmation_ConfirmSignUp")
			})},
		},
		{
			Rules: "L124", Name: "not for AdminSetUserPassword", Pool: fixture.EmailPool(),
			Prior: prior(janeThen(cognitofake.PostConfirmation, fails(errors.New("not called")))),
			Call: func(w *rows.World) (any, error) {
				return w.Client.AdminSetUserPassword(w.Ctx, &cip.AdminSetUserPasswordInput{
					UserPoolId: &w.PoolID, Username: aws.String("jane"), Password: aws.String(fixture.GoodPassword), Permanent: true,
				})
			},
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status)
				require.Empty(w, w.runs(cognitofake.OpAdminSetUserPassword))
			})},
		},
		{
			Rules: "L127 L95", Name: "PostConfirmation fails after ConfirmSignUp", Pool: fixture.EmailPool(),
			Prior: prior(janeThen(cognitofake.PostConfirmation, fails(errors.New("no database")))), Call: call(confirmJane),
			Want: postConfirmationFailed("UserLambdaValidationException", "PostConfirmation failed with error no database."),
		},
		{
			Rules: "L127 L97", Name: "PostConfirmation gives no answer after ConfirmSignUp", Pool: fixture.EmailPool(),
			Prior: prior(janeThen(cognitofake.PostConfirmation, fails(cognitofake.ErrTriggerTimeout))), Call: call(confirmJane),
			Want: postConfirmationFailed("UnexpectedLambdaException", "PostConfirmation invocation failed due to error Socket timeout while invoking Lambda function."),
		},
		{
			Rules: "L127 L99", Name: "PostConfirmation answers null after ConfirmSignUp", Pool: fixture.EmailPool(),
			Prior: prior(janeThen(cognitofake.PostConfirmation, func(context.Context, postConfirmation) error { return nil })), Call: call(confirmJane),
			Want: postConfirmationFailed("InvalidLambdaResponseException", "Invalid lambda function output : Invalid JSON"),
		},
		{
			Rules: "L127 L100", Name: "PostConfirmation answers another shape after ConfirmSignUp", Pool: fixture.EmailPool(),
			Prior: prior(janeThen(cognitofake.PostConfirmation, answers(`{"response":{"ok":true}}`))), Call: call(confirmJane),
			Want: postConfirmationFailed("InvalidLambdaResponseException", "Unrecognizable lambda output"),
		},
		{
			Rules: "L128", Choice: true, Name: "no session after a failure", Pool: fixture.EmailPool(),
			App: cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth}},
			Raw: raw(func(w *world) string {
				session := w.MustSignUp("jane", "email", "jane@example.com").Session
				w.pool.On(cognitofake.PostConfirmation, fails(errors.New("no database")))
				return `ConfirmSignUp {"ClientId":"` + w.app.ID + `","Username":"jane","ConfirmationCode":"` + w.pool.Code("jane") + `","Session":"` + *session + `"}`
			}),
			Want: rows.Want{Code: "UserLambdaValidationException", Message: "PostConfirmation failed with error no database.", Check: func(w *rows.World, out any) {
				require.NotContains(w, string(out.([]byte)), "Session")
			}},
		},
		{
			Rules: "L114 L101", Name: "CustomMessage of ResendConfirmationCode", Pool: fixture.EmailPool(),
			Prior: prior(janeThen(cognitofake.CustomMessage, words("", "Again: {####}", "Again"))), Call: resendJane,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				e := w.ran(cognitofake.OpResendConfirmationCode, "CustomMessage_ResendCode")
				require.Equal(w, map[string]any{"source": "web"}, e.Request["clientMetadata"])
				require.Equal(w, "UNCONFIRMED", e.Request["userAttributes"].(map[string]any)["cognito:user_status"])
				messages := w.fake.Messages()
				require.Equal(w, "Again: "+w.pool.Code("jane"), messages[len(messages)-1].Body)
			})},
		},
		{
			Rules: "L121 L101", Name: "a custom sender of ResendConfirmationCode", Pool: fixture.EmailPool(),
			Prior: prior(janeThen(cognitofake.CustomEmailSender, func(any) {})), Call: resendJane,
			Want: rows.Want{Check: check(func(w *world, out any) {
				e := w.ran(cognitofake.OpResendConfirmationCode, "CustomEmailSender_ResendCode")
				require.Equal(w, map[string]any{"source": "web"}, e.Request["clientMetadata"])
				require.Equal(w, "j***@e***", *out.(*cip.ResendConfirmationCodeOutput).CodeDeliveryDetails.Destination)
			})},
		},
		{
			Rules: "L110 L91 L101", Name: "PreSignUp of AdminCreateUser",
			Prior: prior(func(w *world) {
				w.pool.On(cognitofake.PreSignUp, flags("email"))
				w.pool.On(cognitofake.PostConfirmation, fails(errors.New("not called")))
			}),
			Call: createJane,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				e := w.ran(cognitofake.OpAdminCreateUser, "PreSignUp_AdminCreateUser")
				require.Equal(w, "CLIENT_ID_NOT_APPLICABLE", e.CallerContext.ClientID)
				require.Equal(w, map[string]any{
					"userAttributes": map[string]any{"email": "jane@example.com"},
					"validationData": map[string]any{"invite": "spring"}, "clientMetadata": map[string]any{"source": "web"},
				}, e.Request)
				require.Equal(w, types.UserStatusTypeForceChangePassword, w.user("jane").Status)
				require.NotEqual(w, "true", w.user("jane").Attributes["email_verified"])
			})},
		},
		{
			Rules: "L110 L95", Name: "PreSignUp refuses AdminCreateUser",
			Prior: prior(on(cognitofake.PreSignUp, fails(errors.New("no room")))), Call: createJane,
			Want: rows.Want{Code: "UserLambdaValidationException", Message: "PreSignUp failed with error no room."},
		},
		{
			Rules: "L114", Name: "CustomMessage of AdminCreateUser",
			Prior: prior(on(cognitofake.CustomMessage, words("", "{username}, your password is {####}", "Come in"))), Call: createJane,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				e := w.ran(cognitofake.OpAdminCreateUser, "CustomMessage_AdminCreateUser")
				require.Equal(w, "{username}", e.Request["usernameParameter"])
				m := w.fake.Messages()[0]
				require.Equal(w, "jane, your password is "+m.Code, m.Body)
				require.Equal(w, "Come in", m.Subject)
			})},
		},
		{
			Rules: "L94", Name: "PreSignUp deletes a stale user, and the same SignUp passes", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) {
				w.MustSignUp("jane", "email", "old@example.com")
				w.pool.On(cognitofake.PreSignUp, func(ctx context.Context, e preSignUp) (preSignUp, error) {
					found, err := w.Client.ListUsers(ctx, &cip.ListUsersInput{
						UserPoolId: &e.UserPoolID, Filter: aws.String(`username = "` + e.UserName + `"`),
					})
					if err != nil {
						return e, err
					}
					for _, u := range found.Users {
						if u.UserStatus != types.UserStatusTypeUnconfirmed {
							continue
						}
						if _, err := w.Client.AdminDeleteUser(ctx, &cip.AdminDeleteUserInput{UserPoolId: &e.UserPoolID, Username: u.Username}); err != nil {
							return e, err
						}
					}
					return e, nil
				})
			}),
			Call: signUpJane,
			Want: rows.Want{Check: func(w *rows.World, out any) {
				require.Equal(w, *out.(*cip.SignUpOutput).UserSub, w.User("jane").Sub)
				require.Equal(w, "jane@example.com", w.User("jane").Attributes["email"])
			}},
		},
		{
			Rules: "L94", Choice: true, Name: "PreSignUp links an external identity to a native user", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) {
				w.MustSignUp("joan", "email", "joan@example.com")
				w.pool.On(cognitofake.PreSignUp, func(ctx context.Context, e preSignUp) (preSignUp, error) {
					_, err := w.Client.AdminLinkProviderForUser(ctx, linkInput(w.World, "joan", "Google", "1234567890"))
					if err != nil {
						return e, err
					}
					return e, errors.New("linked to joan")
				})
			}),
			Call: signUpJane,
			Want: rows.Want{Code: "UserLambdaValidationException", Message: "PreSignUp failed with error linked to joan.", Check: check(func(w *world, _ any) {
				require.JSONEq(w, strings.ReplaceAll(`[{"userId":"1234567890","providerName":"Google","providerType":"Google","issuer":null,"primary":false,"dateCreated":DATE}]`,
					"DATE", unixMilli(w.user("joan").ModifiedAt)), w.user("joan").Attributes["identities"])
			})},
		},
	}
}
