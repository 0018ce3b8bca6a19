package truth_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

func linkInput(w *rows.World, username, provider, id string) *cip.AdminLinkProviderForUserInput {
	return &cip.AdminLinkProviderForUserInput{
		UserPoolId:      &w.PoolID,
		DestinationUser: &types.ProviderUserIdentifierType{ProviderName: aws.String("Cognito"), ProviderAttributeValue: &username},
		SourceUser: &types.ProviderUserIdentifierType{
			ProviderName: &provider, ProviderAttributeName: aws.String("Cognito_Subject"), ProviderAttributeValue: &id,
		},
	}
}

func unixMilli(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }

func TestAdminLinkProviderForUser(t *testing.T) {
	fake := cognitofake.NewT(t)
	w := worldOf(t, fake, fake.Client)
	w.in(fake.AddPool(cip.CreateUserPoolInput{}))
	w.by(w.pool.AddAppClient(cip.CreateUserPoolClientInput{}))
	w.MustSignUp("jane")
	w.MustSignUp("joan")
	link := func(username, provider, id string) error {
		_, err := fake.AdminLinkProviderForUser(t.Context(), linkInput(w.World, username, provider, id))
		return err
	}
	refused := func(err error, code, message string) {
		t.Helper()
		rows.Want{Code: code, Message: message}.RequireError(w.World, err)
	}

	require.NoError(t, link("jane", "Google", "1"))
	require.NoError(t, link("jane", "Workplace", "1"))
	require.Contains(t, w.user("jane").Attributes["identities"], `"providerName":"Workplace"`)
	refused(link("joan", "Google", "1"), "InvalidParameterException", "SourceUser is already linked to DestinationUser")
	refused(link("joan", "Cognito", "jane"), "InvalidParameterException",
		"Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser")
	refused(link("nobody", "Google", "2"), "UserNotFoundException", "User does not exist.")
	for i := range 3 {
		require.NoError(t, link("jane", "Facebook", fmt.Sprint(i)))
	}
	fixture.RequireAs[*types.LimitExceededException](t, link("jane", "Facebook", "4"))

	in := linkInput(w.World, "joan", "Google", "2")
	in.SourceUser.ProviderAttributeName = nil
	_, err := fake.AdminLinkProviderForUser(t.Context(), in)
	fixture.RequireAs[*types.InvalidParameterException](t, err)

	in = linkInput(w.World, "1", "SignInWithApple", "3") // a user is found by an earlier link, too
	in.DestinationUser.ProviderName = aws.String("Google")
	_, err = fake.AdminLinkProviderForUser(t.Context(), in)
	fixture.RequireAs[*types.LimitExceededException](t, err)

	in = linkInput(w.World, "joan", "Google", "2")
	in.UserPoolId = aws.String("us-east-1_unknown00")
	_, err = fake.AdminLinkProviderForUser(t.Context(), in)
	fixture.RequireAs[*types.ResourceNotFoundException](t, err)
}
