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

// SchemaPool has these custom attributes.
func SchemaPool(attributes ...types.SchemaAttributeType) cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{Schema: attributes}
}

// CustomNumber is a custom attribute of a number between min and max.
func CustomNumber(name, min, max string) types.SchemaAttributeType {
	return types.SchemaAttributeType{
		Name: &name, AttributeDataType: types.AttributeDataTypeNumber,
		NumberAttributeConstraints: &types.NumberAttributeConstraintsType{MinValue: &min, MaxValue: &max},
	}
}

func custom(name string, kind types.AttributeDataType) types.SchemaAttributeType {
	return types.SchemaAttributeType{Name: &name, AttributeDataType: kind}
}

// Writing is a client with these WriteAttributes.
func Writing(names ...string) cip.CreateUserPoolClientInput {
	return cip.CreateUserPoolClientInput{WriteAttributes: names}
}

const schemaPrefix = "Attributes did not conform to the schema: "

// outsideSchema is a refusal by the schema in words of which the prefix alone is certain.
var outsideSchema = Want{Code: "InvalidParameterException", Message: schemaPrefix, Prefix: true}

func undetermined(name string) Want {
	return invalid(schemaPrefix + "Type for attribute {" + name + "} could not be determined")
}

var unauthorized = Want{Code: "NotAuthorizedException", Message: "A client attempted to write unauthorized attribute"}

// missing is R83b for attributes by their names of today.
func missing(scim ...string) Want {
	var parts []string
	for _, name := range scim {
		parts = append(parts, name+": The attribute "+name+" is required")
	}
	return invalid(schemaPrefix + strings.Join(parts, ", "))
}

// stored checks the attributes of jane, sub aside.
func stored(pairs ...string) Want {
	return Want{Check: func(w *World, _ any) {
		wanted := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			wanted[pairs[i]] = pairs[i+1]
		}
		got := w.User("jane").Attributes
		require.Equal(w, w.User("jane").Sub, got["sub"])
		delete(got, "sub")
		require.Equal(w, wanted, got)
	}}
}

// formatRows are rows of good and bad e-mail addresses and phone numbers.
func formatRows() []Row {
	var list []Row
	for address, choice := range map[string]bool{
		"teamoneautothon": false, "john.doe.example.com": false, "@invalid.email.com": false, "qwrrw.com21": false,
		"jane@": true, "jane@example": true, "jane@@example.com": true, "jane@a@example.com": true, "jane@.com": true,
		"jane@example.": true, "jane@example..com": true, "jane doe@example.com": true, "jane@exa mple.com": true,
		"jane\u00a0doe@example.com": true, "jane@example.com\n": true,
	} {
		list = append(list, Row{Rules: "R78", Choice: choice, Name: "bad e-mail " + address, Call: SigningUp("jane", "email", address), Want: invalidEmail})
	}
	for _, address := range []string{"test@test.com", "a@b.c", "a.b+c@mail.example.com", "o'brien@example.co.uk", "ŽOFIE@exämple.org"} {
		list = append(list, Row{Rules: "R78", Name: "good e-mail " + address, Call: SigningUp("jane", "email", address), Want: stored("email", address, "email_verified", "false")})
	}
	for number, choice := range map[string]bool{
		"961": false, "12065550100": false, "+1206555CALL": false, "+1 206 555 0100": false, "+1-206-555-0100": false, "+1(206)5550100": false,
		"phone": false, "+": true, "+1": true, "+01234567": true, "+1234567890123456": true, "++12065550100": true, "+12065550100 ": false, "+١٢٣٤٥٦٧": true,
	} {
		list = append(list, Row{Rules: "R79", Choice: choice, Name: "bad phone number " + number, Call: SigningUp("jane", "phone_number", number), Want: invalidPhone})
	}
	for _, number := range []string{"+3333333333", "+111111111", "+123456789", "+123456789012345"} {
		list = append(list, Row{Rules: "R79", Name: "good phone number " + number, Call: SigningUp("jane", "phone_number", number),
			Want: stored("phone_number", number, "phone_number_verified", "false")})
	}
	return list
}

