package awsjson_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/awsjson"
)

func TestAppend(t *testing.T) {
	tests := []struct {
		name string
		v    any
		want string
	}{
		{"zero", &shapes{hidden: "x", ResultMetadata: 1},
			`{"Plain":"","Bool":false,"Int32":0,"Int64":0,"Float":0}`},
		{"pointers to zero", &struct {
			S *string
			B *bool
			I *int32
			N *struct{}
		}{aws.String(""), aws.Bool(false), aws.Int32(0), &struct{}{}}, `{"S":"","B":false,"I":0,"N":{}}`},
		{"empty, not nil", &struct {
			L []string
			S []types.AttributeType
			M map[string]string
			B []byte
		}{[]string{}, []types.AttributeType{}, map[string]string{}, []byte{}}, `{"L":[],"S":[],"M":{},"B":""}`},
		{"nil", &struct {
			L []string
			S []types.AttributeType
			M map[string]string
			B []byte
			T *time.Time
			E types.UserStatusType
		}{}, `{}`},
		{"items", &struct {
			E []types.AuthFactorType
			L []string
			S []types.AttributeType
		}{[]types.AuthFactorType{"", "PASSWORD"}, []string{"", "a"}, []types.AttributeType{{}, {Name: aws.String("n")}}},
			`{"E":["","PASSWORD"],"L":["","a"],"S":[{},{"Name":"n"}]}`},
		{"sorted map", &struct{ M map[string]string }{map[string]string{"b": "2", "a": "1", "": "<", "\n": ""}},
			`{"M":{"":"<","\n":"","a":"1","b":"2"}}`},
		{"numbers", &struct {
			A int32
			B int64
			C float64
			D []float64
		}{math.MinInt32, math.MaxInt64, 1.5, []float64{math.NaN(), math.Inf(1), 1e300}},
			`{"A":-2147483648,"B":9223372036854775807,"C":1.5,"D":[null,null,1e+300]}`},
		{"sign-up", &cip.SignUpOutput{UserConfirmed: true, UserSub: aws.String("u")}, `{"UserConfirmed":true,"UserSub":"u"}`}, // L6
		{"sign-up unconfirmed", &cip.SignUpOutput{}, `{"UserConfirmed":false}`},
		{"nothing", &cip.ConfirmSignUpOutput{}, `{}`}, // L1
		{"nil pointer", (*cip.ConfirmSignUpOutput)(nil), `{}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, "before"+tt.want, string(awsjson.Append([]byte("before"), tt.v)))
		})
	}
}

func TestAppendTime(t *testing.T) {
	for want, at := range map[string]time.Time{
		"1763715600":     time.Date(2025, 11, 21, 9, 0, 0, 999_999, time.UTC),
		"1763715600.123": time.Date(2025, 11, 21, 10, 0, 0, 123_999_999, time.FixedZone("", 3600)),
		"1763715600.12":  time.UnixMilli(1763715600_120),
		"1763715600.1":   time.UnixMilli(1763715600_100),
		"1763715600.001": time.UnixMilli(1763715600_001),
		"0":              time.UnixMilli(0),
		"-0.001":         time.UnixMilli(-1),
		"-1.5":           time.UnixMilli(-1500),
	} {
		require.Equal(t, `{"T":`+want+`}`, string(awsjson.Append(nil, &struct{ T *time.Time }{&at})))
	}
}

func TestAppendStrings(t *testing.T) {
	all := "<>&'/ \u2028\u2029 é 😀 \x7f \xff \xc3"
	for c := range byte(' ') {
		all += string(rune(c))
	}
	all += `"\`
	body := awsjson.Append(nil, &struct{ S string }{all})
	require.Equal(t, "{\"S\":\"<>&'/ \u2028\u2029 é 😀 \x7f \uFFFD \uFFFD"+
		`\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f`+
		`\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\"\\"}`, string(body))

	var got, want map[string]string
	require.NoError(t, json.Unmarshal(body, &got))
	std, err := json.Marshal(map[string]string{"S": all})
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(std, &want))
	require.Equal(t, want, got)
}

func TestAppendError(t *testing.T) { // R151
	require.Equal(t, `{"__type":"UsernameExistsException","message":"User already exists"}`,
		string(awsjson.AppendError(nil, "UsernameExistsException", "User already exists")))
	require.Equal(t, `x{"__type":"SerializationException"}`,
		string(awsjson.AppendError([]byte("x"), "SerializationException", "")))
	require.Equal(t, `{"__type":"\"","message":"a\n\\"}`, string(awsjson.AppendError(nil, `"`, "a\n\\")))
}

// Plans are made by whoever comes first, and may be made twice.
func TestConcurrently(t *testing.T) {
	type fresh struct {
		List []struct{ Name *string }
	}
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			var v fresh
			require.NoError(t, awsjson.Decode([]byte(`{"List":[{"Name":"a"},null]}`), &v))
			require.Equal(t, `{"List":[{"Name":"a"},{}]}`, string(awsjson.Append(nil, &v)))
		})
	}
}
