package rows

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

const (
	mfaSetup   = types.ChallengeNameTypeMfaSetup
	selectMFA  = types.ChallengeNameTypeSelectMfaType
	janesMail  = "jane@example.com"
	janesPhone = "+12065550123"
)

// AnyFactorPool may have every second factor, and verifies nothing by itself.
func AnyFactorPool() cip.CreateUserPoolInput {
	in := DeveloperPool()
	in.SmsConfiguration = fixture.SMSConfiguration()
	return in
}

// allFactors are every second factor of a pool.
func allFactors(mode types.UserPoolMfaType) cip.SetUserPoolMfaConfigInput {
	return MFA(mode, smsMFA, tokenMFA, emailOTP)
}

// Reachable is jane with an e-mail address and a phone number, unverified.
func Reachable(w *World) { OtpUser("email", janesMail, "phone_number", janesPhone)(w) }

// TOTP is what an app shows now, steps of thirty seconds later.
func (w *World) TOTP(later int) string {
	return fixture.TOTP(w.TOTPSecret, time.Now().Add(time.Duration(later)*30*time.Second))
}

// wrongTOTP is what no app shows.
func (w *World) wrongTOTP() string { return fixture.WrongTOTP(w.TOTPSecret, time.Now()) }

// Associate asks for a software token, by access token or session.
func (w *World) Associate(token, session *string) (*cip.AssociateSoftwareTokenOutput, error) {
	out, err := w.Client.AssociateSoftwareToken(w.Ctx, &cip.AssociateSoftwareTokenInput{AccessToken: token, Session: session})
	if err == nil {
		w.TOTPSecret = *out.SecretCode
	}
	return out, err
}

// Verify proves a software token.
func (w *World) Verify(token, session *string, code string) (*cip.VerifySoftwareTokenOutput, error) {
	return w.Client.VerifySoftwareToken(w.Ctx, &cip.VerifySoftwareTokenInput{AccessToken: token, Session: session, UserCode: &code})
}

// access is an access token of jane, who is asked for no second factor.
func (w *World) access() *string {
	w.Helper()
	tokens := w.Tokens("jane")
	require.NotNil(w, tokens)
	return tokens.AccessToken
}

// HasToken gives jane a verified software token.
func HasToken(w *World) {
	w.Helper()
	token := w.access()
	_, err := w.Associate(token, nil)
	require.NoError(w, err)
	_, err = w.Verify(token, nil, w.TOTP(0))
	require.NoError(w, err)
}

// preferring is AdminSetUserMFAPreference of jane, that asks for these factors
// as setting has it.
func preferring(setting map[types.ChallengeNameType]types.SMSMfaSettingsType) func(*World) (any, error) {
	return func(w *World) (any, error) {
		in := &cip.AdminSetUserMFAPreferenceInput{UserPoolId: &w.PoolID, Username: aws.String("jane")}
		for f, s := range setting {
			switch f {
			case smsMFA:
				in.SMSMfaSettings = &s
			case tokenMFA:
				in.SoftwareTokenMfaSettings = &types.SoftwareTokenMfaSettingsType{Enabled: s.Enabled, PreferredMfa: s.PreferredMfa}
			case emailOTP:
				in.EmailMfaSettings = &types.EmailMfaSettingsType{Enabled: s.Enabled, PreferredMfa: s.PreferredMfa}
			}
		}
		return w.Client.AdminSetUserMFAPreference(w.Ctx, in)
	}
}

var (
	asOn        = types.SMSMfaSettingsType{Enabled: true}
	asPreferred = types.SMSMfaSettingsType{Enabled: true, PreferredMfa: true}
	asOff       = types.SMSMfaSettingsType{}
)

type settings = map[types.ChallengeNameType]types.SMSMfaSettingsType

// Turning sets jane's preferences before a row's call.
func Turning(s settings) func(*World) {
	return func(w *World) {
		w.Helper()
		_, err := preferring(s)(w)
		require.NoError(w, err)
	}
}

// turned checks what AdminGetUser shows of jane's factors, "" for none that is
// preferred.
func turned(preferred types.ChallengeNameType, list ...types.ChallengeNameType) Want {
	return Want{Check: func(w *World, _ any) { w.requireTurned(preferred, list...) }}
}

func (w *World) requireTurned(preferred types.ChallengeNameType, list ...types.ChallengeNameType) {
	w.Helper()
	out, err := w.AdminGet("jane")
	require.NoError(w, err)
	var names []string
	for _, f := range list {
		names = append(names, string(f))
	}
	require.Equal(w, names, out.UserMFASettingList)
	require.Equal(w, string(preferred), aws.ToString(out.PreferredMfaSetting))
	require.Equal(w, preferred == "", out.PreferredMfaSetting == nil)
}

// signingIn signs jane in by password.
func signingIn(w *World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) }

// Challenged is the session of a challenge to which jane's password leads.
func (w *World) Challenged(name types.ChallengeNameType) *string {
	w.Helper()
	out, err := w.SignIn("jane", fixture.GoodPassword)
	require.NoError(w, err)
	require.Equal(w, name, out.ChallengeName)
	return out.Session
}

// asks checks a challenge of InitiateAuth, and all that it says.
func asks(name types.ChallengeNameType, parameters map[string]string) Want {
	return Want{Check: func(w *World, out any) {
		got := out.(*cip.InitiateAuthOutput)
		require.Equal(w, name, got.ChallengeName)
		require.Equal(w, parameters, got.ChallengeParameters)
		require.Nil(w, got.AuthenticationResult)
		require.Nil(w, got.AvailableChallenges)
		require.NotEmpty(w, aws.ToString(got.Session))
	}}
}

// forJane are the parameters of a challenge of jane's, with pairs beside.
func forJane(pairs ...string) map[string]string {
	m := map[string]string{"USER_ID_FOR_SRP": "jane"}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// These are the challenges that jane meets.
var (
	asksToken = asks(tokenMFA, forJane())
	asksSMS   = asks(smsMFA, forJane("CODE_DELIVERY_DELIVERY_MEDIUM", "SMS", "CODE_DELIVERY_DESTINATION", "+*******0123"))
	asksEmail = asks(emailOTP, forJane("CODE_DELIVERY_DELIVERY_MEDIUM", "EMAIL", "CODE_DELIVERY_DESTINATION", "j***@e***"))
	noFactor  = Want{Code: "MFAMethodNotFoundException", Message: "No MFA mechanism registerd in the account."}
	signed    = Want{Check: Tokens}
)

func asksChoice(list string) Want { return asks(selectMFA, forJane("MFAS_CAN_CHOOSE", list)) }

func asksSetup(list string) Want { return asks(mfaSetup, forJane("MFAS_CAN_SETUP", list)) }

// answersMFA answers a challenge of jane's with pairs beside USERNAME.
func (w *World) answersMFA(name types.ChallengeNameType, session *string, pairs ...string) (*cip.RespondToAuthChallengeOutput, error) {
	return w.Respond(name, session, append([]string{"USERNAME", "jane"}, pairs...)...)
}
