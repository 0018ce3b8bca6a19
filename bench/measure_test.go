package bench

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// signUps signs users up, each under a name of their own, with an e-mail
// address that is sent a code. History, hints and messages are on.
type signUps struct {
	fake     *cognitofake.Fake // nil for the canned answer
	client   *cognitoidentityprovider.Client
	clientID string
	next     int
}

func newSignUps(opts ...cognitofake.Option) *signUps {
	fake := cognitofake.New(opts...)
	app := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
	}).AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	return &signUps{fake: fake, client: fake.Client, clientID: app.ID}
}

// newServed is the same over HTTP on the loopback address.
func newServed(b *testing.B) *signUps {
	s := newSignUps()
	server := httptest.NewServer(s.fake)
	b.Cleanup(server.Close)
	cfg := s.fake.Config()
	cfg.HTTPClient = server.Client()
	cfg.BaseEndpoint = &server.URL
	s.client = cognitoidentityprovider.NewFromConfig(cfg)
	return s
}

// newCanned is the same client, whose transport has one answer for everything.
func newCanned() *signUps {
	return &signUps{client: clientOn(cannedSignUp), clientID: "3n4b5urk1ft4fl3mg5e62d9ado"}
}

// canned is the least that a transport can do: to have one answer.
type canned []byte

// clientOn is a client like that of a Fake, on a canned answer.
func clientOn(answer canned) *cognitoidentityprovider.Client {
	cfg := cognitofake.New().Config()
	cfg.HTTPClient = answer
	return cognitoidentityprovider.NewFromConfig(cfg)
}

var (
	cannedHeader = http.Header{
		"Content-Type":     {"application/x-amz-json-1.1"},
		"X-Amzn-Requestid": {"e04d60a6-45dc-441c-a40b-e25a787d4862"},
	}
	cannedSignUp = canned(`{"CodeDeliveryDetails":{"AttributeName":"email","DeliveryMedium":"EMAIL","Destination":"j***@e***"},` +
		`"UserConfirmed":false,"UserSub":"e04d60a6-45dc-441c-a40b-e25a787d4862"}`)
)

func (c canned) Do(req *http.Request) (*http.Response, error) {
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: cannedHeader, ContentLength: int64(len(c)),
		Body: io.NopCloser(bytes.NewReader(c)), Request: req,
	}, nil
}

// run signs n more users up.
func (s *signUps) run(tb testing.TB, n int) {
	for range n {
		name := "user" + strconv.Itoa(s.next)
		email := name + "@example.com"
		s.next++
		if _, err := s.client.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
			ClientId: &s.clientID, Username: &name, Password: aws.String("pa$$W0rd"),
			UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: &email}},
		}); err != nil {
			tb.Fatal(err)
		}
	}
}

func timeRatio(tb testing.TB, s, floor *signUps) float64 {
	return compare(31, func() { s.run(tb, 200) }, func() { floor.run(tb, 200) })
}

// compare is how many times as long a takes as b: the median over rounds in
// which they take turns to go first. What prepare does is not timed.
func compare(rounds int, a, b func(), prepare ...func()) float64 {
	ratios := make([]float64, 0, rounds)
	for round := range rounds {
		for _, f := range prepare {
			f()
		}
		first, second := a, b
		if round%2 == 1 {
			first, second = b, a
		}
		x, y := timed(first), timed(second)
		if round%2 == 1 {
			x, y = y, x
		}
		ratios = append(ratios, float64(x)/float64(y))
	}
	slices.Sort(ratios)
	return ratios[rounds/2]
}

func timed(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}

// userSize is how many bytes a user takes. The history is kept short: it would
// stand in for users here.
func userSize(tb testing.TB) int {
	const users = 50_000
	s := newSignUps(cognitofake.WithHistory(100))
	size := heapOf(func() { s.run(tb, users) }) / users
	runtime.KeepAlive(s)
	return size
}

// heapOf is how many bytes are left of what f allocates.
func heapOf(f func()) int {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return int(after.HeapAlloc) - int(before.HeapAlloc)
}
