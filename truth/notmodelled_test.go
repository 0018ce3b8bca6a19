package truth_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
)

// A test that expects an error does not pass on what the fake lacks.
func TestCallsThatAreNotModelledFailTheTest(t *testing.T) {
	const tail = " is not modelled, and was called; Intercept can answer it, AllowNotModelled lets it be refused"
	imports := func(t *testing.T, fake *cognitofake.Fake) {
		_, err := fake.StartUserImportJob(t.Context(), &cip.StartUserImportJobInput{UserPoolId: aws.String("us-east-1_x"), JobId: aws.String("import-x")})
		require.Error(t, err)
	}
	respond := func(t *testing.T, fake *cognitofake.Fake) error {
		app := fake.AddPool(cip.CreateUserPoolInput{}).AddAppClient(cip.CreateUserPoolClientInput{})
		_, err := fake.RespondToAuthChallenge(t.Context(), &cip.RespondToAuthChallengeInput{
			ClientId: &app.ID, ChallengeName: types.ChallengeNameTypeAdminNoSrpAuth, ChallengeResponses: map[string]string{"USERNAME": "jane"},
		})
		return err
	}
	for name, c := range map[string]struct {
		opts []cognitofake.Option
		do   func(t *testing.T, fake *cognitofake.Fake)
		want []string
	}{
		"an operation": {nil, imports, []string{"cognitofake: StartUserImportJob" + tail}},
		"each once": {nil, func(t *testing.T, fake *cognitofake.Fake) {
			imports(t, fake)
			imports(t, fake)
			require.Error(t, respond(t, fake))
			imports(t, fake)
		}, []string{"cognitofake: StartUserImportJob" + tail, "cognitofake: RespondToAuthChallenge with ChallengeName ADMIN_NO_SRP_AUTH" + tail}},
		"before Reset":  {nil, func(t *testing.T, fake *cognitofake.Fake) { imports(t, fake); fake.Reset() }, []string{"cognitofake: StartUserImportJob" + tail}},
		"what is there": {nil, func(t *testing.T, fake *cognitofake.Fake) { fake.AddPool(cip.CreateUserPoolInput{}) }, nil},
		"no operation of the service": {nil, func(t *testing.T, fake *cognitofake.Fake) {
			_, err := fake.ListUsers(t.Context(), &cip.ListUsersInput{UserPoolId: aws.String("us-east-1_x")})
			require.Error(t, err)
		}, nil},
		"allowed": {[]cognitofake.Option{cognitofake.AllowNotModelled()}, imports, nil},
		"intercepted": {nil, func(t *testing.T, fake *cognitofake.Fake) {
			cognitofake.Intercept(fake, func(ctx context.Context, in *cip.RespondToAuthChallengeInput, next func(context.Context, *cip.RespondToAuthChallengeInput) (*cip.RespondToAuthChallengeOutput, error)) (*cip.RespondToAuthChallengeOutput, error) {
				if _, err := next(ctx, in); err == nil {
					t.Error("the fake models it after all")
				}
				return &cip.RespondToAuthChallengeOutput{ChallengeName: types.ChallengeNameTypeCustomChallenge}, nil
			})
			require.NoError(t, respond(t, fake))
		}, nil},
		"intercepted and passed on": {nil, func(t *testing.T, fake *cognitofake.Fake) {
			cognitofake.Intercept(fake, func(ctx context.Context, in *cip.RespondToAuthChallengeInput, next func(context.Context, *cip.RespondToAuthChallengeInput) (*cip.RespondToAuthChallengeOutput, error)) (*cip.RespondToAuthChallengeOutput, error) {
				return next(ctx, in)
			})
			require.Error(t, respond(t, fake))
		}, []string{"cognitofake: RespondToAuthChallenge with ChallengeName ADMIN_NO_SRP_AUTH" + tail}},
		"a fault": {nil, func(t *testing.T, fake *cognitofake.Fake) {
			fake.Fail(cognitofake.OpRespondToAuthChallenge, &smithy.GenericAPIError{Code: "NotModelledException"})
			require.ErrorContains(t, respond(t, fake), "NotModelledException")
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			tb := &failingTB{}
			c.do(t, cognitofake.NewT(tb, c.opts...))
			tb.end()
			require.Equal(t, c.want, tb.errors)
		})
	}
}
