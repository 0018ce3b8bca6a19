package rows

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

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

// WithClientID signs jane up through the client of an id.
func WithClientID(id string) func(*World) (any, error) {
	return signingUpBut(func(_ *World, in *cip.SignUpInput) { in.ClientId = &id })
}

func withHash(hash string) func(*World) (any, error) {
	return signingUpBut(func(_ *World, in *cip.SignUpInput) { in.SecretHash = &hash })
}

func withAttributes(pairs ...string) func(*World) (any, error) { return SigningUp("jane", pairs...) }

func withValidationData(pairs ...string) func(*World) (any, error) {
	return signingUpBut(func(_ *World, in *cip.SignUpInput) { in.ValidationData = fixture.Attrs(pairs...) })
}

func withMetadata(key, value string) func(*World) (any, error) {
	return signingUpBut(func(_ *World, in *cip.SignUpInput) { in.ClientMetadata = map[string]string{key: value} })
}

// mapWanted is a row of a text where a map belongs.
func mapWanted(op, member string) Row {
	return Row{Rules: "R16", Name: "a string for " + member + " of " + op, Raw: func(*World) string { return op + ` {"` + member + `":"x"}` }, Want: Want{
		Code: "SerializationException", Message: "Expected map or null"}}
}

var noSuchClient128 = Want{
	Code: "ResourceNotFoundException", Message: "User pool client " + strings.Repeat("c", 128) + " does not exist.",
}

