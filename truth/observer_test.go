package truth_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// The observer sees each request once, with what it sent and nothing secret,
// and may call back.
func TestObserver(t *testing.T) {
	var fake *cognitofake.Fake
	var calls []cognitofake.Call
	var sent [][]cognitofake.Message
	fake = cognitofake.NewT(t, cognitofake.WithObserver(func(c cognitofake.Call, m []cognitofake.Message) {
		require.Equal(t, c, fake.Calls()[len(calls)])
		calls, sent = append(calls, c), append(sent, m)
	}), cognitofake.WithHistory(10))
	pool := fake.AddPool(fixture.EmailPool())
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
	in := &cip.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String(fixture.GoodPassword),
		UserAttributes: fixture.Attrs("email", "jane@example.com"),
	}
	_, err := fake.SignUp(t.Context(), in)
	require.NoError(t, err)
	_, err = fake.SignUp(t.Context(), in)
	require.Error(t, err)

	require.Len(t, calls, 2)
	require.Equal(t, cognitofake.OpSignUp, calls[0].Operation)
	require.Equal(t, "REDACTED", *calls[0].Input.(*cip.SignUpInput).Password)
	require.NotNil(t, calls[0].Output)
	require.Equal(t, "UsernameExistsException: User already exists", calls[1].Error)
	require.Equal(t, [][]cognitofake.Message{fake.Messages(), {}}, sent)
}
