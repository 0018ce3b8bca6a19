package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	var got strings.Builder
	require.NoError(t, run(t.Context(), &got))
	output := got.String()
	for _, changing := range []struct{ pattern, name string }{
		{`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`, "<sub>"},
		{`seed [0-9]+`, "seed <seed>"},
		{`\b[0-9]{6}\b`, "<code>"},
	} {
		output = regexp.MustCompile(changing.pattern).ReplaceAllString(output, changing.name)
	}
	require.Equal(t, want, output)
}

const want = `Jane signs up
  UserConfirmed   false
  UserSub         <sub>
  code sent       EMAIL to j***@e*** (email)

What the pool has
  user            jane@example.com, UNCONFIRMED
                  email = jane@example.com
                  email_verified = false
                  name = Jane
                  sub = <sub>

What she was sent
  to              jane@example.com
  subject         Your verification code
  body            Your confirmation code is <code>

Refused, in the service's words
  weak password   InvalidPasswordException: Password did not conform with policy: Password must have uppercase characters
  name is taken   UsernameExistsException: User already exists
  unknown client  ResourceNotFoundException: User pool client 1example23456789 does not exist.

She confirms
  a wrong code    CodeMismatchException: Invalid verification code provided, please try again.
  a day later     ExpiredCodeException: Invalid code provided, please request a code again.
  a new code      accepted
  user            CONFIRMED, email_verified = true

She signs in
  how             [PASSWORD_SRP PASSWORD]
  tokens          Bearer, for 3600 seconds

What a failing test would log
cognitofake: 10 calls, 2 messages, 1 user (seed <seed>)
  1 SignUp  client 3n4b5urk  jane@example.com  UNCONFIRMED
      sent: EMAIL to jane@example.com, code <code>
  2 SignUp  client 3n4b5urk  john@example.com  InvalidPasswordException: Password did not conform with policy:
    Password must have uppercase characters
  3 SignUp  client 3n4b5urk  jane@example.com  UsernameExistsException: User already exists
  4 SignUp  client 1example  john@example.com  ResourceNotFoundException: User pool client 1example23456789
    does not exist.
      hint: app clients of this Fake: 3n4b5urk1ft4fl3mg5e62d9ado
  5 ConfirmSignUp  client 3n4b5urk  jane@example.com  CodeMismatchException: Invalid verification code
    provided, please try again.
      hint: this code was never sent to this user
  6 ConfirmSignUp  client 3n4b5urk  jane@example.com  ExpiredCodeException: Invalid code provided, please
    request a code again.
      hint: this code expired 1s ago; it lived 24h0m0s (docs/behaviour.md#L49)
  7 ResendConfirmationCode  client 3n4b5urk  jane@example.com  ok
      sent: EMAIL to jane@example.com, code <code>
  8 ConfirmSignUp  client 3n4b5urk  jane@example.com  ok
  9 InitiateAuth  client 3n4b5urk  jane@example.com  challenge SELECT_CHALLENGE
 10 RespondToAuthChallenge  client 3n4b5urk  jane@example.com  ok
  users: jane@example.com CONFIRMED, email (verified), name
`
