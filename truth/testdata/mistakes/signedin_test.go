package mistakes_test

import (
	"context"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// AWS's own sample of a PostConfirmation function.
func TestGroupInTrigger(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	group := &cip.CreateGroupInput{UserPoolId: &a.pool.ID, GroupName: aws.String("users")}
	if _, err := a.CreateGroup(t.Context(), group); err != nil {
		t.Fatal(err)
	}
	a.pool.On(cognitofake.PostConfirmation, func(ctx context.Context, e events.CognitoEventUserPoolsPostConfirmation) (events.CognitoEventUserPoolsPostConfirmation, error) {
		_, err := a.AdminAddUserToGroup(ctx, &cip.AdminAddUserToGroupInput{UserPoolId: &e.UserPoolID, Username: &e.UserName, GroupName: group.GroupName})
		return e, err
	})
	a.signUp("jane")
	if err := a.confirm("jane", a.pool.Code("jane")); err != nil {
		t.Fatal(err)
	}
	t.Log(cognitofake.Claims(a.client.SignIn("jane").AccessToken)["cognito:groups"])
}

func (a app) signIn(t *testing.T, username, password string) *cip.InitiateAuthOutput {
	t.Helper()
	out, err := a.InitiateAuth(t.Context(), &cip.InitiateAuthInput{
		ClientId: &a.client.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": username, "PASSWORD": password},
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestGetUserAndRefresh(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.pool.AddUser(cognitofake.NewUser{Username: "jane", Password: goodPassword})
	tokens := a.signIn(t, "jane", goodPassword).AuthenticationResult
	refreshed, err := a.InitiateAuth(t.Context(), &cip.InitiateAuthInput{
		ClientId: &a.client.ID, AuthFlow: types.AuthFlowTypeRefreshTokenAuth,
		AuthParameters: map[string]string{"REFRESH_TOKEN": *tokens.RefreshToken},
	})
	if err != nil {
		t.Fatal(err)
	}
	user, err := a.GetUser(t.Context(), &cip.GetUserInput{AccessToken: refreshed.AuthenticationResult.AccessToken})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.ChangePassword(t.Context(), &cip.ChangePasswordInput{
		AccessToken: tokens.AccessToken, PreviousPassword: aws.String(goodPassword), ProposedPassword: aws.String(goodPassword + "!"),
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.GlobalSignOut(t.Context(), &cip.GlobalSignOutInput{AccessToken: tokens.AccessToken}); err != nil {
		t.Fatal(err)
	}
	t.Log(*user.Username)
}

// An invited user sets a password.
func TestInvitedUser(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.pool.AddUser(cognitofake.NewUser{Username: "jane", Status: types.UserStatusTypeForceChangePassword, Password: goodPassword})
	challenge := a.signIn(t, "jane", goodPassword)
	_, err := a.RespondToAuthChallenge(t.Context(), &cip.RespondToAuthChallengeInput{
		ClientId: &a.client.ID, ChallengeName: challenge.ChallengeName, Session: challenge.Session,
		ChallengeResponses: map[string]string{"USERNAME": "jane", "NEW_PASSWORD": goodPassword + "!"},
	})
	if err != nil {
		t.Fatal(err)
	}
	u, _ := a.pool.User("jane")
	t.Log(u.Status)
}

// Terraform reads the MFA of every pool.
func TestMfaConfig(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	out, err := a.GetUserPoolMfaConfig(t.Context(), &cip.GetUserPoolMfaConfigInput{UserPoolId: &a.pool.ID})
	if err != nil {
		t.Fatal(err)
	}
	t.Log("MFA is", out.MfaConfiguration)
}

// What is not modelled can be answered by the test.
func TestInterceptNotModelled(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	cognitofake.Intercept(a.Fake, func(_ context.Context, in *cip.StartUserImportJobInput, _ func(context.Context, *cip.StartUserImportJobInput) (*cip.StartUserImportJobOutput, error)) (*cip.StartUserImportJobOutput, error) {
		return &cip.StartUserImportJobOutput{UserImportJob: &types.UserImportJobType{JobId: in.JobId}}, nil
	})
	out, err := a.StartUserImportJob(t.Context(), &cip.StartUserImportJobInput{UserPoolId: &a.pool.ID, JobId: aws.String("import-x")})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(*out.UserImportJob.JobId)
}

func TestInterceptWrongTypes(t *testing.T) {
	t.Parallel()
	cognitofake.Intercept(cognitofake.NewT(t), func(context.Context, *cip.SignUpInput, func(context.Context, *cip.SignUpInput) (*cip.ConfirmSignUpOutput, error)) (*cip.ConfirmSignUpOutput, error) {
		return nil, nil
	})
	reached(t)
}
