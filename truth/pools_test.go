package truth_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// pages collects the names of all pools, three at a time.
func pages(w *rows.World) (any, error) {
	var names []string
	pages := cip.NewListUserPoolsPaginator(w.Client, &cip.ListUserPoolsInput{MaxResults: aws.Int32(3)})
	for pages.HasMorePages() {
		out, err := pages.NextPage(w.Ctx)
		if err != nil {
			return nil, err
		}
		require.LessOrEqual(w, len(out.UserPools), 3)
		for _, p := range out.UserPools {
			names = append(names, *p.Name)
		}
	}
	return names, nil
}

// poolRows are rows of pools over the wire: docs/behaviour.md N2, N134, N135, N137, R82, L43.
func poolRows() []rows.Row {
	return []rows.Row{
		{Rules: "N134", Name: "region and account", Own: []cognitofake.Option{cognitofake.WithRegion("eu-west-3"), cognitofake.WithAccountID("210987654321")},
			Call: rows.Creating(cip.CreateUserPoolInput{}), Want: rows.Want{Check: func(w *rows.World, out any) {
				p := out.(*types.UserPoolType)
				require.Regexp(w, `^eu-west-3_[0-9A-Za-z]{9}$`, *p.Id)
				require.Equal(w, "arn:aws:cognito-idp:eu-west-3:210987654321:userpool/"+*p.Id, *p.Arn)
			}}},
		{Rules: "N134", Name: "names may repeat", Pool: cip.CreateUserPoolInput{PoolName: aws.String("made")}, Call: rows.Creating(cip.CreateUserPoolInput{}), Want: rows.Want{Check: check(func(w *world, out any) {
			require.NotEqual(w, w.pool.ID, *out.(*types.UserPoolType).Id)
			require.Len(w, w.fake.Pools(), 2)
		})}},
		{Rules: "N134", Name: "a pool of the wire works", Call: func(w *rows.World) (any, error) {
			pool, err := rows.Creating(fixture.EmailPool())(w)
			require.NoError(w, err)
			app, err := w.Client.CreateUserPoolClient(w.Ctx, &cip.CreateUserPoolClientInput{UserPoolId: pool.(*types.UserPoolType).Id, ClientName: aws.String("web")})
			require.NoError(w, err)
			in := w.SignUpInput("jane", "email", "jane@example.com")
			in.ClientId = app.UserPoolClient.ClientId
			return w.Client.SignUp(w.Ctx, in)
		}, Want: rows.Want{Check: check(func(w *world, out any) {
			require.NotNil(w, out.(*cip.SignUpOutput).CodeDeliveryDetails)
			require.Len(w, w.fake.Pools()[1].Users(), 1)
			require.Empty(w, w.pool.Users())
		})}},

		// Updates.
		{Rules: "N137", Name: "members left out go back", Pool: func() cip.CreateUserPoolInput {
			pool := rows.InTier(rows.PolicyPool(types.PasswordPolicyType{MinimumLength: aws.Int32(20)}), types.UserPoolTierTypePlus)
			pool.PoolName = aws.String("made")
			pool.AutoVerifiedAttributes = []types.VerifiedAttributeType{fixture.Email}
			pool.DeletionProtection = types.DeletionProtectionTypeActive
			pool.AdminCreateUserConfig = &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true}
			pool.EmailVerificationSubject = aws.String("Hello")
			pool.VerificationMessageTemplate = &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink}
			pool.UserPoolTags = map[string]string{"a": "b"}
			return pool
		}(), Own: []cognitofake.Option{cognitofake.WithClock(fixture.Stopped)}, Call: rows.Updating(cip.UpdateUserPoolInput{}), Want: rows.Want{Check: rows.IsDefaultPool}},
		{Rules: "N137", Name: "LastModifiedDate", Prior: prior(func(w *world) { w.fake.Advance(time.Hour) }), Call: rows.Updating(cip.UpdateUserPoolInput{}), Want: rows.Want{Check: func(w *rows.World, out any) {
			p := out.(*types.UserPoolType)
			require.GreaterOrEqual(w, p.LastModifiedDate.Sub(*p.CreationDate), time.Hour)
		}}},

		// Deletion.
		{Rules: "N137 N1", Name: "deletion", Prior: rows.SignedUp("jane"), Call: rows.Deleting, Want: rows.Want{Check: check(func(w *world, _ any) {
			require.Empty(w, w.pool.Users())
			require.Empty(w, w.fake.Pools())
			_, err := rows.Described(w.World)
			rows.Want{Code: "ResourceNotFoundException", Words: func(w *rows.World) string { return "User pool " + w.PoolID + " does not exist." }}.RequireError(w.World, err)
		})}},

		// Lists.
		{Rules: "N137", Name: "entries of ListUserPools", Pool: cip.CreateUserPoolInput{PoolName: aws.String("made")}, Own: []cognitofake.Option{cognitofake.WithClock(fixture.Stopped)}, Call: rows.Listing(60), Want: rows.Want{Check: func(w *rows.World, out any) {
			date := aws.Time(time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
			got := out.(*cip.ListUserPoolsOutput)
			require.Equal(w, []types.UserPoolDescriptionType{{
				Id: &w.PoolID, Name: aws.String("made"), LambdaConfig: &types.LambdaConfigType{}, CreationDate: date, LastModifiedDate: date,
			}}, got.UserPools)
			require.Nil(w, got.NextToken)
		}}},
		{Rules: "N137", Name: "pages, oldest first", Own: []cognitofake.Option{cognitofake.WithClock(fixture.Stopped)}, Pool: cip.CreateUserPoolInput{PoolName: aws.String("p0")}, Prior: prior(func(w *world) {
			for i := range 6 {
				w.fake.AddPool(cip.CreateUserPoolInput{PoolName: aws.String(fmt.Sprintf("p%d", i+1))})
			}
		}), Call: pages, Want: rows.Want{Check: func(w *rows.World, out any) {
			require.Equal(w, []string{"p0", "p1", "p2", "p3", "p4", "p5", "p6"}, out)
			require.True(w, slices.IsSorted(out.([]string)))
		}}},
	}
}
