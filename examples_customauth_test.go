package cognitofake_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// Users sign in without a password: the application's own functions send a code
// by e-mail, and let three answers pass. DefineAuthChallenge says what comes
// next, CreateAuthChallenge makes and sends the code, and
// VerifyAuthChallengeResponse compares it. CreateAuthChallenge runs again after a
// wrong answer; the code that it has sent stands in the challenge's metadata.
func ExamplePool_On_customChallenge() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{}) // allows CUSTOM_AUTH, as AWS's default does
	pool.AddUser(cognitofake.NewUser{Username: "jane", Attributes: map[string]string{"email": "jane@example.com"}})

	outbox := map[string]string{} // what the application's mailer would send
	pool.On(cognitofake.DefineAuthChallenge, func(e events.CognitoEventUserPoolsDefineAuthChallenge) (events.CognitoEventUserPoolsDefineAuthChallenge, error) {
		rounds := e.Request.Session
		switch {
		case len(rounds) > 0 && rounds[len(rounds)-1].ChallengeResult:
			e.Response.IssueTokens = true
		case len(rounds) == 3:
			e.Response.FailAuthentication = true
		default:
			e.Response.ChallengeName = "CUSTOM_CHALLENGE"
		}
		return e, nil
	})
	pool.On(cognitofake.CreateAuthChallenge, func(e events.CognitoEventUserPoolsCreateAuthChallenge) (events.CognitoEventUserPoolsCreateAuthChallenge, error) {
		email, code := e.Request.UserAttributes["email"], "314159" // in production from crypto/rand
		if n := len(e.Request.Session); n == 0 {
			outbox[email] = code
		} else {
			code = strings.TrimPrefix(e.Request.Session[n-1].ChallengeMetadata, "CODE-")
		}
		e.Response.PublicChallengeParameters = map[string]string{"email": "j***@example.com"}
		e.Response.PrivateChallengeParameters = map[string]string{"code": code}
		e.Response.ChallengeMetadata = "CODE-" + code
		return e, nil
	})
	pool.On(cognitofake.VerifyAuthChallengeResponse, func(e events.CognitoEventUserPoolsVerifyAuthChallenge) (events.CognitoEventUserPoolsVerifyAuthChallenge, error) {
		e.Response.AnswerCorrect = e.Request.ChallengeAnswer == e.Request.PrivateChallengeParameters["code"]
		return e, nil
	})

	started, err := fake.InitiateAuth(ctx, &cognitoidentityprovider.InitiateAuthInput{
		ClientId: &app.ID, AuthFlow: types.AuthFlowTypeCustomAuth, AuthParameters: map[string]string{"USERNAME": "jane"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(started.ChallengeName, started.ChallengeParameters["email"])

	session := started.Session
	for _, code := range []string{"000000", outbox["jane@example.com"]} {
		answer, err := fake.RespondToAuthChallenge(ctx, &cognitoidentityprovider.RespondToAuthChallengeInput{
			ClientId: &app.ID, ChallengeName: types.ChallengeNameTypeCustomChallenge, Session: session,
			ChallengeResponses: map[string]string{"USERNAME": "jane", "ANSWER": code},
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(answer.ChallengeName, answer.AuthenticationResult != nil)
		session = answer.Session
	}
	for _, call := range fake.Calls() {
		for _, run := range call.Invocations {
			fmt.Println(call.Operation, run.Trigger)
		}
	}
	fmt.Println(aws.ToString(session) == "")
	// Output:
	// CUSTOM_CHALLENGE j***@example.com
	// CUSTOM_CHALLENGE false
	//  true
	// InitiateAuth DefineAuthChallenge
	// InitiateAuth CreateAuthChallenge
	// RespondToAuthChallenge VerifyAuthChallengeResponse
	// RespondToAuthChallenge DefineAuthChallenge
	// RespondToAuthChallenge CreateAuthChallenge
	// RespondToAuthChallenge VerifyAuthChallengeResponse
	// RespondToAuthChallenge DefineAuthChallenge
	// true
}
