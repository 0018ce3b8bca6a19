package truth_test

import (
	"encoding/json"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of what SignUp answers and sends: docs/behaviour.md R140, R141, L6 to L37.

func byEmail(destination string) *types.CodeDeliveryDetailsType {
	return &types.CodeDeliveryDetailsType{AttributeName: aws.String("email"), DeliveryMedium: types.DeliveryMediumTypeEmail, Destination: &destination}
}

func bySMS(destination string) *types.CodeDeliveryDetailsType {
	return &types.CodeDeliveryDetailsType{AttributeName: aws.String("phone_number"), DeliveryMedium: types.DeliveryMediumTypeSms, Destination: &destination}
}

// sent checks the details and that one message went to somebody.
func sent(details *types.CodeDeliveryDetailsType, to string) want {
	return want{check: func(w *world, out any) {
		got := out.(*cip.SignUpOutput)
		require.False(w, got.UserConfirmed)
		require.Equal(w, details, got.CodeDeliveryDetails)
		require.Len(w, w.fake.Messages(), 1)
		m := w.fake.Messages()[0]
		require.Equal(w, to, m.To)
		require.Equal(w, *details.AttributeName, m.Attribute)
		require.Equal(w, details.DeliveryMedium, m.Medium)
		require.Equal(w, "SignUp", m.Purpose)
		require.Equal(w, w.app.ID, m.ClientID)
		require.Equal(w, w.user(to).Username, m.Username)
		require.True(w, m.Delivered)
		require.Equal(w, m.Code, w.pool.Code(to))
	}}
}

// unsent checks that nobody was told anything.
var unsent = want{check: func(w *world, out any) {
	got := out.(*cip.SignUpOutput)
	require.False(w, got.UserConfirmed)
	require.Nil(w, got.CodeDeliveryDetails)
	require.Empty(w, w.fake.Messages())
	require.Empty(w, w.pool.Code("jane"))
	require.Equal(w, types.UserStatusTypeUnconfirmed, w.user("jane").Status)
}}

// message checks the one message of the row.
func message(check func(w *world, m cognitofake.Message)) want {
	return want{check: func(w *world, _ any) {
		require.Len(w, w.fake.Messages(), 1)
		check(w, w.fake.Messages()[0])
	}}
}

func reads(subject, body string) want {
	return message(func(w *world, m cognitofake.Message) {
		require.Equal(w, subject, m.Subject)
		require.Equal(w, body, m.Body)
	})
}

// maskRows are rows of addresses and what the caller sees of them.
func maskRows() []row {
	var rows []row
	for _, m := range []struct{ rules, address, mask string }{
		{"L15 L16 R141", "test@test.com", "t***@t***"}, {"L16", "blah@blah.net", "b***@b***"}, {"L16", "some.body@gmail.com", "s***@g***"},
		{"L18", "a@x.y.z", "a***@x***"}, {"L18", "a.b+c@mail.example.com", "a***@m***"}, {"L18", "žofie@über.org", "ž***@ü***"},
	} {
		rows = append(rows, row{rules: m.rules, name: "mask " + m.address, pool: fixture.EmailPool(), call: signingUp("jane", "email", m.address), want: sent(byEmail(m.mask), m.address)})
	}
	for _, m := range []struct{ rules, number, mask string }{
		{"L19 R141", "+12065551234", "+*******1234"}, {"L19", "+919876540276", "+********0276"}, {"L19", "+5511987654516", "+*********4516"},
		{"L20", "+1234", "+1234"}, {"L20", "+12", "+12"}, {"L19", "+12345", "+*2345"},
	} {
		rows = append(rows, row{rules: m.rules, name: "mask " + m.number, pool: fixture.PhonePool(), call: signingUp("jane", "phone_number", m.number), want: sent(bySMS(m.mask), m.number)})
	}
	return rows
}

var (
	verifyingEmail = fixture.AutoVerifying(cip.CreateUserPoolInput{}, fixture.Email)
	verifyingBoth  = both(cip.CreateUserPoolInput{})
	fixed          = []cognitofake.Option{cognitofake.WithFixedCode("123456")}
)

// worded is a pool with these words for its messages.
func worded(template types.VerificationMessageTemplateType) cip.CreateUserPoolInput {
	pool := both(cip.CreateUserPoolInput{})
	pool.VerificationMessageTemplate = &template
	return pool
}

// linked is a pool that confirms by link, with a domain made by withDomain.
func linked(template types.VerificationMessageTemplateType) cip.CreateUserPoolInput {
	template.DefaultEmailOption = types.DefaultEmailOptionTypeConfirmWithLink
	return worded(template)
}

func withDomain(w *world) {
	_, err := w.client.CreateUserPoolDomain(w.ctx, &cip.CreateUserPoolDomainInput{UserPoolId: &w.pool.ID, Domain: aws.String("jane-shop")})
	require.NoError(w, err)
}

var noDomain = invalid("Cannot perform specific action because there does not exist a valid use pool domain associated with the user pool")

var _ = addRows(append(maskRows(),
	// Whether and where a code goes.
	row{rules: "R140 R141 L8 L15", name: "unconfirmed, with a code by e-mail", pool: fixture.EmailPool(), call: signingUp("jane", "email", "test@test.com"),
		want: sent(byEmail("t***@t***"), "test@test.com")},
	row{rules: "R140 L7 L9 L25", name: "nothing is verified", call: signingUp("jane", "email", "test@test.com"), want: unsent},
	row{rules: "R141 L10", name: "no e-mail", pool: fixture.EmailPool(), call: signingUp("jane"), want: unsent},
	row{rules: "L11", name: "the phone number alone, e-mail verified", pool: verifyingEmail, call: signingUp("jane", "phone_number", "+12065551234"), want: unsent},
	row{rules: "L11", name: "the e-mail alone, phone number verified", pool: fixture.PhonePool(), call: signingUp("jane", "email", "test@test.com"), want: unsent},
	row{rules: "R141 L12", name: "both", pool: verifyingBoth, call: signingUp("jane", "email", "test@test.com", "phone_number", "+12065551234"), want: sent(bySMS("+*******1234"), "+12065551234")},
	row{rules: "L13", name: "both verified, the e-mail given", pool: verifyingBoth, call: signingUp("jane", "email", "test@test.com"), want: sent(byEmail("t***@t***"), "test@test.com")},
	row{rules: "L13", name: "both verified, the phone number given", pool: verifyingBoth, call: signingUp("jane", "phone_number", "+12065551234"), want: sent(bySMS("+*******1234"), "+12065551234")},
	row{rules: "L14", name: "both given, the e-mail verified", pool: verifyingEmail, call: signingUp("jane", "email", "test@test.com", "phone_number", "+12065551234"), want: sent(byEmail("t***@t***"), "test@test.com")},
	row{rules: "L21", name: "the e-mail as username", pool: fixture.AutoVerifying(fixture.EmailNamePool(), fixture.Email), call: signingUp("test@test.com"), want: sent(byEmail("t***@t***"), "test@test.com")},
	row{rules: "L21", name: "the phone number as username", pool: fixture.AutoVerifying(phoneNamePool(), fixture.Phone), call: signingUp("+12065551234"), want: sent(bySMS("+*******1234"), "+12065551234")},
	row{rules: "R138", name: "the user first, then the message", pool: fixture.EmailPool(), call: signingUp("jane", "email", "test@test.com"),
		want: message(func(w *world, m cognitofake.Message) { require.False(w, m.SentAt.Before(w.user("jane").CreatedAt)) })},

	// On the wire.
	row{rules: "L6 R7", name: "keys when there is nothing to say", raw: func(w *world) string {
		return `SignUp {"ClientId":"` + w.app.ID + `","Username":"jane","Password":"pa$$W0rd"}`
	}, want: want{check: func(w *world, out any) {
		require.JSONEq(w, `{"UserConfirmed":false,"UserSub":"`+w.user("jane").Sub+`"}`, string(out.([]byte)))
	}}},
	row{rules: "L6 L15 R7", name: "keys when there is something", pool: fixture.EmailPool(), app: choosing, raw: func(w *world) string {
		return `SignUp {"ClientId":"` + w.app.ID + `","Username":"jane","Password":"pa$$W0rd","UserAttributes":[{"Name":"email","Value":"test@test.com"}]}`
	}, want: want{check: func(w *world, out any) {
		var got map[string]any
		require.NoError(w, json.Unmarshal(out.([]byte), &got))
		require.NotEmpty(w, got["Session"])
		delete(got, "Session")
		require.Equal(w, map[string]any{
			"UserConfirmed": false, "UserSub": w.user("jane").Sub,
			"CodeDeliveryDetails": map[string]any{"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "t***@t***"},
		}, got)
	}}},
	row{rules: "L22 R140", name: "the sub is a UUID of today", call: signingUp("jane"), want: want{check: func(w *world, out any) {
		require.Regexp(w, `^[0-9a-f]{8}-[0-9a-f]{3}1-70[0-9a-f]{2}-[0-9a-f]{4}-[0-9a-f]{12}$`, *out.(*cip.SignUpOutput).UserSub)
	}}},
	row{rules: "L48", name: "six digits", pool: fixture.EmailPool(), call: signingUp("jane", "email", "test@test.com"),
		want: message(func(w *world, m cognitofake.Message) { require.Regexp(w, `^[0-9]{6}$`, m.Code) })},

	// Words.
	row{rules: "L27 L28", name: "default e-mail", opts: fixed, pool: fixture.EmailPool(), call: signingUp("jane", "email", "test@test.com"),
		want: reads("Your verification code", "Your confirmation code is 123456")},
	row{rules: "L29", choice: true, name: "default text message", opts: fixed, pool: fixture.PhonePool(), call: signingUp("jane", "phone_number", "+12065551234"),
		want: reads("", "Your verification code is 123456")},
	row{rules: "L28 L30 L31", name: "template, with a name that stays", opts: fixed, pool: worded(types.VerificationMessageTemplateType{
		EmailSubject: aws.String("Welcome {username}"), EmailMessage: aws.String("Dear {username}, {####} or {####}. "),
	}), call: signingUp("jane", "email", "test@test.com"), want: reads("Welcome {username}", "Dear {username}, 123456 or 123456. ")},
	row{rules: "L30", name: "template of a text message", opts: fixed, pool: worded(types.VerificationMessageTemplateType{SmsMessage: aws.String("Code {####}")}),
		call: signingUp("jane", "phone_number", "+12065551234"), want: reads("", "Code 123456")},
	row{rules: "L30", name: "a subject alone", opts: fixed, pool: worded(types.VerificationMessageTemplateType{EmailSubject: aws.String("Welcome")}),
		call: signingUp("jane", "email", "test@test.com"), want: reads("Welcome", "Your confirmation code is 123456")},
	row{rules: "L30", choice: true, name: "older members", opts: fixed, pool: cip.CreateUserPoolInput{
		AutoVerifiedAttributes:   []types.VerifiedAttributeType{fixture.Email},
		EmailVerificationSubject: aws.String("Old subject"), EmailVerificationMessage: aws.String("Old {####}"),
	}, call: signingUp("jane", "email", "test@test.com"), want: reads("Old subject", "Old 123456")},
	row{rules: "L30", choice: true, name: "the older text message", opts: fixed, pool: func() cip.CreateUserPoolInput {
		pool := fixture.PhonePool()
		pool.SmsVerificationMessage = aws.String("Old {####}")
		return pool
	}(), call: signingUp("jane", "phone_number", "+12065551234"), want: reads("", "Old 123456")},
	row{rules: "L30", name: "template before older members", opts: fixed, pool: func() cip.CreateUserPoolInput {
		pool := worded(types.VerificationMessageTemplateType{EmailSubject: aws.String("New"), EmailMessage: aws.String("New {####}")})
		pool.EmailVerificationSubject, pool.EmailVerificationMessage = aws.String("Old"), aws.String("Old {####}")
		return pool
	}(), call: signingUp("jane", "email", "test@test.com"), want: reads("New", "New 123456")},

	// Links.
	row{rules: "L34 L35 L31", name: "a link", opts: fixed, pool: linked(types.VerificationMessageTemplateType{
		EmailSubjectByLink: aws.String("Please confirm"), EmailMessageByLink: aws.String("Dear {username}, {##click here##}."),
	}), prior: withDomain, call: signingUp("jane", "email", "test@test.com"), want: message(func(w *world, m cognitofake.Message) {
		link := "https://jane-shop.auth.us-east-1.amazoncognito.com/confirmUser/?client_id=" + w.app.ID + "&user_name=jane&confirmation_code=123456"
		require.Equal(w, link, m.Link)
		require.Equal(w, "Please confirm", m.Subject)
		require.Equal(w, `Dear {username}, <a href="`+link+`">click here</a>.`, m.Body)
		require.Equal(w, "123456", m.Code)
	})},
	row{rules: "L35 R64", name: "a link for a user named by sub", opts: fixed, pool: func() cip.CreateUserPoolInput {
		pool := linked(types.VerificationMessageTemplateType{})
		pool.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
		return pool
	}(), prior: withDomain, call: signingUp("test@test.com"), want: message(func(w *world, m cognitofake.Message) {
		require.Contains(w, m.Link, "&user_name="+w.user("test@test.com").Sub+"&")
	})},
	row{rules: "L35", name: "a username that has to be escaped", opts: fixed, pool: linked(types.VerificationMessageTemplateType{}), prior: withDomain,
		call: signingUp("j&a=n+e/é", "email", "test@test.com"), want: message(func(w *world, m cognitofake.Message) {
			link, err := url.Parse(m.Link)
			require.NoError(w, err)
			require.Equal(w, url.Values{"client_id": {w.app.ID}, "user_name": {"j&a=n+e/é"}, "confirmation_code": {"123456"}}, link.Query())
			require.Contains(w, m.Body, `<a href="`+m.Link+`">`)
		})},
	row{rules: "L36 L35", name: "a link is reported like a code", pool: linked(types.VerificationMessageTemplateType{}), prior: withDomain, call: signingUp("jane", "email", "test@test.com"),
		want: sent(byEmail("t***@t***"), "test@test.com")},
	row{rules: "L34", name: "a text message has no link", opts: fixed, pool: linked(types.VerificationMessageTemplateType{}), prior: withDomain, call: signingUp("jane", "phone_number", "+12065551234"),
		want: message(func(w *world, m cognitofake.Message) {
			require.Empty(w, m.Link)
			require.Contains(w, m.Body, "123456")
		})},
	row{rules: "L37 R94", name: "a link without a domain", pool: linked(types.VerificationMessageTemplateType{}), call: signingUp("jane", "email", "test@test.com"), want: noDomain},
	row{rules: "L37 R94", name: "a link after its domain is gone", pool: linked(types.VerificationMessageTemplateType{}), prior: func(w *world) {
		withDomain(w)
		_, err := w.client.DeleteUserPoolDomain(w.ctx, &cip.DeleteUserPoolDomainInput{UserPoolId: &w.pool.ID, Domain: aws.String("jane-shop")})
		require.NoError(w, err)
	}, call: signingUp("jane", "email", "test@test.com"), want: noDomain},
	row{rules: "R94 L37", name: "no link, no domain", pool: linked(types.VerificationMessageTemplateType{}), call: signingUp("jane"), want: unsent},
	row{rules: "R94 L34", name: "a text message needs no domain", pool: linked(types.VerificationMessageTemplateType{}), call: signingUp("jane", "phone_number", "+12065551234"), want: sent(bySMS("+*******1234"), "+12065551234")},
)...)

// refusedWords is a row of a template that no pool may have; it is tried in
// CreateUserPool, and in UpdateUserPool too.
func refusedWords(rules, name string, template types.VerificationMessageTemplateType, want want) []row {
	template.DefaultEmailOption = types.DefaultEmailOptionTypeConfirmWithCode
	return []row{
		{rules: rules, name: name + ", new pool", want: want, call: func(w *world) (any, error) {
			return w.client.CreateUserPool(w.ctx, &cip.CreateUserPoolInput{PoolName: aws.String("refused"), VerificationMessageTemplate: &template})
		}},
		{rules: rules, name: name + ", old pool", want: want, call: func(w *world) (any, error) {
			return w.client.UpdateUserPool(w.ctx, &cip.UpdateUserPoolInput{UserPoolId: &w.pool.ID, VerificationMessageTemplate: &template})
		}},
	}
}

var invalidMessage = invalid("The message is invalid.")

var (
	_ = addRows(refusedWords("L33 L31", "a code where a link belongs", types.VerificationMessageTemplateType{EmailMessageByLink: aws.String("EMAIL CODE {####}")}, invalidMessage)...)
	_ = addRows(refusedWords("L33 L31", "a code beside a link", types.VerificationMessageTemplateType{EmailMessageByLink: aws.String("A body {##Verify Email##} {####}")}, invalidMessage)...)
	_ = addRows(refusedWords("L33 L31", "a link beside a code", types.VerificationMessageTemplateType{EmailMessage: aws.String("A body {##Verify Email##} {####}")}, invalidMessage)...)
	_ = addRows(refusedWords("L31", "no code", types.VerificationMessageTemplateType{EmailMessage: aws.String("no code")}, patternAt("emailMessage", "no code"))...)
	_ = addRows(refusedWords("L31", "no code in a text message", types.VerificationMessageTemplateType{SmsMessage: aws.String("no code")},
		violating(breaksShown("no code", "verificationMessageTemplate.smsMessage", `Member must satisfy regular expression pattern: .*\{####\}.*`)))...)
	_ = addRows(refusedWords("L32", "an e-mail of 20001 characters", types.VerificationMessageTemplateType{EmailMessage: aws.String(code + strings.Repeat("x", 19995))},
		tooLong("emailMessage", code+strings.Repeat("x", 19995), "20000"))...)
	_ = addRows(refusedWords("L32", "a subject of 141 characters", types.VerificationMessageTemplateType{EmailSubject: aws.String(strings.Repeat("x", 141))},
		tooLong("emailSubject", strings.Repeat("x", 141), "140"))...)
	_ = addRows(refusedWords("L32", "a text message of 141 characters", types.VerificationMessageTemplateType{SmsMessage: aws.String(code + strings.Repeat("x", 135))},
		tooLong("smsMessage", code+strings.Repeat("x", 135), "140"))...)
	_ = addRows(row{rules: "L32", name: "as long as may be", pool: worded(types.VerificationMessageTemplateType{
		EmailMessage: aws.String(code + strings.Repeat("é", 19994)), EmailSubject: aws.String(strings.Repeat("é", 140)), SmsMessage: aws.String(code + strings.Repeat("é", 134)),
	}), call: signingUp("jane", "email", "test@test.com")})
)

// code stands for the code in a template.
const code = "{####}"

func tooLong(member, value, most string) want {
	return violating(breaksShown(value, "verificationMessageTemplate."+member, "Member must have length less than or equal to "+most))
}

// patternAt is the violation of a template without its code.
func patternAt(member, value string) want {
	return violating(breaksShown(value, "verificationMessageTemplate."+member,
		`Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*`))
}
