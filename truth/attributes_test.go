package truth_test

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of attributes: docs/behaviour.md R78 to R97.

// schemaPool has these custom attributes.
func schemaPool(attributes ...types.SchemaAttributeType) cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{Schema: attributes}
}

func customNumber(name, min, max string) types.SchemaAttributeType {
	return types.SchemaAttributeType{
		Name: &name, AttributeDataType: types.AttributeDataTypeNumber,
		NumberAttributeConstraints: &types.NumberAttributeConstraintsType{MinValue: &min, MaxValue: &max},
	}
}

func custom(name string, kind types.AttributeDataType) types.SchemaAttributeType {
	return types.SchemaAttributeType{Name: &name, AttributeDataType: kind}
}

// writing is a client with these WriteAttributes.
func writing(names ...string) cip.CreateUserPoolClientInput {
	return cip.CreateUserPoolClientInput{WriteAttributes: names}
}

const schemaPrefix = "Attributes did not conform to the schema: "

// outsideSchema is a refusal by the schema in words of which the prefix alone is certain.
var outsideSchema = want{code: "InvalidParameterException", message: schemaPrefix, prefix: true}

func undetermined(name string) want {
	return invalid(schemaPrefix + "Type for attribute {" + name + "} could not be determined")
}

var unauthorized = want{code: "NotAuthorizedException", message: "A client attempted to write unauthorized attribute"}

// missing is R83b for attributes by their names of today.
func missing(scim ...string) want {
	var parts []string
	for _, name := range scim {
		parts = append(parts, name+": The attribute "+name+" is required")
	}
	return invalid(schemaPrefix + strings.Join(parts, ", "))
}

// stored checks the attributes of jane, sub aside.
func stored(pairs ...string) want {
	return want{check: func(w *world, _ any) {
		wanted := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			wanted[pairs[i]] = pairs[i+1]
		}
		got := w.user("jane").Attributes
		require.Equal(w, w.user("jane").Sub, got["sub"])
		delete(got, "sub")
		require.Equal(w, wanted, got)
	}}
}

// formatRows are rows of good and bad e-mail addresses and phone numbers.
func formatRows() []row {
	var rows []row
	for address, choice := range map[string]bool{
		"teamoneautothon": false, "john.doe.example.com": false, "@invalid.email.com": false, "qwrrw.com21": false,
		"jane@": true, "jane@example": true, "jane@@example.com": true, "jane@a@example.com": true, "jane@.com": true,
		"jane@example.": true, "jane@example..com": true, "jane doe@example.com": true, "jane@exa mple.com": true,
		"jane\u00a0doe@example.com": true, "jane@example.com\n": true,
	} {
		rows = append(rows, row{rules: "R78", choice: choice, name: "bad e-mail " + address, call: signingUp("jane", "email", address), want: invalidEmail})
	}
	for _, address := range []string{"test@test.com", "a@b.c", "a.b+c@mail.example.com", "o'brien@example.co.uk", "ŽOFIE@exämple.org"} {
		rows = append(rows, row{rules: "R78", name: "good e-mail " + address, call: signingUp("jane", "email", address), want: stored("email", address, "email_verified", "false")})
	}
	for number, choice := range map[string]bool{
		"961": false, "12065550100": false, "+1206555CALL": false, "+1 206 555 0100": false, "+1-206-555-0100": false, "+1(206)5550100": false,
		"phone": false, "+": true, "+1": true, "+01234567": true, "+1234567890123456": true, "++12065550100": true, "+12065550100 ": false, "+١٢٣٤٥٦٧": true,
	} {
		rows = append(rows, row{rules: "R79", choice: choice, name: "bad phone number " + number, call: signingUp("jane", "phone_number", number), want: invalidPhone})
	}
	for _, number := range []string{"+3333333333", "+111111111", "+123456789", "+123456789012345"} {
		rows = append(rows, row{rules: "R79", name: "good phone number " + number, call: signingUp("jane", "phone_number", number),
			want: stored("phone_number", number, "phone_number_verified", "false")})
	}
	return rows
}

