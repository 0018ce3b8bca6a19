package rows

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// confirmRows are rows of ConfirmSignUp and its codes: docs/behaviour.md L48 to L70.
func confirmRows() []Row {
	return []Row{
		{
			Rules: "L52", Name: "no code was ever sent",
			Prior: func(w *World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call:  func(w *World) (any, error) { return w.Confirm("jane", "123456") },
			Want:  Want{Code: "ExpiredCodeException", Message: TextExpired, Check: Still("jane")},
		},
		{
			Rules: "L54", Name: "a blank in the code", Pool: fixture.EmailPool(),
			Prior: func(w *World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call:  func(w *World) (any, error) { return w.Confirm("jane", "1 12 123") },
			Want: Want{Code: "InvalidParameterException", Check: Still("jane"),
				Message: `1 validation error detected: Value '1 12 123' at 'confirmationCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [\S]+`},
		},
		{
			Rules: "L54", Name: "a code of letters is a wrong code", Pool: fixture.EmailPool(),
			Prior: func(w *World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call: func(w *World) (any, error) {
				_, err := w.Confirm("jane", "0")
				Want{Code: "CodeMismatchException", Message: TextMismatch}.RequireError(w, err)
				return w.Confirm("jane", "abc")
			},
			Want: Want{Code: "CodeMismatchException", Message: TextMismatch},
		},
		{
			Rules: "L54", Name: "a code of 2049 characters", Pool: fixture.EmailPool(),
			Prior: func(w *World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call:  func(w *World) (any, error) { return w.Confirm("jane", strings.Repeat("1", 2049)) },
			Want:  Want{Code: "InvalidParameterException", Prefix: true, Message: "1 validation error detected: Value '1111"},
		},
		{
			Rules: "L55 L56", Name: "the sixteenth attempt of an hour", Pool: fixture.EmailPool(),
			Prior: func(w *World) {
				w.MustSignUp("jane", "email", "jane@example.com")
				for range 15 {
					_, err := w.Confirm("jane", WrongCode)
					Want{Code: "CodeMismatchException", Message: TextMismatch}.RequireError(w, err)
				}
			},
			Call: func(w *World) (any, error) { return w.Confirm("jane", WrongCode) },
			Want: Want{Code: "LimitExceededException", Message: TextLimit, Check: Still("jane")},
		},
		{
			Rules: "L59 L63", Name: "status before code and attempts", Pool: fixture.EmailPool(),
			Prior: func(w *World) {
				w.MustSignUp("jane", "email", "jane@example.com")
				for range 15 {
					_, err := w.Confirm("jane", WrongCode)
					require.Error(w, err)
				}
				w.MustAdminConfirm("jane")
			},
			Call: func(w *World) (any, error) { return w.Confirm("jane", WrongCode) },
			Want: Want{Code: "NotAuthorizedException", Message: TextConfirmed},
		},
		{
			Rules: "L59 R23", Name: "secret before user", App: Secretive(),
			Call: func(w *World) (any, error) {
				in := w.ConfirmInput("nobody", "123456")
				in.SecretHash = aws.String("bad")
				return w.Client.ConfirmSignUp(w.Ctx, in)
			},
			Want: Want{Code: "NotAuthorizedException", Words: Unverified},
		},
		{
			Rules: "R20 N2", Name: "unknown client on ConfirmSignUp",
			Call: func(w *World) (any, error) {
				in := w.ConfirmInput("jane", "123456")
				in.ClientId = aws.String("unknown")
				return w.Client.ConfirmSignUp(w.Ctx, in)
			},
			Want: Want{Code: "ResourceNotFoundException", Message: "User pool client unknown does not exist."},
		},
		{
			Rules: "L65", Name: "unknown user",
			Call: func(w *World) (any, error) { return w.Confirm("nobody", "123456") },
			Want: Want{Code: "UserNotFoundException", Message: TextCombination},
		},
		{
			Rules: "L66", Choice: true, Name: "unknown user, ENABLED", App: Hiding(),
			Call: func(w *World) (any, error) { return w.Confirm("nobody", "123456") },
			Want: Want{Code: "CodeMismatchException", Message: TextMismatch},
		},
		{
			Rules: "L66", Name: "ENABLED tells nobody that a user is unknown", App: Hiding(),
			Call: func(w *World) (any, error) {
				_, err := w.Confirm("nobody", "123456")
				var unknown *types.UserNotFoundException
				require.NotErrorAs(w, err, &unknown)
				return nil, err
			},
			Want: Want{Code: "CodeMismatchException", AnyText: true},
		},
	}
}

// adminConfirmRows are rows of AdminConfirmSignUp: L129 to L132.
func adminConfirmRows() []Row {
	return []Row{
		{
			Rules: "L129", Name: "an administrator confirms", Pool: fixture.EmailPool(),
			Prior: func(w *World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call:  func(w *World) (any, error) { return w.AdminConfirm("jane") },
			Want:  Want{Check: Has("jane", types.UserStatusTypeConfirmed, "email_verified", "false")},
		},
		{
			Rules: "L129 L130", Name: "of a client, no user learns that nobody exists", App: Hiding(),
			Call: func(w *World) (any, error) { return w.AdminConfirm("nobody") },
			Want: Want{Code: "UserNotFoundException", Message: "User does not exist."},
		},
		{
			Rules: "L131", Name: "by the e-mail of an unconfirmed user", Pool: Named(cip.CreateUserPoolInput{}, types.UsernameAttributeTypeEmail),
			Prior: func(w *World) { w.MustSignUp("jane@example.com") },
			Call:  func(w *World) (any, error) { return w.AdminConfirm("jane@example.com") },
			Want:  Want{Check: Has("jane@example.com", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "N2 N6", Name: "unknown pool",
			Call: func(w *World) (any, error) {
				return w.Client.AdminConfirmSignUp(w.Ctx, &cip.AdminConfirmSignUpInput{
					UserPoolId: aws.String("us-east-1_unknown"), Username: aws.String("jane")})
			},
			Want: Want{Code: "ResourceNotFoundException", Message: "User pool us-east-1_unknown does not exist."},
		},
	}
}
