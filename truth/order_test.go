package truth_test

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of the order of SignUp's checks: docs/behaviour.md R130 to R139. Two
// things are wrong with each request, and the earlier check answers.

// defect is one thing that can be wrong with a sign-up.
type defect struct {
	name   string
	answer want
	pool   func(p *cip.CreateUserPoolInput)
	app    func(a *cip.CreateUserPoolClientInput)
	prior  func(w *world)
	input  func(w *world, in *cip.SignUpInput)
	// against are the names of defects that cannot be there at the same time.
	against string
}

// given adds an attribute to a request.
func given(name, value string) func(*world, *cip.SignUpInput) {
	return func(_ *world, in *cip.SignUpInput) {
		in.UserAttributes = append(in.UserAttributes, fixture.Attrs(name, value)...)
	}
}

// inOrder is every defect, in the order of R139, on a pool with aliases.
var inOrder = []defect{
	{name: "model", answer: invalid("1 validation error detected: " + breaks("validationData.1.member.value", atMost2048)),
		input: func(_ *world, in *cip.SignUpInput) {
			in.ValidationData = fixture.Attrs("k", strings.Repeat("v", 2049))
		}},
	{name: "client", answer: want{code: "ResourceNotFoundException", message: "User pool client unknown does not exist."},
		input: func(_ *world, in *cip.SignUpInput) { in.ClientId = aws.String("unknown") }},
	{name: "secret", answer: want{code: "NotAuthorizedException", words: unverified},
		app:   func(a *cip.CreateUserPoolClientInput) { a.ClientSecret = aws.String(fixture.ChosenSecret) },
		input: func(_ *world, in *cip.SignUpInput) { in.SecretHash = aws.String("wrong") }},
	{name: "self sign-up", answer: want{code: "NotAuthorizedException", message: "SignUp is not permitted for this user pool"},
		prior: func(w *world) {
			_, err := w.client.UpdateUserPool(w.ctx, &cip.UpdateUserPoolInput{
				UserPoolId: &w.pool.ID, AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true},
				AutoVerifiedAttributes:      []types.VerifiedAttributeType{fixture.Email},
				VerificationMessageTemplate: &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink},
			})
			require.NoError(w, err)
		}},
	{name: "permission", answer: unauthorized, input: given("email_verified", "true")},
	{name: "form of the username", answer: emailAlias,
		input: func(w *world, in *cip.SignUpInput) {
			in.Username = aws.String("jane@example.com")
			if in.SecretHash != nil && *in.SecretHash != "wrong" {
				in.SecretHash = aws.String(w.app.SecretHash(*in.Username))
			}
		}, against: "duplicate"},
	{name: "password", answer: weak(notLongEnough), input: func(_ *world, in *cip.SignUpInput) { in.Password = aws.String("short") }},
	{name: "null value", answer: invalid("Attribute value for nickname must not be null"),
		input: func(_ *world, in *cip.SignUpInput) {
			in.UserAttributes = append(in.UserAttributes, types.AttributeType{Name: aws.String("nickname")})
		}},
	{name: "unknown attribute", answer: undetermined("custom:x"), input: given("custom:x", "1")},
	{name: "required attribute", answer: missing("name.givenName"),
		pool: func(p *cip.CreateUserPoolInput) { *p = requiring(*p, "given_name") }, against: "duplicate"},
	{name: "length", answer: invalid(schemaPrefix + "birthdate: String must be no shorter than 10 characters"), input: given("birthdate", "1990")},
	{name: "format", answer: invalidEmail, input: given("email", "nonsense"), against: "domain"},
	{name: "preferred username", answer: preferred, input: given("preferred_username", "jd")},
	{name: "domain", answer: noDomain, input: given("email", "jane@example.com"), against: "duplicate"},
	{name: "duplicate", answer: userExists, prior: signedUp("jane")},
}

// orderRows are a row for each pair of defects that can meet.
func orderRows() []row {
	var rows []row
	for i, first := range inOrder {
		for _, second := range inOrder[i+1:] {
			if first.against == second.name || second.against == first.name {
				continue
			}
			rows = append(rows, twoDefects(first, second))
		}
	}
	return rows
}

