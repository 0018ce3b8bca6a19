package rows

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// fault is one thing that can be wrong with an AdminCreateUser.
type fault struct {
	name   string
	answer Want
	prior  func(w *World)
	input  func(in *cip.AdminCreateUserInput)
	// against are the names of faults that cannot be there at the same time.
	against string
}

// having adds an attribute to a request.
func having(name, value string) func(*cip.AdminCreateUserInput) {
	return func(in *cip.AdminCreateUserInput) {
		in.UserAttributes = append(in.UserAttributes, fixture.Attrs(name, value)...)
	}
}

// createFaults are in the order of R139b, on a pool with aliases.
var createFaults = []fault{
	{name: "model", answer: invalid("1 validation error detected: " + breaks("validationData.1.member.value", atMost2048)),
		input: func(in *cip.AdminCreateUserInput) { in.ValidationData = fixture.Attrs("k", strings.Repeat("v", 2049)) }},
	{name: "pool", answer: Want{Code: "ResourceNotFoundException", Message: "User pool us-east-1_Unknown00 does not exist."},
		input: func(in *cip.AdminCreateUserInput) { in.UserPoolId = aws.String("us-east-1_Unknown00") }},
	{name: "form of the username", answer: emailAlias,
		input: func(in *cip.AdminCreateUserInput) { in.Username = aws.String("jane@example.com") }, against: "name taken"},
	{name: "temporary password", answer: weakTemporary(notLongEnough),
		input: func(in *cip.AdminCreateUserInput) { in.TemporaryPassword = aws.String("short") }},
	{name: "null value", answer: invalid("Attribute value for nickname must not be null"),
		input: func(in *cip.AdminCreateUserInput) {
			in.UserAttributes = append(in.UserAttributes, types.AttributeType{Name: aws.String("nickname")})
		}},
	{name: "unknown attribute", answer: undetermined("custom:x"), input: having("custom:x", "1")},
	{name: "sub", answer: invalid("user.sub: Attribute cannot be updated.\n"), input: having("sub", "8d5a6bdc-7c1c-4b6a-9c1e-1d8c2f0a7b11")},
	{name: "length", answer: invalid("Attributes did not conform to the schema: custom:short: String must be no longer than 3 characters"),
		input: having("custom:short", "longer")},
	{name: "form of the e-mail", answer: invalid("Invalid email address format."), input: having("email", "x"), against: "alias taken"},
	{name: "form of the phone", answer: invalid("Invalid phone number format."), input: having("phone_number", "1"), against: "flag without phone, medium without phone"},
	{name: "flag without phone", answer: invalid("Phone Number is required to verify/un-verify a phone number"),
		input: having("phone_number_verified", "true")},
	{name: "medium without phone", answer: invalid("No phone number provided but desired delivery medium was SMS"),
		input: func(in *cip.AdminCreateUserInput) {
			in.DesiredDeliveryMediums = []types.DeliveryMediumType{types.DeliveryMediumTypeSms}
		}},
	{name: "name taken", answer: Want{Code: "UsernameExistsException", Message: "User account already exists"},
		prior: func(w *World) { w.AddUser(NewUser{Username: "jane"}) }},
	{name: "alias taken", answer: Want{Code: "AliasExistsException", Message: "An account with the email already exists."},
		prior: func(w *World) {
			w.AddUser(NewUser{Username: "joe", Attributes: map[string]string{"email": "a@example.com", "email_verified": "true"}})
		},
		input: func(in *cip.AdminCreateUserInput) {
			in.UserAttributes = append(in.UserAttributes, fixture.Attrs("email", "a@example.com", "email_verified", "true")...)
		}},
	{name: "preferred username taken", answer: Want{Code: "AliasExistsException", Message: "Already found an entry for the provided username."},
		prior: func(w *World) {
			w.AddUser(NewUser{Username: "maria", Attributes: map[string]string{"preferred_username": "mm"}})
		},
		input: having("preferred_username", "mm")},
}

