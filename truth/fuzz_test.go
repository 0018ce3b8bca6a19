package truth_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
)

// Whatever arrives is answered in the protocol's words, and a refusal changes
// nothing.
func FuzzHandler(f *testing.F) {
	for _, body := range []string{
		`{"ClientId":"client","Username":"jane","Password":"pa$$W0rd","UserAttributes":[{"Name":"email","Value":"jane@example.com"}]}`,
		`{"UserPoolId":"us-east-1_Pool"}`, `{"ClientId":1}`, `{}`, ``, `[`, "{\"Username\":\"\xff\"}", `{"UserAttributes":[null,{}]}`,
		`{"UserPoolId":"us-east-1_Pool","MaxResults":1,"NextToken":"x"}`, `{"PoolName":"p","Schema":[{"Name":"x","AttributeDataType":"Number"}]}`,
		`{"UserPoolId":"us-east-1_Pool","ClientId":"client"}`, `{"UserPoolId":"us-east-1_Pool","Username":"taken"}`,
	} {
		for _, op := range []string{"SignUp", "CreateUserPool", "ListUserPoolClients", "AdminDeleteUser", "StartUserImportJob", "Nothing"} {
			f.Add("AWSCognitoIdentityProviderService."+op, []byte(body))
		}
	}
	f.Add("SignUp", []byte(`{}`))
	f.Add("", []byte(`{}`))
	f.Add("..", []byte(`{}`))

	f.Fuzz(func(t *testing.T, target string, body []byte) {
		fake := cognitofake.New(cognitofake.WithSeed(1))
		pool := fake.AddPool(cip.CreateUserPoolInput{AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}}, cognitofake.WithID("us-east-1_Pool"))
		app := pool.AddAppClient(cip.CreateUserPoolClientInput{}, cognitofake.WithID("client"))
		_, err := fake.SignUp(t.Context(), &cip.SignUpInput{ClientId: &app.ID, Username: aws.String("taken"), Password: aws.String("pa$$W0rd")})
		require.NoError(t, err)
		before := pool.Users()

		req := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(string(body)))
		req.Header["X-Amz-Target"] = []string{target}
		req.Header.Set("Authorization", "AWS4-HMAC-SHA256 x")
		w := httptest.NewRecorder()
		fake.ServeHTTP(w, req)

		fake.Transcript()
		require.Len(t, fake.Calls(), 2)
		if w.Code == http.StatusOK {
			require.True(t, w.Body.Len() == 0 || json.Valid(w.Body.Bytes()), w.Body.String())
			return
		}
		var refusal struct {
			Type    string `json:"__type"`
			Message string `json:"message"`
		}
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &refusal))
		require.Equal(t, refusal.Type+":", w.Header().Get("X-Amzn-Errortype"))
		require.Contains(t, []int{http.StatusBadRequest, http.StatusNotImplemented}, w.Code, refusal.Type)
		require.Equal(t, w.Code == http.StatusNotImplemented, refusal.Type == "NotModelledException")
		require.Equal(t, before, pool.Users())
		require.Empty(t, fake.Messages())
	})
}

// fuzzPools are the kinds of pool that a fuzzed sign-up meets.
var fuzzPools = []cip.CreateUserPoolInput{
	{},
	{AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}, UsernameConfiguration: &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)}},
	{UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}},
	{UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypeEmail, types.UsernameAttributeTypePhoneNumber}, UsernameConfiguration: &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)}},
	{AliasAttributes: []types.AliasAttributeType{types.AliasAttributeTypeEmail, types.AliasAttributeTypePhoneNumber, types.AliasAttributeTypePreferredUsername}},
	{Policies: &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(6)}}, Schema: []types.SchemaAttributeType{{Name: aws.String("email"), Required: aws.Bool(true)}}},
}

