package model_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/model"
)

const (
	namePattern      = `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`
	attributePattern = `[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r ]+`
	passwordPattern  = `^[\S]+.*[\S]+$`
	tokenPattern     = `[A-Za-z0-9-_=.]+`
	poolPattern      = `[\w-]+_[0-9a-zA-Z]+`
)

func failed(path, constraint string) string {
	return "Value at '" + path + "' failed to satisfy constraint: " + constraint
}

func shown(value, path, constraint string) string {
	return "Value '" + value + "' at '" + path + "' failed to satisfy constraint: " + constraint
}

func null(path string) string {
	return "Value null at '" + path + "' failed to satisfy constraint: Member must not be null"
}

func matches(pattern string) string {
	return "Member must satisfy regular expression pattern: " + pattern
}

const (
	atMost  = "Member must have length less than or equal to "
	atLeast = "Member must have length greater than or equal to "
	upTo    = "Member must have value less than or equal to "
	from    = "Member must have value greater than or equal to "
)

// signUp is a good input, changed.
func signUp(change func(*cip.SignUpInput)) *cip.SignUpInput {
	in := &cip.SignUpInput{
		ClientId: aws.String("3n4b5urk1ft4fl3mg5e62d9ado"),
		Username: aws.String("jane"),
		Password: aws.String("pa$$W0rd"),
		UserAttributes: []types.AttributeType{
			{Name: aws.String("email"), Value: aws.String("jane@example.com")},
			{Name: aws.String("name"), Value: aws.String("Jane Doe")},
		},
	}
	if change != nil {
		change(in)
	}
	return in
}

