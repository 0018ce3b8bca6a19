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
)

// metadata is the ClientMetadata of the rows that send some.
var metadata = map[string]string{"source": "web"}

// confirmJane confirms her by the code that she was sent first.
func confirmJane(w *world) (any, error) {
	return w.client.ConfirmSignUp(w.ctx, &cip.ConfirmSignUpInput{
		ClientId: &w.app.ID, Username: aws.String("jane"), ConfirmationCode: &w.fake.Messages()[0].Code, ClientMetadata: metadata,
	})
}

func adminConfirmJane(w *world) (any, error) {
	return w.client.AdminConfirmSignUp(w.ctx, &cip.AdminConfirmSignUpInput{
		UserPoolId: &w.pool.ID, Username: aws.String("jane"), ClientMetadata: metadata,
	})
}

func resendJane(w *world) (any, error) {
	return w.client.ResendConfirmationCode(w.ctx, &cip.ResendConfirmationCodeInput{
		ClientId: &w.app.ID, Username: aws.String("jane"), ClientMetadata: metadata,
	})
}

func createJane(w *world) (any, error) {
	return w.client.AdminCreateUser(w.ctx, &cip.AdminCreateUserInput{
		UserPoolId: &w.pool.ID, Username: aws.String("jane"), UserAttributes: fixture.Attrs("email", "jane@example.com"),
		DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
		ValidationData:         fixture.Attrs("invite", "spring"), ClientMetadata: metadata,
	})
}

