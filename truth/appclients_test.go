package truth_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// elsewhere is the pool id of another pool than the row's.
func elsewhere(w *world) *string { return &w.fake.AddPool(cip.CreateUserPoolInput{}).ID }

// appClientRows are rows of app clients over the wire: docs/behaviour.md N2, N3, N25, N87, N136, R91.
func appClientRows() []rows.Row {
	return []rows.Row{
		{Rules: "N137", Name: "members of a client left out go back", App: rows.Full, Own: []cognitofake.Option{cognitofake.WithClock(fixture.Stopped)}, Call: rows.UpdatingApp(cip.UpdateUserPoolClientInput{}), Want: rows.Want{Check: func(w *rows.World, out any) {
			a := out.(*types.UserPoolClientType)
			require.Equal(w, fixture.ChosenSecret, *a.ClientSecret, "the secret stays")
			require.Equal(w, &types.UserPoolClientType{
				ClientId: &w.ClientID, ClientSecret: a.ClientSecret, CreationDate: a.CreationDate, LastModifiedDate: a.LastModifiedDate,
				UserPoolId: &w.PoolID, ClientName: aws.String("web"), RefreshTokenValidity: 30, TokenValidityUnits: &types.TokenValidityUnitsType{},
				AllowedOAuthFlowsUserPoolClient: aws.Bool(false), EnableTokenRevocation: aws.Bool(true),
				EnablePropagateAdditionalUserContextData: aws.Bool(false), AuthSessionValidity: aws.Int32(3),
			}, a)
		}}},

		// Unknown clients, and those of other pools.
		{Rules: "N3", Choice: true, Name: "described in another pool", Call: call(func(w *world) (any, error) {
			return w.Client.DescribeUserPoolClient(w.Ctx, &cip.DescribeUserPoolClientInput{UserPoolId: elsewhere(w), ClientId: &w.app.ID})
		}), Want: rows.NoSuchApp},
		{Rules: "N3 N137", Choice: true, Name: "updated in another pool", Call: call(func(w *world) (any, error) {
			return w.Client.UpdateUserPoolClient(w.Ctx, &cip.UpdateUserPoolClientInput{UserPoolId: elsewhere(w), ClientId: &w.app.ID})
		}), Want: rows.NoSuchApp},
		{Rules: "N3", Choice: true, Name: "deleted in another pool", Call: call(func(w *world) (any, error) {
			return w.Client.DeleteUserPoolClient(w.Ctx, &cip.DeleteUserPoolClientInput{UserPoolId: elsewhere(w), ClientId: &w.app.ID})
		}), Want: rows.NoSuchApp},
	}
}