// modelRows are rows of the service model's constraints: docs/behaviour.md R1 to R17, R45, R95, N4.
func modelRows() []Row {
	return []Row{
		// ClientId.
		{Rules: "R1 R20", Name: "128 characters", Call: WithClientID(strings.Repeat("c", 128)), Want: noSuchClient128},
		{Rules: "R1 R10 R11 R12", Name: "129 characters", Call: WithClientID(strings.Repeat("c", 129)), Want: violating(breaksShown(strings.Repeat("c", 129), "clientId", atMost128))},
		{Rules: "R1 R10 R11 R12", Name: "a dash", Call: WithClientID("abc-def"), Want: violating(breaksShown("abc-def", "clientId", clientIDPattern))},
		{Rules: "R1 R11 R13 R14", Name: "empty client id", Call: WithClientID(""), Want: invalid("2 validation errors detected: " + breaksShown("", "clientId", atLeast1) + "; " + breaksShown("", "clientId", clientIDPattern))},

		// SecretHash: its form is judged where no hash is called for, too.
		{Rules: "R2 R10 R11", Name: "129 characters", Call: withHash(strings.Repeat("h", 129)), Want: violating(breaks("secretHash", atMost128))},
		{Rules: "R2 R11", Name: "a blank", Call: withHash("a b"), Want: violating(breaks("secretHash", hashPattern))},
		{Rules: "R2 R11", Name: "URL-safe base64", Call: withHash("a-b_c"), Want: violating(breaks("secretHash", hashPattern))},
		{Rules: "R2", Name: "empty hash", Call: withHash(""), Want: violating(breaks("secretHash", hashPattern), breaks("secretHash", atLeast1))},

		// Username.
		{Rules: "R3 R12", Name: "128 characters", Call: SigningUp(strings.Repeat("u", 128))},
		{Rules: "R3 R10 R11 R12", Name: "129 characters", Call: SigningUp(strings.Repeat("u", 129)), Want: violating(breaks("username", atMost128))},
		{Rules: "R3 R14", Name: "empty username", Call: SigningUp(""), Want: violating(breaks("username", usernamePattern), breaks("username", atLeast1))},
		{Rules: "R3 R11 R12", Name: "a blank", Call: SigningUp("jane doe"), Want: violating(breaks("username", usernamePattern))},
		{Rules: "R3", Name: "a tab", Call: SigningUp("jane\tdoe"), Want: violating(breaks("username", usernamePattern))},
		{Rules: "R3", Name: "a line feed at the end", Call: SigningUp("jane\n"), Want: violating(breaks("username", usernamePattern))},
		{Rules: "R3", Name: "a control character", Call: SigningUp("jane\x01"), Want: violating(breaks("username", usernamePattern))},
		{Rules: "R3", Name: "a no-break space", Call: SigningUp("jane\u00a0doe"), Want: violating(breaks("username", usernamePattern))},
		{Rules: "R3", Name: "a zero-width joiner", Call: SigningUp("jane\u200d"), Want: violating(breaks("username", usernamePattern))},
		{Rules: "R3", Name: "letters, marks, symbols, numbers, punctuation", Call: SigningUp("Žofie\u0301+名前€½٣!\"'(),-./:;<=>?@[\\]^_`{|}~")},
		{Rules: "R3", Name: "a slash and quotes", Call: SigningUp(`a/"b'<c>&d`)},
		{Rules: "R17", Choice: true, Name: "128 code points in 512 bytes", Call: SigningUp(strings.Repeat("😀", 128))},
		{Rules: "R17", Choice: true, Name: "129 code points", Call: SigningUp(strings.Repeat("😀", 129)), Want: violating(breaks("username", atMost128))},

		// Password.
		{Rules: "R4 R45", Name: "256 characters", Call: withPassword("aA1!" + strings.Repeat("x", 252))},
		{Rules: "R45 R12", Name: "257 characters", Call: withPassword("aA1!" + strings.Repeat("x", 253)), Want: invalid("1 validation error detected: " + breaks("password", atMost256))},
		{Rules: "R17", Choice: true, Name: "256 code points", Call: withPassword("aA1!" + strings.Repeat("é", 252))},
		{Rules: "R15 R41", Choice: true, Name: "one character", Call: withPassword("x"), Want: invalid("1 validation error detected: " + breaks("password", passwordPattern))},
		{Rules: "R15 R50", Name: "a space in front", Call: withPassword(" pa$$W0rd"), Want: invalid("1 validation error detected: " + breaks("password", passwordPattern))},
		{Rules: "R15 R50", Name: "a space at the end", Call: withPassword("pa$$W0rd "), Want: invalid("1 validation error detected: " + breaks("password", passwordPattern))},
		{Rules: "R15", Name: "a tab at the end", Call: withPassword("pa$$W0rd\t"), Want: invalid("1 validation error detected: " + breaks("password", passwordPattern))},
		{Rules: "R15", Name: "a space alone", Call: withPassword(" "), Want: invalid("1 validation error detected: " + breaks("password", passwordPattern))},
		{Rules: "R15", Name: "a line feed within", Call: withPassword("pa$$\nW0rd"), Want: invalid("1 validation error detected: " + breaks("password", passwordPattern))},
		{Rules: "R15 R50", Name: "spaces within", Call: withPassword("pa ss W0rd")},
		{Rules: "R15 R12", Name: "pattern and length", Call: withPassword(" " + strings.Repeat("x", 256)), Want: violating(breaks("password", passwordPattern), breaks("password", atMost256))},

		// Attributes and validation data.
		{Rules: "R5 R14", Name: "empty name", Call: withAttributes("", "x"), Want: violating(
			breaksShown("", "userAttributes.1.member.name", namePattern), breaksShown("", "userAttributes.1.member.name", atLeast1))},
		{Rules: "R5 R95", Name: "name of 33 characters", Call: withAttributes("email", "a@example.com", strings.Repeat("n", 33), "x"), Want: violating(
			breaksShown(strings.Repeat("n", 33), "userAttributes.2.member.name", atMost32))},
		{Rules: "R5 R84", Name: "name of 32 characters with white space", Call: withAttributes("a b\tc\nd\re"+strings.Repeat("n", 23), "x"), Want: Want{
			Code: "InvalidParameterException", Message: "Attributes did not conform to the schema: ", Prefix: true}},
		{Rules: "R5", Name: "control character in a name", Call: withAttributes("a\x01", "x"), Want: violating(
			breaksShown("a\x01", "userAttributes.1.member.name", namePattern))},
		{Rules: "R5 R95", Name: "value of 2048 characters", Call: withAttributes("name", strings.Repeat("é", 2048))},
		{Rules: "R5 R95 R11", Name: "value of 2049 characters", Call: withAttributes("name", strings.Repeat("v", 2049)), Want: violating(
			breaks("userAttributes.1.member.value", atMost2048))},
		{Rules: "R5 R95", Name: "value of 2049 characters in validation data", Call: withValidationData("k", strings.Repeat("v", 2049)), Want: violating(
			breaks("validationData.1.member.value", atMost2048))},
		{Rules: "R5 R95", Name: "name of 33 characters in validation data", Call: withValidationData("a", "b", strings.Repeat("k", 33), "v"), Want: violating(
			breaksShown(strings.Repeat("k", 33), "validationData.2.member.name", atMost32))},
		{Rules: "R5", Name: "a value left out of validation data", Call: signingUpBut(func(_ *World, in *cip.SignUpInput) {
			in.ValidationData = []types.AttributeType{{Name: aws.String("k")}}
		})},

		// Strings of the surroundings.
		{Rules: "R6", Name: "metadata of 131072 characters", Call: withMetadata(strings.Repeat("k", 1000), strings.Repeat("é", 131072))},
		{Rules: "R6", Name: "metadata, empty and of any kind", Call: withMetadata("", "\x00 \n")},
		{Rules: "R6", Name: "metadata of 131073 characters", Call: withMetadata("k", strings.Repeat("v", 131073)), Want: Want{
			Code: "InvalidParameterException", Message: "1 validation error detected: Value ", Prefix: true}},
		{Rules: "R6 R11", Name: "user context", Call: signingUpBut(func(_ *World, in *cip.SignUpInput) {
			in.UserContextData = &types.UserContextDataType{IpAddress: aws.String(strings.Repeat("1", 131073)), EncodedData: aws.String("data")}
		}), Want: violating(breaks("userContextData.ipAddress", atMost131072))},
		{Rules: "R6", Name: "user context and analytics of any kind", Call: signingUpBut(func(_ *World, in *cip.SignUpInput) {
			in.UserContextData = &types.UserContextDataType{IpAddress: aws.String("nowhere"), EncodedData: aws.String("")}
			in.AnalyticsMetadata = &types.AnalyticsMetadataType{AnalyticsEndpointId: aws.String("any thing")}
		})},

		// Several at once.
		{Rules: "R10 R14", Name: "all violations in one answer", Call: signingUpBut(func(_ *World, in *cip.SignUpInput) {
			in.ClientId, in.Username, in.Password = aws.String(""), aws.String("a b"), aws.String(strings.Repeat("x", 257))
			in.UserAttributes = fixture.Attrs("email", strings.Repeat("v", 2049))
		}), Want: violating(
			breaksShown("", "clientId", clientIDPattern), breaksShown("", "clientId", atLeast1), breaks("username", usernamePattern),
			breaks("password", atMost256), breaks("userAttributes.1.member.value", atMost2048))},
		{Rules: "R13", Choice: true, Name: "order of violations", Call: signingUpBut(func(_ *World, in *cip.SignUpInput) {
			in.ClientId, in.Username, in.Password, in.SecretHash = aws.String("-"), aws.String(""), aws.String("x"), aws.String("-")
			in.UserAttributes, in.ValidationData = fixture.Attrs("email", strings.Repeat("v", 2049)), fixture.Attrs("k", strings.Repeat("v", 2049))
		}), Want: invalid("7 validation errors detected: " + strings.Join([]string{
			breaks("password", passwordPattern), breaks("username", atLeast1), breaks("username", usernamePattern),
			breaksShown("-", "clientId", clientIDPattern), breaks("secretHash", hashPattern),
			breaks("userAttributes.1.member.value", atMost2048), breaks("validationData.1.member.value", atMost2048),
		}, "; "))},

		// What the SDK refuses by itself.
		{Rules: "R9", Name: "nil input", Call: func(w *World) (any, error) {
			_, err := w.Client.SignUp(w.Ctx, nil)
			return err, nil
		}, Want: Want{Check: func(w *World, out any) {
			require.EqualError(w, out.(error), "operation error Cognito Identity Provider: SignUp, 2 validation error(s) found.\n"+
				"- missing required field, SignUpInput.ClientId.\n- missing required field, SignUpInput.Username.\n")
		}}},

		// What no typed client sends.
		{Rules: "R12", Choice: true, Name: "null username", Raw: func(w *World) string {
			return `SignUp {"ClientId":"` + w.ClientID + `","Username":null,"Password":"pa$$W0rd"}`
		}, Want: invalid("1 validation error detected: Value null at 'username' failed to satisfy constraint: Member must not be null")},
		{Rules: "R12", Choice: true, Name: "no members", Raw: func(*World) string { return `SignUp {}` }, Want: violating(
			"Value null at 'clientId' failed to satisfy constraint: "+mustNotBeNull, "Value null at 'username' failed to satisfy constraint: "+mustNotBeNull)},
		{Rules: "R12", Choice: true, Name: "no body", Raw: func(*World) string { return `SignUp ` }, Want: violating(
			"Value null at 'clientId' failed to satisfy constraint: "+mustNotBeNull, "Value null at 'username' failed to satisfy constraint: "+mustNotBeNull)},
		{Rules: "R12", Choice: true, Name: "null attribute name", Raw: func(w *World) string {
			return `SignUp {"ClientId":"` + w.ClientID + `","Username":"jane","Password":"pa$$W0rd","UserAttributes":[{"Value":"x"}],"ValidationData":[null]}`
		}, Want: violating(
			"Value null at 'userAttributes.1.member.name' failed to satisfy constraint: "+mustNotBeNull,
			"Value null at 'validationData.1.member.name' failed to satisfy constraint: "+mustNotBeNull)},
		{Rules: "R16", Name: "a number for a string", Raw: func(*World) string { return `SignUp {"ClientId":1}` }, Want: Want{
			Code: "SerializationException", Message: "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String"}},
		{Rules: "R16", Name: "an object for a string", Raw: func(*World) string { return `SignUp {"Username":{"a":1}}` }, Want: Want{Code: "SerializationException", AnyText: true}},
		{Rules: "R16", Name: "a boolean for a string", Raw: func(*World) string { return `SignUp {"Password":true}` }, Want: Want{Code: "SerializationException", AnyText: true}},
		{Rules: "R16", Name: "an object for a list", Raw: func(*World) string { return `SignUp {"UserAttributes":{"email":"x"}}` }, Want: Want{Code: "SerializationException", AnyText: true}},
		{Rules: "R16", Name: "a string for a list", Raw: func(*World) string { return `SignUp {"UserAttributes":"email"}` }, Want: Want{Code: "SerializationException", Message: "Unexpected field type"}},
		{Rules: "R16", Name: "an object for a string, told", Raw: func(*World) string { return `ConfirmSignUp {"ConfirmationCode":{"verificationCode":"1"}}` }, Want: Want{
			Code: "SerializationException", Message: "Start of structure or map found where not expected."}},
		{Rules: "R16", Name: "a string for a map", Call: posted("SignUp", func(*World) string { return `{"ClientMetadata":"x"}` }), Want: answered(400,
			"SerializationException:", "Expected map or null", `{"__type":"SerializationException","Message":"Expected map or null"}`)},
		mapWanted("ConfirmSignUp", "ClientMetadata"), mapWanted("ResendConfirmationCode", "ClientMetadata"), mapWanted("ForgotPassword", "ClientMetadata"),
		mapWanted("InitiateAuth", "AuthParameters"), mapWanted("AdminCreateUser", "ClientMetadata"), mapWanted("CreateUserPool", "UserPoolTags"),
		{Rules: "R16", Choice: true, Name: "a number for a map", Raw: func(*World) string { return `SignUp {"ClientMetadata":1}` }, Want: Want{Code: "SerializationException", Message: "Expected map or null"}},
		{Rules: "R16", Name: "null for a map", Raw: func(w *World) string {
			return `SignUp {"ClientId":"` + w.ClientID + `","Username":"jane","Password":"pa$$W0rd","ClientMetadata":null}`
		}},
		{Rules: "R16", Choice: true, Name: "a string for a boolean", Pool: cip.CreateUserPoolInput{}, Raw: func(w *World) string {
			return `UpdateUserPool {"UserPoolId":"` + w.PoolID + `","AdminCreateUserConfig":{"AllowAdminCreateUserOnly":"True"}}`
		}, Want: Want{Check: func(w *World, _ any) {
			_, err := w.SignUp("jane")
			Want{Code: "NotAuthorizedException", Message: "SignUp is not permitted for this user pool"}.RequireError(w, err)
		}}},
		{Rules: "R16", Name: "a number within a list", Raw: func(*World) string { return `SignUp {"UserAttributes":[{"Name":"email","Value":5}]}` }, Want: Want{
			Code: "SerializationException", Message: "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String"}},
		{Rules: "R16", Name: "no JSON", Raw: func(*World) string { return `SignUp {"ClientId"` }, Want: Want{Code: "SerializationException"}},
		{Rules: "R16", Name: "a list for a body", Raw: func(*World) string { return `SignUp []` }, Want: Want{Code: "SerializationException", AnyText: true}},

		// Pool ids.
		{Rules: "N4", Name: "no pool id", Call: func(w *World) (any, error) {
			return w.Client.DescribeUserPool(w.Ctx, &cip.DescribeUserPoolInput{UserPoolId: aws.String("YOUR-POOL")})
		}, Want: invalid(`1 validation error detected: Value 'YOUR-POOL' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`)},
		{Rules: "N4", Name: "a dash after the underscore", Call: func(w *World) (any, error) {
			return w.Client.ListUserPoolClients(w.Ctx, &cip.ListUserPoolClientsInput{UserPoolId: aws.String("us-east-1_a-b")})
		}, Want: invalid(`1 validation error detected: Value 'us-east-1_a-b' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`)},
	}
}
