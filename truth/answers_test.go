package truth_test

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

var (
	answersWanted = flag.Int("answers", 240, "how many answers TestAnswers waits for, of each operation and number of connections")
	besideBefore  = flag.Bool("before", false, "whether TestAnswers asks in turn a server that never gives way, to compare; what that one loses is counted, not refused")
)

// No answer is lost over HTTP, however many read operations long it is. Clients
// do not try again here, or nobody would notice. make answers asks for more.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{"CreateUserPool", "InitiateAuth"} {
		for _, connections := range []int{1, 8} {
			t.Run(fmt.Sprintf("%s/%d", operation, connections), func(t *testing.T) {
				fake := cognitofake.New(cognitofake.WithHistory(10))
				call := createsPools(fake)
				if operation == "InitiateAuth" {
					call = signsIn(fake)
				}
				now := newAsker(t, fake, call)
				askers := []*asker{now}
				if *besideBefore {
					askers = append(askers, newAsker(t, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
						req.Header.Del("User-Agent") // no SDK of Go's that it could overtake
						fake.ServeHTTP(w, req)
					}), call))
				}
				const turn = 10 // calls of each connection to one server, before all go on to the other
				for range *answersWanted / connections / turn {
					for _, a := range askers {
						var wait sync.WaitGroup
						for range connections {
							wait.Go(func() {
								for range turn {
									a.ask()
								}
							})
						}
						wait.Wait()
					}
				}
				for _, a := range askers {
					t.Logf("%d of %d lost, %d connections, median %v", len(a.lost), len(a.took), a.connections.Load(), a.median())
				}
				if *besideBefore {
					t.Logf("median beside the server that never gives way: %.3f", float64(now.median())/float64(askers[1].median()))
				}
				require.Empty(t, now.lost)
			})
		}
	}
}

// createsPools makes pools, and throws them away before they are too many.
func createsPools(fake *cognitofake.Fake) func(*cip.Client, *testing.T) error {
	var made atomic.Int64
	return func(client *cip.Client, t *testing.T) error {
		if made.Add(1)%1000 == 0 {
			fake.Reset()
		}
		_, err := client.CreateUserPool(t.Context(), &cip.CreateUserPoolInput{PoolName: aws.String("shop")})
		return err
	}
}

// signsIn signs in a user whose ID token is large.
func signsIn(fake *cognitofake.Fake) func(*cip.Client, *testing.T) error {
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{"ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
	})
	pool.AddUser(cognitofake.NewUser{Username: "jane", Password: fixture.GoodPassword, Attributes: map[string]string{
		"email": "jane@example.com", "picture": strings.Repeat("p", 2000), "profile": strings.Repeat("q", 2000),
	}})
	return func(client *cip.Client, t *testing.T) error {
		_, err := client.InitiateAuth(t.Context(), &cip.InitiateAuthInput{
			AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientId: &app.ID,
			AuthParameters: map[string]string{"USERNAME": "jane", "PASSWORD": fixture.GoodPassword},
		})
		return err
	}
}

// asker asks one server, and remembers what came of it.
type asker struct {
	ask         func()
	connections atomic.Int64

	mu   sync.Mutex
	lost []string
	took []time.Duration
}

func newAsker(t *testing.T, handler http.Handler, call func(*cip.Client, *testing.T) error) *asker {
	a := &asker{}
	server := httptest.NewUnstartedServer(handler)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			a.connections.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	client := cip.New(cip.Options{
		Region: "eu-west-1", BaseEndpoint: &server.URL, Credentials: cognitofake.New().Config().Credentials,
		Retryer: aws.NopRetryer{},
	})
	a.ask = func() {
		start := time.Now()
		err := call(client, t)
		took := time.Since(start)
		a.mu.Lock()
		defer a.mu.Unlock()
		a.took = append(a.took, took)
		if err != nil {
			a.lost = append(a.lost, err.Error())
		}
	}
	return a
}

func (a *asker) median() time.Duration {
	sorted := slices.Sorted(slices.Values(a.took))
	return sorted[len(sorted)/2]
}
