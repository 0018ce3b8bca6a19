package rows

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// defect is one thing that can be wrong with a sign-up.
type defect struct {
	name   string
	answer Want
	pool   func(p *cip.CreateUserPoolInput)
	app    func(a *cip.CreateUserPoolClientInput)
	prior  func(w *World)
	input  func(w *World, in *cip.SignUpInput)
	// against are the names of defects that cannot be there at the same time.
	against string
}

// given adds an attribute to a request.
func given(name, value string) func(*World, *cip.SignUpInput) {
	return func(_ *World, in *cip.SignUpInput) {
		in.UserAttributes = append(in.UserAttributes, fixture.Attrs(name, value)...)
	}
}

// inOrder is every defect, in the order of R139, on a pool with aliases.
var inOrder = []defect{
	{name: "model", answer: invalid("1 validation error detected: " + breaks("validationData.1.member.value", atMost2048)),
		input: func(_ *World, in *cip.SignUpInput) {
			in.ValidationData = fixture.Attrs("k", strings.Repeat("v", 2049))
		}},
	{name: "client", answer: Want{Code: "ResourceNotFoundException", Message: "User pool client unknown does not exist."},
		input: func(_ *World, in *cip.SignUpInput) { in.ClientId = aws.String("unknown") }},
	{name: "secret", answer: Want{Code: "NotAuthorizedException", Words: Unverified},
		app:   func(a *cip.CreateUserPoolClientInput) { a.ClientSecret = aws.String(fixture.ChosenSecret) },
		input: func(_ *World, in *cip.SignUpInput) { in.SecretHash = aws.String("wrong") }},
	{name: "self sign-up", answer: Want{Code: "NotAuthorizedException", Message: "SignUp is not permitted for this user pool"},
		prior: func(w *World) {
			_, err := w.Client.UpdateUserPool(w.Ctx, &cip.UpdateUserPoolInput{
				UserPoolId: &w.PoolID, AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true},
				AutoVerifiedAttributes:      []types.VerifiedAttributeType{fixture.Email},
				VerificationMessageTemplate: &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink},
			})
			require.NoError(w, err)
		}},
	{name: "permission", answer: unauthorized, input: given("email_verified", "true")},
	{name: "form of the username", answer: emailAlias,
		input: func(w *World, in *cip.SignUpInput) {
			in.Username = aws.String("jane@example.com")
			if in.SecretHash != nil && *in.SecretHash != "wrong" {
				in.SecretHash = aws.String(w.SecretHash(*in.Username))
			}
		}, against: "duplicate"},
	{name: "password", answer: weak(notLongEnough), input: func(_ *World, in *cip.SignUpInput) { in.Password = aws.String("short") }},
	{name: "null value", answer: invalid("Attribute value for nickname must not be null"),
		input: func(_ *World, in *cip.SignUpInput) {
			in.UserAttributes = append(in.UserAttributes, types.AttributeType{Name: aws.String("nickname")})
		}},
	{name: "unknown attribute", answer: undetermined("custom:x"), input: given("custom:x", "1")},
	{name: "required attribute", answer: missing("name.givenName"),
		pool: func(p *cip.CreateUserPoolInput) { *p = Requiring(*p, "given_name") }, against: "duplicate"},
	{name: "length", answer: invalid(schemaPrefix + "birthdate: String must be no shorter than 10 characters"), input: given("birthdate", "1990")},
	{name: "format", answer: invalidEmail, input: given("email", "nonsense"), against: "domain"},
	{name: "preferred username", answer: preferred, input: given("preferred_username", "jd")},
	{name: "domain", answer: noDomain, input: given("email", "jane@example.com"), against: "duplicate"},
	{name: "duplicate", answer: UserExists, prior: SignedUp("jane")},
}

// orderRows are a row for each pair of defects that can meet.
func orderRows() []Row {
	var list []Row
	for i, first := range inOrder {
		for _, second := range inOrder[i+1:] {
			if first.against == second.name || second.against == first.name {
				continue
			}
			list = append(list, twoDefects(first, second))
		}
	}
	return list
}

func twoDefects(first, second defect) Row {
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
	answer.Check = func(w *World, _ any) {
		require.LessOrEqual(w, len(w.Users()), 1)
		w.RequireSent(0)
	}
	return Row{
		Rules: "R139", Choice: true, Name: first.name + " before " + second.name, Pool: pool, App: app,
		Prior: func(w *World) {
			for _, d := range []defect{second, first} { // a name is taken before sign-up is switched off
				if d.prior != nil {
					d.prior(w)
				}
			}
		},
		Call: signingUpBut(func(w *World, in *cip.SignUpInput) {
			for _, d := range []defect{first, second} {
				if d.input != nil {
					d.input(w, in)
				}
			}
		}),
		Want: answer,
	}
}

