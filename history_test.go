package cognitofake_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/cognitofake/cognitofake"
)

// A program that sends a mebibyte again and again does not fill the memory.
func TestHistoryIsBoundedInBytes(t *testing.T) {
	fake := cognitofake.New()
	long := strings.Repeat("a", 500_000)
	for range 100 { // each counts twice: as it was sent, and as the call's user
		_, err := fake.SignUp(t.Context(), &cip.SignUpInput{ClientId: &long, Username: &long})
		require.Error(t, err)
	}
	calls := fake.Calls()
	require.Less(t, len(calls), 100)
	require.Greater(t, len(calls), 10)
	require.Equal(t, long, calls[len(calls)-1].Username)
	require.Contains(t, fake.Transcript(), "older ones dropped")
}
