package rows

import (
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"
)

// preferenceRows are rows of SetUserMFAPreference and its admin form: M43 to
// M53, M56 to M59.
func preferenceRows() []Row {
	ready := Then(WithMFA(allFactors(mfaOptional)), Reachable, HasToken)
	row := func(rules, name string, before, after settings, want Want) Row {
		return Row{Rules: rules, Name: name, Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(ready, Turning(before)), Call: preferring(after), Want: want}
	}
	refused := func(rules, name string, prior func(*World), s settings, want Want) Row {
		want.Check = turned("").Check
		return Row{Rules: rules, Name: name, Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(WithMFA(allFactors(mfaOptional)), prior), Call: preferring(s), Want: want}
	}
	noConfig := func(f string) Want {
		return invalid("User does not have delivery config set to turn on " + f)
	}
	all := settings{smsMFA: asOn, tokenMFA: asPreferred, emailOTP: asOn}
	off := settings{smsMFA: asOff, tokenMFA: asOff, emailOTP: asOff}
	webAuthnMFA := func(on bool) func(*World) (any, error) {
		return func(w *World) (any, error) {
			return w.Client.AdminSetUserMFAPreference(w.Ctx, &cip.AdminSetUserMFAPreferenceInput{UserPoolId: &w.PoolID, Username: aws.String("jane"),
				WebAuthnMfaSettings: &types.WebAuthnMfaSettingsType{Enabled: on}})
		}
	}
	two := allFactors(mfaOptional)
	two.WebAuthnConfiguration = &types.WebAuthnConfigurationType{FactorConfiguration: types.WebAuthnFactorConfigurationTypeMultiFactorWithUserVerification}
	admin := func(pool, user string) func(*World) (any, error) {
		return func(w *World) (any, error) {
			return w.Client.AdminSetUserMFAPreference(w.Ctx, &cip.AdminSetUserMFAPreferenceInput{UserPoolId: &pool, Username: &user})
		}
	}
	return []Row{
		{Rules: "M43", Name: "what it answers", Pool: AnyFactorPool(), App: PasswordClient(), Prior: ready, Raw: func(w *World) string {
			return `SetUserMFAPreference {"AccessToken":"` + *w.access() + `","SMSMfaSettings":{"Enabled":true}}`
		}, Want: Want{Check: func(w *World, out any) {
			require.Equal(w, "{}", string(out.([]byte)))
			w.requireTurned("", smsMFA)
		}}},
		{Rules: "M43 M44", Name: "everything by the user", Pool: AnyFactorPool(), App: PasswordClient(), Prior: ready, Call: func(w *World) (any, error) {
			token := w.access()
			_, err := w.Client.SetUserMFAPreference(w.Ctx, &cip.SetUserMFAPreferenceInput{
				AccessToken: token, SMSMfaSettings: &types.SMSMfaSettingsType{Enabled: true},
				SoftwareTokenMfaSettings: &types.SoftwareTokenMfaSettingsType{Enabled: true},
				EmailMfaSettings:         &types.EmailMfaSettingsType{Enabled: true, PreferredMfa: true},
			})
			require.NoError(w, err)
			return w.GetUser(token)
		}, Want: Want{Check: func(w *World, out any) {
			got := out.(*cip.GetUserOutput)
			require.ElementsMatch(w, []string{"SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"}, got.UserMFASettingList)
			require.Equal(w, "EMAIL_OTP", *got.PreferredMfaSetting)
			require.Nil(w, got.MFAOptions)
		}}},
		row("M43", "an empty structure turns off", all, settings{tokenMFA: {}}, turned("", smsMFA, emailOTP)),
		{Rules: "M43", Name: "passkeys that are one factor", App: PasswordClient(), Pool: AnyFactorPool(), Prior: Then(ready, Turning(all)), Call: webAuthnMFA(true),
			Want: Want{Code: "InvalidParameterException", AnyText: true, Check: turned(tokenMFA, smsMFA, tokenMFA, emailOTP).Check}},
		{Rules: "M43", Name: "passkeys and no other factor", App: PasswordClient(), Pool: AnyFactorPool(), Prior: Then(WithMFA(two), Reachable), Call: webAuthnMFA(true),
			Want: Want{Code: "InvalidParameterException", AnyText: true}},
		{Rules: "M43", Name: "passkeys and another factor", App: PasswordClient(), Pool: AnyFactorPool(), Prior: Then(WithMFA(two), Reachable, Turning(settings{smsMFA: asOn})),
			Call: webAuthnMFA(true), Want: turned("", smsMFA)},
		{Rules: "M43 M49", Name: "no passkeys", App: PasswordClient(), Pool: AnyFactorPool(), Prior: ready, Call: webAuthnMFA(false), Want: turned("")},
		row("M44", "one more", settings{smsMFA: asOn}, settings{tokenMFA: asOn}, turned("", smsMFA, tokenMFA)),
		row("M44", "one less, and its preference", all, settings{tokenMFA: asOff}, turned("", smsMFA, emailOTP)),
		row("M44", "one less, and the preference of another", all, settings{smsMFA: asOff}, turned(tokenMFA, tokenMFA, emailOTP)),
		row("M45", "another is preferred", all, settings{emailOTP: asPreferred}, turned(emailOTP, smsMFA, tokenMFA, emailOTP)),
		row("M45", "no longer preferred", all, settings{tokenMFA: asOn}, turned("", smsMFA, tokenMFA, emailOTP)),
		row("M45", "enabled anew leaves the preference of another", all, settings{smsMFA: asOn}, turned(tokenMFA, smsMFA, tokenMFA, emailOTP)),
		refused("M46", "two preferred, by the type", Then(Reachable, HasToken), settings{smsMFA: asPreferred, tokenMFA: asPreferred}, Want{Code: "InvalidParameterException", AnyText: true}),
		Choice(refused("M46", "two preferred", Then(Reachable, HasToken), settings{smsMFA: asPreferred, emailOTP: asPreferred}, invalid("Only one MFA type can be set as preferred."))),
		refused("M47", "preferred and off, by the type", Then(Reachable, HasToken), settings{tokenMFA: {PreferredMfa: true}}, Want{Code: "InvalidParameterException", AnyText: true}),
		Choice(refused("M47", "preferred and off", Then(Reachable, HasToken), settings{tokenMFA: {PreferredMfa: true}},
			invalid("Invalid MFA preference: a disabled MFA type cannot be preferred."))),
		refused("M48", "an app without a token", Reachable, settings{tokenMFA: asOn}, noConfig("SOFTWARE_TOKEN_MFA")),
		refused("M48", "an app whose token is not verified", Then(Reachable, func(w *World) {
			_, err := w.Associate(w.access(), nil)
			require.NoError(w, err)
		}), settings{tokenMFA: asPreferred}, noConfig("SOFTWARE_TOKEN_MFA")),
		Choice(refused("M48", "text messages without a phone number", OtpUser("email", janesMail), settings{smsMFA: asOn}, noConfig("SMS_MFA"))),
		Choice(refused("M48", "e-mails without an address", OtpUser("phone_number", janesPhone), settings{emailOTP: asOn}, noConfig("EMAIL_OTP"))),
		refused("M48 M44", "one of two cannot be", Reachable, settings{smsMFA: asOn, tokenMFA: asOn}, noConfig("SOFTWARE_TOKEN_MFA")),
		row("M49", "off, and never on", nil, off, turned("")),
		{Rules: "M49", Name: "an app off, without a token", Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(WithMFA(allFactors(mfaOptional)), Reachable), Call: preferring(off), Want: turned("")},
		row("M50", "addresses that are not verified", nil, settings{smsMFA: asOn, emailOTP: asPreferred}, turned(emailOTP, smsMFA, emailOTP)),
		{Rules: "M51", Name: "text messages in a pool of apps", App: PasswordClient(), Prior: Then(WithMFA(MFA(mfaOptional, tokenMFA)), Reachable, HasToken,
			Turning(settings{tokenMFA: asOn, smsMFA: asPreferred})), Call: signingIn, Want: Want{Check: func(w *World, out any) {
			w.requireTurned(smsMFA, smsMFA, tokenMFA)
			asksToken.Check(w, out)
		}}},
		{Rules: "M51 M71", Name: "e-mails in a pool of apps", App: PasswordClient(), Prior: Then(WithMFA(MFA(mfaOptional, tokenMFA)), Reachable,
			Turning(settings{emailOTP: asPreferred})), Call: signingIn, Want: signed},
		{Rules: "M51 M48", Name: "an app in a pool that is OFF", Prior: Reachable, Call: preferring(settings{tokenMFA: asOn}), Want: noConfig("SOFTWARE_TOKEN_MFA")},
		{Rules: "M52", Name: "off in a pool that is ON", Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(ready, Turning(settings{tokenMFA: asPreferred}), WithMFA(MFA(mfaOn, tokenMFA)),
			Turning(off)), Call: signingIn, Want: Want{Check: func(w *World, out any) {
			w.requireTurned("")
			asksToken.Check(w, out)
		}}},
		{Rules: "M53", Name: "AdminGetUser on the wire, with factors", Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(ready, Turning(all)),
			Raw: func(w *World) string { return `AdminGetUser {"UserPoolId":"` + w.PoolID + `","Username":"jane"}` }, Want: Want{Check: func(w *World, out any) {
				var got struct {
					UserMFASettingList  []string
					PreferredMfaSetting string
				}
				require.NoError(w, json.Unmarshal(out.([]byte), &got))
				require.ElementsMatch(w, []string{"SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"}, got.UserMFASettingList)
				require.Equal(w, "SOFTWARE_TOKEN_MFA", got.PreferredMfaSetting)
				require.NotContains(w, string(out.([]byte)), "MFAOptions")
			}}},
		{Rules: "M53", Name: "AdminGetUser on the wire, without factors", Prior: Then(Reachable, Turning(off)),
			Raw: func(w *World) string { return `AdminGetUser {"UserPoolId":"` + w.PoolID + `","Username":"jane"}` }, Want: Want{Check: func(w *World, out any) {
				for _, absent := range []string{"UserMFASettingList", "PreferredMfaSetting", "MFAOptions"} {
					require.NotContains(w, string(out.([]byte)), absent)
				}
			}}},
		{Rules: "M56 N2", Name: "an unknown pool", Call: admin("us-east-1_unknown", "jane"), Want: noPool("us-east-1_unknown")},
		{Rules: "M56 N6", Name: "an unknown user", Call: func(w *World) (any, error) { return admin(w.PoolID, "nobody")(w) }, Want: unknownUser},
		{Rules: "M56", Choice: true, Name: "no structure", Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(ready, Turning(all)), Call: preferring(nil), Want: turned(tokenMFA, smsMFA, tokenMFA, emailOTP)},
		{Rules: "M56", Choice: true, Name: "a disabled user", Pool: AnyFactorPool(), Prior: Then(WithMFA(allFactors(mfaOptional)), Reachable, func(w *World) { w.disables("jane") }),
			Call: preferring(settings{smsMFA: asOn}), Want: turned("", smsMFA)},
		{Rules: "M56", Choice: true, Name: "an unconfirmed user", Prior: func(w *World) { w.MustSignUp("jane", "email", janesMail) }, Call: preferring(settings{emailOTP: asOn}), Want: turned("", emailOTP)},
		{Rules: "M57", Name: "ListUsers", Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(ready, Turning(all)),
			Raw: ofPool("ListUsers"), Want: Want{Check: func(w *World, out any) {
				require.Contains(w, string(out.([]byte)), "jane")
				require.NotContains(w, string(out.([]byte)), "MFA")
			}}},
		{Rules: "M57", Name: "what leaves factors as they are", Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(ready, Turning(all)), Call: func(w *World) (any, error) {
			_, err := w.SetPassword("jane", NewPassword, true)
			require.NoError(w, err)
			w.disables("jane")
			w.enables("jane")
			_, err = w.Client.AdminUserGlobalSignOut(w.Ctx, &cip.AdminUserGlobalSignOutInput{UserPoolId: &w.PoolID, Username: aws.String("jane")})
			require.NoError(w, err)
			w.requireTurned(tokenMFA, smsMFA, tokenMFA, emailOTP)
			return w.SignIn("jane", NewPassword)
		}, Want: asksToken},
		{Rules: "M57", Name: "a user who is deleted, and another of the name", Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(ready, Turning(all), func(w *World) { w.deletes("jane") }, Reachable),
			Call: signingIn, Want: Want{Check: func(w *World, out any) {
				Tokens(w, out)
				w.requireTurned("")
			}}},
		{Rules: "M58 M71", Name: "the phone of a factor is deleted, OPTIONAL", Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(ready, Turning(settings{smsMFA: asPreferred})), Call: func(w *World) (any, error) {
			_, err := w.DeleteAttributes("jane", "phone_number")
			require.NoError(w, err)
			w.requireTurned(smsMFA, smsMFA)
			return signingIn(w)
		}, Want: noFactor},
		{Rules: "M58", Name: "the phone of a factor is deleted, ON", Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(ready, Turning(settings{smsMFA: asOn}), WithMFA(allFactors(mfaOn))),
			Call: func(w *World) (any, error) { return w.DeleteAttributes("jane", "phone_number") }, Want: Want{Code: "InvalidParameterException", AnyText: true}},
		{Rules: "M58", Choice: true, Name: "the e-mail address of a factor is deleted, ON", Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(ready, Turning(settings{emailOTP: asOn}), WithMFA(allFactors(mfaOn))),
			Call: func(w *World) (any, error) { return w.DeleteAttributes("jane", "email") }, Want: invalid("Cannot delete email while MFA is required.")},
		{Rules: "M58", Name: "the user deletes the phone of a factor, ON", Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(ready, Turning(settings{smsMFA: asOn})), Call: func(w *World) (any, error) {
			out, err := w.answersMFA(smsMFA, w.Challenged(smsMFA), "SMS_MFA_CODE", "wrong")
			wrongCode.RequireError(w, err)
			require.Nil(w, out)
			Turning(settings{smsMFA: asOff})(w)
			token := w.access()
			Turning(settings{smsMFA: asOn})(w)
			WithMFA(allFactors(mfaOn))(w)
			return w.Client.DeleteUserAttributes(w.Ctx, &cip.DeleteUserAttributesInput{AccessToken: token, UserAttributeNames: []string{"phone_number"}})
		}, Want: Want{Code: "InvalidParameterException", AnyText: true}},
		{Rules: "M58", Choice: true, Name: "another address is deleted, ON", Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(ready, Turning(settings{smsMFA: asOn}), WithMFA(allFactors(mfaOn))),
			Call: func(w *World) (any, error) { return w.DeleteAttributes("jane", "email") }, Want: turned("", smsMFA)},
		{Rules: "M59", Name: "a new phone number", Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(ready, Turning(settings{smsMFA: asOn})), Call: func(w *World) (any, error) {
			w.adminUpdates("jane", "phone_number", "+12065559999")
			return signingIn(w)
		}, Want: asks(smsMFA, forJane("CODE_DELIVERY_DELIVERY_MEDIUM", "SMS", "CODE_DELIVERY_DESTINATION", "+*******9999"))},
		{Rules: "M59", Name: "a new phone number that waits to be verified", App: PasswordClient(),
			Pool: but(AnyFactorPool(), func(in *cip.CreateUserPoolInput) {
				in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypePhoneNumber}
				in.UserAttributeUpdateSettings = &types.UserAttributeUpdateSettingsType{AttributesRequireVerificationBeforeUpdate: in.AutoVerifiedAttributes}
			}),
			Prior: Then(WithMFA(allFactors(mfaOptional)), OtpUser("phone_number", janesPhone, "phone_number_verified", "true"), Turning(settings{smsMFA: asOn})),
			Call: func(w *World) (any, error) {
				w.adminUpdates("jane", "phone_number", "+12065559999")
				return signingIn(w)
			}, Want: asksSMS},
	}
}

