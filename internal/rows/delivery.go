package rows

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Worded is a pool with these words for its messages.
func Worded(template types.VerificationMessageTemplateType) cip.CreateUserPoolInput {
	pool := Both(cip.CreateUserPoolInput{})
	pool.VerificationMessageTemplate = &template
	return pool
}

// Linked is a pool that confirms by link, with a domain made by withDomain.
func Linked(template types.VerificationMessageTemplateType) cip.CreateUserPoolInput {
	template.DefaultEmailOption = types.DefaultEmailOptionTypeConfirmWithLink
	return Worded(template)
}

var noDomain = invalid("Cannot perform specific action because there does not exist a valid use pool domain associated with the user pool")

// deliveryRows are rows of what SignUp answers and sends: docs/behaviour.md R140, R141, L6 to L37.
func deliveryRows() []Row {
	return []Row{
		// On the wire.
		{Rules: "L6 R7", Name: "keys when there is nothing to say", Raw: func(w *World) string {
			return `SignUp {"ClientId":"` + w.ClientID + `","Username":"jane","Password":"pa$$W0rd"}`
		}, Want: Want{Check: func(w *World, out any) {
			require.JSONEq(w, `{"UserConfirmed":false,"UserSub":"`+w.User("jane").Sub+`"}`, string(out.([]byte)))
		}}},
		{Rules: "L6 L15 R7", Name: "keys when there is something", Pool: fixture.EmailPool(), App: Choosing, Raw: func(w *World) string {
			return `SignUp {"ClientId":"` + w.ClientID + `","Username":"jane","Password":"pa$$W0rd","UserAttributes":[{"Name":"email","Value":"test@test.com"}]}`
		}, Want: Want{Check: func(w *World, out any) {
			var got map[string]any
			require.NoError(w, json.Unmarshal(out.([]byte), &got))
			require.NotEmpty(w, got["Session"])
			delete(got, "Session")
			require.Equal(w, map[string]any{
				"UserConfirmed": false, "UserSub": w.User("jane").Sub,
				"CodeDeliveryDetails": map[string]any{"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "t***@t***"},
			}, got)
		}}},
		{Rules: "L22 R140", Name: "the sub is a UUID of today", Call: SigningUp("jane"), Want: Want{Check: func(w *World, out any) {
			require.Regexp(w, `^[0-9a-f]{8}-[0-9a-f]{3}1-70[0-9a-f]{2}-[0-9a-f]{4}-[0-9a-f]{12}$`, *out.(*cip.SignUpOutput).UserSub)
		}}},

		// Links.
		{Rules: "L37 R94", Name: "a link without a domain", Pool: Linked(types.VerificationMessageTemplateType{}), Call: SigningUp("jane", "email", "test@test.com"), Want: noDomain},
		{Rules: "L37 R94", Name: "a link after its domain is gone", Pool: Linked(types.VerificationMessageTemplateType{}), Prior: func(w *World) {
			WithDomain(w)
			WithoutDomain(w)
		}, Call: SigningUp("jane", "email", "test@test.com"), Want: noDomain},
	}
}

// refusedWords is a row of a template that no pool may have; it is tried in
// CreateUserPool, and in UpdateUserPool too.
func refusedWords(rules, name string, template types.VerificationMessageTemplateType, want Want) []Row {
	template.DefaultEmailOption = types.DefaultEmailOptionTypeConfirmWithCode
	return []Row{
		{Rules: rules, Name: name + ", new pool", Want: want, Call: func(w *World) (any, error) {
			return w.Client.CreateUserPool(w.Ctx, &cip.CreateUserPoolInput{PoolName: aws.String("refused"), VerificationMessageTemplate: &template})
		}},
		{Rules: rules, Name: name + ", old pool", Want: want, Call: func(w *World) (any, error) {
			return w.Client.UpdateUserPool(w.Ctx, &cip.UpdateUserPoolInput{UserPoolId: &w.PoolID, VerificationMessageTemplate: &template})
		}},
	}
}

var invalidMessage = invalid("The message is invalid.")

// templateRows are rows of templates.
func templateRows() []Row {
	return slices.Concat(
		refusedWords("L33 L31", "a code where a link belongs", types.VerificationMessageTemplateType{EmailMessageByLink: aws.String("EMAIL CODE {####}")}, invalidMessage),
		refusedWords("L33 L31", "a code beside a link", types.VerificationMessageTemplateType{EmailMessageByLink: aws.String("A body {##Verify Email##} {####}")}, invalidMessage),
		refusedWords("L33 L31", "a link beside a code", types.VerificationMessageTemplateType{EmailMessage: aws.String("A body {##Verify Email##} {####}")}, invalidMessage),
		refusedWords("L31", "no code", types.VerificationMessageTemplateType{EmailMessage: aws.String("no code")}, patternAt("emailMessage", "no code")),
		refusedWords("L31", "no code in a text message", types.VerificationMessageTemplateType{SmsMessage: aws.String("no code")},
			violating(breaksShown("no code", "verificationMessageTemplate.smsMessage", `Member must satisfy regular expression pattern: .*\{####\}.*`))),
		refusedWords("L32", "an e-mail of 20001 characters", types.VerificationMessageTemplateType{EmailMessage: aws.String(code + strings.Repeat("x", 19995))},
			tooLong("emailMessage", code+strings.Repeat("x", 19995), "20000")),
		refusedWords("L32", "a subject of 141 characters", types.VerificationMessageTemplateType{EmailSubject: aws.String(strings.Repeat("x", 141))},
			tooLong("emailSubject", strings.Repeat("x", 141), "140")),
		refusedWords("L32", "a text message of 141 characters", types.VerificationMessageTemplateType{SmsMessage: aws.String(code + strings.Repeat("x", 135))},
			tooLong("smsMessage", code+strings.Repeat("x", 135), "140")),
		[]Row{{Rules: "L32", Name: "as long as may be", Pool: Worded(types.VerificationMessageTemplateType{
			EmailMessage: aws.String(code + strings.Repeat("é", 19994)), EmailSubject: aws.String(strings.Repeat("é", 140)), SmsMessage: aws.String(code + strings.Repeat("é", 134)),
		}), Call: SigningUp("jane", "email", "test@test.com")}},
	)
}

// code stands for the code in a template.
const code = "{####}"

func tooLong(member, value, most string) Want {
	return violating(breaksShown(value, "verificationMessageTemplate."+member, "Member must have length less than or equal to "+most))
}

// patternAt is the violation of a template without its code.
func patternAt(member, value string) Want {
	return violating(breaksShown(value, "verificationMessageTemplate."+member,
		`Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*`))
}
