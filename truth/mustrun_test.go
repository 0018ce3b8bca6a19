package truth_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// A trigger that had to run and did not fails the test at its end, with the
// line that wanted it.
func TestMustRun(t *testing.T) {
	tb := &failingTB{}
	fake := cognitofake.NewT(tb)
	pool := fake.AddPool(cip.CreateUserPoolInput{LambdaConfig: &types.LambdaConfigType{
		PostAuthentication: aws.String("arn:aws:lambda:us-east-1:123456789012:function:after"),
	}})
	app := pool.AddAppClient(rows.PasswordClient())
	fake.Lambda("after", echo)
	pool.MustRun(cognitofake.PostAuthentication, cognitofake.UserMigration)
	pool.AddUser(cognitofake.NewUser{Username: "jane", Password: fixture.GoodPassword})
	_, err := fake.InitiateAuth(t.Context(), &cip.InitiateAuthInput{
		ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": "jane", "PASSWORD": fixture.GoodPassword},
	})
	require.NoError(t, err)
	tb.end()
	require.Len(t, tb.errors, 1)
	assert.Regexp(t, `^cognitofake: MustRun\(UserMigration\): the function of pool `+pool.ID+` never ran \(mustrun_test.go:\d+\)$`, tb.errors[0])
	require.Panics(t, func() { cognitofake.New().AddPool(cip.CreateUserPoolInput{}).MustRun("PreSignup") })
}
