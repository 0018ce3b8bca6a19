package truth_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
)

// CheckPassword says of a password what a sign-up says, type and words.
func TestCheckPassword(t *testing.T) {
	fake := cognitofake.NewT(t)
	for name, policy := range map[string]*types.PasswordPolicyType{
		"default":  nil,
		"anything": {MinimumLength: aws.Int32(6)},
		"long":     {MinimumLength: aws.Int32(20), RequireSymbols: true},
		"upper":    {MinimumLength: aws.Int32(6), RequireUppercase: true, RequireNumbers: true},
	} {
		pool := fake.AddPool(cip.CreateUserPoolInput{Policies: &types.UserPoolPolicyType{PasswordPolicy: policy}})
		app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
		for _, password := range []string{
			"pa$$W0rd", "pa$$w0rd", "PA$$W0RD", "pa$$Word", "paWW0rd1", "short", "", " ", " pa$$W0rd", "pa$$W0rd ", "pa W0rd x",
			"pä££W0rd", "ÄÖÜ123456", strings.Repeat("aA1$", 64), strings.Repeat("aA1$", 65), "\x00aA1$aA1$",
		} {
			said := pool.CheckPassword(password)
			_, err := fake.SignUp(t.Context(), &cip.SignUpInput{ClientId: &app.ID, Username: aws.String("jane"), Password: &password})
			if err == nil {
				require.NoError(t, said, "%s: %q", name, password)
				require.True(t, pool.DeleteUser("jane"))
				continue
			}
			var want, got smithy.APIError
			require.ErrorAs(t, err, &want)
			require.ErrorAs(t, said, &got, "%s: %q", name, password)
			require.Equal(t, want.ErrorCode()+": "+want.ErrorMessage(), got.ErrorCode()+": "+got.ErrorMessage(), "%s: %q", name, password)
		}
	}
	var invalid *types.InvalidPasswordException
	require.ErrorAs(t, fake.AddPool(cip.CreateUserPoolInput{}).CheckPassword("short"), &invalid)
	require.Equal(t, "Password did not conform with policy: Password not long enough", *invalid.Message)
}
