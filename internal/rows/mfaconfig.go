package rows

import (
	"encoding/json"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

const (
	mfaOn       = types.UserPoolMfaTypeOn
	mfaOptional = types.UserPoolMfaTypeOptional
	mfaOff      = types.UserPoolMfaTypeOff
)

// MFA is what SetUserPoolMfaConfig is told of these factors, by the names of
// their challenges.
func MFA(mode types.UserPoolMfaType, factors ...types.ChallengeNameType) cip.SetUserPoolMfaConfigInput {
	in := cip.SetUserPoolMfaConfigInput{MfaConfiguration: mode}
	for _, f := range factors {
		switch f {
		case smsMFA:
			in.SmsMfaConfiguration = &types.SmsMfaConfigType{SmsConfiguration: fixture.SMSConfiguration()}
		case tokenMFA:
			in.SoftwareTokenMfaConfiguration = &types.SoftwareTokenMfaConfigType{Enabled: true}
		case emailOTP:
			in.EmailMfaConfiguration = &types.EmailMfaConfigType{}
		default:
			panic("no factor: " + f)
		}
	}
	return in
}

// DeveloperPool sends its e-mails by Amazon SES, and so may have them as a
// second factor.
func DeveloperPool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{EmailConfiguration: &types.EmailConfigurationType{EmailSendingAccount: types.EmailSendingAccountTypeDeveloper}}
}

// Then does one thing after another.
func Then(all ...func(*World)) func(*World) {
	return func(w *World) {
		w.Helper()
		for _, f := range all {
			f(w)
		}
	}
}

// WithMFA tells the row's pool of its second factors.
func WithMFA(in cip.SetUserPoolMfaConfigInput) func(*World) {
	return func(w *World) {
		w.Helper()
		_, err := configuring(in)(w)
		require.NoError(w, err)
	}
}

// configuring is SetUserPoolMfaConfig.
func configuring(in cip.SetUserPoolMfaConfigInput) func(*World) (any, error) {
	return func(w *World) (any, error) {
		in := in
		in.UserPoolId = &w.PoolID
		return w.Client.SetUserPoolMfaConfig(w.Ctx, &in)
	}
}

// MFAConfig is GetUserPoolMfaConfig.
func (w *World) MFAConfig() *cip.GetUserPoolMfaConfigOutput {
	w.Helper()
	out, err := w.Client.GetUserPoolMfaConfig(w.Ctx, &cip.GetUserPoolMfaConfigInput{UserPoolId: &w.PoolID})
	require.NoError(w, err)
	return out
}

// wire is GetUserPoolMfaConfig as it stands on the wire.
func (w *World) wire() string {
	w.Helper()
	_, _, body := w.Post("GetUserPoolMfaConfig", `{"UserPoolId":"`+w.PoolID+`"}`)
	return string(body)
}

// ofPool is an operation that asks of the row's pool alone, as bytes.
func ofPool(op string) func(*World) string {
	return func(w *World) string { return op + ` {"UserPoolId":"` + w.PoolID + `"}` }
}

// configured checks GetUserPoolMfaConfig afterwards, against its JSON.
func configured(want string) Want {
	return Want{Check: func(w *World, _ any) { require.JSONEq(w, want, w.wire()) }}
}

// unconfigured is a refusal that leaves the configuration as it was.
func unconfigured(want Want, before string) Want {
	want.Check = func(w *World, _ any) { require.JSONEq(w, before, w.wire()) }
	return want
}

const offJSON = `{"MfaConfiguration":"OFF"}`

