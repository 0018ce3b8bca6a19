package rows

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

const (
	newPassword = types.ChallengeNameTypeNewPasswordRequired
	textSession = "Invalid session for the user."
	TextUsed    = "Invalid session for the user, session can only be used once."
	TextCode    = "Invalid code or auth state for the user."
	temporary   = "Temporary-1"
	otherPass   = "Another-good-1"
	invented    = "AYABeInventedInventedInvented"
)

// Respond answers a challenge.
func (w *World) Respond(name types.ChallengeNameType, session *string, pairs ...string) (*cip.RespondToAuthChallengeOutput, error) {
	return w.Client.RespondToAuthChallenge(w.Ctx, &cip.RespondToAuthChallengeInput{
		ClientId: &w.ClientID, ChallengeName: name, Session: session, ChallengeResponses: w.parameters(pairs...),
	})
}

// AdminRespond answers a challenge as an administrator does.
func (w *World) AdminRespond(name types.ChallengeNameType, session *string, pairs ...string) (*cip.AdminRespondToAuthChallengeOutput, error) {
	return w.Client.AdminRespondToAuthChallenge(w.Ctx, &cip.AdminRespondToAuthChallengeInput{
		UserPoolId: &w.PoolID, ClientId: &w.ClientID, ChallengeName: name, Session: session, ChallengeResponses: w.parameters(pairs...),
	})
}

// Invited is a user of that name with the temporary password.
func Invited(username string, pairs ...string) func(*World) {
	return func(w *World) {
		_, err := w.Client.AdminCreateUser(w.Ctx, &cip.AdminCreateUserInput{
			UserPoolId: &w.PoolID, Username: &username, TemporaryPassword: aws.String(temporary), UserAttributes: fixture.Attrs(pairs...),
			MessageAction: types.MessageActionTypeSuppress,
		})
		require.NoError(w, err)
	}
}

// forced is the session with which jane stands before NEW_PASSWORD_REQUIRED.
func (w *World) forced(username string) *string {
	w.Helper()
	out, err := w.SignIn(username, temporary)
	require.NoError(w, err)
	require.Equal(w, newPassword, out.ChallengeName)
	return out.Session
}

// answering answers jane's NEW_PASSWORD_REQUIRED with pairs beside USERNAME.
func answering(pairs ...string) func(*World) (any, error) {
	return func(w *World) (any, error) {
		return w.Respond(newPassword, w.forced("jane"), append([]string{"USERNAME", "jane"}, pairs...)...)
	}
}

// Tokens checks an answer that has tokens and nothing else.
func Tokens(w *World, out any) {
	w.Helper()
	text, err := json.Marshal(out)
	require.NoError(w, err)
	var got struct {
		AuthenticationResult *types.AuthenticationResultType
		ChallengeParameters  map[string]string
		ChallengeName        string
		Session              *string
	}
	require.NoError(w, json.Unmarshal(text, &got))
	require.NotNil(w, got.AuthenticationResult)
	require.Equal(w, "access", w.Claims(got.AuthenticationResult.AccessToken)["token_use"])
	require.Equal(w, map[string]string{}, got.ChallengeParameters)
	require.Empty(w, got.ChallengeName)
	require.Nil(w, got.Session)
}

// signsIn checks tokens, and that jane is CONFIRMED with these attributes and
// the other password.
func signsIn(pairs ...string) Want {
	return Want{Check: func(w *World, out any) {
		Tokens(w, out)
		Has("jane", types.UserStatusTypeConfirmed, pairs...)(w, out)
		again, err := w.SignIn("jane", otherPass)
		require.NoError(w, err)
		require.NotNil(w, again.AuthenticationResult)
	}}
}

// namePool requires a family name and a name.
func namePool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{Schema: []types.SchemaAttributeType{
		{Name: aws.String("family_name"), Required: aws.Bool(true), Mutable: aws.Bool(true)},
		{Name: aws.String("name"), Required: aws.Bool(true)},
	}}
}

