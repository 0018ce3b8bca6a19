package truth_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// mfaWorld is a world whose pool has all second factors, OPTIONAL.
func mfaWorld(t *testing.T) *world {
	w := lone(t, rows.AnyFactorPool(), rows.PasswordClient())
	w.pool.SetMFA(rows.MFA(types.UserPoolMfaTypeOptional, smsMFA, tokenMFA, emailOTP))
	return w
}

func TestSetMFA(t *testing.T) {
	w := mfaWorld(t)
	require.Equal(t, types.UserPoolMfaTypeOptional, w.MFAConfig().MfaConfiguration)
	rows.WithMFA(cip.SetUserPoolMfaConfigInput{})(w.World)
	require.Equal(t, types.UserPoolMfaTypeOff, w.MFAConfig().MfaConfiguration)
	w.fake.Reset()
	require.Equal(t, types.UserPoolMfaTypeOptional, w.MFAConfig().MfaConfiguration, "Reset brings back what the test made")
	require.Empty(t, w.fake.Calls()[:len(w.fake.Calls())-1], "SetMFA is no call")
}

func TestSetMFAMisused(t *testing.T) {
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	fixture.RequirePanic(t, "cognitofake: SetMFA: Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.", func() {
		pool.SetMFA(cip.SetUserPoolMfaConfigInput{MfaConfiguration: types.UserPoolMfaTypeOn})
	})
	fixture.RequirePanic(t, "cognitofake: SetMFA: 1 validation error detected: Value 'X' at 'mfaConfiguration'", func() {
		pool.SetMFA(cip.SetUserPoolMfaConfigInput{MfaConfiguration: "X"})
	})
	fixture.RequirePanic(t, "cognitofake: SetMFA: UserPoolId is us-east-1_other; leave it out", func() {
		pool.SetMFA(cip.SetUserPoolMfaConfigInput{UserPoolId: aws.String("us-east-1_other")})
	})
}

// Users who have factors from the start.
func TestAddUserWithFactors(t *testing.T) {
	w := mfaWorld(t)
	attributes := map[string]string{"email": "jane@example.com", "phone_number": "+12065550123"}
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	add := func(n cognitofake.NewUser) cognitofake.User {
		n.Username, n.Password, n.Attributes = "jane", fixture.GoodPassword, attributes
		w.pool.DeleteUser("jane")
		return w.pool.AddUser(n)
	}
	u := add(cognitofake.NewUser{MFA: []types.ChallengeNameType{tokenMFA, smsMFA}, PreferredMFA: tokenMFA, TOTPSecret: secret})
	require.Equal(t, []types.ChallengeNameType{smsMFA, tokenMFA}, u.MFA)
	require.Equal(t, tokenMFA, u.PreferredMFA)
	require.Equal(t, u, w.user("jane"))
	out, err := w.gives(tokenMFA, w.Challenged(tokenMFA), fixture.TOTP(secret, time.Now()))
	require.NoError(t, err)
	rows.Tokens(w.World, out)

	u = add(cognitofake.NewUser{MFA: []types.ChallengeNameType{emailOTP}})
	require.Empty(t, u.PreferredMFA)
	_, err = w.gives(emailOTP, w.Challenged(emailOTP), w.code("jane"))
	require.NoError(t, err)

	add(cognitofake.NewUser{TOTPSecret: secret}) // verified, and not on (M38)
	w.Tokens("jane")
	require.Equal(t, fixture.TOTP(secret, w.fake.Now()), w.pool.TOTP("jane"))

	add(cognitofake.NewUser{MFA: []types.ChallengeNameType{tokenMFA}})
	_, err = w.gives(tokenMFA, w.Challenged(tokenMFA), w.pool.TOTP("jane"))
	require.NoError(t, err)

	text, err := json.Marshal(cognitofake.NewUser{Username: "jane", TOTPSecret: secret})
	require.NoError(t, err)
	require.NotContains(t, string(text), secret)
}

func TestAddUserWithFactorsMisused(t *testing.T) {
	pool := cognitofake.New().AddPool(cip.CreateUserPoolInput{})
	for want, n := range map[string]cognitofake.NewUser{
		"MFA has SMS_MFA, and the user has no phone_number for its codes": {MFA: []types.ChallengeNameType{smsMFA}},
		"MFA has EMAIL_OTP, and the user has no email for its codes":      {MFA: []types.ChallengeNameType{emailOTP}},
		"MFA has SMS_OTP, which is no second factor":                      {MFA: []types.ChallengeNameType{smsOTP}},
		"PreferredMFA has PIGEON, which is no second factor":              {PreferredMFA: "PIGEON"},
		"PreferredMFA is SOFTWARE_TOKEN_MFA, which MFA has to name too":   {PreferredMFA: tokenMFA},
		"TOTPSecret is no Base32":                                         {TOTPSecret: "secret"},
	} {
		n.Username = "jane"
		fixture.RequirePanic(t, `cognitofake: AddUser("jane"): `+want, func() { pool.AddUser(n) })
	}
	require.Empty(t, pool.Users())
}