// userSettingRows are rows of SetUserSettings and its admin form: M54, M55.
func userSettingRows() []Row {
	sms := types.MFAOptionType{DeliveryMedium: types.DeliveryMediumTypeSms, AttributeName: aws.String("phone_number")}
	setting := func(options ...types.MFAOptionType) func(*World) (any, error) {
		return func(w *World) (any, error) {
			return w.Client.AdminSetUserSettings(w.Ctx, &cip.AdminSetUserSettingsInput{UserPoolId: &w.PoolID, Username: aws.String("jane"), MFAOptions: append([]types.MFAOptionType{}, options...)})
		}
	}
	set := func(options ...types.MFAOptionType) func(*World) {
		return func(w *World) {
			_, err := setting(options...)(w)
			require.NoError(w, err)
		}
	}
	shown := func(options ...types.MFAOptionType) Want {
		return Want{Check: func(w *World, _ any) {
			out, err := w.AdminGet("jane")
			require.NoError(w, err)
			require.Equal(w, options, out.MFAOptions)
			listed, err := w.List("")
			require.NoError(w, err)
			require.Equal(w, options, listed.Users[0].MFAOptions) // M57
		}}
	}
	ready := Then(WithMFA(allFactors(mfaOptional)), Reachable)
	other := invalid("Only phone_number attribute is currently supported as a MFA option.")
	row := func(rules, name string, prior func(*World), call func(*World) (any, error), want Want) Row {
		return Row{Rules: rules, Name: name, Pool: AnyFactorPool(), App: PasswordClient(), Prior: prior, Call: call, Want: want}
	}
	return []Row{
		row("M54 M57", "on", ready, setting(sms), shown(sms)),
		row("M54", "off", Then(ready, set(sms)), setting(), shown()),
		row("M54", "and the sign-in asks", Then(ready, set(sms)), signingIn, asksSMS),
		row("M54", "off, and the sign-in does not ask", Then(ready, set(sms), set()), signingIn, signed),
		Choice(row("M54", "the list has it", Then(ready, set(sms)), setting(sms), turned("", smsMFA))),
		Choice(row("M54", "off, and no longer preferred", Then(ready, set(sms), Turning(settings{smsMFA: asPreferred, emailOTP: asOn})), setting(), turned("", emailOTP))),
		Choice(row("M54", "off, and the preference of another", Then(ready, set(sms), Turning(settings{emailOTP: asPreferred})), setting(), turned(emailOTP, emailOTP))),
		row("M54", "preferences do not show there", ready, preferring(settings{smsMFA: asPreferred}), shown()),
		{Rules: "M54", Name: "by the user", Pool: AnyFactorPool(), App: PasswordClient(), Prior: ready, Raw: func(w *World) string {
			return `SetUserSettings {"AccessToken":"` + *w.access() + `","MFAOptions":[{"DeliveryMedium":"SMS","AttributeName":"phone_number"}]}`
		}, Want: Want{Check: func(w *World, out any) {
			require.Equal(w, "{}", string(out.([]byte)))
			shown(sms).Check(w, out)
		}}},
		row("M55", "by e-mail", ready, setting(types.MFAOptionType{DeliveryMedium: types.DeliveryMediumTypeEmail, AttributeName: aws.String("email")}), other),
		row("M55", "another attribute", ready, setting(types.MFAOptionType{DeliveryMedium: types.DeliveryMediumTypeSms, AttributeName: aws.String("nickname")}), other),
		Choice(row("M55", "no phone number", Then(WithMFA(allFactors(mfaOptional)), OtpUser("email", janesMail)), setting(sms), invalid("User does not have delivery config set to turn on SMS_MFA"))),
		row("M56 N6", "MFAOptions of an unknown user", nil, setting(sms), unknownUser),
		row("M107 M71", "MFAOptions where the pool has SmsConfiguration, and another factor", Then(WithMFA(MFA(mfaOptional, tokenMFA)), Reachable, set(sms)), signingIn, signed),
		{Rules: "M107", Name: "a pool without SmsConfiguration", App: PasswordClient(), Prior: Then(WithMFA(MFA(mfaOptional, tokenMFA)), Reachable, set(sms)), Call: signingIn,
			Want: invalid("Invalid phone number provided/Unable to send the message. User pool does not have SMS configuration to send messages.")},
	}
}
