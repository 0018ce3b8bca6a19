package truth_test

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// flags answers the three flags of PreSignUp, of which those in set are true.
func flags(set ...string) func(preSignUp) (preSignUp, error) {
	return func(e preSignUp) (preSignUp, error) {
		for _, flag := range set {
			switch flag {
			case "confirm":
				e.Response.AutoConfirmUser = true
			case "email":
				e.Response.AutoVerifyEmail = true
			case "phone":
				e.Response.AutoVerifyPhone = true
			}
		}
		return e, nil
	}
}

// emailAliasPool lets users sign in by a verified e-mail address, and sends codes to it.
func emailAliasPool() cip.CreateUserPoolInput {
	in := fixture.EmailPool()
	in.AliasAttributes = []types.AliasAttributeType{types.AliasAttributeTypeEmail}
	return in
}

// Rows of PreSignUp: docs/behaviour.md L94, L101, L103 to L113, R134, R135, R142.
var _ = addRows(
	row{
		rules: "L103 L93 L101", name: "what the function sees",
		prior: on(cognitofake.PreSignUp, echo),
		call: func(w *world) (any, error) {
			in := w.signUpInput("jane", "email", "jane@example.com", "name", "Jane", "nickname", "")
			in.ValidationData = fixture.Attrs("invite", "spring", "age", "")
			in.ValidationData[1].Value = nil
			in.ClientMetadata = map[string]string{"source": "web"}
			return w.client.SignUp(w.ctx, in)
		},
		want: want{check: func(w *world, _ any) {
			e := w.eventOf("PreSignUp_SignUp")
			require.Equal(w, map[string]any{
				"userAttributes": map[string]any{"email": "jane@example.com", "name": "Jane"},
				"validationData": map[string]any{"invite": "spring", "age": nil},
				"clientMetadata": map[string]any{"source": "web"},
			}, e["request"])
			require.Equal(w, map[string]any{"autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false}, e["response"])
		}},
	},
	row{
		rules: "L101 L103", name: "no metadata, no validation data",
		prior: on(cognitofake.PreSignUp, echo),
		call:  func(w *world) (any, error) { return w.signUp("jane") },
		want: want{check: func(w *world, _ any) {
			require.Equal(w, map[string]any{"userAttributes": map[string]any{}, "validationData": nil}, w.requestOf("PreSignUp_SignUp"))
		}},
	},
	row{
		rules: "L101", name: "metadata reach all triggers of the call and are forgotten", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.pool.On(cognitofake.PreSignUp, echo)
			w.pool.On(cognitofake.CustomMessage, echo)
		},
		call: func(w *world) (any, error) {
			in := w.signUpInput("jane", "email", "jane@example.com")
			in.ClientMetadata = map[string]string{"source": "web"}
			return w.client.SignUp(w.ctx, in)
		},
		want: want{check: func(w *world, _ any) {
			for _, source := range []string{"PreSignUp_SignUp", "CustomMessage_SignUp"} {
				require.Equal(w, map[string]any{"source": "web"}, w.requestOf(source)["clientMetadata"], source)
			}
			w.mustSignUp("joan", "email", "joan@example.com")
			require.NotContains(w, w.requestOf("CustomMessage_SignUp"), "clientMetadata")
		}},
	},
	row{
		rules: "L104", name: "validation data are not stored",
		call: func(w *world) (any, error) {
			in := w.signUpInput("jane")
			in.ValidationData = fixture.Attrs("name", "Jane")
			return w.client.SignUp(w.ctx, in)
		},
		want: want{check: func(w *world, _ any) { require.Equal(w, []string{"sub"}, w.user("jane").AttributeNames()) }},
	},
	row{
		rules: "R142 L105", name: "auto-confirmed", pool: fixture.EmailPool(),
		app: cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth}},
		prior: func(w *world) {
			w.pool.On(cognitofake.PreSignUp, flags("confirm"))
			w.pool.On(cognitofake.CustomMessage, fails(errors.New("no message is sent")))
			w.pool.On(cognitofake.PostConfirmation, echo)
		},
		call: signUpJane,
		want: want{check: func(w *world, out any) {
			require.Equal(w, &cip.SignUpOutput{UserConfirmed: true, UserSub: aws.String(w.user("jane").Sub)}, withoutMetadata(out))
			require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status)
			require.Equal(w, "false", w.user("jane").Attributes["email_verified"])
			require.Empty(w, w.fake.Messages())
			require.Empty(w, w.pool.Code("jane"))
			require.Equal(w, []string{"PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp"}, sources(w.runs(cognitofake.OpSignUp)))
		}},
	},
	row{
		rules: "L106", name: "auto-verified",
		prior: on(cognitofake.PreSignUp, flags("confirm", "email", "phone")),
		call: func(w *world) (any, error) {
			return w.signUp("jane", "email", "jane@example.com", "phone_number", "+15555550123")
		},
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "true", w.user("jane").Attributes["email_verified"])
			require.Equal(w, "true", w.user("jane").Attributes["phone_number_verified"])
		}},
	},
	row{
		rules: "L106", name: "only the phone auto-verified",
		prior: on(cognitofake.PreSignUp, flags("confirm", "phone")),
		call: func(w *world) (any, error) {
			return w.signUp("jane", "email", "jane@example.com", "phone_number", "+15555550123")
		},
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "false", w.user("jane").Attributes["email_verified"])
			require.Equal(w, "true", w.user("jane").Attributes["phone_number_verified"])
		}},
	},
	row{
		rules: "L107", name: "no e-mail address to verify",
		prior: on(cognitofake.PreSignUp, flags("confirm", "email")),
		call:  func(w *world) (any, error) { return w.signUp("jane", "phone_number", "+15555550123") },
		want:  want{code: "InvalidLambdaResponseException", anyText: true},
	},
	row{
		rules: "L107", name: "no phone number to verify",
		prior: on(cognitofake.PreSignUp, flags("confirm", "phone")), call: signUpJane,
		want: want{code: "InvalidLambdaResponseException", anyText: true},
	},
	row{
		rules: "L108", name: "verified and not confirmed",
		prior: on(cognitofake.PreSignUp, flags("email")), call: signUpJane,
		want: want{code: "InvalidLambdaResponseException", message: "Phone or email cannot be auto verified, when user is not being auto confirmed."},
	},
	row{
		rules: "L109", name: "a verified alias moves", pool: emailAliasPool(),
		prior: func(w *world) {
			w.pool.On(cognitofake.PreSignUp, flags("confirm", "email"))
			w.mustSignUp("joan", "email", "shared@example.com")
		},
		call: func(w *world) (any, error) { return w.signUp("jane", "email", "shared@example.com") },
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "true", w.user("jane").Attributes["email_verified"])
			require.Equal(w, "false", w.user("joan").Attributes["email_verified"])
			require.Equal(w, "shared@example.com", w.user("joan").Attributes["email"])
			require.Equal(w, types.UserStatusTypeConfirmed, w.user("joan").Status)
		}},
	},
	row{
		rules: "L109", name: "an alias that is not verified stays", pool: emailAliasPool(),
		prior: func(w *world) {
			w.pool.On(cognitofake.PreSignUp, flags("confirm", "email"))
			w.mustSignUp("joan", "email", "shared@example.com")
			w.pool.On(cognitofake.PreSignUp, flags("confirm"))
		},
		call: func(w *world) (any, error) { return w.signUp("jane", "email", "shared@example.com") },
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "false", w.user("jane").Attributes["email_verified"])
			require.Equal(w, "true", w.user("joan").Attributes["email_verified"])
		}},
	},
	row{
		rules: "L111", name: "changes to the request are ignored",
		prior: on(cognitofake.PreSignUp, func(e preSignUp) (preSignUp, error) {
			e.UserName = "mallory"
			e.Request.UserAttributes["email"] = "mallory@example.com"
			return e, nil
		}),
		call: signUpJane,
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "jane@example.com", w.user("jane").Attributes["email"])
			require.Len(w, w.pool.Users(), 1)
		}},
	},
	row{
		rules: "L113", choice: true, name: "a flag that is no boolean",
		prior: on(cognitofake.PreSignUp, answers(`{"response":{"autoConfirmUser":"true"}}`)), call: signUpJane,
		want: refusedBy("InvalidLambdaResponseException", "Unrecognizable lambda output", 1),
	},
	row{
		rules: "R134", name: "a missing attribute is told before the function runs",
		pool:  cip.CreateUserPoolInput{Schema: []types.SchemaAttributeType{{Name: aws.String("email"), Required: aws.Bool(true)}}},
		prior: on(cognitofake.PreSignUp, fails(errors.New("too early"))),
		call:  func(w *world) (any, error) { return w.signUp("jane") },
		want: want{code: "InvalidParameterException", message: "Attributes did not conform to the schema: ", prefix: true, check: func(w *world, _ any) {
			require.Empty(w, w.runs(cognitofake.OpSignUp))
		}},
	},
	row{
		rules: "R135 L94", name: "the function sees a name that is taken",
		prior: func(w *world) {
			w.mustSignUp("jane")
			w.pool.On(cognitofake.PreSignUp, echo)
		},
		call: signUpJane,
		want: want{code: "UsernameExistsException", message: "User already exists", check: func(w *world, _ any) {
			require.Equal(w, []string{"PreSignUp_SignUp"}, sources(w.runs(cognitofake.OpSignUp)))
		}},
	},
	row{
		rules: "R135", name: "the function's error comes before the name that is taken",
		prior: func(w *world) {
			w.mustSignUp("jane")
			w.pool.On(cognitofake.PreSignUp, fails(errors.New("no room")))
		},
		call: signUpJane,
		want: want{code: "UserLambdaValidationException", message: "PreSignUp failed with error no room."},
	},
	row{
		rules: "L94", name: "a function signs the same name up",
		prior: func(w *world) {
			w.pool.On(cognitofake.PreSignUp, func(ctx context.Context, e preSignUp) (preSignUp, error) {
				if e.Request.ClientMetadata["nested"] != "" {
					return e, nil
				}
				in := w.signUpInput("jane")
				in.ClientMetadata = map[string]string{"nested": "yes"}
				_, err := w.client.SignUp(ctx, in)
				return e, err
			})
		},
		call: signUpJane,
		want: want{code: "UsernameExistsException", message: "User already exists", check: func(w *world, _ any) {
			require.Len(w, w.pool.Users(), 1)
		}},
	},
	row{
		rules: "L94", name: "a function signs another user up", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.pool.On(cognitofake.PreSignUp, func(ctx context.Context, e preSignUp) (preSignUp, error) {
				if strings.HasPrefix(e.UserName, "team-") {
					return e, nil
				}
				_, err := w.client.SignUp(ctx, w.signUpInput("team-"+e.UserName, "email", "team@example.com"))
				return e, err
			})
		},
		call: signUpJane,
		want: want{check: func(w *world, _ any) {
			require.Len(w, w.pool.Users(), 2)
			require.Len(w, w.fake.Messages(), 2)
		}},
	},
)

// withoutMetadata is a SignUpOutput without what the SDK adds.
func withoutMetadata(out any) *cip.SignUpOutput {
	o := *out.(*cip.SignUpOutput)
	return &cip.SignUpOutput{
		UserConfirmed: o.UserConfirmed, UserSub: o.UserSub, CodeDeliveryDetails: o.CodeDeliveryDetails, Session: o.Session,
	}
}