func TestCheckSignUp(t *testing.T) {
	long := func(n int) *string { return aws.String(strings.Repeat("x", n)) }
	for _, row := range []struct {
		name, rule string
		change     func(*cip.SignUpInput)
		want       []string // the violations
	}{
		{"good", "R1", nil, nil},
		{"client id of 128", "R1", func(in *cip.SignUpInput) { in.ClientId = long(128) }, nil},
		{"client id of 129", "R1", func(in *cip.SignUpInput) { in.ClientId = long(129) }, []string{shown(*long(129), "clientId", atMost+"128")}},
		{"client id with a hyphen", "R1", func(in *cip.SignUpInput) { in.ClientId = aws.String("a-b") }, []string{shown("a-b", "clientId", matches(`[\w+]+`))}},
		{"client id with a letter beyond ASCII", "R1", func(in *cip.SignUpInput) { in.ClientId = aws.String("aé") }, []string{shown("aé", "clientId", matches(`[\w+]+`))}},
		{"client id missing", "R12", func(in *cip.SignUpInput) { in.ClientId = nil }, []string{null("clientId")}},
		{"empty client id", "R14", func(in *cip.SignUpInput) { in.ClientId = aws.String("") }, []string{shown("", "clientId", atLeast+"1"), shown("", "clientId", matches(`[\w+]+`))}},
		{"hash", "R2", func(in *cip.SignUpInput) { in.SecretHash = aws.String("AZaz09+/=_") }, nil},
		{"hash with a space", "R2", func(in *cip.SignUpInput) { in.SecretHash = aws.String("a b") }, []string{failed("secretHash", matches(`[\w+=/]+`))}},
		{"hash of 129", "R2", func(in *cip.SignUpInput) { in.SecretHash = long(129) }, []string{failed("secretHash", atMost+"128")}},
		{"username of every class", "R3", func(in *cip.SignUpInput) { in.Username = aws.String("Jürgen~e\u0301_9!€") }, nil},
		{"username with a space", "R3", func(in *cip.SignUpInput) { in.Username = aws.String("jane doe") }, []string{failed("username", matches(namePattern))}},
		{"username with a control character", "R3", func(in *cip.SignUpInput) { in.Username = aws.String("jane\x7f") }, []string{failed("username", matches(namePattern))}},
		{"username with a final line feed", "R3", func(in *cip.SignUpInput) { in.Username = aws.String("jane\n") }, []string{failed("username", matches(namePattern))}},
		{"username with a no-break space", "R3", func(in *cip.SignUpInput) { in.Username = aws.String("jane\u00a0doe") }, []string{failed("username", matches(namePattern))}},
		{"username of 130", "R12", func(in *cip.SignUpInput) { in.Username = long(130) }, []string{failed("username", atMost+"128")}},
		{"empty username", "R14", func(in *cip.SignUpInput) { in.Username = aws.String("") }, []string{failed("username", atLeast+"1"), failed("username", matches(namePattern))}},
		{"username of 128 letters of two bytes", "R17", func(in *cip.SignUpInput) { in.Username = aws.String(strings.Repeat("é", 128)) }, nil},
		{"username of 128 letters of two UTF-16 units", "R17", func(in *cip.SignUpInput) { in.Username = aws.String(strings.Repeat("😀", 128)) }, nil},
		{"username of 129 letters of two bytes", "R17", func(in *cip.SignUpInput) { in.Username = aws.String(strings.Repeat("é", 129)) }, []string{failed("username", atMost+"128")}},
		{"no password", "R4", func(in *cip.SignUpInput) { in.Password = nil }, nil},
		{"empty password", "R114", func(in *cip.SignUpInput) { in.Password = aws.String("") }, nil},
		{"password of two", "R15", func(in *cip.SignUpInput) { in.Password = aws.String("ab") }, nil},
		{"password with an inner space", "R15", func(in *cip.SignUpInput) { in.Password = aws.String("a b") }, nil},
		{"password beyond ASCII", "R15", func(in *cip.SignUpInput) { in.Password = aws.String("pä$$ wörd😀") }, nil},
		{"password of one", "R15", func(in *cip.SignUpInput) { in.Password = aws.String("a") }, []string{failed("password", matches(passwordPattern))}},
		{"password with a leading space", "R15", func(in *cip.SignUpInput) { in.Password = aws.String(" abc") }, []string{failed("password", matches(passwordPattern))}},
		{"password with a trailing space", "R15", func(in *cip.SignUpInput) { in.Password = aws.String("abc ") }, []string{failed("password", matches(passwordPattern))}},
		{"password with a final vertical tab", "R15", func(in *cip.SignUpInput) { in.Password = aws.String("abc\v") }, []string{failed("password", matches(passwordPattern))}},
		{"password with an inner line feed", "R15", func(in *cip.SignUpInput) { in.Password = aws.String("a\nb") }, []string{failed("password", matches(passwordPattern))}},
		{"password of 256", "R45", func(in *cip.SignUpInput) { in.Password = long(256) }, nil},
		{"password of 260", "R45", func(in *cip.SignUpInput) { in.Password = long(260) }, []string{failed("password", atMost+"256")}},
		{"attribute without value", "R5", func(in *cip.SignUpInput) { in.UserAttributes[0].Value = nil }, nil},
		{"attribute with a blank value", "R5", func(in *cip.SignUpInput) { in.UserAttributes[0].Value = aws.String("") }, nil},
		{"attribute name with a space", "R5", func(in *cip.SignUpInput) { in.UserAttributes[0].Name = aws.String("my name") }, nil},
		{"attribute name with a vertical tab", "R5", func(in *cip.SignUpInput) { in.UserAttributes[0].Name = aws.String("a\vb") }, []string{shown("a\vb", "userAttributes.1.member.name", matches(attributePattern))}},
		{"attribute name missing", "R12", func(in *cip.SignUpInput) { in.UserAttributes[1].Name = nil }, []string{null("userAttributes.2.member.name")}},
		{"attribute name of 33", "R95", func(in *cip.SignUpInput) { in.UserAttributes[0].Name = long(33) }, []string{shown(*long(33), "userAttributes.1.member.name", atMost+"32")}},
		{"attribute value of 2048", "R95", func(in *cip.SignUpInput) { in.UserAttributes[1].Value = long(2048) }, nil},
		{"attribute value of 2049", "R95", func(in *cip.SignUpInput) { in.UserAttributes[1].Value = long(2049) }, []string{failed("userAttributes.2.member.value", atMost+"2048")}},
		{"empty name in ValidationData", "R14", func(in *cip.SignUpInput) { in.ValidationData = []types.AttributeType{{Name: aws.String("")}} },
			[]string{shown("", "validationData.1.member.name", atLeast+"1"), shown("", "validationData.1.member.name", matches(attributePattern))}},
		{"long strings", "R6", func(in *cip.SignUpInput) {
			in.ClientMetadata = map[string]string{"": "", "k": *long(131072)}
			in.UserContextData = &types.UserContextDataType{EncodedData: long(131072)}
			in.AnalyticsMetadata = &types.AnalyticsMetadataType{AnalyticsEndpointId: long(131072)}
		}, nil},
		{"too long user context", "R6", func(in *cip.SignUpInput) { in.UserContextData = &types.UserContextDataType{IpAddress: long(131073)} },
			[]string{failed("userContextData.ipAddress", atMost+"131072")}},
		{"too long endpoint", "R6", func(in *cip.SignUpInput) {
			in.AnalyticsMetadata = &types.AnalyticsMetadataType{AnalyticsEndpointId: long(131073)}
		}, []string{shown(*long(131073), "analyticsMetadata.analyticsEndpointId", atMost+"131072")}},
		{"too long metadata", "R6, P13", func(in *cip.SignUpInput) {
			in.ClientMetadata = map[string]string{"b": *long(131073), "a": *long(131074), "c": "good"}
		}, []string{shown("{a="+*long(131074)+", b="+*long(131073)+", c=good}", "clientMetadata",
			"Map value must satisfy constraint: ["+atMost+"131072, "+atLeast+"0]")}},
		{"several", "R10, R13", func(in *cip.SignUpInput) {
			in.ValidationData = []types.AttributeType{{}}
			in.UserAttributes[0].Name = aws.String("")
			in.SecretHash = aws.String("!")
			in.ClientId = aws.String("-")
			in.Username = aws.String(" ")
			in.Password = aws.String(strings.Repeat(" ", 257))
		}, []string{
			failed("password", atMost+"256"), failed("password", matches(passwordPattern)),
			failed("username", matches(namePattern)),
			shown("-", "clientId", matches(`[\w+]+`)),
			failed("secretHash", matches(`[\w+=/]+`)),
			shown("", "userAttributes.1.member.name", atLeast+"1"), shown("", "userAttributes.1.member.name", matches(attributePattern)),
			null("validationData.1.member.name"),
		}},
	} {
		t.Run(row.rule+" "+row.name, func(t *testing.T) {
			requireViolations(t, row.want, model.Lookup("SignUp").Check(signUp(row.change)))
		})
	}
}

