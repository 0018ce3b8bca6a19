// Command signup signs jane@example.com up, as the samples of the AWS
// documentation do, through a real SDK client whose network is fake, and
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
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{},
		cognitofake.WithID("3n4b5urk1ft4fl3mg5e62d9ado"))
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
	_, err = s.signUp(ctx, app.ID, "john@example.com", "password")
	s.refused("weak password", err)
	_, err = s.signUp(ctx, app.ID, "jane@example.com", "pa$$W0rd")
	s.refused("name is taken", err)
	_, err = s.signUp(ctx, "1example23456789", "john@example.com", "pa$$W0rd")
	s.refused("unknown client", err)

	fmt.Fprintln(w, "\nJane confirms")
	s.refused("wrong code", s.confirm(ctx, app.ID, "jane@example.com", "not-the-code"))
	fake.Advance(25 * time.Hour)
	s.refused("a day too late", s.confirm(ctx, app.ID, "jane@example.com", message.Code))
	if _, err := s.client.ResendConfirmationCode(ctx, &cognitoidentityprovider.ResendConfirmationCodeInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"),
	}); err != nil {
		return err
	}
	if err := s.confirm(ctx, app.ID, "jane@example.com", pool.Code("jane@example.com")); err != nil {
		return err
	}
	user, _ = pool.User("jane@example.com")
	s.line("a new code", fmt.Sprintf("%s, email_verified = %s", user.Status, user.Attributes["email_verified"]))

	fmt.Fprintln(w, "\nWhat a failing test would log")
	fmt.Fprintln(w, fake.Transcript())
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

// confirm gives a code back.
func (s story) confirm(ctx context.Context, clientID, username, code string) error {
	_, err := s.client.ConfirmSignUp(ctx, &cognitoidentityprovider.ConfirmSignUpInput{
		ClientId: &clientID, Username: &username, ConfirmationCode: &code,
	})
	return err
}

// refused tells of a call that failed.
func (s story) refused(why string, err error) {
	var refusal smithy.APIError
	if !errors.As(err, &refusal) {
		s.line(why, fmt.Sprintf("was not refused: %v", err))
		return
	}
	s.line(why, refusal.ErrorCode()+": "+refusal.ErrorMessage())
}