// A test answers each challenge of apps in one line, as often as it likes.
func TestPoolTOTP(t *testing.T) {
	w := mfaWorld(t)
	rows.Reachable(w.World)
	token := w.Tokens("jane").AccessToken
	_, err := w.Associate(token, nil)
	require.NoError(t, err)
	_, err = w.Verify(token, nil, w.pool.TOTP("jane"))
	require.NoError(t, err)
	rows.Turning(mfaSettings{tokenMFA: on1})(w.World)
	for range 2 {
		_, err = w.gives(tokenMFA, w.Challenged(tokenMFA), w.pool.TOTP("jane@example.com"))
		require.NoError(t, err)
	}
	w.fake.Advance(90 * time.Second)
	_, err = w.gives(tokenMFA, w.Challenged(tokenMFA), w.pool.TOTP("jane"))
	require.NoError(t, err)
}

func TestPoolTOTPMisused(t *testing.T) {
	fake := cognitofake.New(frozen())
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	pool.AddUser(cognitofake.NewUser{Username: "jane"})
	fixture.RequirePanic(t, `cognitofake: TOTP: no code of "jane": the user has no software token; AssociateSoftwareToken gives one`, func() { pool.TOTP("jane") })
	fixture.RequirePanic(t, `cognitofake: TOTP: `, func() { pool.TOTP("nobody") })
}

// What the service would not say of a second factor stands in the transcript.
func TestHintsOfSecondFactors(t *testing.T) {
	w := mfaWorld(t)
	rows.Reachable(w.World)
	hint := func(want string, err error) {
		t.Helper()
		require.Contains(t, hintOf(t, w.fake, err), want)
	}
	_, err := w.Associate(nil, aws.String(forged))
	hint("no such session has been issued in any pool", err)
	token := w.Tokens("jane").AccessToken
	_, err = w.Verify(token, nil, "123456")
	hint("AssociateSoftwareToken comes first", err)
	in := &cip.AdminSetUserMFAPreferenceInput{UserPoolId: &w.PoolID, Username: aws.String("jane"), SoftwareTokenMfaSettings: &types.SoftwareTokenMfaSettingsType{Enabled: true}}
	_, err = w.Client.AdminSetUserMFAPreference(t.Context(), in)
	hint("the user has no software token: AssociateSoftwareToken, then VerifySoftwareToken", err)
	_, err = w.Associate(token, nil)
	require.NoError(t, err)
	_, err = w.Verify(token, nil, w.shown(-2*time.Minute))
	hint("the code is 2m0s old by the Fake's clock, or the clock that made it is behind", err)
	_, err = w.Verify(token, nil, w.shown(5*time.Minute))
	hint("the clock that made the code is 5m0s ahead of the Fake's", err)
	_, err = w.Verify(token, nil, fixture.WrongTOTP(w.TOTPSecret, w.fake.Now().Add(time.Hour)))
	hint("the code is not one of the secret that AssociateSoftwareToken gave the user", err)
	code := w.shown(0)
	_, err = w.Verify(token, nil, code)
	require.NoError(t, err)
	_, err = w.Verify(token, nil, code)
	hint("each code is good once", err)

	w.pool.AddUser(cognitofake.NewUser{Username: "ann", Password: fixture.GoodPassword})
	in = &cip.AdminSetUserMFAPreferenceInput{UserPoolId: &w.PoolID, Username: aws.String("ann"), SMSMfaSettings: &types.SMSMfaSettingsType{Enabled: true}}
	_, err = w.Client.AdminSetUserMFAPreference(t.Context(), in)
	hint("the user has no phone_number", err)
	w.pool.SetMFA(rows.MFA(types.UserPoolMfaTypeOn, smsMFA))
	_, err = w.SignIn("ann", fixture.GoodPassword)
	hint("the user has no phone_number, to which codes of SMS_MFA go", err)
	_, err = w.Associate(token, nil)
	hint("SetUserPoolMfaConfig of the pool has no SoftwareTokenMfaConfiguration with Enabled", err)

	w.pool.SetMFA(rows.MFA(types.UserPoolMfaTypeOptional, tokenMFA))
	rows.Turning(mfaSettings{smsMFA: on1})(w.World)
	require.Contains(t, w.fake.Transcript(), "SMS_MFA is no factor of the pool (SetUserPoolMfaConfig)")
	w.pool.SetMFA(rows.MFA(types.UserPoolMfaTypeOptional, smsMFA, emailOTP))
	rows.Turning(mfaSettings{smsMFA: on1, emailOTP: on1})(w.World)
	session := w.Challenged("SELECT_MFA_TYPE")
	_, err = w.Respond("SELECT_MFA_TYPE", session, "USERNAME", "jane", "ANSWER", "SOFTWARE_TOKEN_MFA")
	hint(`ANSWER may be one of MFAS_CAN_CHOOSE: ["SMS_MFA","EMAIL_OTP"]`, err)
}
