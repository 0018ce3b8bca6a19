package awsjson_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	smithydocument "github.com/aws/smithy-go/document"
	"github.com/aws/smithy-go/middleware"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/awsjson"
)

// operation is a method of the SDK's client that sends a request.
type operation struct {
	name    string
	in, out reflect.Type // structs
}

// operations are all those of the client: func(context.Context, *In, ...func(*Options)) (*Out, error).
func operations(t *testing.T) []operation {
	var ops []operation
	client := reflect.TypeFor[*cip.Client]()
	for i := range client.NumMethod() {
		m := client.Method(i)
		if m.Type.NumIn() != 4 || m.Type.NumOut() != 2 {
			continue
		}
		require.Equal(t, m.Name+"Input", m.Type.In(2).Elem().Name())
		ops = append(ops, operation{m.Name, m.Type.In(2).Elem(), m.Type.Out(0).Elem()})
	}
	require.Greater(t, len(ops), 120)
	return ops
}

// call sends in through the SDK's own pipeline to server.
func (op operation) call(in reflect.Value, server http.HandlerFunc) (reflect.Value, error) {
	client := cip.New(cip.Options{
		Region: "eu-west-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "secret"}, nil
		}),
		Retryer:    aws.NopRetryer{},
		HTTPClient: stub(server),
	})
	res := reflect.ValueOf(client).MethodByName(op.name).Call([]reflect.Value{
		reflect.ValueOf(context.Background()), in,
	})
	err, _ := res[1].Interface().(error)
	return res[0], err
}

// stub answers an HTTP client's requests by a handler.
type stub http.HandlerFunc

func (s stub) Do(r *http.Request) (*http.Response, error) {
	w := &writer{code: http.StatusOK, header: http.Header{}}
	s(w, r)
	return &http.Response{StatusCode: w.code, Header: w.header, Body: io.NopCloser(&w.body), Request: r}, nil
}

type writer struct {
	code   int
	header http.Header
	body   bytes.Buffer
}

func (w *writer) Header() http.Header         { return w.header }
func (w *writer) WriteHeader(code int)        { w.code = code }
func (w *writer) Write(b []byte) (int, error) { return w.body.Write(b) }

// A filler sets every member of a struct, so that nothing is lost unseen.
type filler struct {
	t     *testing.T
	empty bool // lists and maps without items, false and 0: empty, but not nil
	n     int
}

// styles are the ways in which structs are filled.
var styles = map[string]filler{
	"full":  {},
	"empty": {empty: true},
}

// filled is a pointer to a new t.
func (f filler) filled(tt *testing.T, t reflect.Type) reflect.Value {
	f.t = tt
	v := reflect.New(t)
	f.fill(v.Elem())
	return v
}

func (f *filler) fill(v reflect.Value) {
	f.n++
	switch x := v.Addr().Interface().(type) {
	case *time.Time:
		*x = time.UnixMilli(1763715600_123 + int64(f.n)).UTC()
		return
	case *[]byte:
		*x = []byte{}
		if !f.empty {
			*x = fmt.Appendf(nil, "\x00\xff%d", f.n)
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	case reflect.String:
		v.SetString(fmt.Sprintf("é<&>\"\\\u2028\n😀%d", f.n)) // never empty: the SDK asks for its required enums
	case reflect.Bool:
		v.SetBool(!f.empty)
	case reflect.Int32, reflect.Int64:
		if !f.empty {
			v.SetInt(int64(f.n))
		}
	case reflect.Slice:
		n := 3
		if f.empty {
			n = 0
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			f.fill(v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]string{}))
		for i := range 3 {
			if !f.empty {
				v.SetMapIndex(reflect.ValueOf(fmt.Sprint("k\t", i)), reflect.ValueOf(fmt.Sprint(f.n, i)))
			}
		}
	case reflect.Struct:
		f.fields(v)
	default:
		f.t.Fatalf("cannot fill a %s", v.Type())
	}
}

func (f *filler) fields(v reflect.Value) {
	for i := range v.NumField() {
		sf := v.Type().Field(i)
		switch {
		case !sf.IsExported() || sf.Type == reflect.TypeFor[middleware.Metadata]():
		case sf.Type.Kind() == reflect.Interface:
			value := map[string]any{}
			if !f.empty {
				value = map[string]any{"é\n": []any{"<&>\"\\", true, nil, smithydocument.Number("12345678901234567890.5")}, "b": map[string]any{"c": false}}
			}
			v.Field(i).Set(reflect.ValueOf(document.NewLazyDocument(value)))
		default:
			f.fill(v.Field(i))
		}
	}
}