// standardRows are a row of each standard attribute that a client may write (R82, R91).
func standardRows() []Row {
	values := map[string]string{
		"birthdate": "1990-01-01", "updated_at": "1700000000", "email": "jane@example.com", "phone_number": "+12065550100",
	}
	var list []Row
	for _, name := range []string{
		"name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website",
		"gender", "birthdate", "zoneinfo", "locale", "updated_at", "address", "email", "phone_number",
	} {
		value, ok := values[name]
		if !ok {
			value = "x " + name
		}
		list = append(list, Row{Rules: "R82 R91", Name: "writes " + name, Call: SigningUp("jane", name, value),
			Want: Want{Check: func(w *World, _ any) { require.Equal(w, value, w.User("jane").Attributes[name]) }}})
	}
	for _, name := range []string{"sub", "email_verified", "phone_number_verified", "identities", "dev:custom:x", "dev:x"} {
		list = append(list, Row{Rules: "R90 R91 R92", Name: "never writes " + name, Call: SigningUp("jane", name, "true"), Want: unauthorized})
	}
	// Today's names of attributes that are required and missing.
	for name, scim := range map[string]string{
		"email": "emails", "phone_number": "phoneNumbers", "name": "name.formatted", "given_name": "name.givenName", "family_name": "name.familyName",
		"nickname": "nickName", "address": "addresses", "birthdate": "birthdate", "gender": "gender", "picture": "picture",
		"middle_name": "name.middleName", "preferred_username": "preferredUsername",
		"profile": "profile", "website": "website", "zoneinfo": "zoneinfo", "locale": "locale", "updated_at": "updated_at",
	} {
		chosen := slices.Contains([]string{"middle_name", "preferred_username", "profile", "website", "zoneinfo", "locale", "updated_at"}, name)
		list = append(list, Row{Rules: "R83 R83b", Choice: chosen, Name: "requires " + name, Pool: Requiring(cip.CreateUserPoolInput{}, name),
			Call: SigningUp("jane"), Want: missing(scim)})
	}
	return list
}

// wide is as many characters.
func wide(n int) string { return strings.Repeat("é", n) }

// address is an e-mail address of as many characters.
func address(n int) string { return strings.Repeat("a", n-len("@example.com")) + "@example.com" }

