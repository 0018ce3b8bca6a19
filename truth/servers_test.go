package truth_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// scopeRows are rows of scopes where a test makes the app client: docs/behaviour.md P43.
func scopeRows() []rows.Row {
	return []rows.Row{
		{Rules: "P43", Choice: true, Name: "an imported client keeps scopes that the pool lacks", Call: call(func(w *world) (any, error) {
			a, err := w.pool.ImportAppClient(strings.NewReader(`{"ClientId": "imported", "AllowedOAuthScopes": ["openid", "api/read"]}`))
			require.NoError(w, err)
			return w.Client.DescribeUserPoolClient(w.Ctx, &cip.DescribeUserPoolClientInput{UserPoolId: &w.PoolID, ClientId: &a.ID})
		}), Want: rows.Want{Check: func(w *rows.World, out any) {
			require.Equal(w, []string{"openid", "api/read"}, out.(*cip.DescribeUserPoolClientOutput).UserPoolClient.AllowedOAuthScopes)
		}}},
		{Rules: "P43", Name: "AddAppClient takes scopes that there are", Call: call(func(w *world) (any, error) {
			in := cip.CreateUserPoolClientInput{AllowedOAuthScopes: []string{"api/read"}}
			fixture.RequirePanic(w, "cognitofake: AddAppClient: Invalid scope requested: api/read (the pool has no resource server api; make it first, with CreateResourceServer)",
				func() { w.pool.AddAppClient(in) })
			makeAPI(w.t, w.fake, w.pool)
			require.NotEmpty(w, w.pool.AddAppClient(in).ID)
			return nil, nil
		})},
	}
}

// makeAPI makes a resource server, api, with the scope read.
func makeAPI(t *testing.T, fake *cognitofake.Fake, pool *cognitofake.Pool) {
	t.Helper()
	_, err := fake.CreateResourceServer(t.Context(), &cip.CreateResourceServerInput{
		UserPoolId: &pool.ID, Identifier: aws.String("api"), Name: aws.String("n"),
		Scopes: []types.ResourceServerScopeType{{ScopeName: aws.String("read"), ScopeDescription: aws.String("d")}},
	})
	require.NoError(t, err)
}

func TestHintsOfScopes(t *testing.T) {
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	makeAPI(t, fake, pool)
	for scope, want := range map[string]string{
		"read":      "read is none of the standard scopes; one of a resource server is <identifier>/<scope name>",
		"web/read":  "the pool has no resource server web; make it first, with CreateResourceServer",
		"api/write": "resource server api has no scope write",
	} {
		_, err := fake.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
			UserPoolId: &pool.ID, ClientName: aws.String("web"), AllowedOAuthScopes: []string{scope},
		})
		require.Equal(t, want, hintOf(t, fake, err), scope)
	}
}
