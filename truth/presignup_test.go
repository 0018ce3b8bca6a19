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
	"github.com/cognitofake/cognitofake/internal/rows"
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

// preSignUpRows are rows of PreSignUp: docs/behaviour.md L94, L101, L103 to L113, R134, R135, R142.
func preSignUpRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "L93", Name: "a flag in an event, as it was sent",
			Prior: prior(on(cognitofake.PreSignUp, echo)),
			Call: func(w *rows.World) (any, error) {
				return w.AdminCreate("jane", "email", "jane@example.com", "email_verified", "True")
			},
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Contains(w, w.runs(cognitofake.OpAdminCreateUser)[0].Event, `"email_verified":"True"`)
			})},
		},
		{
			Rules: "L103 L93 L101", Name: "what the function sees",
			Prior: prior(on(cognitofake.PreSignUp, echo)),
			Call: func(w *rows.World) (any, error) {
				in := w.SignUpInput("jane", "email", "jane@example.com", "name", "Jane", "nickname", "")
				in.ValidationData = fixture.Attrs("invite", "spring", "age", "")
				in.ValidationData[1].Value = nil
				in.ClientMetadata = map[string]string{"source": "web"}
				return w.Client.SignUp(w.Ctx, in)
			},
			Want: rows.Want{Check: check(func(w *world, _ any) {
				e := w.eventOf("PreSignUp_SignUp")
				require.Equal(w, map[string]any{
					"userAttributes": map[string]any{"email": "jane@example.com", "name": "Jane"},
					"validationData": map[string]any{"invite": "spring", "age": nil},
					"clientMetadata": map[string]any{"source": "web"},
				}, e["request"])
				require.Equal(w, map[string]any{"autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false}, e["response"])
			})},
		},
		{
			Rules: "L101 L103", Name: "no metadata, no validation data",
			Prior: prior(on(cognitofake.PreSignUp, echo)),
			Call:  func(w *rows.World) (any, error) { return w.SignUp("jane") },
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, map[string]any{"userAttributes": map[string]any{}, "validationData": nil}, w.requestOf("PreSignUp_SignUp"))
			})},
		},
		{
			Rules: "L101", Name: "metadata reach all triggers of the call and are forgotten", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) {
				w.pool.On(cognitofake.PreSignUp, echo)
				w.pool.On(cognitofake.CustomMessage, echo)
			}),
			Call: func(w *rows.World) (any, error) {
				in := w.SignUpInput("jane", "email", "jane@example.com")
				in.ClientMetadata = map[string]string{"source": "web"}
				return w.Client.SignUp(w.Ctx, in)
			},
			Want: rows.Want{Check: check(func(w *world, _ any) {
				for _, source := range []string{"PreSignUp_SignUp", "CustomMessage_SignUp"} {
					require.Equal(w, map[string]any{"source": "web"}, w.requestOf(source)["clientMetadata"], source)
				}
				w.MustSignUp("joan", "email", "joan@example.com")
				require.NotContains(w, w.requestOf("CustomMessage_SignUp"), "clientMetadata")
			})},
		},
		{
			Rules: "R142 L105", Name: "auto-confirmed", Pool: fixture.EmailPool(),
			App: cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth}},
			Prior: prior(func(w *world) {
				w.pool.On(cognitofake.PreSignUp, flags("confirm"))
				w.pool.On(cognitofake.CustomMessage, fails(errors.New("no message is sent")))
				w.pool.On(cognitofake.PostConfirmation, echo)
			}),
			Call: signUpJane,
			Want: rows.Want{Check: check(func(w *world, out any) {
				require.Equal(w, &cip.SignUpOutput{UserConfirmed: true, UserSub: aws.String(w.user("jane").Sub)}, withoutMetadata(out))
				require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status)
				require.Equal(w, "false", w.user("jane").Attributes["email_verified"])
				require.Empty(w, w.fake.Messages())
				require.Empty(w, w.pool.Code("jane"))
				require.Equal(w, []string{"PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp"}, sources(w.runs(cognitofake.OpSignUp)))
			})},
		},
		{
			Rules: "L106", Name: "auto-verified",
			Prior: prior(on(cognitofake.PreSignUp, flags("confirm", "email", "phone"))),
			Call: func(w *rows.World) (any, error) {
				return w.SignUp("jane", "email", "jane@example.com", "phone_number", "+15555550123")
			},
			Want: rows.Want{Check: func(w *rows.World, _ any) {
				require.Equal(w, "true", w.User("jane").Attributes["email_verified"])
				require.Equal(w, "true", w.User("jane").Attributes["phone_number_verified"])
			}},
		},
		{
			Rules: "L106", Name: "only the phone auto-verified",
			Prior: prior(on(cognitofake.PreSignUp, flags("confirm", "phone"))),
			Call: func(w *rows.World) (any, error) {
				return w.SignUp("jane", "email", "jane@example.com", "phone_number", "+15555550123")
			},
			Want: rows.Want{Check: func(w *rows.World, _ any) {
				require.Equal(w, "false", w.User("jane").Attributes["email_verified"])
				require.Equal(w, "true", w.User("jane").Attributes["phone_number_verified"])
			}},
		},
		{
			Rules: "L107", Name: "no e-mail address to verify",
			Prior: prior(on(cognitofake.PreSignUp, flags("confirm", "email"))),
			Call:  func(w *rows.World) (any, error) { return w.SignUp("jane", "phone_number", "+15555550123") },
			Want:  rows.Want{Code: "InvalidLambdaResponseException", AnyText: true},
		},
		{
			Rules: "L107", Name: "no phone number to verify",
			Prior: prior(on(cognitofake.PreSignUp, flags("confirm", "phone"))), Call: signUpJane,
			Want: rows.Want{Code: "InvalidLambdaResponseException", AnyText: true},
		},
		{
			Rules: "L108", Name: "verified and not confirmed",
			Prior: prior(on(cognitofake.PreSignUp, flags("email"))), Call: signUpJane,
			Want: rows.Want{Code: "InvalidLambdaResponseException", Message: "Phone or email cannot be auto verified, when user is not being auto confirmed."},
		},
		{
			Rules: "L109", Name: "a verified alias moves", Pool: rows.EmailAliasPool(),
			Prior: prior(func(w *world) {
				w.pool.On(cognitofake.PreSignUp, flags("confirm", "email"))
				w.MustSignUp("joan", "email", "shared@example.com")
			}),
			Call: func(w *rows.World) (any, error) { return w.SignUp("jane", "email", "shared@example.com") },
			Want: rows.Want{Check: func(w *rows.World, _ any) {
				require.Equal(w, "true", w.User("jane").Attributes["email_verified"])
				require.Equal(w, "false", w.User("joan").Attributes["email_verified"])
				require.Equal(w, "shared@example.com", w.User("joan").Attributes["email"])
				require.Equal(w, types.UserStatusTypeConfirmed, w.User("joan").Status)
			}},
		},
		{
			Rules: "L109", Name: "an alias that is not verified stays", Pool: rows.EmailAliasPool(),
			Prior: prior(func(w *world) {
				w.pool.On(cognitofake.PreSignUp, flags("confirm", "email"))
				w.MustSignUp("joan", "email", "shared@example.com")
				w.pool.On(cognitofake.PreSignUp, flags("confirm"))
			}),
			Call: func(w *rows.World) (any, error) { return w.SignUp("jane", "email", "shared@example.com") },
			Want: rows.Want{Check: func(w *rows.World, _ any) {
				require.Equal(w, "false", w.User("jane").Attributes["email_verified"])
				require.Equal(w, "true", w.User("joan").Attributes["email_verified"])
			}},
		},
		{
			Rules: "L111", Name: "changes to the request are ignored",
			Prior: prior(on(cognitofake.PreSignUp, func(e preSignUp) (preSignUp, error) {
				e.UserName = "mallory"
				e.Request.UserAttributes["email"] = "mallory@example.com"
				return e, nil
			})),
			Call: signUpJane,
			Want: rows.Want{Check: func(w *rows.World, _ any) {
				require.Equal(w, "jane@example.com", w.User("jane").Attributes["email"])
				require.Len(w, w.Users(), 1)
			}},
		},
		{
			Rules: "L113", Choice: true, Name: "a flag that is no boolean",
			Prior: prior(on(cognitofake.PreSignUp, answers(`{"response":{"autoConfirmUser":"true"}}`))), Call: signUpJane,
			Want: refusedBy("InvalidLambdaResponseException", "Unrecognizable lambda output", 1),
		},
		{
			Rules: "R134", Name: "a missing attribute is told before the function runs",
			Pool:  cip.CreateUserPoolInput{Schema: []types.SchemaAttributeType{{Name: aws.String("email"), Required: aws.Bool(true)}}},
			Prior: prior(on(cognitofake.PreSignUp, fails(errors.New("too early")))),
			Call:  func(w *rows.World) (any, error) { return w.SignUp("jane") },
			Want: rows.Want{Code: "InvalidParameterException", Message: "Attributes did not conform to the schema: ", Prefix: true, Check: check(func(w *world, _ any) {
				require.Empty(w, w.runs(cognitofake.OpSignUp))
			})},
		},
		{
			Rules: "R135 L94", Name: "the function sees a name that is taken",
			Prior: prior(func(w *world) {
				w.MustSignUp("jane")
				w.pool.On(cognitofake.PreSignUp, echo)
			}),
			Call: signUpJane,
			Want: rows.Want{Code: "UsernameExistsException", Message: "User already exists", Check: check(func(w *world, _ any) {
				require.Equal(w, []string{"PreSignUp_SignUp"}, sources(w.runs(cognitofake.OpSignUp)))
			})},
		},
		{
			Rules: "R135", Name: "the function's error comes before the name that is taken",
			Prior: prior(func(w *world) {
				w.MustSignUp("jane")
				w.pool.On(cognitofake.PreSignUp, fails(errors.New("no room")))
			}),
			Call: signUpJane,
			Want: rows.Want{Code: "UserLambdaValidationException", Message: "PreSignUp failed with error no room."},
		},
		{
			Rules: "L94", Name: "a function signs the same name up",
			Prior: prior(func(w *world) {
				w.pool.On(cognitofake.PreSignUp, func(ctx context.Context, e preSignUp) (preSignUp, error) {
					if e.Request.ClientMetadata["nested"] != "" {
						return e, nil
					}
					in := w.SignUpInput("jane")
					in.ClientMetadata = map[string]string{"nested": "yes"}
					_, err := w.Client.SignUp(ctx, in)
					return e, err
				})
			}),
			Call: signUpJane,
			Want: rows.Want{Code: "UsernameExistsException", Message: "User already exists", Check: func(w *rows.World, _ any) {
				require.Len(w, w.Users(), 1)
			}},
		},
		{
			Rules: "L94", Name: "a function signs another user up", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) {
				w.pool.On(cognitofake.PreSignUp, func(ctx context.Context, e preSignUp) (preSignUp, error) {
					if strings.HasPrefix(e.UserName, "team-") {
						return e, nil
					}
					_, err := w.Client.SignUp(ctx, w.SignUpInput("team-"+e.UserName, "email", "team@example.com"))
					return e, err
				})
			}),
			Call: signUpJane,
			Want: rows.Want{Check: func(w *rows.World, _ any) {
				require.Len(w, w.Users(), 2)
				w.RequireSent(2)
			}},
		},
	}
}

// withoutMetadata is a SignUpOutput without what the SDK adds.
func withoutMetadata(out any) *cip.SignUpOutput {
	o := *out.(*cip.SignUpOutput)
	return &cip.SignUpOutput{
		UserConfirmed: o.UserConfirmed, UserSub: o.UserSub, CodeDeliveryDetails: o.CodeDeliveryDetails, Session: o.Session,
	}
}
