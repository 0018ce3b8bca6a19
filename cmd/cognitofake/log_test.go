package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
)

func TestCallLine(t *testing.T) {
	for want, c := range map[string]cognitofake.Call{
		`SignUp  client abc  jane  ok`:                                   {Operation: "SignUp", ClientID: "abc", PoolID: "p", Username: "jane"},
		`AdminGetUser  pool p  jane  UserNotFoundException: no  hint: h`: {Operation: "AdminGetUser", PoolID: "p", Username: "jane", Error: "UserNotFoundException: no", Hint: "h"},
		`(no operation)  UnknownOperationException`:                      {Error: "UnknownOperationException"},
		`SignUp (attempt 2 of 3)  ok`:                                    {Operation: "SignUp", Attempt: 2, MaxAttempts: 3},
		`SignUp  a\nb\x1b[2J\u202e"\ü  ok`:                               {Operation: "SignUp", Username: "a\nb\x1b[2J\u202e\"\\ü"},
	} {
		require.Equal(t, want, callLine(c, nil))
	}
	require.Equal(t, `SignUp  ok  [EMAIL to a, code 1]  [SMS to b, not delivered: gone]  [EMAIL to c, link with code 2]`,
		callLine(cognitofake.Call{Operation: "SignUp"}, []cognitofake.Message{
			{Medium: "EMAIL", To: "a", Code: "1", Delivered: true}, {Medium: "SMS", To: "b", Error: "gone"},
			{Medium: "EMAIL", To: "c", Code: "2", Link: "https://x", Delivered: true},
		}))
	require.Equal(t, `AdminCreateUser  ok  [EMAIL to a, an invitation]  [SMS to b, not delivered: gone]`,
		callLine(cognitofake.Call{Operation: "AdminCreateUser"}, []cognitofake.Message{
			{Medium: "EMAIL", To: "a", Purpose: "AdminCreateUser", Code: "Hush2...", Delivered: true},
			{Medium: "SMS", To: "b", Purpose: "AdminCreateUser", Code: "Hush2...", Error: "gone"},
		}))
}

func TestCallLineHasALimit(t *testing.T) {
	line := callLine(cognitofake.Call{Operation: "SignUp", Username: strings.Repeat("ü", 1<<20)}, nil)
	require.Less(t, len(line), 2*longestLine)
	require.Regexp(t, `^SignUp  ü+ \.\.\.$`, line)
}

// Each call is one line, and so is each visit of a link.
func TestLog(t *testing.T) {
	url, _, log := start(t, "-demo")
	signUp(t, url, "jane")
	send(t, "GET", url+"/confirmUser?client_id=x&user_name=jane%0Ajoe&confirmation_code=1", "")
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	require.Len(t, lines, 2)
	require.Regexp(t, `^\d\d:\d\d:\d\d SignUp  client 3n4b5urk1ft4fl3mg5e62d9ado  jane  ok  \[EMAIL to jane@example.com, code \d{6}\]$`, lines[0])
	require.Regexp(t, `confirmation link  client x  jane\\njoe  400 Bad Request$`, lines[1])
}