// standardRows are a row of each standard attribute that a client may write (R82, R91).
func standardRows() []row {
	values := map[string]string{
		"birthdate": "1990-01-01", "updated_at": "1700000000", "email": "jane@example.com", "phone_number": "+12065550100",
	}
	var rows []row
	for _, name := range []string{
		"name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website",
		"gender", "birthdate", "zoneinfo", "locale", "updated_at", "address", "email", "phone_number",
	} {
		value, ok := values[name]
		if !ok {
			value = "x " + name
		}
		rows = append(rows, row{rules: "R82 R91", name: "writes " + name, call: signingUp("jane", name, value),
			want: want{check: func(w *world, _ any) { require.Equal(w, value, w.user("jane").Attributes[name]) }}})
	}
	for _, name := range []string{"sub", "email_verified", "phone_number_verified", "identities", "dev:custom:x", "dev:x"} {
		rows = append(rows, row{rules: "R90 R91 R92", name: "never writes " + name, call: signingUp("jane", name, "true"), want: unauthorized})
	}
	// Today's names of attributes that are required and missing.
	for name, scim := range map[string]string{
		"email": "emails", "phone_number": "phoneNumbers", "name": "name.formatted", "given_name": "name.givenName", "family_name": "name.familyName",
		"nickname": "nickName", "address": "addresses", "birthdate": "birthdate", "gender": "gender", "picture": "picture",
		"middle_name": "name.middleName", "preferred_username": "preferredUsername",
		"profile": "profile", "website": "website", "zoneinfo": "zoneinfo", "locale": "locale", "updated_at": "updated_at",
	} {
		chosen := slices.Contains([]string{"middle_name", "preferred_username", "profile", "website", "zoneinfo", "locale", "updated_at"}, name)
		rows = append(rows, row{rules: "R83 R83b", choice: chosen, name: "requires " + name, pool: requiring(cip.CreateUserPoolInput{}, name),
			call: signingUp("jane"), want: missing(scim)})
	}
	return rows
}

// wide is as many characters.
func wide(n int) string { return strings.Repeat("é", n) }

// address is an e-mail address of as many characters.
func address(n int) string { return strings.Repeat("a", n-len("@example.com")) + "@example.com" }

