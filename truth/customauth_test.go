package truth_test

import (
	"encoding/json"
	"errors"
	"strings"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

const (
	customAuth      = types.AuthFlowTypeCustomAuth
	customChallenge = types.ChallengeNameTypeCustomChallenge
	verifier        = types.ChallengeNameTypePasswordVerifier
	textShape       = "Unrecognizable lambda output"
	textCredentials = "Incorrect username or password."
	textInvalid     = "Invalid session for the user."
)

// responds answers the event with that response.
func responds(response string) bytesFunction {
	return responding(func(map[string]json.RawMessage) string { return response })
}

// responding answers the event with what respond makes of its request.
func responding(respond func(request map[string]json.RawMessage) string) bytesFunction {
	return func(event string) (string, error) {
		var whole, request map[string]json.RawMessage
		if err := json.Unmarshal([]byte(event), &whole); err != nil {
			return "", err
		}
		if err := json.Unmarshal(whole["request"], &request); err != nil {
			return "", err
		}
		whole["response"] = json.RawMessage(respond(request))
		answer, err := json.Marshal(whole)
		return string(answer), err
	}
}

// defines is a DefineAuthChallenge that answers the step of so many challenges
// as there were: tokens, fail, or the name of the next.
func defines(steps ...string) bytesFunction {
	return responding(func(request map[string]json.RawMessage) string {
		var session []json.RawMessage
		if json.Unmarshal(request["session"], &session) != nil || len(session) >= len(steps) {
			return `{"failAuthentication":true}`
		}
		switch step := steps[len(session)]; step {
		case "tokens":
			return `{"challengeName":null,"issueTokens":true,"failAuthentication":false}`
		case "fail":
			return `{"issueTokens":false,"failAuthentication":true}`
		default:
			return `{"challengeName":"` + step + `","issueTokens":false}`
		}
	})
}

// creates asks for the sum of two and three.
var creates = responds(`{"publicChallengeParameters":{"question":"2 + 3"},"privateChallengeParameters":{"sum":"5"},"challengeMetadata":"sum"}`)

// verifies compares the answer.
var verifies = responding(func(request map[string]json.RawMessage) string {
	var private map[string]string
	if json.Unmarshal(request["privateChallengeParameters"], &private) == nil && string(request["challengeAnswer"]) == `"`+private["sum"]+`"` {
		return `{"answerCorrect":true}`
	}
	return `{"answerCorrect":false}`
})

// led gives the pool the functions of a custom sign-in, of which the first is
// define, and jane.
func led(define any, then ...func(*world)) func(*rows.World) {
	return prior(func(w *world) {
		rows.Jane(w.World)
		w.lead(define)
		for _, f := range then {
			f(w)
		}
	})
}

func (w *world) lead(define any) {
	w.pool.On(cognitofake.DefineAuthChallenge, define)
	w.pool.On(cognitofake.CreateAuthChallenge, creates)
	w.pool.On(cognitofake.VerifyAuthChallengeResponse, verifies)
}

// begin starts a custom sign-in of jane that comes to a challenge.
func (w *world) begin(pairs ...string) *cip.InitiateAuthOutput {
	w.Helper()
	out, err := w.Auth(customAuth, append([]string{"USERNAME", "jane"}, pairs...)...)
	require.NoError(w, err)
	require.Equal(w, customChallenge, out.ChallengeName)
	return out
}

// reply answers a custom challenge as jane.
func (w *world) reply(session *string, answer string) (*cip.RespondToAuthChallengeOutput, error) {
	return w.Respond(customChallenge, session, "USERNAME", "jane", "ANSWER", answer)
}

// starting starts a custom sign-in of jane.
func starting(pairs ...string) func(*rows.World) (any, error) {
	return func(w *rows.World) (any, error) {
		return w.Auth(customAuth, append([]string{"USERNAME", "jane"}, pairs...)...)
	}
}

// replying starts one and answers its challenge.
func replying(answer string) func(*rows.World) (any, error) {
	return call(func(w *world) (any, error) { return w.reply(w.begin().Session, answer) })
}

// requests are what a function was asked since the row began, oldest first,
// without the user's attributes.
func (w *world) requests(trigger cognitofake.Trigger) []string {
	w.Helper()
	list := []string{}
	for _, c := range w.fake.Calls() {
		for _, run := range c.Invocations {
			if run.Trigger != trigger {
				continue
			}
			var event struct{ Request map[string]json.RawMessage }
			require.NoError(w, json.Unmarshal([]byte(run.Event), &event))
			delete(event.Request, "userAttributes")
			request, err := json.Marshal(event.Request)
			require.NoError(w, err)
			list = append(list, string(request))
		}
	}
	return list
}

// heard checks what DefineAuthChallenge was told of earlier challenges, each
// time that it ran.
func heard(sessions ...string) func(*rows.World, any) {
	return check(func(w *world, _ any) {
		got := []string{}
		for _, request := range w.requests(cognitofake.DefineAuthChallenge) {
			var r struct{ Session json.RawMessage }
			require.NoError(w, json.Unmarshal([]byte(request), &r))
			got = append(got, string(r.Session))
		}
		require.Equal(w, sessions, got)
	})
}

// round is an entry of a session, without metadata where that is "".
func round(name string, right bool, metadata string) string {
	result := `"challengeResult":` + map[bool]string{true: "true", false: "false"}[right]
	if metadata == "" {
		return `{"challengeName":"` + name + `",` + result + `,"challengeMetadata":null}`
	}
	return `{"challengeName":"` + name + `",` + result + `,"challengeMetadata":"` + metadata + `"}`
}

func session(rounds ...string) string { return "[" + strings.Join(rounds, ",") + "]" }

// all runs every check.
func all(checks ...func(*rows.World, any)) func(*rows.World, any) {
	return func(w *rows.World, out any) {
		for _, c := range checks {
			c(w, out)
		}
	}
}

// asks checks a challenge: its parameters, and that it has a session.
func asks(name types.ChallengeNameType, parameters map[string]string) func(*rows.World, any) {
	return func(w *rows.World, out any) {
		text, err := json.Marshal(out)
		require.NoError(w, err)
		var got struct {
			AuthenticationResult *types.AuthenticationResultType
			AvailableChallenges  []types.ChallengeNameType
			ChallengeName        types.ChallengeNameType
			ChallengeParameters  map[string]string
			Session              string
		}
		require.NoError(w, json.Unmarshal(text, &got))
		require.Equal(w, name, got.ChallengeName)
		if parameters != nil {
			require.Equal(w, parameters, got.ChallengeParameters)
		}
		require.Nil(w, got.AuthenticationResult)
		require.Nil(w, got.AvailableChallenges)
		require.Regexp(w, "^AYABe", got.Session)
	}
}

var (
	question  = map[string]string{"USERNAME": "jane", "question": "2 + 3"}
	incorrect = rows.Want{Code: "NotAuthorizedException", Message: textCredentials}
	shapeless = rows.Want{Code: "InvalidLambdaResponseException", Message: textShape}
	unled     = rows.Want{Code: "InvalidParameterException", Message: rows.TextNoCustom}
)

// functions checks which functions ran in all.
func functions(want ...string) func(*rows.World, any) {
	return check(func(w *world, _ any) {
		got := []string{}
		for _, c := range w.fake.Calls() {
			got = append(got, sources(c.Invocations)...)
		}
		for i, source := range got {
			got[i], _, _ = strings.Cut(source, "_")
		}
		require.Equal(w, append([]string{}, want...), got)
	})
}

func lacking(parameter string) rows.Want {
	return rows.Want{Code: "InvalidParameterException", Message: "Missing required parameter " + parameter}
}

// customStartRows are rows of how a custom sign-in begins, and of what its
// functions may answer there: docs/behaviour.md C34 to C61.
func customStartRows() []rows.Row {
	row := func(rules, name string, define any, call func(*rows.World) (any, error), want rows.Want) rows.Row {
		return rows.Row{Rules: rules, Name: name, Prior: led(define), Call: call, Want: want}
	}
	first := defines("CUSTOM_CHALLENGE", "tokens")
	without := func(trigger cognitofake.Trigger) func(*rows.World) {
		return led(first, func(w *world) { w.pool.On(trigger, nil) })
	}
	status := func(rules, name string, user func(*world), want rows.Want) rows.Row {
		return rows.Row{Rules: rules, Name: name, Prior: prior(func(w *world) { user(w); w.lead(first) }), Call: starting(), Want: want}
	}
	only := cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeCustomAuthFlowOnly}}
	created := func(response string) func(*rows.World) {
		return led(first, func(w *world) { w.pool.On(cognitofake.CreateAuthChallenge, responds(response)) })
	}
	list := []rows.Row{
		row("C34 C52 C59", "a challenge", first, starting(), rows.Want{Check: asks(customChallenge, question)}),
		row("C34", "CHALLENGE_NAME=CUSTOM_CHALLENGE is none", first, starting("CHALLENGE_NAME", "CUSTOM_CHALLENGE"),
			rows.Want{Check: all(asks(customChallenge, question), heard("[]"))}),
		rows.Choice(row("C34", "ChallengeName is no parameter", first, starting("ChallengeName", "SRP_A"),
			rows.Want{Check: all(asks(customChallenge, question), heard("[]"))})),
		{Rules: "C34", Name: "a client with a secret", App: rows.Secretive(), Prior: led(first), Call: replying("5"), Want: rows.Want{Check: rows.Tokens}},
		{Rules: "C34 N27", Name: "without the hash", App: rows.Secretive(), Prior: led(first), Call: func(w *rows.World) (any, error) {
			return w.Client.InitiateAuth(w.Ctx, &cip.InitiateAuthInput{ClientId: &w.ClientID, AuthFlow: customAuth, AuthParameters: map[string]string{"USERNAME": "jane"}})
		}, Want: rows.Want{Code: "NotAuthorizedException", Words: func(w *rows.World) string {
			return "Client " + w.ClientID + " is configured with secret but SECRET_HASH was not received"
		}}},
		row("C34 C29", "no USERNAME", first, func(w *rows.World) (any, error) { return w.Auth(customAuth, "USERNAME", "") }, lacking("USERNAME")),
		{Rules: "C35", Name: "a client that does not allow it", App: rows.PasswordClient(), Prior: led(first), Call: starting(),
			Want: rows.Want{Code: "InvalidParameterException", Message: "CUSTOM_AUTH is not enabled for the client.", Check: functions()}},
		{Rules: "C36", Name: "no DefineAuthChallenge", Prior: without(cognitofake.DefineAuthChallenge), Call: starting(), Want: unled},
		{Rules: "C36 C38", Choice: true, Name: "nobody, and no DefineAuthChallenge", Prior: without(cognitofake.DefineAuthChallenge),
			Call: func(w *rows.World) (any, error) { return w.Auth(customAuth, "USERNAME", "nobody") }, Want: unled},
		{Rules: "C36 C38", Choice: true, Name: "no parameter, and no DefineAuthChallenge", Prior: without(cognitofake.DefineAuthChallenge),
			Call: func(w *rows.World) (any, error) { return w.Auth(customAuth) }, Want: lacking("USERNAME")},
		{Rules: "C37", Choice: true, Name: "no CreateAuthChallenge", Prior: without(cognitofake.CreateAuthChallenge), Call: starting(), Want: unled},
		{Rules: "C37", Choice: true, Name: "no CreateAuthChallenge, and none needed", Prior: led(defines("tokens"), func(w *world) {
			w.pool.On(cognitofake.CreateAuthChallenge, nil)
		}), Call: starting(), Want: rows.Want{Check: rows.Tokens}},
		{Rules: "C37", Choice: true, Name: "no VerifyAuthChallengeResponse", Prior: without(cognitofake.VerifyAuthChallengeResponse), Call: replying("5"), Want: unled},
		{Rules: "C39", Name: "a client of custom sign-in alone", App: only, Prior: led(first), Call: replying("5"), Want: rows.Want{Check: rows.Tokens}},
		{Rules: "C38 C13", Choice: true, Name: "PreAuthentication comes before the status", Prior: prior(func(w *world) {
			rows.SignedUp("jane")(w.World)
			w.lead(first)
			w.pool.On(cognitofake.PreAuthentication, fails(errRefused))
		}), Call: starting(), Want: rows.Want{Code: "UserLambdaValidationException", Message: "PreAuthentication failed with error refused."}},
		row("C13 C75", "the order of functions", first, call(func(w *world) (any, error) {
			for _, trigger := range []cognitofake.Trigger{cognitofake.PreAuthentication, cognitofake.PostAuthentication} {
				w.pool.On(trigger, echo)
			}
			return w.reply(w.begin().Session, "5")
		}), rows.Want{Check: all(rows.Tokens, functions("PreAuthentication", "DefineAuthChallenge", "CreateAuthChallenge",
			"VerifyAuthChallengeResponse", "DefineAuthChallenge", "PostAuthentication"))}),

		status("C40 L140", "UNCONFIRMED", func(w *world) { w.MustSignUp("jane") },
			rows.Want{Code: "UserNotConfirmedException", Message: "User is not confirmed.", Check: functions()}),
		status("C40 N35", "disabled", func(w *world) { w.AddUser(rows.NewUser{Username: "jane", Disabled: true}) },
			rows.Want{Code: "NotAuthorizedException", Message: "User is disabled.", Check: functions()}),
		rows.Choice(status("C40 N36", "RESET_REQUIRED", resetJane, rows.Want{Code: "PasswordResetRequiredException", Message: "Password reset required for the user", Check: functions()})),
		{Rules: "C40 C6", Name: "FORCE_CHANGE_PASSWORD", Prior: prior(func(w *world) { rows.Invited("jane")(w.World); w.lead(first) }), Call: replying("5"),
			Want: rows.Want{Check: all(rows.Tokens, rows.Has("jane", types.UserStatusTypeForceChangePassword), check(func(w *world, _ any) {
				for _, run := range w.runs(cognitofake.OpRespondToAuthChallenge) {
					require.Contains(w, run.Event, `"cognito:user_status":"FORCE_CHANGE_PASSWORD"`)
				}
			}))}},
		{Rules: "C40", Name: "a user without a password", Pool: rows.OtpPool(), Prior: prior(func(w *world) {
			w.MustAdminCreate("jane", "email", "jane@example.com")
			w.lead(first)
		}), Call: replying("5"), Want: rows.Want{Check: rows.Tokens}},
		{Rules: "C41 C26", Name: "nobody", Prior: led(first, func(w *world) { w.pool.On(cognitofake.PreAuthentication, echo) }),
			Call: func(w *rows.World) (any, error) { return w.Auth(customAuth, "USERNAME", "nobody") },
			Want: rows.Want{Code: "UserNotFoundException", Message: "User does not exist.", Check: functions()}},
		row("C44", "an administrator", first, call(func(w *world) (any, error) {
			out, err := w.Client.AdminInitiateAuth(w.Ctx, &cip.AdminInitiateAuthInput{
				UserPoolId: &w.PoolID, ClientId: &w.ClientID, AuthFlow: customAuth, AuthParameters: map[string]string{"USERNAME": "jane"},
			})
			require.NoError(w, err)
			asks(customChallenge, question)(w.World, out)
			return w.AdminRespond(customChallenge, out.Session, "USERNAME", "jane", "ANSWER", "5")
		}), rows.Want{Check: all(rows.Tokens, heard("[]", session(round("CUSTOM_CHALLENGE", true, "sum"))))}),
		row("C4 C44", "an administrator's functions hear of the client", first, func(w *rows.World) (any, error) {
			return w.Client.AdminInitiateAuth(w.Ctx, &cip.AdminInitiateAuthInput{
				UserPoolId: &w.PoolID, ClientId: &w.ClientID, AuthFlow: customAuth, AuthParameters: map[string]string{"USERNAME": "jane"},
			})
		}, rows.Want{Check: check(func(w *world, _ any) {
			require.Contains(w, w.runs(cognitofake.OpAdminInitiateAuth)[0].Event, `"clientId":"`+w.ClientID+`"`)
		})}),

		row("C45 C12", "what DefineAuthChallenge is asked", first, starting(), rows.Want{Check: check(func(w *world, _ any) {
			event := w.runs(cognitofake.OpInitiateAuth)[0].Event
			require.Contains(w, event, `,"session":[]},"response":{"challengeName":null,"issueTokens":null,"failAuthentication":null}}`)
		})}),

		// What DefineAuthChallenge answers at the start.
		row("C50", "failAuthentication", defines("fail"), starting(), incorrect),
		row("C51", "issueTokens", defines("tokens"), starting(), rows.Want{Check: all(rows.Tokens, functions("DefineAuthChallenge"))}),
		row("C51", "issueTokens beside a challenge", responds(`{"challengeName":"CUSTOM_CHALLENGE","issueTokens":true}`), starting(), rows.Want{Check: rows.Tokens}),
		row("C51 C55", "issueTokens beside what is none", responds(`{"challengeName":"NONE","issueTokens":true,"failAuthentication":null}`), starting(), rows.Want{Check: rows.Tokens}),
		rows.Choice(row("C54", "both flags", responds(`{"issueTokens":true,"failAuthentication":true}`), starting(), incorrect)),
		rows.Choice(row("C55 C20", "nothing", echo, starting(), shapeless)),
		rows.Choice(row("C55", "an empty name", responds(`{"challengeName":"","issueTokens":false,"failAuthentication":false}`), starting(), shapeless)),
		rows.Choice(row("C55", "a name that is none", responds(`{"challengeName":"custom_challenge"}`), starting(), shapeless)),
		rows.Choice(row("C56", "a flag that is a string", responds(`{"issueTokens":"true"}`), starting(), shapeless)),
		rows.Choice(row("C56", "the other flag as a number", responds(`{"challengeName":"CUSTOM_CHALLENGE","failAuthentication":0}`), starting(), shapeless)),
		row("C18", "an unknown member", responds(`{"challengeName":"CUSTOM_CHALLENGE","session":[]}`), starting(), shapeless),
		rows.Choice(row("C66", "PASSWORD_VERIFIER without SRP_A", defines("PASSWORD_VERIFIER"), starting(), shapeless)),
		rows.Choice(row("C67", "NEW_PASSWORD_REQUIRED of a user who has a password", defines("NEW_PASSWORD_REQUIRED"), starting(), shapeless)),
		row("C15", "its error", fails(errRefused), starting(),
			rows.Want{Code: "UserLambdaValidationException", Message: "DefineAuthChallenge failed with error refused."}),

		// What CreateAuthChallenge makes.
		{Rules: "C58", Name: "what it is asked", Prior: led(first), Call: starting(), Want: rows.Want{Check: check(func(w *world, _ any) {
			require.Equal(w, []string{`{"challengeName":"CUSTOM_CHALLENGE","session":[]}`}, w.requests(cognitofake.CreateAuthChallenge))
		})}},
		{Rules: "C60", Name: "nobody sees private parameters", Prior: led(first), Call: starting(), Want: rows.Want{Check: check(func(w *world, out any) {
			text, err := json.Marshal(out)
			require.NoError(w, err)
			require.NotContains(w, string(text), `"sum"`)
			require.NotContains(w, w.fake.Transcript(), "2 + 3")
		})}},
		{Rules: "C61 C20", Choice: true, Name: "nothing", Prior: led(first, func(w *world) { w.pool.On(cognitofake.CreateAuthChallenge, echo) }), Call: starting(),
			Want: rows.Want{Check: asks(customChallenge, map[string]string{"USERNAME": "jane"})}},
		{Rules: "C61", Choice: true, Name: "a parameter that is a number", Prior: created(`{"publicChallengeParameters":{"n":1}}`), Call: starting(), Want: shapeless},
		{Rules: "C61", Choice: true, Name: "a parameter that is null", Prior: created(`{"privateChallengeParameters":{"n":null}}`), Call: starting(), Want: shapeless},
		{Rules: "C61", Choice: true, Name: "parameters that are a list", Prior: created(`{"publicChallengeParameters":["n"]}`), Call: starting(), Want: shapeless},
		{Rules: "C18", Name: "metadata that are a number", Prior: created(`{"challengeMetadata":1}`), Call: starting(), Want: shapeless},
		{Rules: "C59", Choice: true, Name: "a parameter called USERNAME", Prior: created(`{"publicChallengeParameters":{"USERNAME":"joe"}}`), Call: starting(),
			Want: rows.Want{Check: asks(customChallenge, map[string]string{"USERNAME": "jane"})}},
		{Rules: "C15", Name: "an error of CreateAuthChallenge", Prior: led(first, func(w *world) { w.pool.On(cognitofake.CreateAuthChallenge, fails(errRefused)) }), Call: starting(),
			Want: rows.Want{Code: "UserLambdaValidationException", Message: "CreateAuthChallenge failed with error refused."}},
		{Rules: "C59 C3", Name: "the stored username", Pool: rows.Named(fixture.EmailPool(), types.UsernameAttributeTypeEmail), Prior: prior(func(w *world) {
			w.AddUser(rows.NewUser{Username: "jane@example.com", Attributes: map[string]string{"email_verified": "true"}})
			w.lead(first)
		}), Call: func(w *rows.World) (any, error) { return w.Auth(customAuth, "USERNAME", "jane@example.com") }, Want: rows.Want{Check: check(func(w *world, out any) {
			sub := w.User("jane@example.com").Sub
			require.Equal(w, sub, out.(*cip.InitiateAuthOutput).ChallengeParameters["USERNAME"])
			require.Contains(w, w.runs(cognitofake.OpInitiateAuth)[0].Event, `"userName":"`+sub+`"`)
		})}},
	}
	for _, name := range []string{"SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP", "DEVICE_SRP_AUTH"} {
		list = append(list, rows.Choice(rows.Row{Rules: "M61 C48", Name: "DefineAuthChallenge asks for " + name, Prior: led(defines(name)),
			Call: starting(), Want: rows.NotModelled("InitiateAuth where DefineAuthChallenge asks for " + name)}))
	}
	return list
}

// resetJane makes a user whose password has to be reset.
func resetJane(w *world) {
	rows.OtpUser("email", "jane@example.com", "email_verified", "true")(w.World)
	_, err := w.ResetPassword("jane")
	require.NoError(w, err)
}

var errRefused = errors.New("refused")
