package cognitofake_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// What was sent, with the code in clear, where the caller is told a mask.
func ExampleFake_Messages() {
	fake := cognitofake.New(cognitofake.WithFixedCode("123456"))
	pool, app := fake.AddEmailApp()
	_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err)

	for _, m := range fake.Messages() {
		fmt.Printf("%s to %s (%s): %s\n", m.Medium, m.To, m.Subject, m.Body)
	}
	fmt.Println(pool.Code("jane@example.com"))
	// Output:
	// <nil>
	// EMAIL to jane@example.com (Your verification code): Your confirmation code is 123456
	// 123456
}

// TakeMessages empties the outbox between two steps of a test; codes stay valid.
func ExampleFake_TakeMessages() {
	fake := cognitofake.New()
	pool, app := fake.AddEmailApp()
	_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err)

	fmt.Println(len(fake.TakeMessages()), len(fake.Messages()))
	fmt.Println(len(pool.Code("jane@example.com")), "digits")
	// Output:
	// <nil>
	// 1 0
	// 6 digits
}

// Code that signs up in a goroutine is waited for by its message.
func ExampleFake_WaitMessage() {
	fake := cognitofake.New(cognitofake.WithFixedCode("123456"))
	_, app := fake.AddEmailApp()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()

	done := make(chan error)
	go func() {
		_, err := fake.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
		})
		done <- err
	}()
	message, err := fake.WaitMessage(ctx, "jane@example.com")
	fmt.Println(message.Code, err)
	fmt.Println(<-done)
	// Output:
	// 123456 <nil>
	// <nil>
}

// A snapshot of a user, by whatever a sign-in form takes.
func ExamplePool_User() {
	fake := cognitofake.New()
	pool, app := fake.AddEmailApp()
	_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err)

	user, found := pool.User("jane@example.com")
	fmt.Println(found, user.Status, user.Enabled, user.Username == user.Sub) // as in production: the address is no username
	for _, name := range user.AttributeNames() {
		if name != "sub" {
			fmt.Println(name, user.Attributes[name])
		}
	}
	_, found = pool.User("john@example.com")
	fmt.Println(found)
	// Output:
	// <nil>
	// true UNCONFIRMED true true
	// email jane@example.com
	// email_verified false
	// false
}

// Every request is on record, with the members that the service takes and
// stores nowhere; secrets are not.
func ExampleFake_Calls() {
	fake := cognitofake.New()
	_, app := fake.AddEmailApp()
	_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
		ClientMetadata: map[string]string{"campaign": "spring"},
	})
	fmt.Println(err)

	call := fake.Calls()[0]
	in := call.Input.(*cognitoidentityprovider.SignUpInput)
	fmt.Println(call.Operation, call.Username, in.ClientMetadata["campaign"], *in.Password)
	fmt.Println("attempt", call.Attempt, "of", call.MaxAttempts)
	// Output:
	// <nil>
	// SignUp jane@example.com spring REDACTED
	// attempt 1 of 3
}

// The transcript tells the story of a test, with hints that the service would
// never give.
func ExampleFake_Transcript() {
	fake := cognitofake.New(cognitofake.WithSeed(1), cognitofake.WithFixedCode("123456"))
	pool := fake.AddPool(cognitofake.AliasPool())
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{GenerateSecret: true},
		cognitofake.WithID("3n4b5urk1ft4fl3mg5e62d9ado"))
	signUp := func(password, hash string) {
		_, _ = fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, SecretHash: &hash, Username: aws.String("jane"), Password: &password,
			UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.com")}},
		})
	}

	mac := hmac.New(sha256.New, []byte(app.Secret))
	mac.Write([]byte(app.ID + "jane")) // the wrong way round
	signUp("pa$$W0rd", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	signUp("pa££W0rd", app.SecretHash("jane"))
	signUp("pa$$W0rd", app.SecretHash("jane"))

	fmt.Println(fake.Transcript())
	// Output:
	// cognitofake: 3 calls, 1 message, 1 user (seed 1)
	//   1 SignUp  client 3n4b5urk  jane  NotAuthorizedException: Unable to verify secret hash for client
	//     3n4b5urk1ft4fl3mg5e62d9ado
	//       hint: the hash was made over ClientId+Username; Cognito wants Username+ClientId (docs/behaviour.md#R26)
	//   2 SignUp  client 3n4b5urk  jane  InvalidPasswordException: Password did not conform with policy: Password
	//     must have symbol characters
	//       hint: the password has a character that counts as no class in Cognito: only Basic Latin does
	//             (docs/behaviour.md#R43, docs/behaviour.md#R44)
	//   3 SignUp  client 3n4b5urk  jane  UNCONFIRMED
	//       sent: EMAIL to jane@example.com, code 123456
	//   users: jane UNCONFIRMED, email (not verified)
}

// A suite that shares one Fake resets it between tests: what the suite's own
// code made is there, users and messages are gone.
func ExampleFake_Reset() {
	fake := cognitofake.New()
	pool, app := fake.AddEmailApp()

	for range 2 {
		fake.Reset()
		_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
		})
		fmt.Println(err, len(pool.Users()), len(fake.Messages()))
	}
	// Output:
	// <nil> 1 1
	// <nil> 1 1
}

// Without a seed codes differ from run to run, so that no test comes to depend
// on one; with a seed they repeat.
func ExampleWithSeed() {
	signUp := func(seed uint64) (code, sub string) {
		fake := cognitofake.New(cognitofake.WithSeed(seed))
		pool, app := fake.AddEmailApp()
		if _, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
		}); err != nil {
			fmt.Println(err)
		}
		user, _ := pool.User("jane@example.com")
		return pool.Code("jane@example.com"), user.Sub
	}

	code, sub := signUp(7)
	sameCode, sameSub := signUp(7)
	_, otherSub := signUp(8)
	fmt.Println(code == sameCode, sub == sameSub, sub == otherSub)
	// Output: true true false
}

// One code for everybody, for tests that type it in.
func ExampleWithFixedCode() {
	fake := cognitofake.New(cognitofake.WithFixedCode("000000"))
	pool, app := fake.AddEmailApp()
	_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err)
	fmt.Println(pool.Code("jane@example.com"))
	// Output:
	// <nil>
	// 000000
}

// A clock of the test's own, from which Advance goes on.
func ExampleWithClock() {
	fake := cognitofake.New(cognitofake.WithClock(func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }))
	pool, app := fake.AddEmailApp()
	_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err)
	user, _ := pool.User("jane@example.com")
	fmt.Println(user.CreatedAt.Format(time.DateTime), pool.Code("jane@example.com") != "")

	fake.Advance(24*time.Hour + time.Second)
	fmt.Println(fake.Now().Format(time.DateTime), pool.Code("jane@example.com") != "")
	// Output:
	// <nil>
	// 2026-03-01 12:00:00 true
	// 2026-03-02 12:00:01 false
}
