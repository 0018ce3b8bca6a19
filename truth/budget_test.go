package truth_test

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// allocationBudget is how many allocations one SignUp may make beyond those of
// the same SDK client on a transport with a canned answer. The module in bench/
// has the limits of time and memory.
const allocationBudget = 42

func TestAllocationBudget(t *testing.T) {
	fake := cognitofake.New()
	app := fake.AddPool(fixture.EmailPool()).AddAppClient(cip.CreateUserPoolClientInput{})
	cfg := fake.Config()
	cfg.HTTPClient = cannedAnswer{}

	next := 0
	allocations := func(client *cip.Client) float64 {
		return testing.AllocsPerRun(200, func() {
			next++
			name := "user" + strconv.Itoa(next)
			_, err := client.SignUp(context.Background(), &cip.SignUpInput{
				ClientId: &app.ID, Username: &name, Password: aws.String(fixture.GoodPassword),
				UserAttributes: fixture.Attrs("email", name+"@example.com"),
			})
			require.NoError(t, err)
		})
	}
	fakes, floor := allocations(fake.Client), allocations(cip.NewFromConfig(cfg))
	require.LessOrEqual(t, fakes-floor, float64(allocationBudget), "%v through the fake, %v on a canned answer", fakes, floor)
}

// cannedAnswer is a transport that has one answer for everything.
type cannedAnswer struct{}

func (cannedAnswer) Do(req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Request: req,
		Header: http.Header{"Content-Type": {"application/x-amz-json-1.1"}, "X-Amzn-Requestid": {"e04d60a6-45dc-441c-a40b-e25a787d4862"}},
		Body: io.NopCloser(strings.NewReader(`{"CodeDeliveryDetails":{"AttributeName":"email","DeliveryMedium":"EMAIL","Destination":"j***@e***"},` +
			`"UserConfirmed":false,"UserSub":"e04d60a6-45dc-441c-a40b-e25a787d4862"}`)),
	}, nil
}