// createOrderRows are rows of the order in which AdminCreateUser checks, by
// pairs of what is wrong: docs/behaviour.md R139b.
func createOrderRows() []Row {
	var list []Row
	for i, first := range createFaults {
		for _, second := range createFaults[i+1:] {
			if !strings.Contains(first.against, second.name) {
				list = append(list, createPair(first, second))
			}
		}
	}
	again := &cip.AdminCreateUserInput{
		TemporaryPassword: aws.String("short"), MessageAction: types.MessageActionTypeResend,
		DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeSms},
	}
	return append(list,
		Row{Rules: "R139b R65", Choice: true, Name: "the other e-mail before the temporary password", Pool: fixture.EmailNamePool(), Call: func(w *World) (any, error) {
			return w.Client.AdminCreateUser(w.Ctx, &cip.AdminCreateUserInput{UserPoolId: &w.PoolID, Username: aws.String("jane@example.com"),
				TemporaryPassword: aws.String("short"), UserAttributes: fixture.Attrs("email", "joe@example.com")})
		}, Want: otherEmail},
		Row{Rules: "R139b N117", Choice: true, Name: "e-mail taken before phone taken, by an administrator", Pool: anyNamePool(),
			Prior: func(w *World) {
				w.MustAdminCreate("jane@example.com", "phone_number", "+15555550100")
			},
			Call: func(w *World) (any, error) { return w.AdminCreate("+15555550100", "email", "jane@example.com") },
			Want: Want{Code: "UsernameExistsException", Message: "An account with the given email already exists."}},
		Row{Rules: "R139b N118", Choice: true, Name: "RESEND: the status before the temporary password",
			Prior: func(w *World) { w.AddJane() },
			Call:  func(w *World) (any, error) { again := *again; return w.Invite(&again) },
			Want:  Want{Code: "UnsupportedUserStateException", Message: "Resend not possible. jane status is not FORCE_CHANGE_PASSWORD"}},
		Row{Rules: "R139b N118", Choice: true, Name: "RESEND: the user before the temporary password",
			Call: func(w *World) (any, error) { again := *again; return w.Invite(&again) },
			Want: Want{Code: "UserNotFoundException", Message: "User does not exist."}},
		Row{Rules: "R139b N118", Choice: true, Name: "RESEND: the temporary password before the medium",
			Prior: func(w *World) { w.MustAdminCreate("jane") },
			Call:  func(w *World) (any, error) { again := *again; return w.Invite(&again) },
			Want:  weakTemporary(notLongEnough)},
	)
}

func createPair(first, second fault) Row {
	answer := first.answer
	answer.Check = func(w *World, _ any) { w.RequireSent(0) }
	return Row{
		Rules: "R139b", Choice: true, Name: first.name + " before " + second.name,
		Pool: cip.CreateUserPoolInput{
			AliasAttributes: []types.AliasAttributeType{types.AliasAttributeTypeEmail, types.AliasAttributeTypePreferredUsername},
			Schema: []types.SchemaAttributeType{{
				Name: aws.String("short"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(true),
				StringAttributeConstraints: &types.StringAttributeConstraintsType{MaxLength: aws.String("3")},
			}},
		},
		Prior: func(w *World) {
			for _, f := range []fault{first, second} {
				if f.prior != nil {
					f.prior(w)
				}
			}
		},
		Call: func(w *World) (any, error) {
			users := len(w.Users())
			in := &cip.AdminCreateUserInput{UserPoolId: &w.PoolID, Username: aws.String("jane")}
			for _, f := range []fault{first, second} {
				if f.input != nil {
					f.input(in)
				}
			}
			out, err := w.Client.AdminCreateUser(w.Ctx, in)
			require.Len(w, w.Users(), users, "a refused call leaves nothing behind")
			return out, err
		},
		Want: answer,
	}
}

// weakTemporary refuses a temporary password.
func weakTemporary(violation string) Want {
	return Want{Code: "InvalidPasswordException", Message: "Password did not conform with password policy: " + violation}
}

// temporaryPasswordRows are rows of every violation of the policy, in a
// creation and in a repetition: docs/behaviour.md N117, N118, R40.
func temporaryPasswordRows() []Row {
	var list []Row
	for _, c := range []struct{ password, violation string }{
		{"Ab1!", notLongEnough},
		{"AB1!CDEF", "Password must have lowercase characters"},
		{"ab1!cdef", "Password must have uppercase characters"},
		{"Abc!defg", "Password must have numeric characters"},
		{"Abc1defg", "Password must have symbol characters"},
	} {
		in := cip.AdminCreateUserInput{TemporaryPassword: &c.password}
		list = append(list,
			Row{Rules: "N117 R40", Name: "temporary password " + c.password,
				Call: func(w *World) (any, error) { in := in; return w.Invite(&in) }, Want: weakTemporary(c.violation)},
			Row{Rules: "N118 N117 R40", Name: "temporary password " + c.password + " again", Prior: func(w *World) { w.MustAdminCreate("jane") },
				Call: func(w *World) (any, error) {
					in := in
					in.MessageAction = types.MessageActionTypeResend
					return w.Invite(&in)
				}, Want: weakTemporary(c.violation)},
			Row{Rules: "N113 R40", Choice: true, Name: "temporary password " + c.password + " by AdminSetUserPassword", Prior: func(w *World) { w.MustAdminCreate("jane") },
				Call: func(w *World) (any, error) { return w.SetPassword("jane", c.password, false) },
				Want: Want{Code: "InvalidPasswordException", Message: "Password does not conform to policy: " + c.violation}},
		)
	}
	return list
}
