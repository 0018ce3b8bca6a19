package truth_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// linesOf are the lines of a transcript that begin with a word.
func linesOf(fake *cognitofake.Fake, word string) []string {
	var lines []string
	for line := range strings.SplitSeq(fake.Transcript(), "\n") {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, word) {
			lines = append(lines, line)
		}
	}
	return lines
}

// What triggers answered is told by name; their values may be secrets.
func TestTranscriptSaysWhatTriggersAnswered(t *testing.T) {
	fake, pool, app := shop()
	pool.On(cognitofake.PreSignUp, func(e events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
		e.Response.AutoConfirmUser = e.UserName == "jane"
		e.Response.AutoVerifyEmail = e.UserName == "jane"
		return e, nil
	})
	pool.On(cognitofake.PostConfirmation, func(e events.CognitoEventUserPoolsPostConfirmation) (events.CognitoEventUserPoolsPostConfirmation, error) {
		return e, nil
	})
	pool.On(cognitofake.CustomMessage, func(e events.CognitoEventUserPoolsCustomMessage) (events.CognitoEventUserPoolsCustomMessage, error) {
		e.Response.EmailMessage, e.Response.EmailSubject = "a private word, "+e.Request.CodeParameter, "Hello"
		return e, nil
	})
	mustRegister(t, fake, app, "jane", "email", "jane@example.com")
	mustRegister(t, fake, app, "john", "email", "john@example.com")
	require.Equal(t, []string{
		"ran: PreSignUp_SignUp ok, answered autoConfirmUser, autoVerifyEmail",
		"ran: PostConfirmation_ConfirmSignUp ok",
		"ran: PreSignUp_SignUp ok",
		"ran: CustomMessage_SignUp ok, answered emailMessage, emailSubject",
	}, linesOf(fake, "ran:"))
	require.NotContains(t, fake.Transcript(), "a private word")

	pool.On(cognitofake.PreSignUp, func(e map[string]any) (map[string]any, error) {
		e["response"] = map[string]any{"autoConfirmUser": "yes"}
		return e, nil
	})
	_, err := signUpWith(t.Context(), fake, app, "jim")
	require.Error(t, err)
	require.Equal(t, "ran: PreSignUp_SignUp failed", linesOf(fake, "ran:")[4], "what is refused counts for nothing")
}

// The users whom a failing test left are at the end of its transcript.
func TestTranscriptShowsUsers(t *testing.T) {
	fake, pool, app := shop(cognitofake.WithSeed(1))
	require.Empty(t, linesOf(fake, "users"))
	pool.AddUser(cognitofake.NewUser{Username: "jane", Attributes: map[string]string{
		"name": "Jane", "email": "jane@example.com", "phone_number": "+15555550100", "phone_number_verified": "True",
	}})
	pool.AddUser(cognitofake.NewUser{Username: "joe", Disabled: true, Status: types.UserStatusTypeForceChangePassword, Password: fixture.GoodPassword})
	require.True(t, strings.HasSuffix(fake.Transcript(),
		"\n  users: joe FORCE_CHANGE_PASSWORD, disabled\n         jane CONFIRMED, email (not verified), name, phone_number (verified)"), fake.Transcript())

	byMail := fake.AddPool(fixture.EmailNamePool())
	byMail.AddUser(cognitofake.NewUser{Username: "jane@example.com", Attributes: map[string]string{"email_verified": "true"}})
	require.Equal(t, []string{
		"users of " + pool.ID + ": joe FORCE_CHANGE_PASSWORD, disabled",
		"users of " + byMail.ID + ": jane@example.com CONFIRMED, email (verified)",
	}, linesOf(fake, "users"))

	fake.Reset()
	for i := range 25 {
		mustRegister(t, fake, app, fmt.Sprint("user", i))
	}
	transcript := fake.Transcript()
	require.Contains(t, transcript, "\n  users: user24 UNCONFIRMED\n         user23 UNCONFIRMED\n")
	require.True(t, strings.HasSuffix(transcript, "\n         user5 UNCONFIRMED\n         and 5 more"), transcript)
}