// janeThen signs her up and then gives the pool a function.
func janeThen(trigger cognitofake.Trigger, fn any) func(w *world) {
	return func(w *world) {
		w.mustSignUp("jane", "email", "jane@example.com")
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
func postConfirmationFailed(code, message string) want {
	return want{code: code, message: message, check: func(w *world, _ any) {
		require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status)
		_, err := confirmJane(w)
		want{code: "NotAuthorizedException", message: "User cannot be confirmed. Current status is CONFIRMED"}.requireError(w, err)
	}}
}

// Rows of the triggers in other operations than SignUp: docs/behaviour.md
// L91, L94, L101, L110, L114, L121 to L127.
var _ = addRows(
	row{
		rules: "L123 L124 L101 L91", name: "ConfirmSignUp", pool: fixture.EmailPool(),
		prior: janeThen(cognitofake.PostConfirmation, echo), call: confirmJane,
		want: want{check: func(w *world, _ any) {
			e := w.ran(cognitofake.OpConfirmSignUp, "PostConfirmation_ConfirmSignUp")
			require.Equal(w, w.app.ID, e.CallerContext.ClientID)
			require.Equal(w, map[string]any{
				"userAttributes": map[string]any{
					"sub": w.user("jane").Sub, "cognito:user_status": "CONFIRMED", "email": "jane@example.com", "email_verified": "true",
				},
				"clientMetadata": map[string]any{"source": "web"},
			}, e.Request)
		}},
	},
	row{
		rules: "L124 L125 L101", name: "AdminConfirmSignUp", pool: fixture.EmailPool(),
		prior: janeThen(cognitofake.PostConfirmation, echo), call: adminConfirmJane,
		want: want{check: func(w *world, _ any) {
			e := w.ran(cognitofake.OpAdminConfirmSignUp, "PostConfirmation_ConfirmSignUp")
			require.Equal(w, "false", e.Request["userAttributes"].(map[string]any)["email_verified"])
			require.Equal(w, "CONFIRMED", e.Request["userAttributes"].(map[string]any)["cognito:user_status"])
			require.Equal(w, map[string]any{"source": "web"}, e.Request["clientMetadata"])
		}},
	},
	row{
		rules: "L91", choice: true, name: "client of AdminConfirmSignUp", pool: fixture.EmailPool(),
		prior: janeThen(cognitofake.PostConfirmation, echo), call: adminConfirmJane,
		want: want{check: func(w *world, _ any) {
			e := w.ran(cognitofake.OpAdminConfirmSignUp, "PostConfirmation_ConfirmSignUp")
			require.Equal(w, "CLIENT_ID_NOT_APPLICABLE", e.CallerContext.ClientID)
		}},
	},
	row{
		rules: "L124", name: "the confirmation link", pool: fixture.EmailPool(),
		prior: janeThen(cognitofake.PostConfirmation, fails(errors.New("no database"))),
		call: func(w *world) (any, error) {
			query := url.Values{"client_id": {w.app.ID}, "user_name": {"jane"}, "confirmation_code": {w.pool.Code("jane")}}
			visit := httptest.NewRecorder()
			w.fake.ServeHTTP(visit, httptest.NewRequest(http.MethodGet, "/confirmUser?"+query.Encode(), nil))
			return visit, nil
		},
		want: want{check: func(w *world, out any) {
			require.Equal(w, http.StatusBadRequest, out.(*httptest.ResponseRecorder).Code)
			require.Equal(w, "PostConfirmation failed with error no database.\n", out.(*httptest.ResponseRecorder).Body.String())
			require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status)
			require.Contains(w, w.fake.Transcript(), "PostConfirmation_ConfirmSignUp")
		}},
	},
	row{
		rules: "L124", name: "not for AdminSetUserPassword", pool: fixture.EmailPool(),
		prior: janeThen(cognitofake.PostConfirmation, fails(errors.New("not called"))),
		call: func(w *world) (any, error) {
			return w.client.AdminSetUserPassword(w.ctx, &cip.AdminSetUserPasswordInput{
				UserPoolId: &w.pool.ID, Username: aws.String("jane"), Password: aws.String(fixture.GoodPassword), Permanent: true,
			})
		},
		want: want{check: func(w *world, _ any) {
			require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status)
			require.Empty(w, w.runs(cognitofake.OpAdminSetUserPassword))
		}},
	},
	row{
		rules: "L127 L95", name: "PostConfirmation fails after ConfirmSignUp", pool: fixture.EmailPool(),
		prior: janeThen(cognitofake.PostConfirmation, fails(errors.New("no database"))), call: confirmJane,
		want: postConfirmationFailed("UserLambdaValidationException", "PostConfirmation failed with error no database."),
	},
	row{
		rules: "L127 L97", name: "PostConfirmation gives no answer after ConfirmSignUp", pool: fixture.EmailPool(),
		prior: janeThen(cognitofake.PostConfirmation, fails(cognitofake.ErrTriggerTimeout)), call: confirmJane,
		want: postConfirmationFailed("UnexpectedLambdaException", "PostConfirmation invocation failed due to error Socket timeout while invoking Lambda function."),
	},
	row{
		rules: "L127 L99", name: "PostConfirmation answers null after ConfirmSignUp", pool: fixture.EmailPool(),
		prior: janeThen(cognitofake.PostConfirmation, func(context.Context, postConfirmation) error { return nil }), call: confirmJane,
		want: postConfirmationFailed("InvalidLambdaResponseException", "Invalid lambda function output : Invalid JSON"),
	},
	row{
		rules: "L127 L100", name: "PostConfirmation answers another shape after ConfirmSignUp", pool: fixture.EmailPool(),
		prior: janeThen(cognitofake.PostConfirmation, answers(`{"response":{"ok":true}}`)), call: confirmJane,
		want: postConfirmationFailed("InvalidLambdaResponseException", "Unrecognizable lambda output"),
	},
	row{
		rules: "L128", choice: true, name: "no session after a failure", pool: fixture.EmailPool(),
		app: cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth}},
		raw: func(w *world) string {
			session := w.mustSignUp("jane", "email", "jane@example.com").Session
			w.pool.On(cognitofake.PostConfirmation, fails(errors.New("no database")))
			return `ConfirmSignUp {"ClientId":"` + w.app.ID + `","Username":"jane","ConfirmationCode":"` + w.pool.Code("jane") + `","Session":"` + *session + `"}`
		},
		want: want{code: "UserLambdaValidationException", message: "PostConfirmation failed with error no database.", check: func(w *world, out any) {
			require.NotContains(w, string(out.([]byte)), "Session")
		}},
	},
	row{
		rules: "L114 L101", name: "CustomMessage of ResendConfirmationCode", pool: fixture.EmailPool(),
		prior: janeThen(cognitofake.CustomMessage, words("", "Again: {####}", "Again")), call: resendJane,
		want: want{check: func(w *world, _ any) {
			e := w.ran(cognitofake.OpResendConfirmationCode, "CustomMessage_ResendCode")
			require.Equal(w, map[string]any{"source": "web"}, e.Request["clientMetadata"])
			require.Equal(w, "UNCONFIRMED", e.Request["userAttributes"].(map[string]any)["cognito:user_status"])
			messages := w.fake.Messages()
			require.Equal(w, "Again: "+w.pool.Code("jane"), messages[len(messages)-1].Body)
		}},
	},
	row{
		rules: "L121 L101", name: "a custom sender of ResendConfirmationCode", pool: fixture.EmailPool(),
		prior: janeThen(cognitofake.CustomEmailSender, func(any) {}), call: resendJane,
		want: want{check: func(w *world, out any) {
			e := w.ran(cognitofake.OpResendConfirmationCode, "CustomEmailSender_ResendCode")
			require.Equal(w, map[string]any{"source": "web"}, e.Request["clientMetadata"])
			require.Equal(w, "j***@e***", *out.(*cip.ResendConfirmationCodeOutput).CodeDeliveryDetails.Destination)
		}},
	},
	row{
		rules: "L110 L91 L101", name: "PreSignUp of AdminCreateUser",
		prior: func(w *world) {
			w.pool.On(cognitofake.PreSignUp, flags("email"))
			w.pool.On(cognitofake.PostConfirmation, fails(errors.New("not called")))
		},
		call: createJane,
		want: want{check: func(w *world, _ any) {
			e := w.ran(cognitofake.OpAdminCreateUser, "PreSignUp_AdminCreateUser")
			require.Equal(w, "CLIENT_ID_NOT_APPLICABLE", e.CallerContext.ClientID)
			require.Equal(w, map[string]any{
				"userAttributes": map[string]any{"email": "jane@example.com"},
				"validationData": map[string]any{"invite": "spring"}, "clientMetadata": map[string]any{"source": "web"},
			}, e.Request)
			require.Equal(w, types.UserStatusTypeForceChangePassword, w.user("jane").Status)
			require.NotEqual(w, "true", w.user("jane").Attributes["email_verified"])
		}},
	},
	row{
		rules: "L110 L95", name: "PreSignUp refuses AdminCreateUser",
		prior: on(cognitofake.PreSignUp, fails(errors.New("no room"))), call: createJane,
		want: want{code: "UserLambdaValidationException", message: "PreSignUp failed with error no room."},
	},
	row{
		rules: "L114", name: "CustomMessage of AdminCreateUser",
		prior: on(cognitofake.CustomMessage, words("", "{username}, your password is {####}", "Come in")), call: createJane,
		want: want{check: func(w *world, _ any) {
			e := w.ran(cognitofake.OpAdminCreateUser, "CustomMessage_AdminCreateUser")
			require.Equal(w, "{username}", e.Request["usernameParameter"])
			m := w.fake.Messages()[0]
			require.Equal(w, "jane, your password is "+m.Code, m.Body)
			require.Equal(w, "Come in", m.Subject)
		}},
	},
	row{
		rules: "L94", name: "PreSignUp deletes a stale user, and the same SignUp passes", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.mustSignUp("jane", "email", "old@example.com")
			w.pool.On(cognitofake.PreSignUp, func(ctx context.Context, e preSignUp) (preSignUp, error) {
				found, err := w.client.ListUsers(ctx, &cip.ListUsersInput{
					UserPoolId: &e.UserPoolID, Filter: aws.String(`username = "` + e.UserName + `"`),
				})
				if err != nil {
					return e, err
				}
				for _, u := range found.Users {
					if u.UserStatus != types.UserStatusTypeUnconfirmed {
						continue
					}
					if _, err := w.client.AdminDeleteUser(ctx, &cip.AdminDeleteUserInput{UserPoolId: &e.UserPoolID, Username: u.Username}); err != nil {
						return e, err
					}
				}
				return e, nil
			})
		},
		call: signUpJane,
		want: want{check: func(w *world, out any) {
			require.Equal(w, *out.(*cip.SignUpOutput).UserSub, w.user("jane").Sub)
			require.Equal(w, "jane@example.com", w.user("jane").Attributes["email"])
		}},
	},
	row{
		rules: "L94", choice: true, name: "PreSignUp links an external identity to a native user", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.mustSignUp("joan", "email", "joan@example.com")
			w.pool.On(cognitofake.PreSignUp, func(ctx context.Context, e preSignUp) (preSignUp, error) {
				_, err := w.client.AdminLinkProviderForUser(ctx, linkInput(w, "joan", "Google", "1234567890"))
				if err != nil {
					return e, err
				}
				return e, errors.New("linked to joan")
			})
		},
		call: signUpJane,
		want: want{code: "UserLambdaValidationException", message: "PreSignUp failed with error linked to joan.", check: func(w *world, _ any) {
			require.JSONEq(w, strings.ReplaceAll(`[{"userId":"1234567890","providerName":"Google","providerType":"Google","issuer":null,"primary":false,"dateCreated":DATE}]`,
				"DATE", unixMilli(w.user("joan").ModifiedAt)), w.user("joan").Attributes["identities"])
		}},
	},
)
