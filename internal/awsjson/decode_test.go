package awsjson_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	smithydocument "github.com/aws/smithy-go/document"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/awsjson"
)

// shapes has a member of each kind, those that no SDK input has among them.
type shapes struct {
	Str    *string
	Plain  string
	Enum   types.UserStatusType
	Bool   bool
	BoolP  *bool
	Int32  int32
	Int32P *int32
	Int64  int64
	Float  float64
	FloatP *float64
	Time   *time.Time
	Blob   []byte
	Strs   []string
	Enums  []types.AuthFactorType
	List   []types.AttributeType
	Map    map[string]string
	Struct *shapes
	Doc    document.Interface

	ResultMetadata int
	hidden         string //nolint:unused // must stay unseen
}

func TestDecode(t *testing.T) {
	s := aws.String
	tests := []struct {
		name, body string
		want       shapes
	}{
		{"no body", ``, shapes{}},
		{"no members", " {\t}\r\n", shapes{}},
		{"unknown members", `{"Nope":{"a":[1,-0.5e+3,true,false,null,"\u00e9",{}],"\u0061":{"b":[]}},"Plain":"x"}`, shapes{Plain: "x"}},
		{"names are exact", `{"plain":"x","STR":"x","Str ":"x","hidden":"x","ResultMetadata":1}`, shapes{}},
		{"a document", `{"Doc":{"a":[1,-2.50e+400,"x",null,true,{}]}}`, shapes{Doc: document.NewLazyDocument(map[string]any{
			"a": []any{smithydocument.Number("1"), smithydocument.Number("-2.50e+400"), "x", nil, true, map[string]any{}},
		})}},
		{"escaped name", `{"Pl\u0061in":"x"}`, shapes{Plain: "x"}},
		{"the last of two", `{"Str":"a","Str":"b","Strs":["a","b"],"Strs":["c"],"Map":{"a":"1"},"Map":{"b":"2","b":"3"},
			"Struct":{"Str":"a"},"Struct":{"Plain":"b"}}`,
			shapes{Str: s("b"), Strs: []string{"c"}, Map: map[string]string{"b": "3"}, Struct: &shapes{Plain: "b"}}},
		{"null is absent", `{"Str":"a","Str":null,"Plain":null,"Enum":null,"Bool":null,"Int32":null,"Time":null,"Blob":null,
			"Strs":null,"Map":null,"Struct":null,"Doc":null,"Nope":null}`, shapes{Str: s("a")}},
		{"null in lists and maps", `{"List":[null,{"Name":"n"},null],"Strs":[null,"a",null],"Enums":[null],"Map":{"a":null,"b":""}}`,
			shapes{
				List: []types.AttributeType{{}, {Name: s("n")}, {}}, Strs: []string{"a"},
				Enums: []types.AuthFactorType{}, Map: map[string]string{"b": ""},
			}},
		{"empty is not absent", `{"Str":"","List":[],"Strs":[ ],"Map":{},"Struct":{},"Blob":""}`,
			shapes{Str: s(""), List: []types.AttributeType{}, Strs: []string{}, Map: map[string]string{}, Struct: &shapes{}, Blob: []byte{}}},
		{"enums are not checked", `{"Enum":"NOPE"}`, shapes{Enum: "NOPE"}},
		{"long list", `{"Strs":["1","2","3","4","5","6","7"]}`, shapes{Strs: []string{"1", "2", "3", "4", "5", "6", "7"}}},
		{"numbers", `{"Int32":-2147483648,"Int32P":0,"Int64":9223372036854775807,"Float":-1.5e-3,"FloatP":7}`,
			shapes{Int32: -1 << 31, Int32P: aws.Int32(0), Int64: 1<<63 - 1, Float: -0.0015, FloatP: aws.Float64(7)}},
		{"texts for bools", `{"Bool":"True","BoolP":"yes"}`, shapes{Bool: true, BoolP: aws.Bool(false)}},
		{"bools", `{"Bool":true,"BoolP":false}`, shapes{Bool: true, BoolP: aws.Bool(false)}},
		{"time", `{"Time":1763715600}`, shapes{Time: aws.Time(time.Date(2025, 11, 21, 9, 0, 0, 0, time.UTC))}},
		{"time with fraction", `{"Time":1.7637156001236E9}`, shapes{Time: aws.Time(time.UnixMilli(1763715600_124).UTC())}},
		{"the last time there is", `{"Time":253402300799.999}`, shapes{Time: aws.Time(time.UnixMilli(253402300799_999).UTC())}},
		{"time before 1970", `{"Time":-0.001}`, shapes{Time: aws.Time(time.UnixMilli(-1).UTC())}},
		{"blob", `{"Blob":"AP\u002fw"}`, shapes{Blob: []byte{0, 0xff, 0xf0}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got shapes
			require.NoError(t, awsjson.Decode([]byte(tt.body), &got))
			require.Equal(t, tt.want, got)
		})
	}
}

