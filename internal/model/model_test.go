package model

import (
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/quick"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"
)

func TestLookup(t *testing.T) {
	var names []string
	for o := range Operations() {
		require.Same(t, o, Lookup(o.Name))
		require.NotEmpty(t, o.Errors, o.Name)
		require.True(t, slices.IsSorted(o.Errors), o.Name)
		names = append(names, o.Name)
	}
	require.Len(t, names, 132)
	require.True(t, slices.IsSorted(names))
	require.Nil(t, Lookup("signUp"))
	require.Nil(t, Lookup(""))

	require.True(t, Lookup("SignUp").Unsigned)
	require.False(t, Lookup("AdminGetUser").Unsigned)
	require.Contains(t, Lookup("SignUp").Errors, "UsernameExistsException") // R8
	require.NotContains(t, Lookup("SignUp").Errors, "AliasExistsException") // R8
}

// inputType is the SDK's input struct of an operation, nil when it lacks one.
func inputType(operation string) reflect.Type {
	m, ok := reflect.TypeFor[*cip.Client]().MethodByName(operation)
	if !ok {
		return nil
	}
	return m.Type.In(2).Elem()
}

var message = regexp.MustCompile(`(?s)^(1 validation error|[0-9]+ validation errors) detected: Value .* failed to satisfy constraint: `)

func TestCheckNeverPanics(t *testing.T) {
	for o := range Operations() {
		in := inputType(o.Name)
		require.NotNil(t, in, "the SDK lacks %s", o.Name)
		if got := o.Check(reflect.New(in).Interface()); got != "" {
			require.Regexp(t, message, got, o.Name)
		}
		random := rand.New(rand.NewPCG(1, 2))
		for range 50 {
			v := reflect.New(in)
			fill(v.Elem(), random)
			if got := o.Check(v.Interface()); got != "" {
				require.Regexp(t, message, got, o.Name)
			}
		}
	}
}

var strange = []string{"", "a", "email", "eu-west-1_abc", " ", "\n", "\x00", "é", "😀", "a\u2028b", "{####}", "[a, b]", strings.Repeat("x", 3000)}

// fill puts something into every part of v that it can.
func fill(v reflect.Value, r *rand.Rand) {
	if r.IntN(8) == 0 {
		return // leave the zero value
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), r)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), r)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), r.IntN(4), 4))
		for i := range v.Len() {
			fill(v.Index(i), r)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range r.IntN(4) {
			v.SetMapIndex(reflect.ValueOf(strange[r.IntN(len(strange))]), reflect.ValueOf(strange[r.IntN(len(strange))]))
		}
	case reflect.String:
		v.SetString(strange[r.IntN(len(strange))])
	case reflect.Int32, reflect.Int64:
		v.SetInt(int64(r.IntN(200) - 50))
	case reflect.Uint8:
		v.SetUint(uint64(r.IntN(256)))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Interface: // a document, not walked
	default:
		panic("fill: " + v.Type().String())
	}
}

func TestCheckRefusesAnotherInput(t *testing.T) {
	Lookup("SignUp").Check(&cip.SignUpInput{})
	require.PanicsWithValue(t, "model: SignUp takes *cognitoidentityprovider.SignUpInput, not *cognitoidentityprovider.GetUserInput",
		func() { Lookup("SignUp").Check(&cip.GetUserInput{}) })
}

func TestCheckConcurrently(t *testing.T) {
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if Lookup("ForgotPassword").Check(&cip.ForgotPasswordInput{Username: aws.String("jürgen ")}) == "" {
				t.Error("accepted")
			}
		})
	}
	wait.Wait()
}

// patterns yields every pattern of the table.
func patterns(t *testing.T) map[string]*pattern {
	found := map[string]*pattern{}
	seen := map[*shape]bool{}
	var visit func(s *shape)
	visit = func(s *shape) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		if s.pattern != nil {
			found[s.pattern.java] = s.pattern
		}
		visit(s.item)
		visit(s.key)
		for _, m := range s.members {
			visit(m.shape)
		}
	}
	for o := range Operations() {
		visit(o.input)
	}
	require.Len(t, found, 36)
	return found
}

// The class of a pattern decides as its regexp does.
func TestPatterns(t *testing.T) {
	for java, p := range patterns(t) {
		compiled := p.regexp()
		require.Equal(t, compiled.MatchString(""), p.match(""), "%s on nothing", java)
		for c := range rune(0x300) {
			for _, s := range []string{string(c), "a" + string(c), string(c) + "0", "é" + string(c)} {
				require.Equal(t, compiled.MatchString(s), p.match(s), "%s on %q", java, s)
			}
		}
		same := func(s string) bool { return compiled.MatchString(s) == p.match(s) }
		require.NoError(t, quick.Check(same, nil), java)
	}
}

func typical() *cip.SignUpInput {
	return &cip.SignUpInput{
		ClientId: aws.String("3n4b5urk1ft4fl3mg5e62d9ado"),
		Username: aws.String("jane"),
		Password: aws.String("pa$$W0rd"),
		UserAttributes: []types.AttributeType{
			{Name: aws.String("email"), Value: aws.String("jane@example.com")},
			{Name: aws.String("name"), Value: aws.String("Jane Doe")},
		},
	}
}

func TestCheckAllocatesNothing(t *testing.T) {
	signUp, in := Lookup("SignUp"), typical()
	in.ClientMetadata = map[string]string{"k": "v", "l": "w"}
	require.Zero(t, testing.AllocsPerRun(100, func() {
		if signUp.Check(in) != "" {
			t.Fatal("refused")
		}
	}))
}

func BenchmarkCheck(b *testing.B) {
	signUp := Lookup("SignUp")
	bad := typical()
	bad.Username = aws.String("jane doe")
	umlaut := typical()
	umlaut.Username = aws.String("jürgen")
	for _, bench := range []struct {
		name string
		in   *cip.SignUpInput
	}{{"good", typical()}, {"beyond ASCII", umlaut}, {"bad", bad}} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				signUp.Check(bench.in)
			}
		})
	}
}

func BenchmarkLookup(b *testing.B) {
	for b.Loop() {
		Lookup("SignUp")
	}
}

// BenchmarkFirstCheck is what the first sign-up of a program adds.
func BenchmarkFirstCheck(b *testing.B) {
	in := typical()
	b.ReportAllocs()
	for b.Loop() {
		o := Operation{Name: "SignUp", input: Lookup("SignUp").input}
		o.Check(in)
	}
}

// An empty request is told the same with and without the SDK's type.
func TestCheckEmpty(t *testing.T) {
	inputs := 0
	for operation := range Operations() {
		method, ok := reflect.TypeFor[*cip.Client]().MethodByName(operation.Name)
		if !ok {
			continue
		}
		inputs++
		if operation.Name == "UpdateProvisionedLimit" { // its number is a plain one: the SDK always sends it
			continue
		}
		in := reflect.New(method.Type.In(2).Elem()).Interface()
		require.Equal(t, operation.Check(in), operation.CheckEmpty(), operation.Name)
	}
	require.Greater(t, inputs, 100)
}

func TestSecret(t *testing.T) {
	for _, secret := range []string{
		"Password", "PreviousPassword", "ProposedPassword", "TemporaryPassword", "SecretHash", "ClientSecret", "ClientSecretValue",
		"Session", "AccessToken", "IdToken", "RefreshToken", "Token", "FeedbackToken", "SecretCode",
	} {
		require.True(t, Secret(secret), secret)
	}
	for _, open := range []string{"Username", "ConfirmationCode", "ClientId", "NextToken", "Value"} {
		require.False(t, Secret(open), open)
	}
}
