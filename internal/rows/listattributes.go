package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// listAttributeRows are rows of the attributes that a list shows: docs/behaviour.md N130.
func listAttributeRows() []Row {
	return []Row{
		{
			Rules: "N130", Name: "attributes asked for", Prior: AddThree,
			Call: func(w *World) (any, error) {
				return w.Client.ListUsers(w.Ctx, &cip.ListUsersInput{
					UserPoolId: &w.PoolID, Filter: aws.String(`username = "joe"`), AttributesToGet: []string{"given_name", "email"},
				})
			},
			Want: Want{Check: func(w *World, out any) {
				require.Equal(w, fixture.Attrs("email", "shared@example.com", "given_name", "Jo"), out.(*cip.ListUsersOutput).Users[0].Attributes)
			}},
		},
		{
			Rules: "N130", Name: "an attribute that one user lacks", Prior: AddThree,
			Call: func(w *World) (any, error) { return w.Showing("", nil, "given_name") },
			Want: noSuchAttribute,
		},
		{
			Rules: "N130", Name: "an attribute that the one user found has", Prior: AddThree,
			Call: func(w *World) (any, error) { return w.Showing(`username = "joe"`, nil, "given_name") },
			Want: Want{Check: func(w *World, out any) {
				require.Equal(w, fixture.Attrs("given_name", "Jo"), out.(*cip.ListUsersOutput).Users[0].Attributes)
			}},
		},
		{
			Rules: "N130", Name: "one attribute of two that the user found lacks", Prior: AddThree,
			Call: func(w *World) (any, error) { return w.Showing(`username = "joe"`, nil, "email", "preferred_username") },
			Want: noSuchAttribute,
		},
		{
			Rules: "N130", Name: "an attribute that the pool lacks", Prior: AddThree,
			Call: func(w *World) (any, error) { return w.Showing(`username = "joe"`, nil, "custom:x") },
			Want: noSuchAttribute,
		},
		{
			Rules: "N130", Name: "an attribute that nobody is there to lack", Prior: AddThree,
			Call: func(w *World) (any, error) { return w.Showing(`username = "nobody"`, nil, "custom:x") },
			Want: Want{Check: func(w *World, out any) { require.Empty(w, out.(*cip.ListUsersOutput).Users) }},
		},
		{
			Rules: "N130", Choice: true, Name: "an attribute that a user of the next page lacks", Prior: AddThree,
			Call: func(w *World) (any, error) {
				first, err := w.Showing("", nil, "preferred_username")
				noSuchAttribute.RequireError(w, err)
				require.Nil(w, first)
				first, err = w.Client.ListUsers(w.Ctx, &cip.ListUsersInput{
					UserPoolId: &w.PoolID, Limit: aws.Int32(1), AttributesToGet: []string{"preferred_username"}})
				require.NoError(w, err)
				require.Equal(w, fixture.Attrs("preferred_username", "jj"), first.Users[0].Attributes)
				return w.Showing("", first.PaginationToken, "preferred_username")
			},
			Want: noSuchAttribute,
		},
		{
			Rules: "N130", Choice: true, Name: "sub, which everybody has", Prior: AddThree,
			Call: func(w *World) (any, error) { return w.Showing("", nil, "sub") },
			Want: Want{Check: func(w *World, out any) {
				for _, u := range out.(*cip.ListUsersOutput).Users {
					require.Equal(w, fixture.Attrs("sub", w.User(*u.Username).Sub), u.Attributes)
				}
			}},
		},
		{
			Rules: "N130", Choice: true, Name: "an empty list asks for no attributes", Prior: AddThree,
			Raw: func(w *World) string {
				return `ListUsers {"UserPoolId":"` + w.PoolID + `","AttributesToGet":[],"Filter":"username = \"maria\""}`
			},
			Want: Want{Check: func(w *World, out any) {
				require.Contains(w, string(out.([]byte)), `"Attributes":[]`)
				require.NotContains(w, string(out.([]byte)), "UserAttributes")
			}},
		},
		{
			Rules: "N130", Name: "null asks for all", Prior: AddThree,
			Raw: func(w *World) string {
				return `ListUsers {"UserPoolId":"` + w.PoolID + `","AttributesToGet":null,"Filter":"username = \"maria\""}`
			},
			Want: Want{Check: func(w *World, out any) {
				require.Contains(w, string(out.([]byte)), `"Attributes":[{"Name":"email","Value":"shared@example.com"}`)
				require.NotContains(w, string(out.([]byte)), "UserAttributes")
			}},
		},
	}
}

var noSuchAttribute = invalid("One or more requested attributes do not exist.")

// Showing lists the users whom a filter finds, from a page on, with some of
// their attributes.
func (w *World) Showing(filter string, token *string, attributes ...string) (*cip.ListUsersOutput, error) {
	return w.Client.ListUsers(w.Ctx, &cip.ListUsersInput{
		UserPoolId: &w.PoolID, Filter: &filter, PaginationToken: token, AttributesToGet: attributes})
}