// mfaConfigRows are rows of SetUserPoolMfaConfig and GetUserPoolMfaConfig: M1
// to M23.
func mfaConfigRows() []Row {
	arn := "arn:aws:iam::123456789012:role/service-role/sms"
	sms := types.SmsConfigurationType{SnsCallerArn: &arn, ExternalId: aws.String("x"), SnsRegion: aws.String("us-east-1")}
	smsJSON := `{"SnsCallerArn":"` + arn + `","ExternalId":"x","SnsRegion":"us-east-1"}`
	withSMS := cip.CreateUserPoolInput{SmsConfiguration: &sms}
	tokenJSON := func(mode string) string {
		return `{"SoftwareTokenMfaConfiguration":{"Enabled":true},"MfaConfiguration":"` + mode + `"}`
	}
	offWith := invalid("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.")
	noFactor := invalid("Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.")
	byDefault := invalid("Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of COGNITO_DEFAULT. Update the value of EmailSendingAccount.")
	needsSMS := invalid("SMS configuration and Auto verification for phone_number are required when MFA is required/optional")
	recovery := func(way, mfa string) Want {
		return invalid("Invalid account recovery setting parameter. Account Recovery Setting cannot use " + way + " as a recovery mechanism when " + mfa + " is configured.")
	}
	token := MFA(mfaOn, tokenMFA)
	email := MFA(mfaOptional, emailOTP)
	texts := func(change func(in *cip.SetUserPoolMfaConfigInput)) cip.SetUserPoolMfaConfigInput {
		in := MFA(mfaOn, smsMFA, emailOTP)
		change(&in)
		return in
	}
	smsText := func(text string) func(*World) (any, error) {
		return configuring(texts(func(in *cip.SetUserPoolMfaConfigInput) { in.SmsMfaConfiguration.SmsAuthenticationMessage = &text }))
	}
	emailText := func(text string) func(*World) (any, error) {
		return configuring(texts(func(in *cip.SetUserPoolMfaConfigInput) { in.EmailMfaConfiguration.Message = &text }))
	}
	off := cip.SetUserPoolMfaConfigInput{MfaConfiguration: mfaOff}
	passkeys := func(mode types.UserPoolMfaType, c types.WebAuthnConfigurationType, factors ...types.ChallengeNameType) cip.SetUserPoolMfaConfigInput {
		in := MFA(mode, factors...)
		in.WebAuthnConfiguration = &c
		return in
	}
	two := types.WebAuthnConfigurationType{FactorConfiguration: types.WebAuthnFactorConfigurationTypeMultiFactorWithUserVerification}
	webAuthnPool := WithFactors(cip.CreateUserPoolInput{}, Pwd, webAuthn)
	lite := func(in cip.CreateUserPoolInput) cip.CreateUserPoolInput {
		in.UserPoolTier = types.UserPoolTierTypeLite
		return in
	}
	mode := func(want types.UserPoolMfaType) Want {
		return Want{Check: func(w *World, _ any) {
			out, err := Described(w)
			require.NoError(w, err)
			require.Equal(w, want, out.(*types.UserPoolType).MfaConfiguration)
			require.Equal(w, want, w.MFAConfig().MfaConfiguration)
		}}
	}
	set := func(in cip.SetUserPoolMfaConfigInput) func(*World) { return WithMFA(in) }
	return append([]Row{
		{Rules: "M1 M2", Name: "a new pool", Raw: ofPool("GetUserPoolMfaConfig"), Want: configured(offJSON)},
		{Rules: "M2 M4", Name: "a pool that has SmsConfiguration and no MFA", Pool: withSMS, Raw: ofPool("GetUserPoolMfaConfig"), Want: configured(offJSON)},
		{Rules: "M3 M22", Name: "everything", Pool: DeveloperPool(),
			Call: configuring(cip.SetUserPoolMfaConfigInput{
				MfaConfiguration:              mfaOptional,
				SmsMfaConfiguration:           &types.SmsMfaConfigType{SmsAuthenticationMessage: aws.String("Go {####}"), SmsConfiguration: &sms},
				SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true},
				EmailMfaConfiguration:         &types.EmailMfaConfigType{Message: aws.String("In {####}"), Subject: aws.String("Code")},
				WebAuthnConfiguration:         &types.WebAuthnConfigurationType{RelyingPartyId: aws.String("example.com"), UserVerification: types.UserVerificationTypeRequired},
			}),
			Want: Want{Check: func(w *World, out any) {
				want := `{"SmsMfaConfiguration":{"SmsAuthenticationMessage":"Go {####}","SmsConfiguration":` + smsJSON + `},"SoftwareTokenMfaConfiguration":{"Enabled":true},` +
					`"EmailMfaConfiguration":{"Message":"In {####}","Subject":"Code"},"WebAuthnConfiguration":{"RelyingPartyId":"example.com","UserVerification":"required"},"MfaConfiguration":"OPTIONAL"}`
				require.JSONEq(w, want, w.wire())
				set, got := out.(*cip.SetUserPoolMfaConfigOutput), w.MFAConfig()
				require.Equal(w, got.SmsMfaConfiguration, set.SmsMfaConfiguration)
				require.Equal(w, got.SoftwareTokenMfaConfiguration, set.SoftwareTokenMfaConfiguration)
				require.Equal(w, got.EmailMfaConfiguration, set.EmailMfaConfiguration)
				require.Equal(w, got.WebAuthnConfiguration, set.WebAuthnConfiguration)
				require.Equal(w, got.MfaConfiguration, set.MfaConfiguration)
				pool, err := Described(w)
				require.NoError(w, err)
				p := pool.(*types.UserPoolType)
				require.Equal(w, mfaOptional, p.MfaConfiguration)
				require.Equal(w, &sms, p.SmsConfiguration)
				require.Equal(w, "Go {####}", *p.SmsAuthenticationMessage)
			}}},
		{Rules: "M22", Name: "what DescribeUserPool does not show", Pool: DeveloperPool(), Prior: set(MFA(mfaOn, tokenMFA, emailOTP)), Raw: ofPool("DescribeUserPool"),
			Want: Want{Check: func(w *World, out any) {
				require.Contains(w, string(out.([]byte)), `"MfaConfiguration":"ON"`)
				for _, absent := range []string{"SoftwareToken", "EmailMfa", "SmsMfa", "SmsConfiguration", "WebAuthn"} {
					require.NotContains(w, string(out.([]byte)), absent)
				}
			}}},
		{Rules: "M3", Name: "End User Messaging in place of Amazon SNS", Call: configuring(texts(func(in *cip.SetUserPoolMfaConfigInput) {
			in.EmailMfaConfiguration = nil
			in.SmsMfaConfiguration.SmsConfiguration = &types.SmsConfigurationType{EumsSms: &types.EumsSmsConfigurationType{CallerArn: &arn}}
		})), Want: configured(`{"SmsMfaConfiguration":{"SmsConfiguration":{"EumsSms":{"CallerArn":"` + arn + `"}}},"MfaConfiguration":"ON"}`)},

		// As ministackorg/ministack#1516 has it.
		{Rules: "M2", Name: "GetUserPoolMfaConfig of a pool without MFA", Raw: ofPool("GetUserPoolMfaConfig"),
			Want: Want{Check: func(w *World, out any) { require.Equal(w, offJSON, string(out.([]byte))) }}},
		{Rules: "M4 M22", Name: "a pool that is made OFF and then set ON by codes of an app", Pool: cip.CreateUserPoolInput{MfaConfiguration: mfaOff}, Call: configuring(token), Want: mode(mfaOn)},

		{Rules: "M4", Name: "what is left out is switched off", Pool: DeveloperPool(), Prior: set(MFA(mfaOptional, smsMFA, tokenMFA, emailOTP)), Call: configuring(token), Want: configured(tokenJSON("ON"))},
		{Rules: "M4", Name: "SmsConfiguration of the pool stays", Pool: withSMS, Prior: set(MFA(mfaOn, tokenMFA)), Call: Described,
			Want: shows(func(w *World, p *types.UserPoolType) { require.Equal(w, &sms, p.SmsConfiguration) })},
		{Rules: "M4", Name: "codes of an app that are said to be off", Call: configuring(cip.SetUserPoolMfaConfigInput{MfaConfiguration: mfaOn,
			SmsMfaConfiguration: &types.SmsMfaConfigType{SmsConfiguration: &sms}, SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{}}),
			Want: configured(`{"SmsMfaConfiguration":{"SmsConfiguration":` + smsJSON + `},"SoftwareTokenMfaConfiguration":{"Enabled":false},"MfaConfiguration":"ON"}`)},
		{Rules: "M5", Name: "MfaConfiguration is left out, with a factor", Prior: set(token), Call: configuring(MFA("", tokenMFA)), Want: unconfigured(offWith, tokenJSON("ON"))},
		{Rules: "M5", Name: "MfaConfiguration is left out, without a factor", Prior: set(token), Call: configuring(cip.SetUserPoolMfaConfigInput{}), Want: configured(offJSON)},
		{Rules: "M6", Name: "OFF with SmsMfaConfiguration", Call: configuring(MFA(mfaOff, smsMFA)), Want: unconfigured(offWith, offJSON)},
		{Rules: "M6", Name: "OFF with EmailMfaConfiguration", Pool: DeveloperPool(), Call: configuring(MFA(mfaOff, emailOTP)), Want: offWith},
		{Rules: "M6", Name: "OFF with codes of an app that are off", Call: configuring(cip.SetUserPoolMfaConfigInput{MfaConfiguration: mfaOff,
			SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{}}), Want: offWith},
		{Rules: "M6 M21", Name: "OFF with WebAuthnConfiguration", Call: configuring(passkeys(mfaOff, types.WebAuthnConfigurationType{RelyingPartyId: aws.String("example.com")})),
			Want: configured(`{"MfaConfiguration":"OFF","WebAuthnConfiguration":{"RelyingPartyId":"example.com"}}`)},
		{Rules: "M6", Name: "OFF", Prior: set(token), Call: configuring(off), Want: mode(mfaOff)},
		{Rules: "M7", Name: "ON without a factor", Prior: set(token), Call: configuring(cip.SetUserPoolMfaConfigInput{MfaConfiguration: mfaOn}), Want: unconfigured(noFactor, tokenJSON("ON"))},
		{Rules: "M7", Name: "OPTIONAL with codes of an app that are off", Call: configuring(cip.SetUserPoolMfaConfigInput{MfaConfiguration: mfaOptional,
			SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{}}), Want: noFactor},
		{Rules: "M7", Name: "ON with WebAuthnConfiguration alone", Call: configuring(passkeys(mfaOn, two)), Want: noFactor},
		{Rules: "M8", Name: "e-mail by the default sender", Call: configuring(email), Want: unconfigured(byDefault, offJSON)},
		{Rules: "M8 M6", Name: "OFF comes before the sender", Call: configuring(MFA(mfaOff, emailOTP)), Want: offWith},
		{Rules: "M9", Name: "e-mail in the tier LITE", Pool: lite(DeveloperPool()), Call: configuring(email),
			Want: Want{Code: "FeatureUnavailableInTierException", AnyText: true}},
		Choice(Row{Rules: "M9", Name: "e-mail in the tier LITE, by its words", Pool: lite(DeveloperPool()), Call: configuring(email), Want: tooLow("LITE", "Email MFA")}),
		Choice(Row{Rules: "M9 M8 M23", Name: "the tier comes before the sender", Pool: lite(cip.CreateUserPoolInput{}), Call: configuring(email), Want: tooLow("LITE", "Email MFA")}),
		{Rules: "M10", Name: "e-mail without words", Pool: DeveloperPool(), Call: configuring(email), Want: configured(`{"EmailMfaConfiguration":{},"MfaConfiguration":"OPTIONAL"}`)},
		Choice(Row{Rules: "M11", Name: "text messages without SmsConfiguration", Call: configuring(cip.SetUserPoolMfaConfigInput{MfaConfiguration: mfaOn, SmsMfaConfiguration: &types.SmsMfaConfigType{}}), Want: needsSMS}),
		{Rules: "M11", Name: "text messages by SmsConfiguration of the pool", Pool: withSMS,
			Call: configuring(cip.SetUserPoolMfaConfigInput{MfaConfiguration: mfaOn, SmsMfaConfiguration: &types.SmsMfaConfigType{}}),
			Want: configured(`{"SmsMfaConfiguration":{"SmsConfiguration":` + smsJSON + `},"MfaConfiguration":"ON"}`)},
		{Rules: "M12", Name: "SmsConfiguration becomes the pool's", Pool: but(withSMS, func(in *cip.CreateUserPoolInput) { in.SmsConfiguration = fixture.SMSConfiguration() }),
			Prior: set(cip.SetUserPoolMfaConfigInput{MfaConfiguration: mfaOn, SmsMfaConfiguration: &types.SmsMfaConfigType{SmsConfiguration: &sms}}), Call: Described,
			Want: shows(func(w *World, p *types.UserPoolType) { require.Equal(w, &sms, p.SmsConfiguration) })},
		{Rules: "M13", Name: "a text message without a code", Pool: DeveloperPool(), Call: smsText("no code here"),
			Want: invalid(`1 validation error detected: Value 'no code here' at 'smsMfaConfiguration.smsAuthenticationMessage' failed to satisfy constraint: Member must satisfy regular expression pattern: .*\{####\}.*`)},
		{Rules: "M13", Name: "a text message that is too long", Pool: DeveloperPool(), Call: smsText(strings.Repeat("x", 135) + "{####}"),
			Want: invalid(`1 validation error detected: Value '` + strings.Repeat("x", 135) + `{####}' at 'smsMfaConfiguration.smsAuthenticationMessage' failed to satisfy constraint: Member must have length less than or equal to 140`)},
		{Rules: "M13", Name: "a text message of 140", Pool: DeveloperPool(), Call: smsText(strings.Repeat("x", 134) + "{####}")},
		{Rules: "M13", Name: "an e-mail without a code", Pool: DeveloperPool(), Call: emailText("no code here"),
			Want: Want{Code: "InvalidParameterException", Prefix: true, Message: `1 validation error detected: Value 'no code here' at 'emailMfaConfiguration.message' failed to satisfy constraint: Member must satisfy regular expression pattern: `}},
		{Rules: "M13", Name: "an e-mail that is too long", Pool: DeveloperPool(), Call: emailText(strings.Repeat("x", 19995) + "{####}"),
			Want: Want{Code: "InvalidParameterException", Words: func(*World) string {
				return `1 validation error detected: Value '` + strings.Repeat("x", 19995) + `{####}' at 'emailMfaConfiguration.message' failed to satisfy constraint: Member must have length less than or equal to 20000`
			}}},
		{Rules: "M14", Name: "ON beside EMAIL_OTP", Pool: WithFactors(DeveloperPool(), Pwd, EmailOTP), Call: configuring(token),
			Want: unconfigured(invalid("Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled"), offJSON)},
		{Rules: "M14", Name: "ON beside SMS_OTP", Pool: WithFactors(withSMS, Pwd, SmsOTP), Call: configuring(token),
			Want: invalid("Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled")},
		{Rules: "M14", Name: "OPTIONAL beside EMAIL_OTP", Pool: WithFactors(DeveloperPool(), Pwd, EmailOTP), Call: configuring(MFA(mfaOptional, tokenMFA)), Want: mode(mfaOptional)},
		{Rules: "M15", Name: "ON beside passkeys of one factor", Pool: webAuthnPool, Call: configuring(token),
			Want: invalid("Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first auth factor")},
		{Rules: "M15 M21", Name: "ON beside passkeys of two factors", Pool: webAuthnPool, Call: configuring(passkeys(mfaOn, two, tokenMFA)), Want: mode(mfaOn)},
		{Rules: "M15", Name: "OPTIONAL beside passkeys of one factor", Pool: webAuthnPool, Call: configuring(MFA(mfaOptional, tokenMFA)), Want: mode(mfaOptional)},
		{Rules: "M15 M18", Name: "ON beside passkeys of two factors, updated", Pool: webAuthnPool, Prior: set(passkeys(mfaOn, two, tokenMFA)),
			Call: Updating(cip.UpdateUserPoolInput{Policies: FirstFactors(Pwd, webAuthn)}), Want: mode(mfaOn)},
		{Rules: "M17", Name: "UpdateUserPool ON by codes of an app", Prior: set(MFA(mfaOptional, tokenMFA)), Call: Updating(cip.UpdateUserPoolInput{MfaConfiguration: mfaOn}), Want: configured(tokenJSON("ON"))},
		{Rules: "M17", Name: "UpdateUserPool OFF drops codes of an app", Prior: set(token), Call: Updating(cip.UpdateUserPoolInput{MfaConfiguration: mfaOff}), Want: configured(offJSON)},
		{Rules: "M17", Name: "UpdateUserPool OPTIONAL adds text messages", Prior: set(MFA(mfaOptional, tokenMFA)), Call: Updating(cip.UpdateUserPoolInput{MfaConfiguration: mfaOptional, SmsConfiguration: &sms}),
			Want: configured(`{"SmsMfaConfiguration":{"SmsConfiguration":` + smsJSON + `},"SoftwareTokenMfaConfiguration":{"Enabled":true},"MfaConfiguration":"OPTIONAL"}`)},
		{Rules: "M17 M14 M23", Name: "too late comes before first factors", Pool: WithFactors(DeveloperPool(), Pwd, EmailOTP), Call: Updating(cip.UpdateUserPoolInput{MfaConfiguration: mfaOn, Policies: FirstFactors(Pwd, EmailOTP)}),
			Want: invalid("Cannot turn MFA functionality ON, once the user pool has been created.")},
		{Rules: "M18", Name: "UpdateUserPool leaves codes of an app", Prior: set(token), Call: Updating(cip.UpdateUserPoolInput{PoolName: aws.String("renamed")}), Want: configured(tokenJSON("ON"))},
		{Rules: "M16 M3", Name: "text messages by CreateUserPool", Pool: cip.CreateUserPoolInput{MfaConfiguration: mfaOptional, SmsConfiguration: &sms}, Raw: ofPool("GetUserPoolMfaConfig"),
			Want: configured(`{"SmsMfaConfiguration":{"SmsConfiguration":` + smsJSON + `},"MfaConfiguration":"OPTIONAL"}`)},
		{Rules: "M19", Name: "recovery by the phone of text messages", Pool: but(withSMS, func(in *cip.CreateUserPoolInput) { in.AccountRecoverySetting = Recovering(byPhone) }),
			Call: configuring(MFA(mfaOn, smsMFA)), Want: unconfigured(recovery("verified_phone_number", "SMS MFA"), offJSON)},
		Choice(Row{Rules: "M19", Name: "recovery by the address of e-mails", Pool: but(DeveloperPool(), func(in *cip.CreateUserPoolInput) { in.AccountRecoverySetting = Recovering(byEmail) }),
			Call: configuring(email), Want: recovery("verified_email", "Email MFA")}),
		{Rules: "M19", Name: "recovery by the address where codes are an app's", Pool: but(DeveloperPool(), func(in *cip.CreateUserPoolInput) { in.AccountRecoverySetting = Recovering(byEmail) }),
			Call: configuring(token), Want: mode(mfaOn)},
		{Rules: "M19", Name: "recovery by the phone where codes are an app's", Pool: but(withSMS, func(in *cip.CreateUserPoolInput) { in.AccountRecoverySetting = Recovering(byPhone) }),
			Call: configuring(token), Want: mode(mfaOn)},
		{Rules: "M19", Name: "both ways of recovery", Pool: but(DeveloperPool(), func(in *cip.CreateUserPoolInput) { in.AccountRecoverySetting = Recovering(byPhone, byEmail) }),
			Call: configuring(MFA(mfaOn, smsMFA, emailOTP)), Want: mode(mfaOn)},
		{Rules: "M20 N2", Name: "SetUserPoolMfaConfig of an unknown pool", Call: func(w *World) (any, error) {
			in := token
			in.UserPoolId = aws.String("us-east-1_unknown")
			return w.Client.SetUserPoolMfaConfig(w.Ctx, &in)
		}, Want: noPool("us-east-1_unknown")},
		{Rules: "M20 N2", Name: "GetUserPoolMfaConfig of an unknown pool", Call: func(w *World) (any, error) {
			return w.Client.GetUserPoolMfaConfig(w.Ctx, &cip.GetUserPoolMfaConfigInput{UserPoolId: aws.String("us-east-1_unknown")})
		}, Want: noPool("us-east-1_unknown")},
		{Rules: "M20", Name: "an unknown MfaConfiguration", Call: configuring(cip.SetUserPoolMfaConfigInput{MfaConfiguration: "X"}),
			Want: invalid("1 validation error detected: Value 'X' at 'mfaConfiguration' failed to satisfy constraint: Member must satisfy enum value set: [OPTIONAL, OFF, ON]")},
		{Rules: "M21", Name: "a relying party of 128", Call: configuring(passkeys(mfaOff, types.WebAuthnConfigurationType{RelyingPartyId: aws.String(strings.Repeat("r", 128))})),
			Want: invalid("1 validation error detected: Value '" + strings.Repeat("r", 128) + "' at 'webAuthnConfiguration.relyingPartyId' failed to satisfy constraint: Member must have length less than or equal to 127")},
		{Rules: "M21", Name: "an unknown verification", Call: configuring(passkeys(mfaOff, types.WebAuthnConfigurationType{UserVerification: "maybe"})),
			Want: Want{Code: "InvalidParameterException", Prefix: true, Message: "1 validation error detected: Value 'maybe' at 'webAuthnConfiguration.userVerification' failed to satisfy constraint: Member must satisfy enum value set: ["}},
		{Rules: "M21 M9", Name: "passkeys of two factors in the tier LITE", Pool: lite(cip.CreateUserPoolInput{}), Call: configuring(passkeys(mfaOn, two, tokenMFA)),
			Want: Want{Code: "FeatureUnavailableInTierException", AnyText: true}},
		{Rules: "M21", Name: "passkeys are shown as they were given", Call: configuring(passkeys(mfaOptional, two, tokenMFA)),
			Want: configured(`{"SoftwareTokenMfaConfiguration":{"Enabled":true},"MfaConfiguration":"OPTIONAL","WebAuthnConfiguration":{"FactorConfiguration":"MULTI_FACTOR_WITH_USER_VERIFICATION"}}`)},
	}, roundTrips()...)
}

// roundTrips are rows of tools that read a pool's MFA and write it back.
func roundTrips() []Row {
	var list []Row
	for name, in := range map[string]cip.SetUserPoolMfaConfigInput{
		"none": {MfaConfiguration: mfaOff}, "an app": MFA(mfaOn, tokenMFA), "all": MFA(mfaOptional, smsMFA, tokenMFA, emailOTP), "e-mail": MFA(mfaOn, emailOTP),
	} {
		list = append(list, Row{Rules: "M3 M4", Name: "MFA is written back: " + name, Pool: DeveloperPool(), Prior: WithMFA(in), Call: func(w *World) (any, error) {
			before := w.wire()
			var in cip.SetUserPoolMfaConfigInput
			require.NoError(w, json.Unmarshal([]byte(before), &in))
			in.UserPoolId = &w.PoolID
			_, err := w.Client.SetUserPoolMfaConfig(w.Ctx, &in)
			require.Equal(w, before, w.wire())
			return nil, err
		}})
	}
	return list
}