func TestDecodeStrings(t *testing.T) {
	for in, want := range map[string]string{
		`\"\\\/\b\f\n\r\t`: "\"\\/\b\f\n\r\t",
		`caf\u00e9 é 😀`:    "café é 😀",
		`\u0000\u001F`:     "\x00\x1f",
		`\ud83d\ude00`:     "😀",
		`\uD83D\u0041`:     "\uFFFDA",
		`\ud83d\ud83d`:     "\uFFFD\uFFFD",
		`\ude00\ud83d`:     "\uFFFD\uFFFD",
		`\ud83d`:           "\uFFFD",
		`\ud83d\n`:         "\uFFFD\n",
		"a\xff\xfe\xc3b":   "a\uFFFD\uFFFD\uFFFDb",
		"\xed\xa0\x80":     "\uFFFD\uFFFD\uFFFD", // half a pair, as UTF-8
		"\u2028\x7f":       "\u2028\x7f",
	} {
		var got shapes
		require.NoError(t, awsjson.Decode([]byte(`{"Str":"`+in+`","Map":{"`+in+`":"`+in+`"}}`), &got))
		require.Equal(t, shapes{Str: &want, Map: map[string]string{want: want}}, got, "%q", in)
	}
}

func TestDecodeRefuses(t *testing.T) {
	const (
		number    = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an "
		boolean   = "class java.lang.Boolean can not be converted to an "
		str       = "class java.lang.String can not be converted to an "
		structure = "Start of structure or map found where not expected."
		list      = "Start of list found where not expected"
		token     = "Unexpected field type"
		mapping   = "Expected map or null"
	)
	tests := []struct{ body, want string }{
		// Not one object.
		{`[]`, list}, {`"x"`, token}, {`1`, token}, {`true`, token}, {`null`, ""}, {` `, ""}, {`{} {}`, ""}, {`{},`, ""},
		{"\ufeff{}", ""}, {"{}\x00", ""},
		// Another type.
		{`{"Str":1}`, number + "String"}, // R16
		{`{"Str":-1.5e3}`, number + "String"},
		{`{"Str":true}`, boolean + "String"}, {`{"Str":false}`, boolean + "String"},
		{`{"Str":{}}`, structure}, {`{"Str":[]}`, list}, {`{"Enum":1}`, number + "String"},
		{`{"BoolP":1}`, number + "Boolean"}, {`{"Bool":{}}`, structure},
		{`{"Int32":"1"}`, str + "Integer"}, {`{"Int64":true}`, boolean + "Long"}, {`{"Int32":[1]}`, list},
		{`{"Float":"1"}`, str + "Double"}, {`{"Time":"2025-11-21T09:00:00Z"}`, str + "Date"}, {`{"Blob":1}`, number + "ByteBuffer"},
		{`{"Strs":"a"}`, token}, {`{"Strs":1}`, token}, {`{"Strs":true}`, token}, {`{"Strs":{}}`, structure}, {`{"Strs":[1]}`, number + "String"},
		{`{"List":[[]]}`, list}, {`{"List":["a"]}`, token}, {`{"List":[{"Name":1}]}`, number + "String"}, {`{"List":{}}`, structure},
		{`{"Map":[]}`, list}, {`{"Map":"a"}`, mapping}, {`{"Map":1}`, mapping}, {`{"Map":true}`, mapping}, {`{"Map":{"a":1}}`, number + "String"}, {`{"Map":{"a":{}}}`, structure},
		{`{"Struct":[]}`, list}, {`{"Struct":"a"}`, token}, {`{"Struct":1}`, token},
		// Numbers that do not fit.
		{`{"Int32":2147483648}`, ""}, {`{"Int64":9223372036854775808}`, ""}, {`{"Int32":1.5}`, ""}, {`{"Int32":1.0}`, ""},
		{`{"Int32":1e2}`, ""}, {`{"Float":1e999}`, ""}, {`{"Time":1e999}`, ""}, {`{"Time":253402300800}`, ""},
		{`{"Time":253402300799.9999}`, ""}, {`{"Blob":"%"}`, ""}, {`{"Blob":"AAA"}`, ""},
		// Not JSON.
		{`{`, ""}, {`{"`, ""}, {`{"Str"`, ""}, {`{"Str":`, ""}, {`{"Str":"`, ""}, {`{"Str":"a`, ""}, {`{"Str":"a"`, ""}, {`{"Str":"a",`, ""},
		{`{"Str":"a",}`, ""}, {`{,}`, ""}, {`{"Str" "a"}`, ""}, {`{Str:"a"}`, ""}, {`{'Str':"a"}`, ""}, {`{"Str":'a'}`, ""},
		{`{"Strs":[}`, ""}, {`{"Strs":["a",]}`, ""}, {`{"Strs":[,"a"]}`, ""}, {`{"Strs":["a" "b"]}`, ""}, {`{"Strs":["a"}`, ""},
		{`{"Bool":tru}`, ""}, {`{"Bool":True}`, ""}, {`{"Bool":truefalse}`, ""}, {`{"Str":nul}`, ""}, {`{"Strs":[nul]}`, ""}, {`{"Str":n`, ""},
		{`{"Int32":01}`, ""}, {`{"Int32":+1}`, ""}, {`{"Int32":-}`, ""}, {`{"Int32":1.}`, ""}, {`{"Float":1.}`, ""}, {`{"Float":1.e1}`, ""}, {`{"Nope":1.}`, ""}, {`{"Int32":.1}`, ""}, {`{"Int32":1e}`, ""},
		{`{"Int32":1e+}`, ""}, {`{"Int32":0x1}`, ""}, {`{"Int32":NaN}`, ""}, {`{"Float":Infinity}`, ""}, {`{"Int32":1_0}`, ""},
		{`{"Str":"\x"}`, ""}, {`{"Str":"\`, ""}, {`{"Str":"\u12"}`, ""}, {`{"Str":"\u123`, ""}, {`{"Str":"\u00g0"}`, ""},
		{"{\"Str\":\"a\nb\"}", ""}, {"{\"Str\":\"a\x00b\"}", ""}, {`{"a\q":1}`, ""}, {`{"Nope":"\q"}`, ""}, {`{"Nope":[01]}`, ""},
		{`{"Map":{"a":"\q"}}`, ""}, {`{"Str":"a"/**/}`, ""},
	}
	for _, tt := range tests {
		err := awsjson.Decode([]byte(tt.body), &shapes{})
		require.Equal(t, &awsjson.SerializationError{Message: tt.want}, err, "%q", tt.body)
	}
}

func TestDecodeBoundsDepth(t *testing.T) {
	for _, nest := range [][2]string{
		{`{"Nope":`, `}`}, {`{"Struct":`, `}`}, {`{"a":[{"b":`, `}]}`},
	} {
		levels := strings.Count(nest[0], "{") + strings.Count(nest[0], "[")
		body := func(depth int) []byte {
			n := depth / levels
			return []byte(strings.Repeat(nest[0], n-1) + nest[0] + `null` + nest[1] + strings.Repeat(nest[1], n-1))
		}
		require.NoError(t, awsjson.Decode(body(63), &shapes{}), nest)
		require.Error(t, awsjson.Decode(body(66), &shapes{}), nest)
		require.Error(t, awsjson.Decode(body(1_000_000), &shapes{}), nest)
	}
	lists := func(n int) []byte { return []byte(`{"a":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}`) }
	require.NoError(t, awsjson.Decode(lists(63), &shapes{}))
	require.Equal(t, &awsjson.SerializationError{}, awsjson.Decode(lists(64), &shapes{}))

	wide := []byte(`{"a":[` + strings.Repeat("{},[],", 1000) + `0]}`) // depth, not number
	require.NoError(t, awsjson.Decode(wide, &shapes{}))
}

// What is decoded shares no memory with the body, which its owner uses again and which may hold a password.
func TestDecodeCopies(t *testing.T) {
	body := []byte(`{"Username":"jane","ClientMetadata":{"k":"v"}}`)
	var in cip.SignUpInput
	require.NoError(t, awsjson.Decode(body, &in))
	clear(body)
	require.Equal(t, cip.SignUpInput{Username: aws.String("jane"), ClientMetadata: map[string]string{"k": "v"}}, in)
}

func TestSerializationError(t *testing.T) {
	require.EqualError(t, &awsjson.SerializationError{}, "SerializationException")
	require.EqualError(t, &awsjson.SerializationError{Message: "why"}, "SerializationException: why")
}

// A type that the SDK would not have is a mistake of the programmer, found when it is first used.
func TestNoPlan(t *testing.T) {
	require.PanicsWithValue(t, "awsjson: no plan for map[string]int", func() {
		awsjson.Append(nil, &struct{ M map[string]int }{})
	})
	require.PanicsWithValue(t, "awsjson: no plan for chan int", func() {
		_ = awsjson.Decode([]byte("{}"), &struct{ C chan int }{})
	})
}