// A sign-up makes one user, as its input says, or none; and the same name is
// then taken.
func FuzzSignUp(f *testing.F) {
	f.Add(byte(0), "jane", "pa$$W0rd", "email", "jane@example.com")
	f.Add(byte(1), "Jane", "pa$$W0rd", "phone_number", "+12065550100")
	f.Add(byte(2), "jane@example.com", "pa ss W0rd", "email", "")
	f.Add(byte(3), "+12065550100", "Épass$W0rd", "email", "Ž@ü.org")
	f.Add(byte(4), "jane", "x", "preferred_username", "jd")
	f.Add(byte(5), "ŽOFIE", "abcdef", "birthdate", "1990-01-01")
	f.Add(byte(0), "a\x00b", "\xff", "custom:x", "\xff")

	var codes []string // that the service model lists for SignUp
	for _, fault := range cognitofake.Faults(cognitofake.OpSignUp) {
		codes = append(codes, fault.(smithy.APIError).ErrorCode())
	}
	f.Fuzz(func(t *testing.T, kind byte, username, password, name, attr string) {
		settings := fuzzPools[int(kind)%len(fuzzPools)]
		fake := cognitofake.New(cognitofake.WithSeed(1))
		pool := fake.AddPool(settings)
		app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
		in := &cip.SignUpInput{
			ClientId: &app.ID, Username: &username, Password: &password, UserAttributes: []types.AttributeType{{Name: &name, Value: &attr}},
		}
		out, err := fake.SignUp(t.Context(), in)
		fake.Transcript()
		require.Equal(t, "REDACTED", *fake.Calls()[0].Input.(*cip.SignUpInput).Password)
		if err != nil {
			var refusal smithy.APIError
			require.ErrorAs(t, err, &refusal)
			require.Contains(t, codes, refusal.ErrorCode())
			require.NotEmpty(t, refusal.ErrorMessage())
			require.Empty(t, pool.Users())
			require.Empty(t, fake.Messages())
			return
		}

		username, name, attr = onWire(username), onWire(name), onWire(attr)
		require.Len(t, pool.Users(), 1)
		u, ok := pool.User(username)
		require.True(t, ok)
		require.Equal(t, *out.UserSub, u.Sub)
		require.Equal(t, types.UserStatusTypeUnconfirmed, u.Status)
		if settings.UsernameAttributes != nil {
			require.Equal(t, u.Sub, u.Username)
		} else {
			require.Equal(t, username, u.Username)
		}
		if attr != "" {
			require.Equal(t, attr, u.Attributes[name])
		}
		for address, flag := range map[string]string{"email": "email_verified", "phone_number": "phone_number_verified"} {
			require.Equal(t, u.Attributes[address] != "", u.Attributes[flag] == "false", "%v", u.Attributes)
		}
		require.LessOrEqual(t, utf8.RuneCountInString(username), 128)
		require.NotContains(t, username, " ")
		described, err := fake.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &pool.ID})
		require.NoError(t, err)
		require.Empty(t, slowViolation(described.UserPool.Policies.PasswordPolicy, onWire(password)))
		require.Equal(t, out.CodeDeliveryDetails != nil, pool.Code(username) != "")
		require.Len(t, fake.Messages(), map[bool]int{true: 1}[out.CodeDeliveryDetails != nil])

		_, err = fake.SignUp(t.Context(), in)
		var exists *types.UsernameExistsException
		require.ErrorAs(t, err, &exists)
		require.Equal(t, []cognitofake.User{u}, pool.Users())
	})
}

// onWire is a string as JSON carries it: what is no UTF-8 is U+FFFD.
func onWire(s string) string { return strings.Map(func(r rune) rune { return r }, s) }

// slowViolation is R42 to R44 and R50 once more, word for word and slowly.
func slowViolation(p *types.PasswordPolicyType, password string) string {
	has := func(class string, from, to int) bool {
		runes := []rune(password)
		return slices.ContainsFunc(runes[min(from, len(runes)):max(min(from, len(runes)), len(runes)-to)], func(r rune) bool { return strings.ContainsRune(class, r) })
	}
	const letters = "abcdefghijklmnopqrstuvwxyz"
	switch {
	case utf8.RuneCountInString(password) < int(*p.MinimumLength):
		return "Password not long enough"
	case p.RequireLowercase && !has(letters, 0, 0):
		return "Password must have lowercase characters"
	case p.RequireUppercase && !has(strings.ToUpper(letters), 0, 0):
		return "Password must have uppercase characters"
	case p.RequireNumbers && !has("0123456789", 0, 0):
		return "Password must have numeric characters"
	case p.RequireSymbols && !has("^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-", 0, 0) && !has(" ", 1, 1):
		return "Password must have symbol characters"
	}
	return ""
}