// newPasswordRows are rows of an invited user's first sign-in: N64 to N68.
func newPasswordRows() []Row {
	secretive := SecretPasswordClient()
	return []Row{
		{
			Rules: "N37 N64", Name: "the challenge as it is offered", App: PasswordClient(), Prior: Invited("jane", "email", "jane@example.com"),
			Raw: func(w *World) string {
				return `InitiateAuth {"ClientId":"` + w.ClientID + `","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"jane","PASSWORD":"` + temporary + `"}}`
			},
			Want: Want{Check: func(w *World, out any) {
				var body map[string]any
				require.NoError(w, json.Unmarshal(out.([]byte), &body))
				require.Equal(w, []string{"ChallengeName", "ChallengeParameters", "Session"}, slices.Sorted(maps.Keys(body)))
				require.Equal(w, "NEW_PASSWORD_REQUIRED", body["ChallengeName"])
				require.GreaterOrEqual(w, len(body["Session"].(string)), 20)
				require.Equal(w, map[string]any{
					"USER_ID_FOR_SRP": "jane", "requiredAttributes": "[]", "userAttributes": `{"email":"jane@example.com"}`,
				}, body["ChallengeParameters"])
			}},
		},
		{
			Rules: "N64", Name: "what the schema requires and the user lacks", App: PasswordClient(), Pool: namePool(),
			Prior: Invited("jane", "family_name", "O<Neil & \"co\""),
			Call:  func(w *World) (any, error) { return w.AdminSignIn("jane", temporary) },
			Want: Want{Check: func(w *World, out any) {
				got := out.(*cip.AdminInitiateAuthOutput)
				require.Nil(w, got.AuthenticationResult)
				require.Equal(w, `["userAttributes.name"]`, got.ChallengeParameters["requiredAttributes"])
				require.JSONEq(w, `{"family_name":"O<Neil & \"co\""}`, got.ChallengeParameters["userAttributes"])
			}},
		},
		{
			Rules: "N64", Name: "the stored username, after a sign-in by e-mail", App: PasswordClient(), Pool: fixture.EmailNamePool(),
			Prior: Invited("jane@example.com"),
			Call:  func(w *World) (any, error) { return w.SignIn("jane@example.com", temporary) },
			Want: Want{Check: func(w *World, out any) {
				require.Equal(w, w.User("jane@example.com").Sub, out.(*cip.InitiateAuthOutput).ChallengeParameters["USER_ID_FOR_SRP"])
			}},
		},
		{Rules: "N65 N58", Name: "a new password", App: PasswordClient(), Prior: Invited("jane", "email", "jane@example.com", "email_verified", "false"),
			Call: answering("NEW_PASSWORD", otherPass), Want: signsIn("email_verified", "false")},
		{Rules: "N65", Name: "the temporary password again", App: PasswordClient(), Prior: Invited("jane"),
			Call: answering("NEW_PASSWORD", temporary), Want: Want{Check: Tokens}},
		{Rules: "N60", Name: "with the hash of the username", App: secretive, Prior: Invited("jane"),
			Call: answering("NEW_PASSWORD", otherPass), Want: signsIn()},
		{
			Rules: "N60 N27", Name: "without the hash", App: secretive, Prior: Invited("jane"),
			Call: func(w *World) (any, error) {
				return w.Client.RespondToAuthChallenge(w.Ctx, &cip.RespondToAuthChallengeInput{
					ClientId: &w.ClientID, ChallengeName: newPassword, Session: w.forced("jane"),
					ChallengeResponses: map[string]string{"USERNAME": "jane", "NEW_PASSWORD": otherPass},
				})
			},
			Want: Want{Code: "NotAuthorizedException", Words: func(w *World) string {
				return "Client " + w.ClientID + " is configured with secret but SECRET_HASH was not received"
			}},
		},
		{
			Rules: "N60 N28", Name: "with the hash of another name", App: secretive, Prior: Invited("jane"),
			Call: func(w *World) (any, error) {
				session := w.forced("jane")
				in := map[string]string{"USERNAME": "jane", "NEW_PASSWORD": otherPass, "SECRET_HASH": w.SecretHash("joe")}
				return w.Client.RespondToAuthChallenge(w.Ctx, &cip.RespondToAuthChallengeInput{
					ClientId: &w.ClientID, ChallengeName: newPassword, Session: session, ChallengeResponses: in,
				})
			},
			Want: Want{Code: "NotAuthorizedException", Words: Unverified},
		},
		{Rules: "N66", Name: "a weak password", App: PasswordClient(), Prior: Invited("jane"), Call: answering("NEW_PASSWORD", "short"),
			Want: Want{Code: "InvalidPasswordException", Message: "Password does not conform to policy: Password not long enough"}},
		{
			Rules: "N66", Choice: true, Name: "a weak password leaves the session good", App: PasswordClient(), Prior: Invited("jane"),
			Call: func(w *World) (any, error) {
				session := w.forced("jane")
				_, err := w.Respond(newPassword, session, "USERNAME", "jane", "NEW_PASSWORD", "short")
				require.Error(w, err)
				return w.Respond(newPassword, session, "USERNAME", "jane", "NEW_PASSWORD", otherPass)
			},
			Want: signsIn(),
		},
		{Rules: "N67", Name: "a required attribute is missing", App: PasswordClient(), Pool: namePool(), Prior: Invited("jane", "family_name", "Doe"),
			Call: answering("NEW_PASSWORD", otherPass), Want: invalid("Invalid attributes given, name is missing")},
		{Rules: "N67", Choice: true, Name: "two required attributes are missing, one by an empty value", App: PasswordClient(), Pool: namePool(), Prior: Invited("jane"),
			Call: answering("NEW_PASSWORD", otherPass, "userAttributes.family_name", ""), Want: invalid("Invalid attributes given, family_name is missing")},
		{Rules: "N67 N65", Name: "required attributes are given, an immutable one among them", App: PasswordClient(), Pool: namePool(), Prior: Invited("jane", "family_name", "Doe"),
			Call: answering("NEW_PASSWORD", otherPass, "userAttributes.name", "Jane"), Want: signsIn("family_name", "Doe", "name", "Jane")},
		{Rules: "N65", Choice: true, Name: "an e-mail is given", App: PasswordClient(), Prior: Invited("jane"),
			Call: answering("NEW_PASSWORD", otherPass, "userAttributes.email", "jane@example.com"), Want: signsIn("email", "jane@example.com", "email_verified", "false")},
		{Rules: "N68", Name: "an attribute that is there", App: PasswordClient(), Prior: Invited("jane", "email", "jane@example.com"),
			Call: answering("NEW_PASSWORD", otherPass, "userAttributes.email", "jane@example.com"),
			Want: Want{Code: "NotAuthorizedException", Message: "Cannot modify an already provided email"}},
		{Rules: "N68 R79", Name: "an attribute of a bad form", App: PasswordClient(), Prior: Invited("jane"),
			Call: answering("NEW_PASSWORD", otherPass, "userAttributes.phone_number", "555"), Want: invalid("Invalid phone number format.")},
		{Rules: "N68 R90", Name: "an attribute that no client writes", App: PasswordClient(), Prior: Invited("jane", "email", "jane@example.com"),
			Call: answering("NEW_PASSWORD", otherPass, "userAttributes.email_verified", "true"),
			Want: Want{Code: "NotAuthorizedException", Message: "A client attempted to write unauthorized attribute"}},
		{
			Rules: "N112", Name: "passwords may not come back with the new password", App: PasswordClient(), Pool: historyPool(3), Prior: Jane,
			Call: func(w *World) (any, error) {
				_, err := w.SetPassword("jane", temporary, false)
				require.NoError(w, err)
				return w.Respond(newPassword, w.forced("jane"), "USERNAME", "jane", "NEW_PASSWORD", fixture.GoodPassword)
			},
			Want: Want{Code: "PasswordHistoryPolicyViolationException", Message: "Password has previously been used."},
		},
		{
			Rules: "N65 N63", Choice: true, Name: "an administrator was faster", App: PasswordClient(), Prior: Invited("jane"),
			Call: func(w *World) (any, error) {
				session := w.forced("jane")
				_, err := w.SetPassword("jane", fixture.GoodPassword, true)
				require.NoError(w, err)
				return w.Respond(newPassword, session, "USERNAME", "jane", "NEW_PASSWORD", otherPass)
			},
			Want: Want{Code: "NotAuthorizedException", Message: textSession},
		},
	}
}

