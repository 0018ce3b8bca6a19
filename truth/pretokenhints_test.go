package truth_test

import (
	"testing"

	"github.com/aws/aws-lambda-go/events"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// What a function answered and the service ignored or refused is in the record of the call.
func TestHintsOfClaims(t *testing.T) {
	w := lone(t, rankPool(), rows.PasswordClient())
	withGroups(w)
	hint := func(on cognitofake.Trigger, fn any, want string) {
		t.Helper()
		w.pool.On(on, fn)
		_, err := w.SignIn("jane", fixture.GoodPassword)
		if err != nil {
			require.Contains(t, hintOf(t, w.fake, err), want)
			return
		}
		require.Contains(t, lastHint(w.fake), want)
	}
	hint(tokenV1, answering(`{"claimsToAddOrOverride":{"sub":"x","tenant":"t"},"claimsToSuppress":["iss"]}`),
		"PreTokenGeneration cannot change what it answers of sub of the ID token (docs/behaviour.md#C103), iss of the ID token (docs/behaviour.md#C103)")
	hint(tokenV2, answering(`{"accessTokenGeneration":{"claimsToAddOrOverride":{"aud":"x"}}}`), "aud of the access token (it may be the app client's id alone")
	hint(tokenV2, answering(`{"idTokenGeneration":{"claimsToAddOrOverride":{"dev:x":"x"}}}`), "dev:x of the ID token (it can be suppressed, not added")
	hint(tokenV1, answering(`{"claimsToAddOrOverride":{"n":1}}`), "claims of other JSON types need LambdaVersion V2_0")
	hint(tokenV1, answering(`{"idTokenGeneration":{}}`), `a member that the trigger does not know, "idTokenGeneration"; it takes claimsToAddOrOverride, claimsToSuppress, groupOverrideDetails`)
	hint(tokenV2, func(e events.CognitoEventUserPoolsPreTokenGen) (events.CognitoEventUserPoolsPreTokenGen, error) {
		return e, nil
	},
		"the event is of LambdaVersion V2_0 and the answer has claimsOverrideDetails, which is of another version; this one takes claimsAndScopeOverrideDetails, as CognitoEventUserPoolsPreTokenGenV2_0 of aws-lambda-go does")
	hint(tokenV1, func(e events.CognitoEventUserPoolsPreTokenGenV2_0) (events.CognitoEventUserPoolsPreTokenGenV2_0, error) {
		return e, nil
	},
		"as CognitoEventUserPoolsPreTokenGen of aws-lambda-go does")
	hint(tokenV1, func(e events.CognitoEventUserPoolsPreTokenGen) (events.CognitoEventUserPoolsPreTokenGen, error) {
		return e, nil
	},
		"PreTokenGeneration took the groups a, b out of the tokens")
}

// One function runs for the trigger, whichever version it was given to.
func TestVersionsOfPreTokenGeneration(t *testing.T) {
	w := lone(t, cip.CreateUserPoolInput{LambdaConfig: rows.TokenFunction("claims", types.PreTokenGenerationLambdaVersionTypeV30)}, rows.PasswordClient())
	w.pool.AddUser(cognitofake.NewUser{Username: "jane", Password: fixture.GoodPassword})
	version := func() string {
		t.Helper()
		w.Tokens("jane")
		runs := w.generations()
		return runs[len(runs)-1].Event[:len(`{"version":"3"`)]
	}
	w.fake.Lambda("claims", echo)
	require.Equal(t, `{"version":"3"`, version(), "as LambdaConfig says")
	w.pool.On(tokenV1, echo)
	require.Equal(t, `{"version":"3"`, version(), "On goes by LambdaConfig too")
	w.pool.On(tokenV2, echo)
	require.Equal(t, `{"version":"2"`, version())
	w.pool.On(tokenV3, nil)
	w.fake.Lambda("claims", fails(cognitofake.ErrTriggerAccessDenied))
	_, err := w.SignIn("jane", fixture.GoodPassword)
	w.RequireRefused(err, "UnexpectedLambdaException", "PreTokenGeneration invocation failed due to error AccessDeniedException.")

	lite := w.fake.AddPool(cip.CreateUserPoolInput{UserPoolTier: types.UserPoolTierTypeLite})
	lite.On(tokenV1, echo)
	require.PanicsWithValue(t, "cognitofake: On(PreTokenGenerationV2): the UserPoolTier of the pool is LITE, which has PreTokenGeneration alone", func() { lite.On(tokenV2, echo) })
}
