package mistakes_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// A pool that verifies nothing sends nothing.
func TestNothingSent(t *testing.T) {
	t.Parallel()
	a := appOf(cognitofake.NewT(t), cip.CreateUserPoolInput{})
	if err := a.signUp("jane"); err != nil {
		t.Fatal(err)
	}
	t.Errorf("%d messages", len(a.Messages()))
}

func TestNobodyInvited(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.AdminCreateUser(t.Context(), &cip.AdminCreateUserInput{UserPoolId: &a.pool.ID, Username: aws.String("jane"), UserAttributes: a.input("jane", "").UserAttributes})
	t.Errorf("%d messages", len(a.Messages()))
}

func TestClientIDWithHyphen(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	in := a.input("jane", goodPassword)
	in.ClientId = aws.String("my-client")
	_, err := a.SignUp(t.Context(), in)
	t.Fatal(err)
}

func TestClientIDUnset(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	in := a.input("jane", goodPassword)
	in.ClientId = aws.String("")
	_, err := a.SignUp(t.Context(), in)
	t.Fatal(err)
}

func TestRequiredAttribute(t *testing.T) {
	t.Parallel()
	pool := emailPool()
	pool.Schema = []types.SchemaAttributeType{{Name: aws.String("family_name"), Required: aws.Bool(true), Mutable: aws.Bool(true)}}
	a := appOf(cognitofake.NewT(t), pool)
	in := a.input("jane", goodPassword)
	in.UserAttributes = append(in.UserAttributes, types.AttributeType{Name: aws.String("name"), Value: aws.String("Jane")})
	_, err := a.SignUp(t.Context(), in)
	t.Fatal(err)
}

func TestLinkWithoutDomain(t *testing.T) {
	t.Parallel()
	pool := emailPool()
	pool.VerificationMessageTemplate = &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink}
	a := appOf(cognitofake.NewT(t), pool)
	t.Fatal(a.signUp("jane"))
}

func TestMessageWithoutCode(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.pool.On(cognitofake.CustomMessage, func(e events.CognitoEventUserPoolsCustomMessage) (events.CognitoEventUserPoolsCustomMessage, error) {
		e.Response.EmailMessage = "Welcome"
		return e, nil
	})
	t.Fatal(a.signUp("jane"))
}

func TestPostConfirmationFails(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.pool.On(cognitofake.PostConfirmation, func(e events.CognitoEventUserPoolsPostConfirmation) (events.CognitoEventUserPoolsPostConfirmation, error) {
		return e, errors.New("no database")
	})
	a.signUp("jane")
	t.Fatal(a.confirm("jane", a.pool.Code("jane")))
}

func TestEmptyCode(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.signUp("jane")
	t.Fatal(a.confirm("jane", a.pool.Code("jim")))
}

func (a app) confirm(username, code string) error {
	_, err := a.ConfirmSignUp(context.Background(), &cip.ConfirmSignUpInput{ClientId: &a.client.ID, Username: &username, ConfirmationCode: &code})
	return err
}

// The end of a transcript has the state.
func TestNotVerified(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.pool.On(cognitofake.PreSignUp, func(e events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
		e.Response.AutoConfirmUser = true
		return e, nil
	})
	in := a.input("jane", goodPassword)
	in.UserAttributes = append(in.UserAttributes, types.AttributeType{Name: aws.String("name"), Value: aws.String("Jane")})
	a.SignUp(t.Context(), in)
	if u, _ := a.pool.User("jane"); u.Attributes["email_verified"] != "true" {
		t.Error("email_verified is", u.Attributes["email_verified"])
	}
}

func TestFaultHasLine(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.Fail(cognitofake.OpSignUp, &types.UserLambdaValidationException{})
	t.Fatal(a.signUp("jane"))
}

func TestSameCalls(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	for range 7 {
		a.confirm("jane", "123456")
	}
	t.Error("seven refusals")
}

// Rules in hints are found.
func TestRuleLink(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	secret := a.pool.AddAppClient(cip.CreateUserPoolClientInput{GenerateSecret: true})
	swapped := hmac.New(sha256.New, []byte(secret.Secret))
	swapped.Write([]byte(secret.ID + "jane"))
	in := a.input("jane", goodPassword)
	in.ClientId, in.SecretHash = &secret.ID, aws.String(base64.StdEncoding.EncodeToString(swapped.Sum(nil)))
	_, err := a.SignUp(t.Context(), in)
	t.Fatal(err)
}

// A test that expects an error does not pass by one of ours.
func TestExpectsAnError(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	if _, err := a.StartUserImportJob(t.Context(), &cip.StartUserImportJobInput{UserPoolId: &a.pool.ID, JobId: aws.String("import-x")}); err == nil {
		t.Error("no error")
	} else {
		t.Log(err)
	}
}
