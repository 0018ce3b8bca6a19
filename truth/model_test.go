package truth_test

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of the service model's constraints: docs/behaviour.md R1 to R17, R45, R95, N4.

// breaks is one violation of a member whose value is hidden (R11).
func breaks(path, constraint string) string {
	return "Value at '" + path + "' failed to satisfy constraint: " + constraint
}

// breaksShown is one violation of a member whose value is shown (R11).
func breaksShown(value, path, constraint string) string {
	return "Value '" + value + "' at '" + path + "' failed to satisfy constraint: " + constraint
}

// Constraints, in the service's words (R12).
const (
	atLeast1        = "Member must have length greater than or equal to 1"
	atMost32        = "Member must have length less than or equal to 32"
	atMost128       = "Member must have length less than or equal to 128"
	atMost256       = "Member must have length less than or equal to 256"
	atMost2048      = "Member must have length less than or equal to 2048"
	atMost131072    = "Member must have length less than or equal to 131072"
	mustNotBeNull   = "Member must not be null"
	usernamePattern = `Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+`
	clientIDPattern = `Member must satisfy regular expression pattern: [\w+]+`
	hashPattern     = `Member must satisfy regular expression pattern: [\w+=/]+`
	namePattern     = `Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r ]+`
	passwordPattern = `Member must satisfy regular expression pattern: ^[\S]+.*[\S]+$`
)

func withClientID(id string) func(*world) (any, error) {
	return signingUpBut(func(_ *world, in *cip.SignUpInput) { in.ClientId = &id })
}

func withHash(hash string) func(*world) (any, error) {
	return signingUpBut(func(_ *world, in *cip.SignUpInput) { in.SecretHash = &hash })
}

func withAttributes(pairs ...string) func(*world) (any, error) { return signingUp("jane", pairs...) }

func withValidationData(pairs ...string) func(*world) (any, error) {
	return signingUpBut(func(_ *world, in *cip.SignUpInput) { in.ValidationData = fixture.Attrs(pairs...) })
}

func withMetadata(key, value string) func(*world) (any, error) {
	return signingUpBut(func(_ *world, in *cip.SignUpInput) { in.ClientMetadata = map[string]string{key: value} })
}

var noSuchClient128 = want{
	code: "ResourceNotFoundException", message: "User pool client " + strings.Repeat("c", 128) + " does not exist.",
}

