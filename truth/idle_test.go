package truth_test

import (
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// lastHint is the hint of the newest call.
func lastHint(fake *cognitofake.Fake) string {
	calls := fake.Calls()
	return calls[len(calls)-1].Hint
}

// Whoever waits for an invitation that is not sent is told why.
func TestUninvitedUsersAreTold(t *testing.T) {
	const none = "nothing was sent: DesiredDeliveryMediums is SMS unless given, and the user has no phone_number (docs/behaviour.md#N119)"
	w := newWorld(t, rows.Row{}, ways[0])
	invite := func(in cip.AdminCreateUserInput) string {
		_, err := w.Invite(&in)
		require.NoError(t, err)
		return lastHint(w.fake)
	}
	require.Equal(t, none, invite(cip.AdminCreateUserInput{UserAttributes: fixture.Attrs("email", "jane@example.com")}))
	require.Equal(t, none, invite(cip.AdminCreateUserInput{MessageAction: types.MessageActionTypeResend}))
	require.Contains(t, w.fake.Transcript(), "sent: nothing; DesiredDeliveryMediums is SMS unless given")
	require.Empty(t, invite(cip.AdminCreateUserInput{
		MessageAction: types.MessageActionTypeResend, DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
	}))
	w.pool.DeleteUser("jane")
	require.Equal(t, "nothing was sent: MessageAction is SUPPRESS (docs/behaviour.md#N118)", invite(cip.AdminCreateUserInput{MessageAction: types.MessageActionTypeSuppress}))
	w.pool.DeleteUser("jane")
	require.Empty(t, invite(cip.AdminCreateUserInput{UserAttributes: fixture.Attrs("phone_number", "+15555550100")}))
}