func requireViolations(t *testing.T, want []string, got string) {
	t.Helper()
	switch len(want) {
	case 0:
		require.Empty(t, got)
	case 1:
		require.Equal(t, "1 validation error detected: "+want[0], got)
	default:
		require.Equal(t, string(rune('0'+len(want)))+" validation errors detected: "+strings.Join(want, "; "), got)
	}
}

func TestCheckOthers(t *testing.T) {
	const pool = "eu-west-1_a1B2c3D4e"
	client, user := aws.String("abc"), aws.String("jane")
	confirm := func(code string) *cip.ConfirmSignUpInput {
		return &cip.ConfirmSignUpInput{ClientId: client, Username: user, ConfirmationCode: &code}
	}
	initiate := func(flow types.AuthFlowType, parameters map[string]string) *cip.InitiateAuthInput {
		return &cip.InitiateAuthInput{ClientId: client, AuthFlow: flow, AuthParameters: parameters}
	}
	tooLong := strings.Repeat("x", 131073)
	twentySix := slices.Repeat([]types.SchemaAttributeType{{
		Name: aws.String("n"), Mutable: aws.Bool(true), NumberAttributeConstraints: &types.NumberAttributeConstraintsType{MinValue: aws.String("1")},
	}}, 26)
	for _, row := range []struct {
		name, rule, operation string
		in                    any
		want                  []string
	}{
		{"code", "L54", "ConfirmSignUp", confirm("0"), nil},
		{"code with spaces", "L54", "ConfirmSignUp", confirm("1 12 123"), []string{shown("1 12 123", "confirmationCode", matches(`[\S]+`))}},
		{"long code", "L54", "ConfirmSignUp", confirm(strings.Repeat("1", 2049)), []string{shown(strings.Repeat("1", 2049), "confirmationCode", atMost+"2048")}},
		{"username before client", "R13", "ConfirmSignUp", &cip.ConfirmSignUpInput{}, []string{null("username"), null("clientId"), null("confirmationCode")}},
		{"empty password elsewhere", "R15", "ConfirmForgotPassword",
			&cip.ConfirmForgotPasswordInput{ClientId: client, Username: user, ConfirmationCode: aws.String("1"), Password: aws.String("")},
			[]string{failed("password", matches(passwordPattern))}},
		{"session of ten letters in twenty bytes", "R17", "ConfirmSignUp",
			&cip.ConfirmSignUpInput{ClientId: client, Username: user, ConfirmationCode: aws.String("1"), Session: aws.String(strings.Repeat("é", 10))},
			[]string{failed("session", atLeast+"20")}},
		{"pool id", "N4", "DescribeUserPool", &cip.DescribeUserPoolInput{UserPoolId: aws.String(pool)}, nil},
		{"bad pool id", "N4", "DescribeUserPool", &cip.DescribeUserPoolInput{UserPoolId: aws.String("nopool")}, []string{shown("nopool", "userPoolId", matches(poolPattern))}},
		{"token", "N8", "GetUser", &cip.GetUserInput{AccessToken: aws.String("aZ0-_=.")}, nil},
		{"bad token", "N8", "GetUser", &cip.GetUserInput{AccessToken: aws.String("a b")}, []string{failed("accessToken", matches(tokenPattern))}},
		{"empty token", "N8", "GetUser", &cip.GetUserInput{AccessToken: aws.String("")}, []string{failed("accessToken", matches(tokenPattern))}},
		{"flow", "N17", "InitiateAuth", initiate(types.AuthFlowTypeUserPasswordAuth, nil), nil},
		{"bad flow", "N17", "InitiateAuth", initiate("NONE", nil), []string{shown("NONE", "authFlow",
			"Member must satisfy enum value set: [USER_SRP_AUTH, REFRESH_TOKEN_AUTH, REFRESH_TOKEN, CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH, USER_AUTH]")}},
		{"flow missing", "R12", "InitiateAuth", initiate("", nil), []string{null("authFlow")}},
		{"sensitive map", "R11", "InitiateAuth", initiate("USER_AUTH", map[string]string{"PASSWORD": tooLong}), []string{failed("authParameters",
			"Map value must satisfy constraint: ["+atMost+"131072, "+atLeast+"0]")}},
		{"limit", "N129", "ListUsers", &cip.ListUsersInput{UserPoolId: aws.String(pool), Limit: aws.Int32(0)}, nil},
		{"limit of 61", "N129", "ListUsers", &cip.ListUsersInput{UserPoolId: aws.String(pool), Limit: aws.Int32(61)}, []string{shown("61", "limit", upTo+"60")}},
		{"negative limit", "N129", "ListUsers", &cip.ListUsersInput{UserPoolId: aws.String(pool), Limit: aws.Int32(-1)}, []string{shown("-1", "limit", from+"0")}},
		{"a number of two digits under the least", "N129", "ListUsers", &cip.ListUsersInput{UserPoolId: aws.String(pool), Limit: aws.Int32(-61)}, []string{shown("-61", "limit", from+"0")}},
		{"results", "N137", "ListUserPools", &cip.ListUserPoolsInput{MaxResults: aws.Int32(60)}, nil},
		{"no results", "N137", "ListUserPools", &cip.ListUserPoolsInput{MaxResults: aws.Int32(0)}, []string{shown("0", "maxResults", from+"1")}},
		{"results, 61", "N137", "ListUserPools", &cip.ListUserPoolsInput{MaxResults: aws.Int32(61)}, []string{shown("61", "maxResults", upTo+"60")}},
		{"results missing", "R12", "ListUserPools", &cip.ListUserPoolsInput{}, []string{null("maxResults")}},
		{"enum in a list", "P13", "CreateUserPool", &cip.CreateUserPoolInput{PoolName: aws.String("p"), AutoVerifiedAttributes: []types.VerifiedAttributeType{"email", "name"}},
			[]string{shown("[email, name]", "autoVerifiedAttributes", "Member must satisfy constraint: [Member must satisfy enum value set: [phone_number, email]]")}},
		{"plain numbers of zero", "choice", "CreateUserPoolClient", &cip.CreateUserPoolClientInput{UserPoolId: aws.String(pool), ClientName: aws.String("c")}, nil},
		{"list of strings", "choice", "CreateUserPoolClient",
			&cip.CreateUserPoolClientInput{UserPoolId: aws.String(pool), ClientName: aws.String("c"), AllowedOAuthFlows: []types.OAuthFlowType{"code", "code", "implicit", "implicit"}},
			[]string{shown("[code, code, implicit, implicit]", "allowedOAuthFlows", atMost+"3")}},
		{"two faults of a list", "P13", "CreateUserPoolClient",
			&cip.CreateUserPoolClientInput{UserPoolId: aws.String(pool), ClientName: aws.String("c"), AllowedOAuthFlows: []types.OAuthFlowType{"code", "token", "implicit", "token"}},
			[]string{shown("[code, token, implicit, token]", "allowedOAuthFlows", atMost+"3"), shown("[code, token, implicit, token]", "allowedOAuthFlows",
				"Member must satisfy constraint: [Member must satisfy enum value set: [implicit, client_credentials, code]]")}},
		{"list of texts", "P13", "CreateUserPoolClient",
			&cip.CreateUserPoolClientInput{UserPoolId: aws.String(pool), ClientName: aws.String("c"), ReadAttributes: []string{"email", ""}},
			[]string{shown("[email, ]", "readAttributes", "Member must satisfy constraint: ["+atMost+"2048, "+atLeast+"1]")}},
		{"list of texts with a pattern", "P13", "AdminDeleteUserAttributes",
			&cip.AdminDeleteUserAttributesInput{UserPoolId: aws.String(pool), Username: user, UserAttributeNames: []string{"email", "a\x00b"}},
			[]string{shown("[email, a\x00b]", "userAttributeNames", "Member must satisfy constraint: ["+atMost+"32, "+atLeast+"1, "+matches(attributePattern)+"]")}},
		{"list of structures", "P12", "AddCustomAttributes",
			&cip.AddCustomAttributesInput{UserPoolId: aws.String(pool), CustomAttributes: twentySix},
			[]string{shown("["+strings.TrimPrefix(strings.Repeat(", SchemaAttributeType(name=n, attributeDataType=null, developerOnlyAttribute=null, mutable=true, "+
				"required=null, numberAttributeConstraints=NumberAttributeConstraintsType(minValue=1, maxValue=null), stringAttributeConstraints=null)", 26), ", ")+"]",
				"customAttributes", atMost+"25")}},
		{"empty list of structures", "P12", "AddCustomAttributes",
			&cip.AddCustomAttributesInput{UserPoolId: aws.String(pool), CustomAttributes: []types.SchemaAttributeType{}},
			[]string{shown("[]", "customAttributes", atLeast+"1")}},
		{"required list", "R12", "AddCustomAttributes", &cip.AddCustomAttributesInput{UserPoolId: aws.String(pool)}, []string{null("customAttributes")}},
		{"required list, empty", "R12", "AdminUpdateUserAttributes",
			&cip.AdminUpdateUserAttributesInput{UserPoolId: aws.String(pool), Username: user, UserAttributes: []types.AttributeType{}}, nil},
		{"key of a map", "P13", "TagResource",
			&cip.TagResourceInput{ResourceArn: aws.String("arn:aws:cognito-idp:eu-west-1:123456789012:userpool/p"), Tags: map[string]string{"": "v"}},
			[]string{shown("{=v}", "tags", "Map keys must satisfy constraint: ["+atMost+"128, "+atLeast+"1]")}},
		{"blob", "choice", "SetUICustomization", &cip.SetUICustomizationInput{UserPoolId: aws.String(pool), ImageFile: make([]byte, 131073)},
			[]string{failed("imageFile", atMost+"131072")}},
		{"document", "choice", "CompleteWebAuthnRegistration", &cip.CompleteWebAuthnRegistrationInput{AccessToken: aws.String("a")}, []string{null("credential")}},
		{"member, lower case in the model", "R11", "AdminInitiateAuth", &cip.AdminInitiateAuthInput{
			UserPoolId: aws.String(pool), ClientId: client, AuthFlow: "USER_AUTH",
			ContextData: &types.ContextDataType{IpAddress: aws.String("::1"), ServerName: aws.String("s"), ServerPath: aws.String("/"),
				HttpHeaders: []types.HttpHeader{{HeaderName: &tooLong}}},
		}, []string{shown(tooLong, "contextData.httpHeaders.1.member.headerName", atMost+"131072")}},
	} {
		t.Run(row.rule+" "+row.name, func(t *testing.T) {
			requireViolations(t, row.want, model.Lookup(row.operation).Check(row.in))
		})
	}
}
