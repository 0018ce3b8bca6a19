package bench

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// signIns signs one user in by password, again and again.
type signIns struct {
	client *cognitoidentityprovider.Client
	input  cognitoidentityprovider.InitiateAuthInput
	sign   func() // what a canned answer leaves out; nil for the Fake
}

func newSignIns() *signIns {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth},
	})
	pool.AddUser(cognitofake.NewUser{
		Username: "jane", Password: "pa$$W0rd", Attributes: map[string]string{"email": "jane@example.com"},
	})
	return &signIns{client: fake.Client, input: cognitoidentityprovider.InitiateAuthInput{
		ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": "jane", "PASSWORD": "pa$$W0rd"},
	}}
}

// newSignInFloor is what no sign-in can do without: the same client, which
// reads an answer like that of s, and the signatures of its two tokens.
func newSignInFloor(tb testing.TB, s *signIns) *signIns {
	tokens := s.once(tb).AuthenticationResult
	answer, err := json.Marshal(map[string]any{
		"AuthenticationResult": map[string]any{
			"AccessToken": tokens.AccessToken, "IdToken": tokens.IdToken, "RefreshToken": tokens.RefreshToken,
			"ExpiresIn": tokens.ExpiresIn, "TokenType": tokens.TokenType,
		},
		"ChallengeParameters": map[string]string{},
	})
	if err != nil {
		tb.Fatal(err)
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		tb.Fatal(err)
	}
	sign := func() {
		for _, token := range []string{*tokens.AccessToken, *tokens.IdToken} {
			sum := sha256.Sum256([]byte(token[:strings.LastIndexByte(token, '.')]))
			if _, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum[:]); err != nil {
				tb.Fatal(err)
			}
		}
	}
	return &signIns{client: clientOn(answer), input: s.input, sign: sign}
}

func (s *signIns) once(tb testing.TB) *cognitoidentityprovider.InitiateAuthOutput {
	out, err := s.client.InitiateAuth(context.Background(), &s.input)
	if err != nil {
		tb.Fatal(err)
	}
	if s.sign != nil {
		s.sign()
	}
	return out
}

// run signs in n times.
func (s *signIns) run(tb testing.TB, n int) {
	for range n {
		s.once(tb)
	}
}

// newProcess is the variable that tells a process of the test that it is one
// for firstSignIn.
const newProcess = "COGNITOFAKE_BENCH_FIRST"

// firstSignIn is how much longer the first sign-in of a process takes than its
// later ones, by the median of several processes.
func firstSignIn(t *testing.T) time.Duration {
	return medianOf(9, func() time.Duration {
		var said strings.Builder
		cmd := exec.Command(os.Args[0], "-test.run", "^TestFirstSignIn$")
		cmd.Env = append(os.Environ(), newProcess+"=1")
		cmd.Stderr = &said
		if err := cmd.Run(); err != nil {
			t.Fatal(err, said.String())
		}
		more, err := time.ParseDuration(said.String())
		if err != nil {
			t.Fatal(err)
		}
		return more
	})
}

// sayFirstSignIn prints to standard error what firstSignIn wants of a process.
func sayFirstSignIn(t *testing.T) {
	s := newSignIns()
	one := func() time.Duration { return timed(func() { s.run(t, 1) }) }
	first := one()
	fmt.Fprint(os.Stderr, first-medianOf(21, one))
}

func medianOf(n int, f func() time.Duration) time.Duration {
	all := make([]time.Duration, n)
	for i := range all {
		all[i] = f()
	}
	slices.Sort(all)
	return all[n/2]
}