// Pairs for which there is more than the choice of R139.
func pairRows() []Row {
	return slices.Concat(
		orderRows(),
		[]Row{{Rules: "R130", Choice: true, Name: "the model before the client", Call: signingUpBut(func(_ *World, in *cip.SignUpInput) {
			in.ClientId, in.Username = aws.String("unknown"), aws.String("jane doe")
		}), Want: violating(breaks("username", usernamePattern))},
			{Rules: "R131", Choice: true, Name: "the secret before self sign-up", App: confidential,
				Pool: cip.CreateUserPoolInput{AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true}},
				Call: withHash("wrong"), Want: Want{Code: "NotAuthorizedException", Words: Unverified}},
			{Rules: "R132 R90", Name: "permission before schema", App: Writing("name"), Call: SigningUp("jane", "phonenumber", "1"), Want: unauthorized},
			{Rules: "R132 R90 R83", Name: "permission before what is required", Pool: Requiring(cip.CreateUserPoolInput{}, "email"), App: Writing("email"),
				Call: SigningUp("jane", "name", "Jane"), Want: unauthorized},
			{Rules: "R133 R60 R79", Name: "an e-mail's form before a phone number's", Pool: fixture.EmailNamePool(), Call: SigningUp("jane", "phone_number", "1"), Want: notAnEmail},
			{Rules: "R133 R61 R78", Name: "a phone number's form before an e-mail's", Pool: PhoneNamePool(), Call: SigningUp("jane", "email", "x"), Want: notAPhone},
			{Rules: "R133 R62 R78", Name: "both kinds' form before an e-mail's", Pool: anyNamePool(), Call: SigningUp("jane", "email", "x"), Want: neitherKind},
			{Rules: "R133 R69 R78", Name: "an alias's form before an e-mail's", Pool: AliasPool(types.AliasAttributeTypeEmail), Call: SigningUp("jane@example.com", "email", "x"), Want: emailAlias},
			{Rules: "R133 R70 R79", Name: "an alias's form before a phone number's", Pool: AliasPool(types.AliasAttributeTypePhoneNumber), Call: SigningUp("+12065550100", "phone_number", "1"), Want: phoneAlias},
			{Rules: "R136", Choice: true, Name: "password before a taken e-mail", Pool: fixture.EmailNamePool(), Prior: SignedUp("jane@example.com"), Call: func(w *World) (any, error) {
				in := w.SignUpInput("jane@example.com")
				in.Password = aws.String("short")
				return w.Client.SignUp(w.Ctx, in)
			}, Want: left(1, weak(notLongEnough))},
			{Rules: "R137", Choice: true, Name: "username, password, attributes", Pool: fixture.EmailNamePool(), Call: func(w *World) (any, error) {
				in := w.SignUpInput("jane@example.com", "phone_number", "1")
				in.Password = aws.String("short")
				return w.Client.SignUp(w.Ctx, in)
			}, Want: weak(notLongEnough)},
			{Rules: "R137 R60", Choice: true, Name: "form of the username before password", Pool: fixture.EmailNamePool(), Call: func(w *World) (any, error) {
				in := w.SignUpInput("jane", "phone_number", "1")
				in.Password = aws.String("short")
				return w.Client.SignUp(w.Ctx, in)
			}, Want: notAnEmail},
			{Rules: "R139 R78 R79", Choice: true, Name: "an e-mail's form before a phone number's in the attributes", Call: SigningUp("jane", "phone_number", "1", "email", "x"),
				Want: invalid("Invalid email address format.")},
			{Rules: "R73", Choice: true, Name: "e-mail taken before phone taken", Pool: anyNamePool(),
				Prior: func(w *World) { w.MustSignUp("jane@example.com", "phone_number", "+12065550100") },
				Call:  SigningUp("+12065550100", "email", "jane@example.com"),
				Want:  left(1, Want{Code: "UsernameExistsException", Message: "An account with the given email already exists."})},
			{Rules: "R139 R65", Choice: true, Name: "the other e-mail before the password", Pool: fixture.EmailNamePool(), Call: func(w *World) (any, error) {
				in := w.SignUpInput("jane@example.com", "email", "john@example.com")
				in.Password = aws.String("short")
				return w.Client.SignUp(w.Ctx, in)
			}, Want: otherEmail},
			{Rules: "R139 R114", Choice: true, Name: "a missing password before the attributes", Call: func(w *World) (any, error) {
				in := w.SignUpInput("jane", "custom:x", "1")
				in.Password = nil
				return w.Client.SignUp(w.Ctx, in)
			}, Want: missingPassword},
		},
	)
}
