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
func emailRefused(text string) want {
	return leftUnconfirmed("InvalidParameterException", `1 validation error detected: Value '`+text+
		`' at 'emailBody' failed to satisfy constraint: Member must satisfy regular expression pattern: `+
		`[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*`)
}

// leftUnconfirmed is the refusal of a CustomMessage function: the user is
// there, UNCONFIRMED, nothing was sent, and the name is taken (L120).
func leftUnconfirmed(code, message string) want {
	return want{code: code, message: message, check: func(w *world, _ any) {
		require.Equal(w, types.UserStatusTypeUnconfirmed, w.user("jane").Status)
		require.Empty(w, w.fake.Messages())
		_, err := w.signUp("jane", "email", "jane@example.com")
		fixture.RequireAs[*types.UsernameExistsException](w, err)
	}}
}

func signUpPhone(w *world) (any, error) { return w.signUp("jane", "phone_number", "+15555550123") }

// linkPool sends links.
func linkPool() cip.CreateUserPoolInput {
	in := fixture.EmailPool()
	in.VerificationMessageTemplate = &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink}
	return in
}

// Rows of CustomMessage and the custom senders: docs/behaviour.md L114 to L122.
var _ = addRows(
	row{
		rules: "L114 L93", name: "what the function sees", pool: fixture.EmailPool(),
		prior: on(cognitofake.CustomMessage, echo), call: signUpJane,
		want: want{check: func(w *world, out any) {
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
		}},
	},
	row{
		rules: "L115", choice: true, name: "no code, no function",
		prior: on(cognitofake.CustomMessage, fails(errors.New("nothing is sent"))), call: signUpJane,
		want: want{check: func(w *world, _ any) { require.Empty(w, w.runs(cognitofake.OpSignUp)) }},
	},
	row{
		rules: "L116", name: "words of the function", pool: fixture.EmailPool(),
		prior: on(cognitofake.CustomMessage, words("", "Hello! {####}", "Welcome")), call: signUpJane,
		want: want{check: func(w *world, _ any) {
			m := w.fake.Messages()[0]
			require.Equal(w, "Hello! "+w.pool.Code("jane"), m.Body)
			require.Equal(w, "Welcome", m.Subject)
		}},
	},
	row{
		rules: "L116 L30", name: "null keeps the template", pool: fixture.EmailPool(),
		prior: on(cognitofake.CustomMessage, answers(`{"response":{"smsMessage":null,"emailMessage":null,"emailSubject":"Welcome"}}`)),
		call:  signUpJane,
		want: want{check: func(w *world, _ any) {
			m := w.fake.Messages()[0]
			require.Equal(w, "Your confirmation code is "+m.Code, m.Body)
			require.Equal(w, "Welcome", m.Subject)
		}},
	},
	row{
		rules: "L116", choice: true, name: "an empty string keeps the template", pool: fixture.EmailPool(),
		prior: on(cognitofake.CustomMessage, words("", "", "")), call: signUpJane,
		want: want{check: func(w *world, _ any) { require.Equal(w, "Your verification code", w.fake.Messages()[0].Subject) }},
	},
	row{
		rules: "L116 L30", name: "a text message", pool: fixture.PhonePool(),
		prior: on(cognitofake.CustomMessage, words("{####} is yours", "ignored", "")), call: signUpPhone,
		want: want{check: func(w *world, _ any) {
			require.Equal(w, w.pool.Code("jane")+" is yours", w.fake.Messages()[0].Body)
		}},
	},
	row{
		rules: "L117 L120", name: "no place for the code", pool: fixture.EmailPool(),
		prior: on(cognitofake.CustomMessage, words("", "Welcome!", "")), call: signUpJane, want: emailRefused("Welcome!"),
	},
	row{
		rules: "L117", name: "a character outside the pattern", pool: fixture.EmailPool(),
		prior: on(cognitofake.CustomMessage, words("", "Welcome!\u00a0{####}", "")), call: signUpJane, want: emailRefused("Welcome!\u00a0{####}"),
	},
	row{
		rules: "L118", choice: true, name: "e-mail too long", pool: fixture.EmailPool(),
		prior: on(cognitofake.CustomMessage, words("", strings.Repeat("x", 19_995)+"{####}", "")), call: signUpJane,
		want: leftUnconfirmed("InvalidParameterException", "1 validation error detected: Value '"+strings.Repeat("x", 19_995)+
			"{####}' at 'emailBody' failed to satisfy constraint: Member must have length less than or equal to 20000"),
	},
	row{
		rules: "L118", name: "subject too long", pool: fixture.EmailPool(),
		prior: on(cognitofake.CustomMessage, words("", "", strings.Repeat("x", 141))), call: signUpJane,
		want: want{code: "InvalidParameterException", anyText: true, check: func(w *world, _ any) { require.Len(w, w.pool.Users(), 1) }},
	},
	row{
		rules: "L118", name: "text message too long", pool: fixture.PhonePool(),
		prior: on(cognitofake.CustomMessage, words(strings.Repeat("x", 135)+"{####}", "", "")), call: signUpPhone,
		want: want{code: "InvalidParameterException", anyText: true, check: func(w *world, _ any) { require.Len(w, w.pool.Users(), 1) }},
	},
	row{
		rules: "L119", choice: true, name: "words for a pool that sends through Cognito's own address", pool: fixture.EmailPool(),
		prior: on(cognitofake.CustomMessage, words("", "Mine: {####}", "Mine")), call: signUpJane,
		want: want{check: func(w *world, _ any) { require.Equal(w, "Mine", w.fake.Messages()[0].Subject) }},
	},
	row{
		rules: "L120 L95", choice: true, name: "an error of the function", pool: fixture.EmailPool(),
		prior: on(cognitofake.CustomMessage, fails(errors.New("no template"))), call: signUpJane,
		want: leftUnconfirmed("UserLambdaValidationException", "CustomMessage failed with error no template."),
	},
	row{
		rules: "L120 L97", choice: true, name: "no answer of the function", pool: fixture.EmailPool(),
		prior: on(cognitofake.CustomMessage, fails(cognitofake.ErrTriggerTimeout)), call: signUpJane,
		want: leftUnconfirmed("UnexpectedLambdaException", "CustomMessage invocation failed due to error Socket timeout while invoking Lambda function."),
	},
	row{
		rules: "L117 L31", choice: true, name: "a link has to be in a message with one", pool: linkPool(),
		prior: func(w *world) {
			_, err := w.fake.CreateUserPoolDomain(w.ctx, &cip.CreateUserPoolDomainInput{UserPoolId: &w.pool.ID, Domain: aws.String("example")})
			require.NoError(w, err)
			w.pool.On(cognitofake.CustomMessage, words("", "Visit us", ""))
		},
		call: signUpJane,
		want: want{code: "InvalidParameterException", message: "1 validation error detected: Value 'Visit us' at 'emailBody' failed", prefix: true,
			check: func(w *world, _ any) { require.Len(w, w.pool.Users(), 1) }},
	},
	row{
		rules: "L121 L15 L101", name: "a custom sender of e-mail", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.pool.On(cognitofake.CustomEmailSender, func(any) {})
			w.pool.On(cognitofake.CustomMessage, fails(errors.New("the sender takes its place")))
		},
		call: signUpJane,
		want: want{check: func(w *world, out any) {
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
		}},
	},
	row{
		rules: "L121", name: "a custom sender of text messages", pool: fixture.PhonePool(),
		prior: func(w *world) {
			w.pool.On(cognitofake.CustomSMSSender, answers("no JSON at all"))
			w.pool.On(cognitofake.CustomEmailSender, fails(errors.New("no e-mail is sent")))
		},
		call: signUpPhone,
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "customSMSSenderRequestV1", w.requestOf("CustomSMSSender_SignUp")["type"])
			require.Equal(w, []string{"CustomSMSSender_SignUp"}, sources(w.runs(cognitofake.OpSignUp)))
			require.True(w, w.fake.Messages()[0].Delivered)
		}},
	},
	row{
		rules: "L121", name: "a custom sender leaves the other medium alone", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.pool.On(cognitofake.CustomSMSSender, fails(errors.New("no text message is sent")))
			w.pool.On(cognitofake.CustomMessage, words("", "Mine: {####}", ""))
		},
		call: signUpJane,
		want: want{check: func(w *world, _ any) {
			require.Equal(w, []string{"CustomMessage_SignUp"}, sources(w.runs(cognitofake.OpSignUp)))
			require.Equal(w, "Mine: "+w.pool.Code("jane"), w.fake.Messages()[0].Body)
		}},
	},
	row{
		rules: "L122", name: "a custom sender that fails", pool: fixture.EmailPool(),
		prior: on(cognitofake.CustomEmailSender, fails(errors.New("the provider is down"))), call: signUpJane,
		want: want{check: func(w *world, out any) {
			require.NotNil(w, out.(*cip.SignUpOutput).CodeDeliveryDetails)
			require.Equal(w, "UserLambdaValidationException: CustomEmailSender failed with error the provider is down.",
				w.runs(cognitofake.OpSignUp)[0].Error)
			m := w.fake.Messages()[0]
			require.False(w, m.Delivered)
			require.Equal(w, w.runs(cognitofake.OpSignUp)[0].Error, m.Error)
		}},
	},
	row{
		rules: "L123 L124", name: "PostConfirmation of an auto-confirmed user",
		prior: func(w *world) {
			w.pool.On(cognitofake.PreSignUp, flags("confirm", "email"))
			w.pool.On(cognitofake.PostConfirmation, echo)
		},
		call: func(w *world) (any, error) {
			in := w.signUpInput("jane", "email", "jane@example.com")
			in.ClientMetadata = map[string]string{"source": "web"}
			return w.client.SignUp(w.ctx, in)
		},
		want: want{check: func(w *world, out any) {
			e := w.eventOf("PostConfirmation_ConfirmSignUp")
			require.Equal(w, map[string]any{
				"userAttributes": map[string]any{
					"sub": *out.(*cip.SignUpOutput).UserSub, "cognito:user_status": "CONFIRMED",
					"email": "jane@example.com", "email_verified": "true",
				},
				"clientMetadata": map[string]any{"source": "web"},
			}, e["request"])
			require.Equal(w, map[string]any{}, e["response"])
		}},
	},
	row{
		rules: "L127 L95", name: "PostConfirmation fails within SignUp",
		prior: func(w *world) {
			w.pool.On(cognitofake.PreSignUp, flags("confirm"))
			w.pool.On(cognitofake.PostConfirmation, func(postConfirmation) (postConfirmation, error) {
				return postConfirmation{}, errors.New("no database")
			})
		},
		call: signUpJane,
		want: want{code: "UserLambdaValidationException", message: "PostConfirmation failed with error no database.", check: func(w *world, _ any) {
			require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status)
			_, err := w.signUp("jane", "email", "jane@example.com")
			fixture.RequireAs[*types.UsernameExistsException](w, err)
		}},
	},
	row{
		rules: "L127 L97", name: "PostConfirmation gives no answer",
		prior: func(w *world) {
			w.pool.On(cognitofake.PreSignUp, flags("confirm"))
			w.pool.On(cognitofake.PostConfirmation, fails(cognitofake.ErrTriggerTimeout))
		},
		call: signUpJane,
		want: want{code: "UnexpectedLambdaException", message: "PostConfirmation invocation failed due to error Socket timeout while invoking Lambda function.",
			check: func(w *world, _ any) { require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status) }},
	},
)

// requestMembers are the members of the request in the newest SignUp's event, in order.
func requestMembers(w *world, source string) []string {
	w.Helper()
	for _, run := range w.runs(cognitofake.OpSignUp) {
		if run.Source == source {
			_, request, _ := strings.Cut(run.Event, `"request":`)
			return memberNames(w, request)
		}
	}
	require.Fail(w, "no run of "+source)
	return nil
}
