package truth_test

import (
	"net/url"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

func byEmail(destination string) *types.CodeDeliveryDetailsType {
	return &types.CodeDeliveryDetailsType{AttributeName: aws.String("email"), DeliveryMedium: types.DeliveryMediumTypeEmail, Destination: &destination}
}

func bySMS(destination string) *types.CodeDeliveryDetailsType {
	return &types.CodeDeliveryDetailsType{AttributeName: aws.String("phone_number"), DeliveryMedium: types.DeliveryMediumTypeSms, Destination: &destination}
}

// sent checks the details and that one message went to somebody.
func sent(details *types.CodeDeliveryDetailsType, to string) rows.Want {
	return rows.Want{Check: check(func(w *world, out any) {
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
	})}
}

// unsent checks that nobody was told anything.
var unsent = rows.Want{Check: check(func(w *world, out any) {
	got := out.(*cip.SignUpOutput)
	require.False(w, got.UserConfirmed)
	require.Nil(w, got.CodeDeliveryDetails)
	require.Empty(w, w.fake.Messages())
	require.Empty(w, w.pool.Code("jane"))
	require.Equal(w, types.UserStatusTypeUnconfirmed, w.user("jane").Status)
})}

// message checks the one message of the row.
func message(look func(w *world, m cognitofake.Message)) rows.Want {
	return rows.Want{Check: check(func(w *world, _ any) {
		require.Len(w, w.fake.Messages(), 1)
		look(w, w.fake.Messages()[0])
	})}
}

func reads(subject, body string) rows.Want {
	return message(func(w *world, m cognitofake.Message) {
		require.Equal(w, subject, m.Subject)
		require.Equal(w, body, m.Body)
	})
}

// maskRows are rows of addresses and what the caller sees of them.
func maskRows() []rows.Row {
	var list []rows.Row
	for _, m := range []struct{ rules, address, mask string }{
		{"L15 L16 R141", "test@test.com", "t***@t***"}, {"L16", "blah@blah.net", "b***@b***"}, {"L16", "some.body@gmail.com", "s***@g***"},
		{"L18", "a@x.y.z", "a***@x***"}, {"L18", "a.b+c@mail.example.com", "a***@m***"}, {"L18", "žofie@über.org", "ž***@ü***"},
	} {
		list = append(list, rows.Row{Rules: m.rules, Name: "mask " + m.address, Pool: fixture.EmailPool(), Call: rows.SigningUp("jane", "email", m.address), Want: sent(byEmail(m.mask), m.address)})
	}
	for _, m := range []struct{ rules, number, mask string }{
		{"L19 R141", "+12065551234", "+*******1234"}, {"L19", "+919876540276", "+********0276"}, {"L19", "+5511987654516", "+*********4516"},
		{"L20", "+1234", "+1234"}, {"L20", "+12", "+12"}, {"L19", "+12345", "+*2345"},
	} {
		list = append(list, rows.Row{Rules: m.rules, Name: "mask " + m.number, Pool: fixture.PhonePool(), Call: rows.SigningUp("jane", "phone_number", m.number), Want: sent(bySMS(m.mask), m.number)})
	}
	return list
}

var (
	verifyingEmail = fixture.AutoVerifying(cip.CreateUserPoolInput{}, fixture.Email)
	verifyingBoth  = rows.Both(cip.CreateUserPoolInput{})
	fixed          = []cognitofake.Option{cognitofake.WithFixedCode("123456")}
)

// deliveryRows are rows of what SignUp answers and sends: docs/behaviour.md R140, R141, L6 to L37.
func deliveryRows() []rows.Row {
	return slices.Concat(
		maskRows(),
		[]rows.Row{ // Whether and where a code goes.
			{Rules: "R140 R141 L8 L15", Name: "unconfirmed, with a code by e-mail", Pool: fixture.EmailPool(), Call: rows.SigningUp("jane", "email", "test@test.com"),
				Want: sent(byEmail("t***@t***"), "test@test.com")},
			{Rules: "R140 L7 L9 L25", Name: "nothing is verified", Call: rows.SigningUp("jane", "email", "test@test.com"), Want: unsent},
			{Rules: "R141 L10", Name: "no e-mail", Pool: fixture.EmailPool(), Call: rows.SigningUp("jane"), Want: unsent},
			{Rules: "L11", Name: "the phone number alone, e-mail verified", Pool: verifyingEmail, Call: rows.SigningUp("jane", "phone_number", "+12065551234"), Want: unsent},
			{Rules: "L11", Name: "the e-mail alone, phone number verified", Pool: fixture.PhonePool(), Call: rows.SigningUp("jane", "email", "test@test.com"), Want: unsent},
			{Rules: "R141 L12", Name: "both", Pool: verifyingBoth, Call: rows.SigningUp("jane", "email", "test@test.com", "phone_number", "+12065551234"), Want: sent(bySMS("+*******1234"), "+12065551234")},
			{Rules: "L13", Name: "both verified, the e-mail given", Pool: verifyingBoth, Call: rows.SigningUp("jane", "email", "test@test.com"), Want: sent(byEmail("t***@t***"), "test@test.com")},
			{Rules: "L13", Name: "both verified, the phone number given", Pool: verifyingBoth, Call: rows.SigningUp("jane", "phone_number", "+12065551234"), Want: sent(bySMS("+*******1234"), "+12065551234")},
			{Rules: "L14", Name: "both given, the e-mail verified", Pool: verifyingEmail, Call: rows.SigningUp("jane", "email", "test@test.com", "phone_number", "+12065551234"), Want: sent(byEmail("t***@t***"), "test@test.com")},
			{Rules: "L21", Name: "the e-mail as username", Pool: fixture.AutoVerifying(fixture.EmailNamePool(), fixture.Email), Call: rows.SigningUp("test@test.com"), Want: sent(byEmail("t***@t***"), "test@test.com")},
			{Rules: "L21", Name: "the phone number as username", Pool: fixture.AutoVerifying(rows.PhoneNamePool(), fixture.Phone), Call: rows.SigningUp("+12065551234"), Want: sent(bySMS("+*******1234"), "+12065551234")},
			{Rules: "R138", Name: "the user first, then the message", Pool: fixture.EmailPool(), Call: rows.SigningUp("jane", "email", "test@test.com"),
				Want: message(func(w *world, m cognitofake.Message) { require.False(w, m.SentAt.Before(w.user("jane").CreatedAt)) })},

			// On the wire.
			{Rules: "L48", Name: "six digits", Pool: fixture.EmailPool(), Call: rows.SigningUp("jane", "email", "test@test.com"),
				Want: message(func(w *world, m cognitofake.Message) { require.Regexp(w, `^[0-9]{6}$`, m.Code) })},

			// Words.
			{Rules: "L27 L28", Name: "default e-mail", Own: fixed, Pool: fixture.EmailPool(), Call: rows.SigningUp("jane", "email", "test@test.com"),
				Want: reads("Your verification code", "Your confirmation code is 123456")},
			{Rules: "L29", Choice: true, Name: "default text message", Own: fixed, Pool: fixture.PhonePool(), Call: rows.SigningUp("jane", "phone_number", "+12065551234"),
				Want: reads("", "Your verification code is 123456")},
			{Rules: "L28 L30 L31", Name: "template, with a name that stays", Own: fixed, Pool: rows.Worded(types.VerificationMessageTemplateType{
				EmailSubject: aws.String("Welcome {username}"), EmailMessage: aws.String("Dear {username}, {####} or {####}. "),
			}), Call: rows.SigningUp("jane", "email", "test@test.com"), Want: reads("Welcome {username}", "Dear {username}, 123456 or 123456. ")},
			{Rules: "L30", Name: "template of a text message", Own: fixed, Pool: rows.Worded(types.VerificationMessageTemplateType{SmsMessage: aws.String("Code {####}")}),
				Call: rows.SigningUp("jane", "phone_number", "+12065551234"), Want: reads("", "Code 123456")},
			{Rules: "L30", Name: "a subject alone", Own: fixed, Pool: rows.Worded(types.VerificationMessageTemplateType{EmailSubject: aws.String("Welcome")}),
				Call: rows.SigningUp("jane", "email", "test@test.com"), Want: reads("Welcome", "Your confirmation code is 123456")},
			{Rules: "L30", Name: "older members", Own: fixed, Pool: cip.CreateUserPoolInput{
				AutoVerifiedAttributes:   []types.VerifiedAttributeType{fixture.Email},
				EmailVerificationSubject: aws.String("Old subject"), EmailVerificationMessage: aws.String("Old {####}"),
			}, Call: rows.SigningUp("jane", "email", "test@test.com"), Want: reads("Old subject", "Old 123456")},
			{Rules: "L30", Name: "the older text message", Own: fixed, Pool: func() cip.CreateUserPoolInput {
				pool := fixture.PhonePool()
				pool.SmsVerificationMessage = aws.String("Old {####}")
				return pool
			}(), Call: rows.SigningUp("jane", "phone_number", "+12065551234"), Want: reads("", "Old 123456")},
			{Rules: "L30", Name: "template before older members", Own: fixed, Pool: func() cip.CreateUserPoolInput {
				pool := rows.Worded(types.VerificationMessageTemplateType{EmailSubject: aws.String("New"), EmailMessage: aws.String("New {####}")})
				pool.EmailVerificationSubject, pool.EmailVerificationMessage = aws.String("Old"), aws.String("Old {####}")
				return pool
			}(), Call: rows.SigningUp("jane", "email", "test@test.com"), Want: reads("New", "New 123456")},

			// Links.
			{Rules: "L34 L35 L31", Name: "a link", Own: fixed, Pool: rows.Linked(types.VerificationMessageTemplateType{
				EmailSubjectByLink: aws.String("Please confirm"), EmailMessageByLink: aws.String("Dear {username}, {##click here##}."),
			}), Prior: rows.WithDomain, Call: rows.SigningUp("jane", "email", "test@test.com"), Want: message(func(w *world, m cognitofake.Message) {
				link := "https://" + w.Domain() + ".auth.us-east-1.amazoncognito.com/confirmUser/?client_id=" + w.app.ID + "&user_name=jane&confirmation_code=123456"
				require.Equal(w, link, m.Link)
				require.Equal(w, "Please confirm", m.Subject)
				require.Equal(w, `Dear {username}, <a href="`+link+`">click here</a>.`, m.Body)
				require.Equal(w, "123456", m.Code)
			})},
			{Rules: "L35 R64", Name: "a link for a user named by sub", Own: fixed, Pool: func() cip.CreateUserPoolInput {
				pool := rows.Linked(types.VerificationMessageTemplateType{})
				pool.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
				return pool
			}(), Prior: rows.WithDomain, Call: rows.SigningUp("test@test.com"), Want: message(func(w *world, m cognitofake.Message) {
				require.Contains(w, m.Link, "&user_name="+w.user("test@test.com").Sub+"&")
			})},
			{Rules: "L35", Name: "a username that has to be escaped", Own: fixed, Pool: rows.Linked(types.VerificationMessageTemplateType{}), Prior: rows.WithDomain,
				Call: rows.SigningUp("j&a=n+e/é", "email", "test@test.com"), Want: message(func(w *world, m cognitofake.Message) {
					link, err := url.Parse(m.Link)
					require.NoError(w, err)
					require.Equal(w, url.Values{"client_id": {w.app.ID}, "user_name": {"j&a=n+e/é"}, "confirmation_code": {"123456"}}, link.Query())
					require.Contains(w, m.Body, `<a href="`+m.Link+`">`)
				})},
			{Rules: "L36 L35", Name: "a link is reported like a code", Pool: rows.Linked(types.VerificationMessageTemplateType{}), Prior: rows.WithDomain, Call: rows.SigningUp("jane", "email", "test@test.com"),
				Want: sent(byEmail("t***@t***"), "test@test.com")},
			{Rules: "L34", Name: "a text message has no link", Own: fixed, Pool: rows.Linked(types.VerificationMessageTemplateType{}), Prior: rows.WithDomain, Call: rows.SigningUp("jane", "phone_number", "+12065551234"),
				Want: message(func(w *world, m cognitofake.Message) {
					require.Empty(w, m.Link)
					require.Contains(w, m.Body, "123456")
				})},
			{Rules: "R94 L37", Name: "no link, no domain", Pool: rows.Linked(types.VerificationMessageTemplateType{}), Call: rows.SigningUp("jane"), Want: unsent},
			{Rules: "R94 L34", Name: "a text message needs no domain", Pool: rows.Linked(types.VerificationMessageTemplateType{}), Call: rows.SigningUp("jane", "phone_number", "+12065551234"), Want: sent(bySMS("+*******1234"), "+12065551234")},
		},
	)
}
