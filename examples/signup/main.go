// Command signup signs jane@example.com up, as the samples of the AWS
// documentation do, and in, through a real SDK client whose network is fake, and
// prints what happened.
//
//	go run ./examples/signup
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/cognitofake/cognitofake"
)

func main() {
	log.SetFlags(0)
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// run tells the story on w.
func run(ctx context.Context, w io.Writer) error {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth},
	}, cognitofake.WithID("3n4b5urk1ft4fl3mg5e62d9ado"))
	s := story{w: w, client: fake.Client} // the SDK's own client: nothing below knows that it is fake

	fmt.Fprintln(w, "Jane signs up")
	out, err := s.signUp(ctx, app.ID, "jane@example.com", "pa$$W0rd")
	if err != nil {
		return err
	}
	s.line("UserConfirmed", fmt.Sprint(out.UserConfirmed))
	s.line("UserSub", *out.UserSub)
	details := out.CodeDeliveryDetails
	s.line("code sent", fmt.Sprintf("%s to %s (%s)", details.DeliveryMedium, *details.Destination, *details.AttributeName))

	fmt.Fprintln(w, "\nWhat the pool has")
	user, _ := pool.User("jane@example.com")
	s.line("user", fmt.Sprintf("%s, %s", user.Username, user.Status))
	for _, name := range user.AttributeNames() {
		s.line("", name+" = "+user.Attributes[name])
	}

	fmt.Fprintln(w, "\nWhat she was sent")
	message := fake.Messages()[0]
	s.line("to", message.To)
	s.line("subject", message.Subject)
	s.line("body", message.Body)

	fmt.Fprintln(w, "\nRefused, in the service's words")
	s.refused(ctx, "weak password", app.ID, "john@example.com", "password")
	s.refused(ctx, "name is taken", app.ID, "jane@example.com", "pa$$W0rd")
	s.refused(ctx, "unknown client", "1example23456789", "john@example.com", "pa$$W0rd")

	fmt.Fprintln(w, "\nShe confirms")
	s.confirm(ctx, "a wrong code", app.ID, "jane@example.com", wrong(message.Code))
	fake.Advance(24*time.Hour + time.Second)
	s.confirm(ctx, "a day later", app.ID, "jane@example.com", message.Code)
	if _, err := s.client.ResendConfirmationCode(ctx, &cognitoidentityprovider.ResendConfirmationCodeInput{
		ClientId: &app.ID, Username: &message.Username,
	}); err != nil {
		return err
	}
	s.confirm(ctx, "a new code", app.ID, "jane@example.com", pool.Code("jane@example.com"))
	user, _ = pool.User("jane@example.com")
	s.line("user", fmt.Sprintf("%s, email_verified = %s", user.Status, user.Attributes["email_verified"]))

	fmt.Fprintln(w, "\nShe signs in")
	if err := s.signIn(ctx, app.ID, "jane@example.com", "pa$$W0rd"); err != nil {
		return err
	}

	fmt.Fprintln(w, "\nWhat a failing test would log")
	fmt.Fprintln(w, fake.Transcript())

	fmt.Fprintln(w, "\nTo test like this, copy examples/registration/registration_test.go")
	return nil
}

// story is a teller and the client that it uses.
type story struct {
	w      io.Writer
	client *cognitoidentityprovider.Client
}

func (s story) line(what, text string) { fmt.Fprintf(s.w, "  %-15s %s\n", what, text) }

// signUp is the sample of the documentation.
func (s story) signUp(ctx context.Context, clientID, username, password string) (*cognitoidentityprovider.SignUpOutput, error) {
	return s.client.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
		ClientId: &clientID,
		Username: &username,
		Password: &password,
		UserAttributes: []types.AttributeType{
			{Name: aws.String("email"), Value: &username},
			{Name: aws.String("name"), Value: aws.String("Jane")},
		},
	})
}

// refused tells of a sign-up that fails.
func (s story) refused(ctx context.Context, why, clientID, username, password string) {
	_, err := s.signUp(ctx, clientID, username, password)
	s.line(why, outcome(err))
}

// confirm tells how the service takes a code.
func (s story) confirm(ctx context.Context, what, clientID, username, code string) {
	_, err := s.client.ConfirmSignUp(ctx, &cognitoidentityprovider.ConfirmSignUpInput{
		ClientId: &clientID, Username: &username, ConfirmationCode: &code,
	})
	s.line(what, outcome(err))
}

// signIn tells of a sign-in that begins with the question how.
func (s story) signIn(ctx context.Context, clientID, username, password string) error {
	started, err := s.client.InitiateAuth(ctx, &cognitoidentityprovider.InitiateAuthInput{
		ClientId: &clientID, AuthFlow: types.AuthFlowTypeUserAuth, AuthParameters: map[string]string{"USERNAME": username},
	})
	if err != nil {
		return err
	}
	s.line("how", fmt.Sprint(started.AvailableChallenges))
	signedIn, err := s.client.RespondToAuthChallenge(ctx, &cognitoidentityprovider.RespondToAuthChallengeInput{
		ClientId: &clientID, ChallengeName: started.ChallengeName, Session: started.Session,
		ChallengeResponses: map[string]string{"USERNAME": username, "ANSWER": "PASSWORD", "PASSWORD": password},
	})
	if err != nil {
		return err
	}
	s.line("tokens", fmt.Sprintf("%s, for %d seconds", *signedIn.AuthenticationResult.TokenType, signedIn.AuthenticationResult.ExpiresIn))
	return nil
}

// outcome is what the service said.
func outcome(err error) string {
	var refusal smithy.APIError
	switch {
	case errors.As(err, &refusal):
		return refusal.ErrorCode() + ": " + refusal.ErrorMessage()
	case err != nil:
		return err.Error()
	}
	return "accepted"
}

// wrong is a code that is not the given one.
func wrong(code string) string {
	if code == "000000" {
		return "111111"
	}
	return "000000"
}