// attributeRows are rows of attributes: docs/behaviour.md R78 to R97.
func attributeRows() []Row {
	return slices.Concat(
		formatRows(),
		standardRows(),
		[]Row{ // Values that are missing or empty.
			{Rules: "R80", Name: "no value", Call: signingUpBut(func(_ *World, in *cip.SignUpInput) {
				in.UserAttributes = []types.AttributeType{{Name: aws.String("email")}}
			}), Want: invalid("Attribute value for email must not be null")},
			{Rules: "R80", Name: "no value of a custom attribute", Pool: SchemaPool(fixture.CustomString("team", "0", "9")), Call: signingUpBut(func(_ *World, in *cip.SignUpInput) {
				in.UserAttributes = append(fixture.Attrs("name", "Jane"), types.AttributeType{Name: aws.String("custom:team")})
			}), Want: invalid("Attribute value for custom:team must not be null")},
			{Rules: "R80", Name: "null value", Raw: func(w *World) string {
				return `SignUp {"ClientId":"` + w.ClientID + `","Username":"jane","Password":"pa$$W0rd","UserAttributes":[{"Name":"email","Value":null}]}`
			}, Want: invalid("Attribute value for email must not be null")},
			{Rules: "R81 L10", Name: "empty e-mail", Pool: fixture.EmailPool(), Call: SigningUp("jane", "email", "", "name", "Jane"), Want: Want{Check: func(w *World, out any) {
				require.Nil(w, out.(*cip.SignUpOutput).CodeDeliveryDetails)
				w.RequireSent(0)
				stored("name", "Jane").Check(w, out)
			}}},
			{Rules: "R81", Name: "empty phone number", Pool: fixture.PhonePool(), Call: SigningUp("jane", "phone_number", ""), Want: stored()},
			{Rules: "R81 R83 R83b", Name: "empty and required", Pool: Requiring(cip.CreateUserPoolInput{}, "email"), Call: SigningUp("jane", "email", ""), Want: missing("emails")},
			{Rules: "R81 R86", Name: "empty and below the minimum", Call: SigningUp("jane", "birthdate", ""), Want: stored()},

			// What is required.
			{Rules: "R83 R83b", Name: "two missing, in order", Pool: Requiring(cip.CreateUserPoolInput{}, "name", "phone_number"), Call: SigningUp("jane"),
				Want: missing("phoneNumbers", "name.formatted")},
			{Rules: "R83b", Choice: true, Name: "all missing, in order", Pool: Requiring(cip.CreateUserPoolInput{},
				"nickname", "name", "middle_name", "family_name", "given_name", "email", "locale", "zoneinfo", "phone_number", "picture", "website", "updated_at",
				"preferred_username", "gender", "birthdate", "address", "profile"), Call: SigningUp("jane"), Want: missing(
				"profile", "addresses", "birthdate", "gender", "preferredUsername", "updated_at", "website", "picture", "phoneNumbers", "zoneinfo", "locale", "emails",
				"name.givenName", "name.familyName", "name.middleName", "name.formatted", "nickName")},
			{Rules: "R83 R83b", Name: "one of two missing", Pool: Requiring(cip.CreateUserPoolInput{}, "name", "email"), Call: SigningUp("jane", "name", "Jane"), Want: missing("emails")},
			{Rules: "R83", Name: "none missing", Pool: Requiring(cip.CreateUserPoolInput{}, "name", "email"), Call: SigningUp("jane", "name", "Jane", "email", "a@example.com")},

			// What is unknown.
			{Rules: "R84", Name: "a custom attribute", Call: SigningUp("jane", "custom:x", "1"), Want: undetermined("custom:x")},
			{Rules: "R84", Name: "no attribute at all", Call: SigningUp("jane", "phonenumber", "1"), Want: undetermined("phonenumber")},
			{Rules: "R84", Name: "another case", Call: SigningUp("jane", "Email", "a@example.com"), Want: undetermined("Email")},
			{Rules: "R84", Choice: true, Name: "two of them", Call: SigningUp("jane", "custom:y", "1", "name", "Jane", "custom:x", "1"), Want: undetermined("custom:y")},
			{Rules: "R85", Name: "with its prefix", Pool: SchemaPool(fixture.CustomString("team", "1", "9")), Call: SigningUp("jane", "custom:team", "red"), Want: stored("custom:team", "red")},
			{Rules: "R85 R84", Name: "without its prefix", Pool: SchemaPool(fixture.CustomString("team", "1", "9")), Call: SigningUp("jane", "team", "red"), Want: undetermined("team")},
			{Rules: "R85 R90", Name: "without its prefix, where writing is limited", Pool: SchemaPool(fixture.CustomString("team", "1", "9")), App: Writing("custom:team"),
				Call: SigningUp("jane", "team", "red"), Want: unauthorized},
			{Rules: "R85 N135", Name: "required custom attribute", Call: func(w *World) (any, error) {
				required := fixture.CustomString("team", "1", "9")
				required.Required = aws.Bool(true)
				pool := SchemaPool(required)
				pool.PoolName = aws.String("refused")
				return w.Client.CreateUserPool(w.Ctx, &pool)
			}, Want: invalid("Required custom attributes are not supported currently.")},

			// Lengths, bounds, types.
			{Rules: "R86", Name: "birthdate of nine characters", Call: SigningUp("jane", "birthdate", "1990-1-01"), Want: invalid(schemaPrefix + "birthdate: String must be no shorter than 10 characters")},
			{Rules: "R86", Name: "birthdate of eleven characters", Call: SigningUp("jane", "birthdate", "1990-01-001"), Want: invalid(schemaPrefix + "birthdate: String must be no longer than 10 characters")},
			{Rules: "R86 R87", Choice: true, Name: "birthdate of ten characters", Call: SigningUp("jane", "birthdate", "abcdefghij"), Want: stored("birthdate", "abcdefghij")},
			{Rules: "R86", Name: "custom attribute too short", Pool: SchemaPool(fixture.CustomString("team", "3", "5")), Call: SigningUp("jane", "custom:team", wide(2)), Want: outsideSchema},
			{Rules: "R86 R17", Name: "custom attribute of minimal length", Pool: SchemaPool(fixture.CustomString("team", "3", "5")), Call: SigningUp("jane", "custom:team", wide(3))},
			{Rules: "R86 R17", Name: "custom attribute of maximal length", Pool: SchemaPool(fixture.CustomString("team", "3", "5")), Call: SigningUp("jane", "custom:team", wide(5))},
			{Rules: "R86", Name: "custom attribute too long", Pool: SchemaPool(fixture.CustomString("team", "3", "5")), Call: SigningUp("jane", "custom:team", wide(6)), Want: outsideSchema},
			{Rules: "R86 R88", Choice: true, Name: "two wrong lengths", Pool: SchemaPool(fixture.CustomString("team", "3", "5")), Call: SigningUp("jane", "custom:team", "x", "birthdate", "x"),
				Want: invalid(schemaPrefix + "birthdate: String must be no shorter than 10 characters, custom:team: String must be no shorter than 3 characters")},
			{Rules: "R82 R95", Name: "2048 characters", Call: SigningUp("jane", "email", address(2048))},
			{Rules: "R82 R87", Name: "updated_at before the epoch", Call: SigningUp("jane", "updated_at", "-1"), Want: outsideSchema},
			{Rules: "R82 R87", Name: "updated_at at the epoch", Call: SigningUp("jane", "updated_at", "0")},
			{Rules: "R87", Name: "no number", Call: SigningUp("jane", "updated_at", "today"), Want: outsideSchema},
			{Rules: "R87", Choice: true, Name: "NaN is no number", Call: SigningUp("jane", "updated_at", "NaN"), Want: outsideSchema},
			{Rules: "R87", Choice: true, Name: "hexadecimal is no number", Call: SigningUp("jane", "updated_at", "0x10"), Want: outsideSchema},
			{Rules: "R87", Name: "below a minimum", Pool: SchemaPool(CustomNumber("age", "18", "99")), Call: SigningUp("jane", "custom:age", "17"), Want: outsideSchema},
			{Rules: "R87", Name: "a minimum", Pool: SchemaPool(CustomNumber("age", "18", "99")), Call: SigningUp("jane", "custom:age", "18")},
			{Rules: "R87", Name: "a maximum", Pool: SchemaPool(CustomNumber("age", "18", "99")), Call: SigningUp("jane", "custom:age", "99")},
			{Rules: "R87", Name: "above a maximum", Pool: SchemaPool(CustomNumber("age", "18", "99")), Call: SigningUp("jane", "custom:age", "99.5"), Want: outsideSchema},
			{Rules: "R87", Name: "a boolean", Pool: SchemaPool(custom("vip", types.AttributeDataTypeBoolean)), Call: SigningUp("jane", "custom:vip", "true")},
			{Rules: "R87", Name: "no boolean", Pool: SchemaPool(custom("vip", types.AttributeDataTypeBoolean)), Call: SigningUp("jane", "custom:vip", "yes"), Want: outsideSchema},
			{Rules: "R87", Name: "a date", Pool: SchemaPool(custom("since", types.AttributeDataTypeDatetime)), Call: SigningUp("jane", "custom:since", "2024-05-01T10:00:00Z")},
			{Rules: "R87", Name: "no date", Pool: SchemaPool(custom("since", types.AttributeDataTypeDatetime)), Call: SigningUp("jane", "custom:since", "yesterday"), Want: outsideSchema},
			{Rules: "R87", Name: "free text", Call: SigningUp("jane", "gender", "?", "locale", "nowhere", "zoneinfo", "Mars/Olympus", "website", "none", "picture", ":-)"),
				Want: stored("gender", "?", "locale", "nowhere", "zoneinfo", "Mars/Olympus", "website", "none", "picture", ":-)")},
			{Rules: "R88 R83", Name: "two kinds of violation", Pool: Requiring(cip.CreateUserPoolInput{}, "email"), Call: SigningUp("jane", "custom:x", "1", "birthdate", "x"), Want: outsideSchema},
			{Rules: "R89", Choice: true, Name: "one name twice", Call: SigningUp("jane", "name", "First", "name", "Last"), Want: stored("name", "Last")},
			{Rules: "R89 R81", Choice: true, Name: "taken back by an empty value", Pool: fixture.EmailPool(), Call: SigningUp("jane", "email", "a@example.com", "email", ""), Want: stored()},

			// Permissions.
			{Rules: "R90", Name: "outside of WriteAttributes", App: Writing("name"), Call: SigningUp("jane", "name", "Jane", "email", "a@example.com"), Want: unauthorized},
			{Rules: "R90", Name: "within WriteAttributes", App: Writing("name", "email"), Call: SigningUp("jane", "name", "Jane", "email", "a@example.com")},
			{Rules: "R90 R132", Name: "known to neither", App: Writing("email"), Call: SigningUp("jane", "phonenumber", "1"), Want: unauthorized},
			{Rules: "R90", Name: "a custom attribute outside", Pool: SchemaPool(fixture.CustomString("team", "1", "9")), App: Writing("email"), Call: SigningUp("jane", "custom:team", "red"), Want: unauthorized},
			{Rules: "R90", Name: "email_verified", Call: SigningUp("jane", "email", "a@example.com", "email_verified", "true"), Want: unauthorized},
			{Rules: "R91", Choice: true, Name: "custom attributes without WriteAttributes", Pool: SchemaPool(fixture.CustomString("team", "1", "9")), Call: SigningUp("jane", "custom:team", "red"), Want: stored("custom:team", "red")},
			{Rules: "R91", Choice: true, Name: "no attributes to write are all of them", Pool: Requiring(cip.CreateUserPoolInput{}, "email"), App: Writing([]string{}...),
				Call: SigningUp("jane", "email", "a@example.com")},
			{Rules: "R91 P129", Name: "a client that may not write what is required", Pool: Requiring(cip.CreateUserPoolInput{}, "email", "name"), Call: func(w *World) (any, error) {
				return w.Client.CreateUserPoolClient(w.Ctx, &cip.CreateUserPoolClientInput{
					UserPoolId: &w.PoolID, ClientName: aws.String("c"), WriteAttributes: []string{"email"},
				})
			}, Want: invalid("Invalid write attributes specified while creating a client")},
			{Rules: "R92", Name: "immutable, set once", Pool: SchemaPool(types.SchemaAttributeType{
				Name: aws.String("tenant"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(false),
			}), Call: SigningUp("jane", "custom:tenant", "t1"), Want: stored("custom:tenant", "t1")},
			{Rules: "R92", Name: "an immutable standard attribute", Pool: SchemaPool(types.SchemaAttributeType{
				Name: aws.String("email"), Mutable: aws.Bool(false),
			}), Call: SigningUp("jane", "email", "a@example.com"), Want: stored("email", "a@example.com", "email_verified", "false")},

			// What is stored.
			{Rules: "R96", Name: "validation data is stored nowhere", App: Writing("name"), Call: signingUpBut(func(_ *World, in *cip.SignUpInput) {
				in.ValidationData = fixture.Attrs("email", "nonsense", "custom:none", "x", "name", "Jane", "email_verified", "true")
			}), Want: stored()},
			{Rules: "R97", Name: "flags of both", Call: SigningUp("jane", "phone_number", "+12065550100", "name", "J", "email", "a@example.com", "address", "a"), Want: stored(
				"address", "a", "email", "a@example.com", "email_verified", "false", "name", "J", "phone_number", "+12065550100", "phone_number_verified", "false")},
			{Rules: "R97", Name: "no flag without its attribute", Call: SigningUp("jane", "name", "Jane"), Want: stored("name", "Jane")},
		},
	)
}