// Calls that read the same are one line.
func TestTranscriptFoldsEqualCalls(t *testing.T) {
	fake, pool, app := shop(cognitofake.WithSeed(1), cognitofake.WithFixedCode("123456"))
	describe := func() {
		_, err := fake.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &pool.ID})
		require.NoError(t, err)
	}
	mustRegister(t, fake, app, "jane", "email", "jane@example.com")
	for range 7 {
		_, err := signUpWith(t.Context(), fake, app, "jane")
		require.Error(t, err)
	}
	describe()
	_, err := signUpWith(t.Context(), fake, app, "jane")
	require.Error(t, err)
	describe()
	describe()
	for range 2 { // each with a message of its own
		_, err = fake.ResendConfirmationCode(t.Context(), &cip.ResendConfirmationCodeInput{ClientId: &app.ID, Username: aws.String("jane")})
		require.NoError(t, err)
	}
	restore := fake.Throttle(cognitofake.OpConfirmSignUp)
	_, err = fake.ConfirmSignUp(t.Context(), &cip.ConfirmSignUpInput{ClientId: &app.ID, Username: aws.String("jane"), ConfirmationCode: aws.String("123456")})
	require.Error(t, err)
	restore()
	client := "  client " + app.ID[:8] + "  jane  "
	var calls []string
	for line := range strings.SplitSeq(fake.Transcript(), "\n") {
		if strings.HasPrefix(line, "  ") && line[3] == ' ' && line[2] != ' ' || strings.HasPrefix(line, " 1") {
			calls = append(calls, line)
		}
	}
	require.Equal(t, []string{
		"  1 SignUp" + client + "UNCONFIRMED",
		"  2 SignUp" + client + "UsernameExistsException: User already exists  x7",
		"  9 DescribeUserPool  pool " + pool.ID + "  ok",
		" 10 SignUp" + client + "UsernameExistsException: User already exists",
		" 11 DescribeUserPool  pool " + pool.ID + "  ok  x2",
		" 13 ResendConfirmationCode" + client + "ok",
		" 14 ResendConfirmationCode" + client + "ok",
		" 15 ConfirmSignUp" + client + "TooManyRequestsException: Rate exceeded",
		" 16 ConfirmSignUp (attempt 2 of 3)" + client + "TooManyRequestsException: Rate exceeded",
		" 17 ConfirmSignUp (attempt 3 of 3)" + client + "TooManyRequestsException: Rate exceeded",
	}, calls)
}

// A fault says where it was set, by itself or through a helper of the test.
func TestFaultsSayWhereTheyWereSet(t *testing.T) {
	fake, _, app := shop()
	hint := func() string {
		_, err := signUpWith(t.Context(), fake, app, "jane", "email", "jane@example.com")
		require.Error(t, err)
		return lastHint(fake)
	}
	const here = ` at transcript_test\.go:[0-9]+$`
	restore := fake.Fail(cognitofake.OpSignUp, &types.InternalErrorException{})
	require.Regexp(t, `^a fault of this test: Fail`+here, hint())
	restore()
	restore = fake.Throttle(cognitofake.OpSignUp)
	require.Regexp(t, `^a fault of this test: Throttle`+here, hint())
	restore()
	fake.FailNext(cognitofake.OpSignUp, cognitofake.ErrTruncated)
	require.Regexp(t, `^a fault of this test: FailNext`+here, hint(), "below the protocol too")
	fake.FailNext(cognitofake.OpSignUp, &types.CodeDeliveryFailureException{}, cognitofake.AtDelivery())
	_, err := signUpWith(t.Context(), fake, app, "joe", "email", "joe@example.com")
	require.Error(t, err)
	require.Regexp(t, `^a fault of this test: FailNext`+here, lastHint(fake), "at delivery too")
}
