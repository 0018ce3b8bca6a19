package truth_test

import (
	"fmt"
	"testing"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

func TestDefaultQuotas(t *testing.T) {
	fake := cognitofake.NewT(t, frozen(), cognitofake.WithDefaultQuotas())
	app, other := appIn(fake, cip.CreateUserPoolInput{}), appIn(fake, cip.CreateUserPoolInput{})
	attempt := func(i int) error {
		_, err := trySignUp(t, fake.Client, []*cognitofake.AppClient{app, other}[i%2], fmt.Sprint("user", i), noRetry)
		return err
	}
	for i := range 50 {
		require.NoError(t, attempt(i))
	}
	err := attempt(50)
	fixture.RequireAs[*types.TooManyRequestsException](t, err)
	require.ErrorContains(t, err, "StatusCode: 400")
	require.ErrorContains(t, err, "TooManyRequestsException: Rate exceeded")
	require.Equal(t, "the quota UserCreation allows 50 requests a second", fake.Calls()[50].Hint)

	fake.Advance(20 * time.Millisecond) // one fiftieth of a second
	require.NoError(t, attempt(51))
	fixture.RequireAs[*types.TooManyRequestsException](t, attempt(52))
	_, err = fake.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &fake.Pools()[0].ID})
	require.NoError(t, err, "another category has its own")
	fake.Advance(time.Hour)
	for i := range 50 {
		require.NoError(t, attempt(100+i))
	}
	fixture.RequireAs[*types.TooManyRequestsException](t, attempt(150))
	fake.Reset()
	require.NoError(t, attempt(0))
}

// Refused requests change nothing, and attempts count, not calls.
func TestQuotaCountsAttempts(t *testing.T) {
	fake := cognitofake.NewT(t, frozen(), cognitofake.WithDefaultQuotas(), cognitofake.WithQuota(cognitofake.QuotaUserCreation, 0.5))
	app := appIn(fake, cip.CreateUserPoolInput{})
	_, err := trySignUp(t, fake.Client, app, "jane")
	require.NoError(t, err)
	_, err = trySignUp(t, fake.Client, app, "bob")
	fixture.RequireAs[*types.TooManyRequestsException](t, err)
	require.Len(t, fake.Calls(), 4)
	require.Len(t, fake.Pools()[0].Users(), 1)
	fake.ClearFaults() // quotas are no faults
	_, err = trySignUp(t, fake.Client, app, "bob")
	fixture.RequireAs[*types.TooManyRequestsException](t, err)
	fake.Advance(2 * time.Second)
	_, err = trySignUp(t, fake.Client, app, "bob")
	require.NoError(t, err)
}

func TestNoQuotaWithoutTheOption(t *testing.T) {
	fake := cognitofake.NewT(t, frozen())
	app := appIn(fake, cip.CreateUserPoolInput{})
	for i := range 200 {
		_, err := trySignUp(t, fake.Client, app, fmt.Sprint("user", i))
		require.NoError(t, err)
	}
}
