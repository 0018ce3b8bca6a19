package truth_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// TestCustomEvents compares the events of a custom sign-in, byte for byte, with
// testdata/events: of several rounds, of a client that hides who exists and of one
// that does not, of nobody, and of one that begins with a password.
func TestCustomEvents(t *testing.T) {
	const asked, password = "CUSTOM_CHALLENGE", "PASSWORD_VERIFIER"
	metadata := map[string]string{"source": "web", "a<b>": `"quoted" & done`}
	reply := func(w *world, name string, session *string, answer string, metadata map[string]string) *string {
		out, err := w.Client.RespondToAuthChallenge(w.Ctx, &cip.RespondToAuthChallengeInput{
			ClientId: &w.ClientID, ChallengeName: customChallenge, Session: session, ClientMetadata: metadata,
			ChallengeResponses: map[string]string{"USERNAME": name, "ANSWER": answer},
		})
		require.NoError(w, err)
		return out.Session
	}
	rounds := func(w *world) {
		session := reply(w, "jane", w.begin().Session, "6", nil)
		session = reply(w, "jane", session, "5", metadata)
		reply(w, "jane", session, `<"7" & more>`, metadata)
	}
	nobody := func(w *world) {
		out, err := w.Auth(customAuth, "USERNAME", "nobody")
		require.NoError(w, err)
		reply(w, "nobody", out.Session, "5", nil)
	}
	bySRP := func(w *world) {
		out, err := w.provedBy("jane", "pa$$W0rd")
		require.NoError(w, err)
		reply(w, "jane", out.Session, "5", nil)
	}
	for _, c := range []struct {
		file string // the trigger source, and a variant behind a point
		app  cip.CreateUserPoolClientInput
		call int // which of all calls of the function it is
		do   func(w *world)
	}{
		{"DefineAuthChallenge_Authentication", cip.CreateUserPoolClientInput{}, 0, rounds},
		{"DefineAuthChallenge_Authentication.rounds", cip.CreateUserPoolClientInput{}, 3, rounds},
		{"DefineAuthChallenge_Authentication.enabled", rows.Hiding(), 2, rounds},
		{"DefineAuthChallenge_Authentication.nobody", rows.Hiding(), 1, nobody},
		{"DefineAuthChallenge_Authentication.srp", cip.CreateUserPoolClientInput{}, 0, bySRP},
		{"DefineAuthChallenge_Authentication.srprounds", cip.CreateUserPoolClientInput{}, 2, bySRP},
		{"CreateAuthChallenge_Authentication", cip.CreateUserPoolClientInput{}, 0, rounds},
		{"CreateAuthChallenge_Authentication.rounds", cip.CreateUserPoolClientInput{}, 2, rounds},
		{"CreateAuthChallenge_Authentication.enabled", rows.Hiding(), 2, rounds},
		{"CreateAuthChallenge_Authentication.nobody", rows.Hiding(), 0, nobody},
		{"VerifyAuthChallengeResponse_Authentication", cip.CreateUserPoolClientInput{}, 0, rounds},
		{"VerifyAuthChallengeResponse_Authentication.enabled", rows.Hiding(), 2, rounds},
		{"VerifyAuthChallengeResponse_Authentication.nobody", rows.Hiding(), 0, nobody},
	} {
		for _, in := range ways {
			t.Run(c.file+"/"+in.name, func(t *testing.T) {
				t.Parallel()
				fake := cognitofake.NewT(t)
				client, _, _ := in.open(t, fake)
				w := worldOf(t, fake, client)
				w.in(fake.AddPool(cip.CreateUserPoolInput{}, cognitofake.WithID("us-east-1_aB3cD4eF5")))
				w.by(w.pool.AddAppClient(c.app, cognitofake.WithID("3n4b5urk1ft4fl3mg5e62d9ado")))
				w.AddUser(rows.NewUser{Username: "jane", Password: "pa$$W0rd", Attributes: map[string]string{"email": "jane@example.com", "name": "Jane"}})
				w.lead(defines(asked, asked, asked, "tokens"))
				if strings.Contains(c.file, ".srp") {
					w.lead(defines("", password, asked, "tokens"))
				}
				c.do(w)

				source, _, _ := strings.Cut(c.file, ".")
				var got []string
				for _, call := range fake.Calls() {
					for _, run := range call.Invocations {
						if run.Source == source {
							got = append(got, run.Event)
						}
					}
				}
				golden, err := os.ReadFile(filepath.Join("testdata", "events", c.file+".json"))
				require.NoError(t, err)
				require.Greater(t, len(got), c.call)
				require.Equal(t, strings.ReplaceAll(strings.TrimSuffix(string(golden), "\n"), "SUB", w.pool.Users()[0].Sub), got[c.call])
			})
		}
	}
}
