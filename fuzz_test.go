package cognitofake

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/cognitofake/cognitofake/internal/history"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/rule/password"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/stretchr/testify/require"
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
			f.Add(service.TargetPrefix+"."+op, []byte(body))
		}
	}
	f.Add("SignUp", []byte(`{}`))
	f.Add("", []byte(`{}`))
	f.Add("..", []byte(`{}`))

	f.Fuzz(func(t *testing.T, target string, body []byte) {
		fake := New(WithSeed(1))
		pool := fake.AddPool(cip.CreateUserPoolInput{AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}}, WithID("us-east-1_Pool"))
		app := pool.AddAppClient(cip.CreateUserPoolClientInput{}, WithID("client"))
		_, err := fake.SignUp(t.Context(), &cip.SignUpInput{ClientId: &app.ID, Username: opt.Of("taken"), Password: opt.Of("pa$$W0rd")})
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
		var answered struct {
			Type    string `json:"__type"`
			Message string `json:"message"`
		}
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &answered))
		require.Equal(t, answered.Type+":", w.Header().Get("X-Amzn-Errortype"))
		require.Contains(t, []int{http.StatusBadRequest, http.StatusNotImplemented}, w.Code, answered.Type)
		require.Equal(t, w.Code == http.StatusNotImplemented, answered.Type == refusal.CodeNotModelled)
		require.Equal(t, before, pool.Users())
		require.Empty(t, fake.Messages())
	})
}

// fuzzPools are the kinds of pool that a fuzzed sign-up meets.
var fuzzPools = []cip.CreateUserPoolInput{
	{},
	{AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}, UsernameConfiguration: &types.UsernameConfigurationType{CaseSensitive: opt.Of(false)}},
	{UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}},
	{UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypeEmail, types.UsernameAttributeTypePhoneNumber}, UsernameConfiguration: &types.UsernameConfigurationType{CaseSensitive: opt.Of(false)}},
	{AliasAttributes: []types.AliasAttributeType{types.AliasAttributeTypeEmail, types.AliasAttributeTypePhoneNumber, types.AliasAttributeTypePreferredUsername}},
	{Policies: &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: opt.Of(int32(6))}}, Schema: []types.SchemaAttributeType{{Name: opt.Of("email"), Required: opt.Of(true)}}},
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

	f.Fuzz(func(t *testing.T, kind byte, username, password, name, attr string) {
		settings := fuzzPools[int(kind)%len(fuzzPools)]
		fake := New(WithSeed(1))
		pool := fake.AddPool(settings)
		app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
		in := &cip.SignUpInput{
			ClientId: &app.ID, Username: &username, Password: &password, UserAttributes: []types.AttributeType{{Name: &name, Value: &attr}},
		}
		out, err := fake.SignUp(t.Context(), in)
		fake.Transcript()
		require.Equal(t, history.Redacted, *fake.Calls()[0].Input.(*cip.SignUpInput).Password)
		if err != nil {
			var refusal smithy.APIError
			require.ErrorAs(t, err, &refusal)
			require.Contains(t, model.Lookup("SignUp").Errors, refusal.ErrorCode())
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
		for address, flag := range map[string]string{attribute.Email: attribute.EmailVerified, attribute.Phone: attribute.PhoneVerified} {
			require.Equal(t, u.Attributes[address] != "", u.Attributes[flag] == "false", "%v", u.Attributes)
		}
		require.LessOrEqual(t, utf8.RuneCountInString(username), 128)
		require.NotContains(t, username, " ")
		require.Empty(t, slowViolation(pool.state.Settings().Policy, onWire(password)))
		require.Equal(t, out.CodeDeliveryDetails != nil, pool.Code(username) != "")
		require.Len(t, fake.Messages(), map[bool]int{true: 1}[out.CodeDeliveryDetails != nil])

		_, err = fake.SignUp(t.Context(), in)
		var exists *types.UsernameExistsException
		require.ErrorAs(t, err, &exists)
		require.Equal(t, []User{u}, pool.Users())
	})
}

// onWire is a string as JSON carries it: what is no UTF-8 is U+FFFD.
func onWire(s string) string { return strings.Map(func(r rune) rune { return r }, s) }

// A mask gives away the first characters and the last digits, and no more.
func FuzzMask(f *testing.F) {
	for _, s := range []string{"test@test.com", "a@b.c", "@", "", "+12065551234", "+1", "žofie@über.org", "\xff@\xff", "a@b@c"} {
		f.Add(s)
	}
	email := regexp.MustCompile(`\A(?s:.?)\*\*\*@(?s:.?)\*\*\*\z`)
	f.Fuzz(func(t *testing.T, address string) {
		masked := message.MaskEmail(address)
		if utf8.ValidString(address) {
			require.Regexp(t, email, masked)
		}
		local, domain, _ := strings.Cut(address, "@")
		if local != "" && domain != "" {
			require.Equal(t, masked, message.MaskEmail(message.FirstRune(local)+"rest@"+message.FirstRune(domain)+"rest"), "nothing else shows")
		}

		number := message.MaskPhone(address)
		require.True(t, strings.HasPrefix(number, "+"))
		if attribute.ValidPhone(address) {
			require.Len(t, number, len(address), "the length stays")
			visible := max(1, len(address)-4)
			require.Equal(t, address[visible:], number[visible:])
			require.Equal(t, strings.Repeat("*", visible-1), number[1:visible])
		}
	})
}

// slowViolation is R42 to R44 and R50 once more, word for word and slowly.
func slowViolation(p password.Policy, password string) string {
	has := func(class string, from, to int) bool {
		runes := []rune(password)
		return slices.ContainsFunc(runes[min(from, len(runes)):max(min(from, len(runes)), len(runes)-to)], func(r rune) bool { return strings.ContainsRune(class, r) })
	}
	const letters = "abcdefghijklmnopqrstuvwxyz"
	switch {
	case utf8.RuneCountInString(password) < p.MinLength:
		return "Password not long enough"
	case p.Lower && !has(letters, 0, 0):
		return "Password must have lowercase characters"
	case p.Upper && !has(strings.ToUpper(letters), 0, 0):
		return "Password must have uppercase characters"
	case p.Number && !has("0123456789", 0, 0):
		return "Password must have numeric characters"
	case p.Symbol && !has("^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-", 0, 0) && !has(" ", 1, 1):
		return "Password must have symbol characters"
	}
	return ""
}

func FuzzPasswordPolicy(f *testing.F) {
	for _, given := range []string{"pa$$W0rd", "", " ", " x", "x ", "x x", "É٣£\xff", "aA1 ", "ABC def 123"} {
		f.Add(given, 8, true, true, true, true)
		f.Add(given, 0, false, false, false, true)
	}
	f.Fuzz(func(t *testing.T, given string, length int, lower, upper, number, symbol bool) {
		p := password.Policy{MinLength: length, Lower: lower, Upper: upper, Number: number, Symbol: symbol}
		require.Equal(t, slowViolation(p, given), p.Violation(given))
	})
}