var _ = addRows(
	// ClientId.
	row{rules: "R1 R20", name: "128 characters", call: withClientID(strings.Repeat("c", 128)), want: noSuchClient128},
	row{rules: "R1 R10 R11 R12", name: "129 characters", call: withClientID(strings.Repeat("c", 129)), want: violating(breaks("clientId", atMost128))},
	row{rules: "R1 R10 R11 R12", name: "a dash", call: withClientID("abc-def"), want: violating(breaks("clientId", clientIDPattern))},
	row{rules: "R1 R14", name: "empty client id", call: withClientID(""), want: violating(breaks("clientId", clientIDPattern), breaks("clientId", atLeast1))},

	// SecretHash: its form is judged where no hash is called for, too.
	row{rules: "R2 R10 R11", name: "129 characters", call: withHash(strings.Repeat("h", 129)), want: violating(breaks("secretHash", atMost128))},
	row{rules: "R2 R11", name: "a blank", call: withHash("a b"), want: violating(breaks("secretHash", hashPattern))},
	row{rules: "R2 R11", name: "URL-safe base64", call: withHash("a-b_c"), want: violating(breaks("secretHash", hashPattern))},
	row{rules: "R2", name: "empty hash", call: withHash(""), want: violating(breaks("secretHash", hashPattern), breaks("secretHash", atLeast1))},

	// Username.
	row{rules: "R3 R12", name: "128 characters", call: signingUp(strings.Repeat("u", 128))},
	row{rules: "R3 R10 R11 R12", name: "129 characters", call: signingUp(strings.Repeat("u", 129)), want: violating(breaks("username", atMost128))},
	row{rules: "R3 R14", name: "empty username", call: signingUp(""), want: violating(breaks("username", usernamePattern), breaks("username", atLeast1))},
	row{rules: "R3 R11 R12", name: "a blank", call: signingUp("jane doe"), want: violating(breaks("username", usernamePattern))},
	row{rules: "R3", name: "a tab", call: signingUp("jane\tdoe"), want: violating(breaks("username", usernamePattern))},
	row{rules: "R3", name: "a line feed at the end", call: signingUp("jane\n"), want: violating(breaks("username", usernamePattern))},
	row{rules: "R3", name: "a control character", call: signingUp("jane\x01"), want: violating(breaks("username", usernamePattern))},
	row{rules: "R3", name: "a no-break space", call: signingUp("jane\u00a0doe"), want: violating(breaks("username", usernamePattern))},
	row{rules: "R3", name: "a zero-width joiner", call: signingUp("jane\u200d"), want: violating(breaks("username", usernamePattern))},
	row{rules: "R3", name: "letters, marks, symbols, numbers, punctuation", call: signingUp("Žofie\u0301+名前€½٣!\"'(),-./:;<=>?@[\\]^_`{|}~")},
	row{rules: "R3", name: "a slash and quotes", call: signingUp(`a/"b'<c>&d`)},
	row{rules: "R17", choice: true, name: "128 code points in 512 bytes", call: signingUp(strings.Repeat("😀", 128))},
	row{rules: "R17", choice: true, name: "129 code points", call: signingUp(strings.Repeat("😀", 129)), want: violating(breaks("username", atMost128))},

	// Password.
	row{rules: "R4 R45", name: "256 characters", call: withPassword("aA1!" + strings.Repeat("x", 252))},
	row{rules: "R45 R12", name: "257 characters", call: withPassword("aA1!" + strings.Repeat("x", 253)), want: invalid("1 validation error detected: " + breaks("password", atMost256))},
	row{rules: "R17", choice: true, name: "256 code points", call: withPassword("aA1!" + strings.Repeat("é", 252))},
	row{rules: "R15 R41", choice: true, name: "one character", call: withPassword("x"), want: invalid("1 validation error detected: " + breaks("password", passwordPattern))},
	row{rules: "R15 R50", name: "a space in front", call: withPassword(" pa$$W0rd"), want: invalid("1 validation error detected: " + breaks("password", passwordPattern))},
	row{rules: "R15 R50", name: "a space at the end", call: withPassword("pa$$W0rd "), want: invalid("1 validation error detected: " + breaks("password", passwordPattern))},
	row{rules: "R15", name: "a tab at the end", call: withPassword("pa$$W0rd\t"), want: invalid("1 validation error detected: " + breaks("password", passwordPattern))},
	row{rules: "R15", name: "a space alone", call: withPassword(" "), want: invalid("1 validation error detected: " + breaks("password", passwordPattern))},
	row{rules: "R15", name: "a line feed within", call: withPassword("pa$$\nW0rd"), want: invalid("1 validation error detected: " + breaks("password", passwordPattern))},
	row{rules: "R15 R50", name: "spaces within", call: withPassword("pa ss W0rd")},
	row{rules: "R15 R12", name: "pattern and length", call: withPassword(" " + strings.Repeat("x", 256)), want: violating(breaks("password", passwordPattern), breaks("password", atMost256))},

	// Attributes and validation data.
	row{rules: "R5 R14", name: "empty name", call: withAttributes("", "x"), want: violating(
		breaksShown("", "userAttributes.1.member.name", namePattern), breaksShown("", "userAttributes.1.member.name", atLeast1))},
	row{rules: "R5 R95", name: "name of 33 characters", call: withAttributes("email", "a@example.com", strings.Repeat("n", 33), "x"), want: violating(
		breaksShown(strings.Repeat("n", 33), "userAttributes.2.member.name", atMost32))},
	row{rules: "R5 R84", name: "name of 32 characters with white space", call: withAttributes("a b\tc\nd\re"+strings.Repeat("n", 23), "x"), want: want{
		code: "InvalidParameterException", message: "Attributes did not conform to the schema: ", prefix: true}},
	row{rules: "R5", name: "control character in a name", call: withAttributes("a\x01", "x"), want: violating(
		breaksShown("a\x01", "userAttributes.1.member.name", namePattern))},
	row{rules: "R5 R95", name: "value of 2048 characters", call: withAttributes("name", strings.Repeat("é", 2048))},
	row{rules: "R5 R95 R11", name: "value of 2049 characters", call: withAttributes("name", strings.Repeat("v", 2049)), want: violating(
		breaks("userAttributes.1.member.value", atMost2048))},
	row{rules: "R5 R95", name: "value of 2049 characters in validation data", call: withValidationData("k", strings.Repeat("v", 2049)), want: violating(
		breaks("validationData.1.member.value", atMost2048))},
	row{rules: "R5 R95", name: "name of 33 characters in validation data", call: withValidationData("a", "b", strings.Repeat("k", 33), "v"), want: violating(
		breaksShown(strings.Repeat("k", 33), "validationData.2.member.name", atMost32))},
	row{rules: "R5", name: "a value left out of validation data", call: signingUpBut(func(_ *world, in *cip.SignUpInput) {
		in.ValidationData = []types.AttributeType{{Name: aws.String("k")}}
	})},

	// Strings of the surroundings.
	row{rules: "R6", name: "metadata of 131072 characters", call: withMetadata(strings.Repeat("k", 1000), strings.Repeat("é", 131072))},
	row{rules: "R6", name: "metadata, empty and of any kind", call: withMetadata("", "\x00 \n")},
	row{rules: "R6", name: "metadata of 131073 characters", call: withMetadata("k", strings.Repeat("v", 131073)), want: want{
		code: "InvalidParameterException", message: "1 validation error detected: Value ", prefix: true}},
	row{rules: "R6 R11", name: "user context", call: signingUpBut(func(_ *world, in *cip.SignUpInput) {
		in.UserContextData = &types.UserContextDataType{IpAddress: aws.String(strings.Repeat("1", 131073)), EncodedData: aws.String("data")}
	}), want: violating(breaks("userContextData.ipAddress", atMost131072))},
	row{rules: "R6", name: "user context and analytics of any kind", call: signingUpBut(func(_ *world, in *cip.SignUpInput) {
		in.UserContextData = &types.UserContextDataType{IpAddress: aws.String("nowhere"), EncodedData: aws.String("")}
		in.AnalyticsMetadata = &types.AnalyticsMetadataType{AnalyticsEndpointId: aws.String("any thing")}
	})},

	// Several at once.
	row{rules: "R10 R14", name: "all violations in one answer", call: signingUpBut(func(_ *world, in *cip.SignUpInput) {
		in.ClientId, in.Username, in.Password = aws.String(""), aws.String("a b"), aws.String(strings.Repeat("x", 257))
		in.UserAttributes = fixture.Attrs("email", strings.Repeat("v", 2049))
	}), want: violating(
		breaks("clientId", clientIDPattern), breaks("clientId", atLeast1), breaks("username", usernamePattern),
		breaks("password", atMost256), breaks("userAttributes.1.member.value", atMost2048))},
	row{rules: "R13", choice: true, name: "order of violations", call: signingUpBut(func(_ *world, in *cip.SignUpInput) {
		in.ClientId, in.Username, in.Password, in.SecretHash = aws.String("-"), aws.String(""), aws.String("x"), aws.String("-")
		in.UserAttributes, in.ValidationData = fixture.Attrs("email", strings.Repeat("v", 2049)), fixture.Attrs("k", strings.Repeat("v", 2049))
	}), want: invalid("7 validation errors detected: " + strings.Join([]string{
		breaks("password", passwordPattern), breaks("username", usernamePattern), breaks("username", atLeast1),
		breaks("clientId", clientIDPattern), breaks("secretHash", hashPattern),
		breaks("userAttributes.1.member.value", atMost2048), breaks("validationData.1.member.value", atMost2048),
	}, "; "))},

	// What the SDK refuses by itself.
	row{rules: "R9", name: "nil members stay with the SDK", call: func(w *world) (any, error) {
		_, err := w.client.SignUp(w.ctx, &cip.SignUpInput{
			UserAttributes: []types.AttributeType{{}}, ValidationData: []types.AttributeType{{}},
		})
		return err, nil
	}, want: want{check: func(w *world, out any) {
		require.EqualError(w, out.(error), "operation error Cognito Identity Provider: SignUp, 4 validation error(s) found.\n"+
			"- missing required field, SignUpInput.ClientId.\n- missing required field, SignUpInput.Username.\n"+
			"- missing required field, SignUpInput.UserAttributes[0].Name.\n- missing required field, SignUpInput.ValidationData[0].Name.\n")
		fixture.RequireAs[*smithy.OperationError](w, out.(error))
		fixture.RequireAs[smithy.InvalidParamsError](w, out.(error))
		var api smithy.APIError
		require.NotErrorAs(w, out.(error), &api)
		require.Empty(w, w.fake.Calls(), "nothing was sent")
	}}},
	row{rules: "R9", name: "nil input", call: func(w *world) (any, error) {
		_, err := w.client.SignUp(w.ctx, nil)
		return err, nil
	}, want: want{check: func(w *world, out any) {
		require.EqualError(w, out.(error), "operation error Cognito Identity Provider: SignUp, 2 validation error(s) found.\n"+
			"- missing required field, SignUpInput.ClientId.\n- missing required field, SignUpInput.Username.\n")
	}}},

	// What no typed client sends.
	row{rules: "R12", choice: true, name: "null username", raw: func(w *world) string {
		return `SignUp {"ClientId":"` + w.app.ID + `","Username":null,"Password":"pa$$W0rd"}`
	}, want: invalid("1 validation error detected: Value null at 'username' failed to satisfy constraint: Member must not be null")},
	row{rules: "R12", choice: true, name: "no members", raw: func(*world) string { return `SignUp {}` }, want: violating(
		"Value null at 'clientId' failed to satisfy constraint: "+mustNotBeNull, "Value null at 'username' failed to satisfy constraint: "+mustNotBeNull)},
	row{rules: "R12", choice: true, name: "no body", raw: func(*world) string { return `SignUp ` }, want: violating(
		"Value null at 'clientId' failed to satisfy constraint: "+mustNotBeNull, "Value null at 'username' failed to satisfy constraint: "+mustNotBeNull)},
	row{rules: "R12", choice: true, name: "null attribute name", raw: func(w *world) string {
		return `SignUp {"ClientId":"` + w.app.ID + `","Username":"jane","Password":"pa$$W0rd","UserAttributes":[{"Value":"x"}],"ValidationData":[null]}`
	}, want: violating(
		"Value null at 'userAttributes.1.member.name' failed to satisfy constraint: "+mustNotBeNull,
		"Value null at 'validationData.1.member.name' failed to satisfy constraint: "+mustNotBeNull)},
	row{rules: "R16", name: "a number for a string", raw: func(*world) string { return `SignUp {"ClientId":1}` }, want: want{
		code: "SerializationException", message: "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String"}},
	row{rules: "R16", name: "an object for a string", raw: func(*world) string { return `SignUp {"Username":{"a":1}}` }, want: want{code: "SerializationException", anyText: true}},
	row{rules: "R16", name: "a boolean for a string", raw: func(*world) string { return `SignUp {"Password":true}` }, want: want{code: "SerializationException", anyText: true}},
	row{rules: "R16", name: "an object for a list", raw: func(*world) string { return `SignUp {"UserAttributes":{"email":"x"}}` }, want: want{code: "SerializationException", anyText: true}},
	row{rules: "R16", name: "a string for a list", raw: func(*world) string { return `SignUp {"UserAttributes":"email"}` }, want: want{code: "SerializationException", anyText: true}},
	row{rules: "R16", name: "a number within a list", raw: func(*world) string { return `SignUp {"UserAttributes":[{"Name":"email","Value":5}]}` }, want: want{
		code: "SerializationException", message: "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String"}},
	row{rules: "R16", name: "no JSON", raw: func(*world) string { return `SignUp {"ClientId"` }, want: want{code: "SerializationException"}},
	row{rules: "R16", name: "a list for a body", raw: func(*world) string { return `SignUp []` }, want: want{code: "SerializationException", anyText: true}},

	// Pool ids.
	row{rules: "N4", name: "no pool id", call: func(w *world) (any, error) {
		return w.client.DescribeUserPool(w.ctx, &cip.DescribeUserPoolInput{UserPoolId: aws.String("YOUR-POOL")})
	}, want: invalid(`1 validation error detected: Value 'YOUR-POOL' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`)},
	row{rules: "N4", name: "a dash after the underscore", call: func(w *world) (any, error) {
		return w.client.ListUserPoolClients(w.ctx, &cip.ListUserPoolClientsInput{UserPoolId: aws.String("us-east-1_a-b")})
	}, want: invalid(`1 validation error detected: Value 'us-east-1_a-b' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`)},
)