var _ = addRows(append(append(formatRows(), standardRows()...),
	// Values that are missing or empty.
	row{rules: "R80", name: "no value", call: signingUpBut(func(_ *world, in *cip.SignUpInput) {
		in.UserAttributes = []types.AttributeType{{Name: aws.String("email")}}
	}), want: invalid("Attribute value for email must not be null")},
	row{rules: "R80", name: "no value of a custom attribute", pool: schemaPool(fixture.CustomString("team", "0", "9")), call: signingUpBut(func(_ *world, in *cip.SignUpInput) {
		in.UserAttributes = append(fixture.Attrs("name", "Jane"), types.AttributeType{Name: aws.String("custom:team")})
	}), want: invalid("Attribute value for custom:team must not be null")},
	row{rules: "R80", name: "null value", raw: func(w *world) string {
		return `SignUp {"ClientId":"` + w.app.ID + `","Username":"jane","Password":"pa$$W0rd","UserAttributes":[{"Name":"email","Value":null}]}`
	}, want: invalid("Attribute value for email must not be null")},
	row{rules: "R81 L10", name: "empty e-mail", pool: fixture.EmailPool(), call: signingUp("jane", "email", "", "name", "Jane"), want: want{check: func(w *world, out any) {
		require.Nil(w, out.(*cip.SignUpOutput).CodeDeliveryDetails)
		require.Empty(w, w.fake.Messages())
		stored("name", "Jane").check(w, out)
	}}},
	row{rules: "R81", name: "empty phone number", pool: fixture.PhonePool(), call: signingUp("jane", "phone_number", ""), want: stored()},
	row{rules: "R81 R83 R83b", name: "empty and required", pool: requiring(cip.CreateUserPoolInput{}, "email"), call: signingUp("jane", "email", ""), want: missing("emails")},
	row{rules: "R81 R86", name: "empty and below the minimum", call: signingUp("jane", "birthdate", ""), want: stored()},

	// What is required.
	row{rules: "R83 R83b", name: "two missing, in order", pool: requiring(cip.CreateUserPoolInput{}, "name", "phone_number"), call: signingUp("jane"),
		want: missing("phoneNumbers", "name.formatted")},
	row{rules: "R83b", choice: true, name: "all missing, in order", pool: requiring(cip.CreateUserPoolInput{},
		"nickname", "name", "middle_name", "family_name", "given_name", "email", "locale", "zoneinfo", "phone_number", "picture", "website", "updated_at",
		"preferred_username", "gender", "birthdate", "address", "profile"), call: signingUp("jane"), want: missing(
		"profile", "addresses", "birthdate", "gender", "preferredUsername", "updated_at", "website", "picture", "phoneNumbers", "zoneinfo", "locale", "emails",
		"name.givenName", "name.familyName", "name.middleName", "name.formatted", "nickName")},
	row{rules: "R83 R83b", name: "one of two missing", pool: requiring(cip.CreateUserPoolInput{}, "name", "email"), call: signingUp("jane", "name", "Jane"), want: missing("emails")},
	row{rules: "R83", name: "none missing", pool: requiring(cip.CreateUserPoolInput{}, "name", "email"), call: signingUp("jane", "name", "Jane", "email", "a@example.com")},

	// What is unknown.
	row{rules: "R84", name: "a custom attribute", call: signingUp("jane", "custom:x", "1"), want: undetermined("custom:x")},
	row{rules: "R84", name: "no attribute at all", call: signingUp("jane", "phonenumber", "1"), want: undetermined("phonenumber")},
	row{rules: "R84", name: "another case", call: signingUp("jane", "Email", "a@example.com"), want: undetermined("Email")},
	row{rules: "R84", choice: true, name: "two of them", call: signingUp("jane", "custom:y", "1", "name", "Jane", "custom:x", "1"), want: undetermined("custom:y")},
	row{rules: "R85", name: "with its prefix", pool: schemaPool(fixture.CustomString("team", "1", "9")), call: signingUp("jane", "custom:team", "red"), want: stored("custom:team", "red")},
	row{rules: "R85 R84", name: "without its prefix", pool: schemaPool(fixture.CustomString("team", "1", "9")), call: signingUp("jane", "team", "red"), want: undetermined("team")},
	row{rules: "R85 R90", name: "without its prefix, where writing is limited", pool: schemaPool(fixture.CustomString("team", "1", "9")), app: writing("custom:team"),
		call: signingUp("jane", "team", "red"), want: unauthorized},
	row{rules: "R85 N135", name: "required custom attribute", call: func(w *world) (any, error) {
		required := fixture.CustomString("team", "1", "9")
		required.Required = aws.Bool(true)
		pool := schemaPool(required)
		pool.PoolName = aws.String("refused")
		return w.client.CreateUserPool(w.ctx, &pool)
	}, want: invalid("Required custom attributes are not supported currently.")},

	// Lengths, bounds, types.
	row{rules: "R86", name: "birthdate of nine characters", call: signingUp("jane", "birthdate", "1990-1-01"), want: invalid(schemaPrefix + "birthdate: String must be no shorter than 10 characters")},
	row{rules: "R86", name: "birthdate of eleven characters", call: signingUp("jane", "birthdate", "1990-01-001"), want: invalid(schemaPrefix + "birthdate: String must be no longer than 10 characters")},
	row{rules: "R86 R87", choice: true, name: "birthdate of ten characters", call: signingUp("jane", "birthdate", "abcdefghij"), want: stored("birthdate", "abcdefghij")},
	row{rules: "R86", name: "custom attribute too short", pool: schemaPool(fixture.CustomString("team", "3", "5")), call: signingUp("jane", "custom:team", wide(2)), want: outsideSchema},
	row{rules: "R86 R17", name: "custom attribute of minimal length", pool: schemaPool(fixture.CustomString("team", "3", "5")), call: signingUp("jane", "custom:team", wide(3))},
	row{rules: "R86 R17", name: "custom attribute of maximal length", pool: schemaPool(fixture.CustomString("team", "3", "5")), call: signingUp("jane", "custom:team", wide(5))},
	row{rules: "R86", name: "custom attribute too long", pool: schemaPool(fixture.CustomString("team", "3", "5")), call: signingUp("jane", "custom:team", wide(6)), want: outsideSchema},
	row{rules: "R86 R88", choice: true, name: "two wrong lengths", pool: schemaPool(fixture.CustomString("team", "3", "5")), call: signingUp("jane", "custom:team", "x", "birthdate", "x"),
		want: invalid(schemaPrefix + "birthdate: String must be no shorter than 10 characters, custom:team: String must be no shorter than 3 characters")},
	row{rules: "R82 R95", name: "2048 characters", call: signingUp("jane", "email", address(2048))},
	row{rules: "R82 R87", name: "updated_at before the epoch", call: signingUp("jane", "updated_at", "-1"), want: outsideSchema},
	row{rules: "R82 R87", name: "updated_at at the epoch", call: signingUp("jane", "updated_at", "0")},
	row{rules: "R87", name: "no number", call: signingUp("jane", "updated_at", "today"), want: outsideSchema},
	row{rules: "R87", choice: true, name: "NaN is no number", call: signingUp("jane", "updated_at", "NaN"), want: outsideSchema},
	row{rules: "R87", choice: true, name: "hexadecimal is no number", call: signingUp("jane", "updated_at", "0x10"), want: outsideSchema},
	row{rules: "R87", name: "below a minimum", pool: schemaPool(customNumber("age", "18", "99")), call: signingUp("jane", "custom:age", "17"), want: outsideSchema},
	row{rules: "R87", name: "a minimum", pool: schemaPool(customNumber("age", "18", "99")), call: signingUp("jane", "custom:age", "18")},
	row{rules: "R87", name: "a maximum", pool: schemaPool(customNumber("age", "18", "99")), call: signingUp("jane", "custom:age", "99")},
	row{rules: "R87", name: "above a maximum", pool: schemaPool(customNumber("age", "18", "99")), call: signingUp("jane", "custom:age", "99.5"), want: outsideSchema},
	row{rules: "R87", name: "a boolean", pool: schemaPool(custom("vip", types.AttributeDataTypeBoolean)), call: signingUp("jane", "custom:vip", "true")},
	row{rules: "R87", name: "no boolean", pool: schemaPool(custom("vip", types.AttributeDataTypeBoolean)), call: signingUp("jane", "custom:vip", "yes"), want: outsideSchema},
	row{rules: "R87", name: "a date", pool: schemaPool(custom("since", types.AttributeDataTypeDatetime)), call: signingUp("jane", "custom:since", "2024-05-01T10:00:00Z")},
	row{rules: "R87", name: "no date", pool: schemaPool(custom("since", types.AttributeDataTypeDatetime)), call: signingUp("jane", "custom:since", "yesterday"), want: outsideSchema},
	row{rules: "R87", name: "free text", call: signingUp("jane", "gender", "?", "locale", "nowhere", "zoneinfo", "Mars/Olympus", "website", "none", "picture", ":-)"),
		want: stored("gender", "?", "locale", "nowhere", "zoneinfo", "Mars/Olympus", "website", "none", "picture", ":-)")},
	row{rules: "R88 R83", name: "two kinds of violation", pool: requiring(cip.CreateUserPoolInput{}, "email"), call: signingUp("jane", "custom:x", "1", "birthdate", "x"), want: outsideSchema},
	row{rules: "R89", choice: true, name: "one name twice", call: signingUp("jane", "name", "First", "name", "Last"), want: stored("name", "Last")},
	row{rules: "R89 R81", choice: true, name: "taken back by an empty value", pool: fixture.EmailPool(), call: signingUp("jane", "email", "a@example.com", "email", ""), want: stored()},

	// Permissions.
	row{rules: "R90", name: "outside of WriteAttributes", app: writing("name"), call: signingUp("jane", "name", "Jane", "email", "a@example.com"), want: unauthorized},
	row{rules: "R90", name: "within WriteAttributes", app: writing("name", "email"), call: signingUp("jane", "name", "Jane", "email", "a@example.com")},
	row{rules: "R90 R132", name: "known to neither", app: writing("email"), call: signingUp("jane", "phonenumber", "1"), want: unauthorized},
	row{rules: "R90", name: "a custom attribute outside", pool: schemaPool(fixture.CustomString("team", "1", "9")), app: writing("email"), call: signingUp("jane", "custom:team", "red"), want: unauthorized},
	row{rules: "R90", name: "email_verified", call: signingUp("jane", "email", "a@example.com", "email_verified", "true"), want: unauthorized},
	row{rules: "R91", choice: true, name: "custom attributes without WriteAttributes", pool: schemaPool(fixture.CustomString("team", "1", "9")), call: signingUp("jane", "custom:team", "red"), want: stored("custom:team", "red")},
	row{rules: "R91", choice: true, name: "no attributes to write are all of them", pool: requiring(cip.CreateUserPoolInput{}, "email"), app: writing([]string{}...),
		call: signingUp("jane", "email", "a@example.com")},
	row{rules: "R91", name: "a client that may not write what is required", pool: requiring(cip.CreateUserPoolInput{}, "email", "name"), call: func(w *world) (any, error) {
		return w.client.CreateUserPoolClient(w.ctx, &cip.CreateUserPoolClientInput{
			UserPoolId: &w.pool.ID, ClientName: aws.String("c"), WriteAttributes: []string{"email"},
		})
	}, want: want{code: "InvalidParameterException", anyText: true}},
	row{rules: "R92", name: "immutable, set once", pool: schemaPool(types.SchemaAttributeType{
		Name: aws.String("tenant"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(false),
	}), call: signingUp("jane", "custom:tenant", "t1"), want: stored("custom:tenant", "t1")},
	row{rules: "R92", name: "an immutable standard attribute", pool: schemaPool(types.SchemaAttributeType{
		Name: aws.String("email"), Mutable: aws.Bool(false),
	}), call: signingUp("jane", "email", "a@example.com"), want: stored("email", "a@example.com", "email_verified", "false")},

	// What is stored.
	row{rules: "R96", name: "validation data is stored nowhere", app: writing("name"), call: signingUpBut(func(_ *world, in *cip.SignUpInput) {
		in.ValidationData = fixture.Attrs("email", "nonsense", "custom:none", "x", "name", "Jane", "email_verified", "true")
	}), want: stored()},
	row{rules: "R97", name: "flags of both", call: signingUp("jane", "phone_number", "+12065550100", "name", "J", "email", "a@example.com", "address", "a"), want: stored(
		"address", "a", "email", "a@example.com", "email_verified", "false", "name", "J", "phone_number", "+12065550100", "phone_number_verified", "false")},
	row{rules: "R97", name: "no flag without its attribute", call: signingUp("jane", "name", "Jane"), want: stored("name", "Jane")},
)...)
