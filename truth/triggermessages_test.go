package truth_test

import (
	"encoding/base64"
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

// words is a CustomMessage function that answers a text for each field; "" leaves it be.
func words(sms, email, subject string) func(customMessage) (customMessage, error) {
	return func(e customMessage) (customMessage, error) {
		e.Response.SMSMessage, e.Response.EmailMessage, e.Response.EmailSubject = sms, email, subject
		return e, nil
	}
}

// emailRefused is the refusal of an emailMessage, after which the user is
// there and waits (L117, L120).
func emailRefused(text string) rows.Want {
	return leftUnconfirmed("InvalidParameterException", `1 validation error detected: Value '`+text+
		`' at 'emailBody' failed to satisfy constraint: Member must satisfy regular expression pattern: `+
		`[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*`)
}

// leftUnconfirmed is the refusal of a CustomMessage function: the user is
// there, UNCONFIRMED, nothing was sent, and the name is taken (L120).
func leftUnconfirmed(code, message string) rows.Want {
	return rows.Want{Code: code, Message: message, Check: func(w *rows.World, _ any) {
		require.Equal(w, types.UserStatusTypeUnconfirmed, w.User("jane").Status)
		w.RequireSent(0)
		_, err := w.SignUp("jane", "email", "jane@example.com")
		fixture.RequireAs[*types.UsernameExistsException](w, err)
	}}
}

func signUpPhone(w *rows.World) (any, error) { return w.SignUp("jane", "phone_number", "+15555550123") }

// triggerMessageRows are rows of CustomMessage and the custom senders: docs/behaviour.md L114 to L122.
func triggerMessageRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "L114 L93", Name: "what the function sees", Pool: fixture.EmailPool(),
			Prior: prior(on(cognitofake.CustomMessage, echo)), Call: signUpJane,
			Want: rows.Want{Check: check(func(w *world, out any) {
				e := w.eventOf("CustomMessage_SignUp")
				require.Equal(w, map[string]any{
					"userAttributes": map[string]any{
						"sub": *out.(*cip.SignUpOutput).UserSub, "cognito:user_status": "UNCONFIRMED",
						"email": "jane@example.com", "email_verified": "false",
					},
					"codeParameter": "{####}", "linkParameter": "{##Click Here##}", "usernameParameter": nil,
				}, e["request"])
				require.Equal(w, map[string]any{"smsMessage": nil, "emailMessage": nil, "emailSubject": nil}, e["response"])
				require.Equal(w, []string{"userAttributes", "codeParameter", "linkParameter", "usernameParameter"}, requestMembers(w, "CustomMessage_SignUp"))
			})},
		},
		{
			Rules: "L115", Choice: true, Name: "no code, no function",
			Prior: prior(on(cognitofake.CustomMessage, fails(errors.New("nothing is sent")))), Call: signUpJane,
			Want: rows.Want{Check: check(func(w *world, _ any) { require.Empty(w, w.runs(cognitofake.OpSignUp)) })},
		},
		{
			Rules: "L116", Name: "words of the function", Pool: fixture.EmailPool(),
			Prior: prior(on(cognitofake.CustomMessage, words("", "Hello! {####}", "Welcome"))), Call: signUpJane,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				m := w.fake.Messages()[0]
				require.Equal(w, "Hello! "+w.pool.Code("jane"), m.Body)
				require.Equal(w, "Welcome", m.Subject)
			})},
		},
		{
			Rules: "L116 L30", Name: "null keeps the template", Pool: fixture.EmailPool(),
			Prior: prior(on(cognitofake.CustomMessage, answers(`{"response":{"smsMessage":null,"emailMessage":null,"emailSubject":"Welcome"}}`))),
			Call:  signUpJane,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				m := w.fake.Messages()[0]
				require.Equal(w, "Your confirmation code is "+m.Code, m.Body)
				require.Equal(w, "Welcome", m.Subject)
			})},
		},
		{
			Rules: "L116", Choice: true, Name: "an empty string keeps the template", Pool: fixture.EmailPool(),
			Prior: prior(on(cognitofake.CustomMessage, words("", "", ""))), Call: signUpJane,
			Want: rows.Want{Check: check(func(w *world, _ any) { require.Equal(w, "Your verification code", w.fake.Messages()[0].Subject) })},
		},
		{
			Rules: "L116 L30", Name: "a text message", Pool: fixture.PhonePool(),
			Prior: prior(on(cognitofake.CustomMessage, words("{####} is yours", "ignored", ""))), Call: signUpPhone,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, w.pool.Code("jane")+" is yours", w.fake.Messages()[0].Body)
			})},
		},
		{
			Rules: "L117 L120", Name: "no place for the code", Pool: fixture.EmailPool(),
			Prior: prior(on(cognitofake.CustomMessage, words("", "Welcome!", ""))), Call: signUpJane, Want: emailRefused("Welcome!"),
		},
		{
			Rules: "L117", Name: "a character outside the pattern", Pool: fixture.EmailPool(),
			Prior: prior(on(cognitofake.CustomMessage, words("", "Welcome!\u00a0{####}", ""))), Call: signUpJane, Want: emailRefused("Welcome!\u00a0{####}"),
		},
		{
			Rules: "L118", Choice: true, Name: "e-mail too long", Pool: fixture.EmailPool(),
			Prior: prior(on(cognitofake.CustomMessage, words("", strings.Repeat("x", 19_995)+"{####}", ""))), Call: signUpJane,
			Want: leftUnconfirmed("InvalidParameterException", "1 validation error detected: Value '"+strings.Repeat("x", 19_995)+
				"{####}' at 'emailBody' failed to satisfy constraint: Member must have length less than or equal to 20000"),
		},
		{
			Rules: "L118", Name: "subject too long", Pool: fixture.EmailPool(),
			Prior: prior(on(cognitofake.CustomMessage, words("", "", strings.Repeat("x", 141)))), Call: signUpJane,
			Want: rows.Want{Code: "InvalidParameterException", AnyText: true, Check: func(w *rows.World, _ any) { require.Len(w, w.Users(), 1) }},
		},
		{
			Rules: "L118", Name: "text message too long", Pool: fixture.PhonePool(),
			Prior: prior(on(cognitofake.CustomMessage, words(strings.Repeat("x", 135)+"{####}", "", ""))), Call: signUpPhone,
			Want: rows.Want{Code: "InvalidParameterException", AnyText: true, Check: func(w *rows.World, _ any) { require.Len(w, w.Users(), 1) }},
		},
		{
			Rules: "L119", Choice: true, Name: "words for a pool that sends through Cognito's own address", Pool: fixture.EmailPool(),
			Prior: prior(on(cognitofake.CustomMessage, words("", "Mine: {####}", "Mine"))), Call: signUpJane,
			Want: rows.Want{Check: check(func(w *world, _ any) { require.Equal(w, "Mine", w.fake.Messages()[0].Subject) })},
		},
		{
			Rules: "L120 L95", Choice: true, Name: "an error of the function", Pool: fixture.EmailPool(),
			Prior: prior(on(cognitofake.CustomMessage, fails(errors.New("no template")))), Call: signUpJane,
			Want: leftUnconfirmed("UserLambdaValidationException", "CustomMessage failed with error no template."),
		},
		{
			Rules: "L120 L97", Choice: true, Name: "no answer of the function", Pool: fixture.EmailPool(),
			Prior: prior(on(cognitofake.CustomMessage, fails(cognitofake.ErrTriggerTimeout))), Call: signUpJane,
			Want: leftUnconfirmed("UnexpectedLambdaException", "CustomMessage invocation failed due to error Socket timeout while invoking Lambda function."),
		},
		{
			Rules: "L117 L31", Choice: true, Name: "a link has to be in a message with one", Pool: rows.LinkPool(),
			Prior: prior(func(w *world) {
				_, err := w.fake.CreateUserPoolDomain(w.Ctx, &cip.CreateUserPoolDomainInput{UserPoolId: &w.pool.ID, Domain: aws.String("example")})
				require.NoError(w, err)
				w.pool.On(cognitofake.CustomMessage, words("", "Visit us", ""))
			}),
			Call: signUpJane,
			Want: rows.Want{Code: "InvalidParameterException", Message: "1 validation error detected: Value 'Visit us' at 'emailBody' failed", Prefix: true,
				Check: func(w *rows.World, _ any) { require.Len(w, w.Users(), 1) }},
		},
		{
			Rules: "L121 L15 L101", Name: "a custom sender of e-mail", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) {
				w.pool.On(cognitofake.CustomEmailSender, func(any) {})
				w.pool.On(cognitofake.CustomMessage, fails(errors.New("the sender takes its place")))
			}),
			Call: signUpJane,
			Want: rows.Want{Check: check(func(w *world, out any) {
				e := w.eventOf("CustomEmailSender_SignUp")
				require.Equal(w, map[string]any{
					"type": "customEmailSenderRequestV1", "code": base64.StdEncoding.EncodeToString([]byte(w.pool.Code("jane"))),
					"clientMetadata": nil,
					"userAttributes": map[string]any{
						"sub": *out.(*cip.SignUpOutput).UserSub, "cognito:user_status": "UNCONFIRMED",
						"email": "jane@example.com", "email_verified": "false",
					},
				}, e["request"])
				require.Equal(w, []string{"type", "code", "clientMetadata", "userAttributes"}, requestMembers(w, "CustomEmailSender_SignUp"))
				require.Equal(w, &types.CodeDeliveryDetailsType{
					AttributeName: aws.String("email"), DeliveryMedium: types.DeliveryMediumTypeEmail, Destination: aws.String("j***@e***"),
				}, out.(*cip.SignUpOutput).CodeDeliveryDetails)
				m := w.fake.Messages()[0]
				require.Equal(w, w.pool.Code("jane"), m.Code)
				require.Empty(w, m.Subject+m.Body)
				require.True(w, m.Delivered)
			})},
		},
		{
			Rules: "C1 C113", Name: "the event of a custom sender of e-mail", Pool: fixture.EmailPool(),
			Prior: prior(on(cognitofake.CustomEmailSender, echo)), Call: signUpJane,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, senderMembers, memberNames(w.World, w.runs(cognitofake.OpSignUp)[0].Event))
			})},
		},
		{
			Rules: "C1 C113", Name: "the event of a custom sender of text messages", Pool: fixture.PhonePool(),
			Prior: prior(on(cognitofake.CustomSMSSender, echo)), Call: signUpPhone,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, senderMembers, memberNames(w.World, w.runs(cognitofake.OpSignUp)[0].Event))
			})},
		},
		{
			Rules: "C114", Name: "a temporary password for a custom sender",
			Prior: prior(on(cognitofake.CustomEmailSender, func(e sentEvent) {
				code, err := base64.StdEncoding.DecodeString(e.Request.Code)
				if err != nil || string(code) != "Temp&lt;&gt;&amp;1" {
					panic("not as entities: " + string(code))
				}
			})),
			Call: func(w *rows.World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{
					UserAttributes: fixture.Attrs("email", "jane@example.com"), TemporaryPassword: aws.String("Temp<>&1"),
					DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
				})
			},
			Want: rows.Want{Check: check(func(w *world, _ any) {
				m := w.fake.Messages()[0]
				require.True(w, m.Delivered, m.Error)
				require.Equal(w, "Temp<>&1", m.Code)
			})},
		},
		{
			Rules: "L121", Name: "a custom sender of text messages", Pool: fixture.PhonePool(),
			Prior: prior(func(w *world) {
				w.pool.On(cognitofake.CustomSMSSender, answers("no JSON at all"))
				w.pool.On(cognitofake.CustomEmailSender, fails(errors.New("no e-mail is sent")))
			}),
			Call: signUpPhone,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, "customSMSSenderRequestV1", w.requestOf("CustomSMSSender_SignUp")["type"])
				require.Equal(w, []string{"CustomSMSSender_SignUp"}, sources(w.runs(cognitofake.OpSignUp)))
				require.True(w, w.fake.Messages()[0].Delivered)
			})},
		},
		{
			Rules: "L121", Name: "a custom sender leaves the other medium alone", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) {
				w.pool.On(cognitofake.CustomSMSSender, fails(errors.New("no text message is sent")))
				w.pool.On(cognitofake.CustomMessage, words("", "Mine: {####}", ""))
			}),
			Call: signUpJane,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, []string{"CustomMessage_SignUp"}, sources(w.runs(cognitofake.OpSignUp)))
				require.Equal(w, "Mine: "+w.pool.Code("jane"), w.fake.Messages()[0].Body)
			})},
		},
		{
			Rules: "L122", Name: "a custom sender that fails", Pool: fixture.EmailPool(),
			Prior: prior(on(cognitofake.CustomEmailSender, fails(errors.New("the provider is down")))), Call: signUpJane,
			Want: rows.Want{Check: check(func(w *world, out any) {
				require.NotNil(w, out.(*cip.SignUpOutput).CodeDeliveryDetails)
				require.Equal(w, "UserLambdaValidationException: CustomEmailSender failed with error the provider is down.",
					w.runs(cognitofake.OpSignUp)[0].Error)
				m := w.fake.Messages()[0]
				require.False(w, m.Delivered)
				require.Equal(w, w.runs(cognitofake.OpSignUp)[0].Error, m.Error)
			})},
		},
		{
			Rules: "L123 L124", Name: "PostConfirmation of an auto-confirmed user",
			Prior: prior(func(w *world) {
				w.pool.On(cognitofake.PreSignUp, flags("confirm", "email"))
				w.pool.On(cognitofake.PostConfirmation, echo)
			}),
			Call: func(w *rows.World) (any, error) {
				in := w.SignUpInput("jane", "email", "jane@example.com")
				in.ClientMetadata = map[string]string{"source": "web"}
				return w.Client.SignUp(w.Ctx, in)
			},
			Want: rows.Want{Check: check(func(w *world, out any) {
				e := w.eventOf("PostConfirmation_ConfirmSignUp")
				require.Equal(w, map[string]any{
					"userAttributes": map[string]any{
						"sub": *out.(*cip.SignUpOutput).UserSub, "cognito:user_status": "CONFIRMED",
						"email": "jane@example.com", "email_verified": "true",
					},
					"clientMetadata": map[string]any{"source": "web"},
				}, e["request"])
				require.Equal(w, map[string]any{}, e["response"])
			})},
		},
		{
			Rules: "L127 L95", Name: "PostConfirmation fails within SignUp",
			Prior: prior(func(w *world) {
				w.pool.On(cognitofake.PreSignUp, flags("confirm"))
				w.pool.On(cognitofake.PostConfirmation, func(postConfirmation) (postConfirmation, error) {
					return postConfirmation{}, errors.New("no database")
				})
			}),
			Call: signUpJane,
			Want: rows.Want{Code: "UserLambdaValidationException", Message: "PostConfirmation failed with error no database.", Check: func(w *rows.World, _ any) {
				require.Equal(w, types.UserStatusTypeConfirmed, w.User("jane").Status)
				_, err := w.SignUp("jane", "email", "jane@example.com")
				fixture.RequireAs[*types.UsernameExistsException](w, err)
			}},
		},
		{
			Rules: "L127 L97", Name: "PostConfirmation gives no answer",
			Prior: prior(func(w *world) {
				w.pool.On(cognitofake.PreSignUp, flags("confirm"))
				w.pool.On(cognitofake.PostConfirmation, fails(cognitofake.ErrTriggerTimeout))
			}),
			Call: signUpJane,
			Want: rows.Want{Code: "UnexpectedLambdaException", Message: "PostConfirmation invocation failed due to error Socket timeout while invoking Lambda function.",
				Check: func(w *rows.World, _ any) { require.Equal(w, types.UserStatusTypeConfirmed, w.User("jane").Status) }},
		},
	}
}

// senderMembers are the keys of a custom sender's event, in order B of C1.
var senderMembers = []string{"version", "triggerSource", "region", "userPoolId", "userName", "callerContext", "request"}

// sentEvent is what a custom sender reads of its event.
type sentEvent struct {
	Request struct {
		Code string `json:"code"`
	} `json:"request"`
}

// requestMembers are the members of the request in the newest SignUp's event, in order.
func requestMembers(w *world, source string) []string {
	w.Helper()
	for _, run := range w.runs(cognitofake.OpSignUp) {
		if run.Source == source {
			_, request, _ := strings.Cut(run.Event, `"request":`)
			return memberNames(w.World, request)
		}
	}
	require.Fail(w, "no run of "+source)
	return nil
}