// comparable is a struct with each document in it as its plain value: the SDK
// has two kinds of them.
func comparable(t *testing.T, v reflect.Value) any {
	if v.Kind() == reflect.Pointer && !v.IsNil() && v.Elem().Kind() == reflect.Struct {
		for i := range v.Elem().NumField() {
			f := v.Elem().Field(i)
			if !f.CanSet() {
				continue
			}
			if d, ok := f.Interface().(document.Interface); ok {
				encoded, err := d.MarshalSmithyDocument()
				require.NoError(t, err)
				var value any
				require.NoError(t, json.Unmarshal(encoded, &value))
				f.Set(reflect.ValueOf(document.NewLazyDocument(value)))
			} else if f.Kind() == reflect.Pointer {
				comparable(t, f)
			}
		}
	}
	return v.Interface()
}

// Whatever the SDK sends, Decode reads: each name on the wire is the name of the Go field.
func TestInputsOfTheSDK(t *testing.T) {
	for style, f := range styles {
		for _, op := range operations(t) {
			t.Run(op.name+"/"+style, func(t *testing.T) {
				in, got := f.filled(t, op.in), reflect.New(op.in)
				_, err := op.call(in, func(w http.ResponseWriter, r *http.Request) {
					_, name, ok := awsjson.Target(r.Header)
					require.True(t, ok)
					require.Equal(t, op.name, name)
					require.Equal(t, awsjson.ContentType, r.Header.Get("Content-Type"))
					body, err := io.ReadAll(r.Body)
					require.NoError(t, err)
					require.NoError(t, awsjson.Decode(body, got.Interface()), "%s", body)
					io.WriteString(w, "{}")
				})
				require.NoError(t, err)
				require.Equal(t, comparable(t, in), comparable(t, got))
			})
		}
	}
}

// Whatever Append writes, the SDK reads, and so does Decode.
func TestOutputsOfTheSDK(t *testing.T) {
	for style, f := range styles {
		for _, op := range operations(t) {
			t.Run(op.name+"/"+style, func(t *testing.T) {
				want := f.filled(t, op.out)
				body := awsjson.Append(nil, want.Interface())

				again := reflect.New(op.out)
				require.NoError(t, awsjson.Decode(body, again.Interface()), "%s", body)
				require.Equal(t, want.Interface(), again.Interface())

				got, err := op.call(filler{}.filled(t, op.in), func(w http.ResponseWriter, r *http.Request) {
					awsjson.SetHeader(w.Header(), "id")
					w.Write(body)
				})
				require.NoError(t, err, "%s", body)
				got.Elem().FieldByName("ResultMetadata").SetZero()
				require.Equal(t, comparable(t, want), comparable(t, got), "%s", body)
			})
		}
	}
}

// What is nil stays away: an output without members is {}, but for the bools and numbers that are no pointers.
func TestZeroOutputs(t *testing.T) {
	for _, op := range operations(t) {
		var plain []string
		for i := range op.out.NumField() {
			switch f := op.out.Field(i); f.Type.Kind() {
			case reflect.Bool:
				plain = append(plain, `"`+f.Name+`":false`)
			case reflect.Int32, reflect.Int64:
				plain = append(plain, `"`+f.Name+`":0`)
			}
		}
		require.Equal(t, "{"+strings.Join(plain, ",")+"}",
			string(awsjson.Append(nil, reflect.New(op.out).Interface())), op.name)
	}
}

// The SDK makes its own types of error bodies and headers.
func TestErrorsOfTheSDK(t *testing.T) {
	for _, message := range []string{"User already exists", "two\nlines \"quoted\" \x7f", ""} {
		_, err := operation{name: "SignUp"}.call(filler{}.filled(t, reflect.TypeFor[cip.SignUpInput]()),
			func(w http.ResponseWriter, r *http.Request) {
				awsjson.SetErrorHeader(w.Header(), "the-id", "UsernameExistsException", message)
				w.WriteHeader(http.StatusBadRequest)
				w.Write(awsjson.AppendError(nil, "UsernameExistsException", message))
			})
		var exists *types.UsernameExistsException
		require.ErrorAs(t, err, &exists)
		require.Equal(t, message, exists.ErrorMessage())
		require.Equal(t, message == "", exists.Message == nil)
		require.EqualError(t, err, "operation error Cognito Identity Provider: SignUp, https response error "+
			"StatusCode: 400, RequestID: the-id, UsernameExistsException: "+message)
	}
}