func twoDefects(first, second defect) row {
	pool := cip.CreateUserPoolInput{
		AliasAttributes:             []types.AliasAttributeType{types.AliasAttributeTypeEmail, types.AliasAttributeTypePreferredUsername},
		AutoVerifiedAttributes:      []types.VerifiedAttributeType{fixture.Email},
		VerificationMessageTemplate: &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink},
	}
	var app cip.CreateUserPoolClientInput
	for _, d := range []defect{first, second} {
		if d.pool != nil {
			d.pool(&pool)
		}
		if d.app != nil {
			d.app(&app)
		}
	}
	answer := first.answer
	answer.check = func(w *world, _ any) {
		require.LessOrEqual(w, len(w.pool.Users()), 1)
		require.Empty(w, w.fake.Messages())
	}
	return row{
		rules: "R139", choice: true, name: first.name + " before " + second.name, pool: pool, app: app,
		prior: func(w *world) {
			for _, d := range []defect{second, first} { // a name is taken before sign-up is switched off
				if d.prior != nil {
					d.prior(w)
				}
			}
		},
		call: signingUpBut(func(w *world, in *cip.SignUpInput) {
			for _, d := range []defect{first, second} {
				if d.input != nil {
					d.input(w, in)
				}
			}
		}),
		want: answer,
	}
}

// Pairs for which there is more than the choice of R139.
var _ = addRows(append(orderRows(),
	row{rules: "R130", choice: true, name: "the model before the client", call: signingUpBut(func(_ *world, in *cip.SignUpInput) {
		in.ClientId, in.Username = aws.String("unknown"), aws.String("jane doe")
	}), want: violating(breaks("username", usernamePattern))},
	row{rules: "R131", choice: true, name: "the secret before self sign-up", app: confidential,
		pool: cip.CreateUserPoolInput{AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true}},
		call: withHash("wrong"), want: want{code: "NotAuthorizedException", words: unverified}},
	row{rules: "R132 R90", name: "permission before schema", app: writing("name"), call: signingUp("jane", "phonenumber", "1"), want: unauthorized},
	row{rules: "R132 R90 R83", name: "permission before what is required", pool: requiring(cip.CreateUserPoolInput{}, "email"), app: writing("email"),
		call: signingUp("jane", "name", "Jane"), want: unauthorized},
	row{rules: "R133 R60 R79", name: "an e-mail's form before a phone number's", pool: fixture.EmailNamePool(), call: signingUp("jane", "phone_number", "1"), want: notAnEmail},
	row{rules: "R133 R61 R78", name: "a phone number's form before an e-mail's", pool: phoneNamePool(), call: signingUp("jane", "email", "x"), want: notAPhone},
	row{rules: "R133 R62 R78", name: "both kinds' form before an e-mail's", pool: anyNamePool(), call: signingUp("jane", "email", "x"), want: neitherKind},
	row{rules: "R133 R69 R78", name: "an alias's form before an e-mail's", pool: aliasPool(types.AliasAttributeTypeEmail), call: signingUp("jane@example.com", "email", "x"), want: emailAlias},
	row{rules: "R133 R70 R79", name: "an alias's form before a phone number's", pool: aliasPool(types.AliasAttributeTypePhoneNumber), call: signingUp("+12065550100", "phone_number", "1"), want: phoneAlias},
	row{rules: "R136", choice: true, name: "password before a taken e-mail", pool: fixture.EmailNamePool(), prior: signedUp("jane@example.com"), call: func(w *world) (any, error) {
		in := w.signUpInput("jane@example.com")
		in.Password = aws.String("short")
		return w.client.SignUp(w.ctx, in)
	}, want: left(1, weak(notLongEnough))},
	row{rules: "R137", choice: true, name: "username, password, attributes", pool: fixture.EmailNamePool(), call: func(w *world) (any, error) {
		in := w.signUpInput("jane@example.com", "phone_number", "1")
		in.Password = aws.String("short")
		return w.client.SignUp(w.ctx, in)
	}, want: weak(notLongEnough)},
	row{rules: "R139 R65", choice: true, name: "the other e-mail before the password", pool: fixture.EmailNamePool(), call: func(w *world) (any, error) {
		in := w.signUpInput("jane@example.com", "email", "john@example.com")
		in.Password = aws.String("short")
		return w.client.SignUp(w.ctx, in)
	}, want: otherEmail},
	row{rules: "R139 R114", choice: true, name: "a missing password before the attributes", call: func(w *world) (any, error) {
		in := w.signUpInput("jane", "custom:x", "1")
		in.Password = nil
		return w.client.SignUp(w.ctx, in)
	}, want: missingPassword},
)...)
