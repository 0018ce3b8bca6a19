package awsjson_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/awsjson"
)

// FuzzDecode checks that Decode takes what encoding/json calls valid, reads strings as it does, and never panics; and
// that what decodes is the same after a way through Append.
func FuzzDecode(f *testing.F) {
	targets := []reflect.Type{
		reflect.TypeFor[shapes](),
		reflect.TypeFor[cip.SignUpInput](),
		reflect.TypeFor[cip.AdminInitiateAuthInput](),
		reflect.TypeFor[cip.CreateUserPoolInput](),
		reflect.TypeFor[cip.CreateUserPoolClientInput](),
		reflect.TypeFor[cip.SetRiskConfigurationInput](),
		reflect.TypeFor[cip.SetUICustomizationInput](),
		reflect.TypeFor[cip.AdminGetUserOutput](),
	}
	f.Add(signUpBody)
	for _, seed := range []string{
		``, `{}`, `[]`, `null`, `{"Str":1}`, `{"Str":"\ud83d\ude00\ud83d\uFFFF` + "\xff" + `"}`, `{"Nope":[{"a":null}]}`,
		`{"Plain":"a","Enum":"b","Bool":true,"Int32":-1,"Int64":2,"Float":1.5e3,"Time":1763715600.123,"Blob":"AAAA"}`,
		`{"Strs":[null,"a"],"List":[null,{"Name":"a"}],"Map":{"a":"b","c":null},"Struct":{"Struct":{"Str":"x"}}}`,
		`{"UserCreateDate":1.763715600123E9,"Enabled":true,"UserMFASettingList":["a"]}`,
		`{"ContextData":{"HttpHeaders":[{"headerName":"a","headerValue":"b"}]}}`,
		`{"Schema":[{"NumberAttributeConstraints":{"MaxValue":"1"},"Required":true}],"Policies":{"PasswordPolicy":{"MinimumLength":8}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		given := bytes.Clone(body)
		for _, target := range targets {
			v := reflect.New(target)
			if err := awsjson.Decode(body, v.Interface()); err != nil {
				require.IsType(t, (*awsjson.SerializationError)(nil), err)
				continue
			}
			again, encoded := reflect.New(target), awsjson.Append(nil, v.Interface())
			require.True(t, json.Valid(encoded), "%q", encoded)
			require.NoError(t, awsjson.Decode(encoded, again.Interface()), "%q", encoded)
			require.Equal(t, v.Interface(), again.Interface(), "%q", encoded)
		}
		require.Equal(t, given, body, "the body was changed")

		syntax := awsjson.Decode(body, &struct{}{}) // every member is unknown
		if valid := json.Valid(body) && bytes.TrimLeft(body, " \t\r\n")[0] == '{'; !valid && len(body) > 0 {
			require.Error(t, syntax)
			return
		}
		if depth(body) <= 64 {
			require.NoError(t, syntax)
		} else {
			require.Error(t, syntax)
		}
		var std map[string]any
		if s := (struct{ Str *string }{}); awsjson.Decode(body, &s) == nil && json.Unmarshal(body, &std) == nil {
			if want, ok := std["Str"].(string); ok {
				require.Equal(t, want, *s.Str)
			}
		}
	})
}

// depth is how deep the brackets of valid JSON nest.
func depth(body []byte) (deepest int) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	for n := 0; ; {
		token, err := d.Token()
		if err != nil {
			return deepest
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			n++
			deepest = max(deepest, n)
		case json.Delim('}'), json.Delim(']'):
			n--
		}
	}
}
