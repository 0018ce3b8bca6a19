package truth_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// Many custom sign-ins at once, each with its own challenge, do not mix; the
// functions call back into the pool whose sign-in they lead.
func TestManyCustomSignInsAtOnce(t *testing.T) {
	type (
		define = events.CognitoEventUserPoolsDefineAuthChallenge
		create = events.CognitoEventUserPoolsCreateAuthChallenge
		verify = events.CognitoEventUserPoolsVerifyAuthChallenge
	)
	w := lone(t, cip.CreateUserPoolInput{}, cip.CreateUserPoolClientInput{})
	const users = 40
	for i := range users {
		w.pool.AddUser(cognitofake.NewUser{Username: fmt.Sprint("user", i)})
	}
	look := func(ctx context.Context, username string) error {
		_, err := w.fake.AdminUpdateUserAttributes(ctx, &cip.AdminUpdateUserAttributesInput{
			UserPoolId: &w.PoolID, Username: &username, UserAttributes: fixture.Attrs("nickname", "seen"),
		})
		return err
	}
	w.pool.On(cognitofake.DefineAuthChallenge, func(ctx context.Context, e define) (define, error) {
		e.Response.IssueTokens = len(e.Request.Session) == 3
		e.Response.ChallengeName = "CUSTOM_CHALLENGE"
		return e, look(ctx, e.UserName)
	})
	w.pool.On(cognitofake.CreateAuthChallenge, func(ctx context.Context, e *create) (*create, error) {
		secret := fmt.Sprint(e.UserName, "-", len(e.Request.Session))
		e.Response.PrivateChallengeParameters = map[string]string{"secret": secret}
		e.Response.PublicChallengeParameters = map[string]string{"tell": secret}
		return e, look(ctx, e.UserName)
	})
	w.pool.On(cognitofake.VerifyAuthChallengeResponse, func(e verify) (verify, error) {
		if e.Request.ChallengeAnswer != e.Request.PrivateChallengeParameters["secret"] {
			return e, fmt.Errorf("%s was answered by %v", e.Request.PrivateChallengeParameters["secret"], e.Request.ChallengeAnswer)
		}
		e.Response.AnswerCorrect = true
		return e, look(t.Context(), e.UserName)
	})
	fixture.InParallel(users, func(i int) {
		name := fmt.Sprint("user", i)
		out, err := w.Auth(customAuth, "USERNAME", name)
		if err != nil {
			t.Error(err)
			return
		}
		session, tell := out.Session, out.ChallengeParameters["tell"]
		for round := range 3 {
			answer, err := w.Respond(customChallenge, session, "USERNAME", name, "ANSWER", tell)
			if err != nil || (answer.AuthenticationResult != nil) != (round == 2) {
				t.Error(name, round, answer, err)
				return
			}
			session, tell = answer.Session, answer.ChallengeParameters["tell"]
		}
	})
	for _, u := range w.pool.Users() {
		require.Equal(t, "seen", u.Attributes["nickname"])
	}
}

// Of many answers to one challenge one counts, and the functions hear of that
// alone.
func TestRaceForOneCustomChallenge(t *testing.T) {
	w := lone(t, cip.CreateUserPoolInput{}, cip.CreateUserPoolClientInput{})
	rows.Jane(w.World)
	w.lead(defines("CUSTOM_CHALLENGE", "tokens"))
	session := w.begin().Session
	var won atomic.Int32
	fixture.InParallel(50, func(int) {
		switch _, err := w.reply(session, "5"); {
		case err == nil:
			won.Add(1)
		default:
			rows.Want{Code: "NotAuthorizedException", Message: rows.TextUsed}.RequireError(w.World, err)
		}
	})
	require.EqualValues(t, 1, won.Load())
	require.Len(t, w.requests(cognitofake.VerifyAuthChallengeResponse), 1)
}

// A call that commits twice is held once, before the session is spent.
func TestCustomAnswersAreHeldOnce(t *testing.T) {
	w := lone(t, cip.CreateUserPoolInput{}, cip.CreateUserPoolClientInput{})
	rows.Jane(w.World)
	w.lead(defines("CUSTOM_CHALLENGE", "tokens"))
	session := w.begin().Session
	held := w.fake.Hold(cognitofake.OpRespondToAuthChallenge, cognitofake.BeforeCommit)
	done := make(chan error)
	go func() {
		_, err := w.reply(session, "5")
		done <- err
	}()
	require.NoError(t, held.Wait(t.Context()))
	require.Empty(t, w.requests(cognitofake.VerifyAuthChallengeResponse))
	held.ReleaseOne()
	require.NoError(t, <-done)
	held.Release()
}

// Answers and private parameters are in no transcript.
func TestTranscriptsShowNoCustomAnswers(t *testing.T) {
	w := lone(t, cip.CreateUserPoolInput{}, cip.CreateUserPoolClientInput{})
	rows.Jane(w.World)
	w.lead(defines("CUSTOM_CHALLENGE", "CUSTOM_CHALLENGE", "fail"))
	w.pool.On(cognitofake.CreateAuthChallenge, responds(`{"privateChallengeParameters":{"sum":"PRIVATE"},"challengeMetadata":"METADATA"}`))
	out, err := w.reply(w.begin().Session, "ANSWER-1")
	require.NoError(t, err)
	_, err = w.reply(out.Session, "PRIVATE")
	require.Error(t, err)
	transcript := w.fake.Transcript()
	for _, secret := range []string{"PRIVATE", "METADATA", "ANSWER-1", aws.ToString(out.Session)} {
		require.NotContains(t, transcript, secret)
	}
	require.Contains(t, transcript, "VerifyAuthChallengeResponse_Authentication ok")
}