// withSession answers jane's NEW_PASSWORD_REQUIRED with what change makes of the input.
func withSession(change func(w *World, in *cip.RespondToAuthChallengeInput)) func(*World) (any, error) {
	return func(w *World) (any, error) {
		in := &cip.RespondToAuthChallengeInput{
			ClientId: &w.ClientID, ChallengeName: newPassword, Session: w.forced("jane"),
			ChallengeResponses: map[string]string{"USERNAME": "jane", "NEW_PASSWORD": otherPass},
		}
		change(w, in)
		return w.Client.RespondToAuthChallenge(w.Ctx, in)
	}
}

// challengeRows are rows of the answers to challenges, whichever they are: N58 to N63, N77.
func challengeRows() []Row {
	prior := func(w *World) {
		Invited("jane")(w)
		Invited("joe")(w)
	}
	row := func(rules, name string, want Want, change func(w *World, in *cip.RespondToAuthChallengeInput)) Row {
		return Row{Rules: rules, Name: name, App: PasswordClient(), Prior: prior, Call: withSession(change), Want: want}
	}
	unfit := Want{Code: "NotAuthorizedException", Message: textSession}
	return []Row{
		row("N59", "no Session", invalid("Missing required parameter Session"), func(_ *World, in *cip.RespondToAuthChallengeInput) { in.Session = nil }),
		Choice(row("N59 M85", "no Session and nothing else", invalid("Missing required parameter Session"), func(_ *World, in *cip.RespondToAuthChallengeInput) {
			in.Session, in.ChallengeResponses = nil, nil
		})),
		row("N59 N26", "no USERNAME", invalid("Missing required parameter USERNAME"), func(_ *World, in *cip.RespondToAuthChallengeInput) {
			delete(in.ChallengeResponses, "USERNAME")
		}),
		row("N59 N26", "no NEW_PASSWORD", invalid("Missing required parameter NEW_PASSWORD"), func(_ *World, in *cip.RespondToAuthChallengeInput) {
			delete(in.ChallengeResponses, "NEW_PASSWORD")
		}),
		row("N63", "a short session", Want{Code: "InvalidParameterException", Message: "1 validation error detected: Value at 'session' failed to satisfy " +
			"constraint: Member must have length greater than or equal to 20"}, func(_ *World, in *cip.RespondToAuthChallengeInput) { in.Session = aws.String("short") }),
		Choice(row("N63", "an invented session", unfit, func(_ *World, in *cip.RespondToAuthChallengeInput) { in.Session = aws.String(invented) })),
		Choice(row("N63", "the session of another user", unfit, func(w *World, in *cip.RespondToAuthChallengeInput) { in.Session = w.forced("joe") })),
		Choice(row("N63 M85", "nobody", unfit, func(_ *World, in *cip.RespondToAuthChallengeInput) { in.ChallengeResponses["USERNAME"] = "nobody" })),
		Choice(row("N63", "another challenge", unfit, func(_ *World, in *cip.RespondToAuthChallengeInput) {
			in.ChallengeName, in.ChallengeResponses["PASSWORD"] = types.ChallengeNameTypePassword, temporary
		})),
		Choice(row("N63", "another app client", unfit, func(w *World, in *cip.RespondToAuthChallengeInput) {
			app := PasswordClient()
			app.UserPoolId, app.ClientName = &w.PoolID, aws.String("other")
			other, err := w.Client.CreateUserPoolClient(w.Ctx, &app)
			require.NoError(w, err)
			in.ClientId = other.UserPoolClient.ClientId
		})),
		row("N62", "a session that has been used", Want{Code: "NotAuthorizedException", Message: TextUsed}, func(w *World, in *cip.RespondToAuthChallengeInput) {
			_, err := w.Client.RespondToAuthChallenge(w.Ctx, in)
			require.NoError(w, err)
		}),
		Choice(row("M85 N35", "a user who has been disabled meanwhile", Want{Code: "NotAuthorizedException", Message: "User is disabled."},
			func(w *World, _ *cip.RespondToAuthChallengeInput) {
				_, err := w.Client.AdminDisableUser(w.Ctx, &cip.AdminDisableUserInput{UserPoolId: &w.PoolID, Username: aws.String("jane")})
				require.NoError(w, err)
			})),
		row("N2", "an unknown client", Want{Code: "ResourceNotFoundException", Message: "User pool client unknown does not exist."},
			func(_ *World, in *cip.RespondToAuthChallengeInput) { in.ClientId = aws.String("unknown") }),
		{
			Rules: "N77", Choice: true, Name: "a session of InitiateAuth in AdminRespondToAuthChallenge", App: PasswordClient(), Prior: prior,
			Call: func(w *World) (any, error) {
				return w.AdminRespond(newPassword, w.forced("jane"), "USERNAME", "jane", "NEW_PASSWORD", otherPass)
			},
			Want: signsIn(),
		},
		{
			Rules: "N77", Choice: true, Name: "and the reverse", App: PasswordClient(), Prior: prior,
			Call: func(w *World) (any, error) {
				out, err := w.AdminSignIn("jane", temporary)
				require.NoError(w, err)
				return w.Respond(newPassword, out.Session, "USERNAME", "jane", "NEW_PASSWORD", otherPass)
			},
			Want: signsIn(),
		},
		{
			Rules: "N58", Choice: true, Name: "a challenge that is not modelled", App: PasswordClient(),
			Call: func(w *World) (any, error) {
				return w.AdminRespond(types.ChallengeNameTypeAdminNoSrpAuth, aws.String(invented), "USERNAME", "jane")
			},
			Want: NotModelled("AdminRespondToAuthChallenge with ChallengeName ADMIN_NO_SRP_AUTH"),
		},
	}
}
