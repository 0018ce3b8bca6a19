package rows

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// mfaPool has text messages as its second factor.
func mfaPool(mfa types.UserPoolMfaType) cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{MfaConfiguration: mfa, SmsConfiguration: fixture.SMSConfiguration()}
}

// but is a pool's input with something changed.
func but(in cip.CreateUserPoolInput, change func(*cip.CreateUserPoolInput)) cip.CreateUserPoolInput {
	change(&in)
	return in
}

// Recovering sets the ways to recover an account, the best first.
func Recovering(names ...types.RecoveryOptionNameType) *types.AccountRecoverySettingType {
	r := &types.AccountRecoverySettingType{RecoveryMechanisms: []types.RecoveryOptionType{}}
	for i, name := range names {
		r.RecoveryMechanisms = append(r.RecoveryMechanisms, types.RecoveryOptionType{Name: name, Priority: aws.Int32(int32(i + 1))})
	}
	return r
}

const (
	byEmail types.RecoveryOptionNameType = "verified_email"
	byPhone types.RecoveryOptionNameType = "verified_phone_number"
	byAdmin types.RecoveryOptionNameType = "admin_only"
)

// FirstFactors are policies that allow first factors.
func FirstFactors(factors ...types.AuthFactorType) *types.UserPoolPolicyType {
	return &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{AllowedFirstAuthFactors: factors}}
}

// either are two rows: a setting given to CreateUserPool, and to UpdateUserPool
// of the row's pool.
func either(rules, name string, in cip.CreateUserPoolInput, want Want) []Row {
	return []Row{
		{Rules: rules, Name: name, Call: Creating(in), Want: want},
		{Rules: rules, Name: name + ", later", Call: Updating(cip.UpdateUserPoolInput{
			Policies: in.Policies, AutoVerifiedAttributes: in.AutoVerifiedAttributes, EmailConfiguration: in.EmailConfiguration, SmsConfiguration: in.SmsConfiguration,
			MfaConfiguration: in.MfaConfiguration, AccountRecoverySetting: in.AccountRecoverySetting, UserAttributeUpdateSettings: in.UserAttributeUpdateSettings,
			UserPoolAddOns: in.UserPoolAddOns, UserPoolTier: in.UserPoolTier, LambdaConfig: in.LambdaConfig,
		}), Want: want},
	}
}

// shows checks something of a pool that was described.
func shows(check func(w *World, p *types.UserPoolType)) Want {
	return Want{Check: func(w *World, out any) { check(w, out.(*types.UserPoolType)) }}
}

func tooLow(tier, features string) Want {
	return Want{Code: "FeatureUnavailableInTierException", Message: "The following features need to be disabled for the " + tier + " pricing tier configured: " + features}
}

// togetherRows are rows of settings that are judged together.
func togetherRows() []Row {
	first := func(names ...types.VerifiedAttributeType) *types.UserAttributeUpdateSettingsType {
		return &types.UserAttributeUpdateSettingsType{AttributesRequireVerificationBeforeUpdate: names}
	}
	noAuto := invalid("All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes")
	addOns := func(mode types.AdvancedSecurityModeType) *types.UserPoolAddOnsType {
		return &types.UserPoolAddOnsType{AdvancedSecurityMode: mode}
	}
	email := func(c types.EmailConfigurationType) cip.CreateUserPoolInput {
		return cip.CreateUserPoolInput{EmailConfiguration: &c}
	}
	noFrom := invalid("Cannot configure From email address for default email configuration")
	foreign := Want{Code: "NotAuthorizedException", Message: "Email arn does not belong to your account."}
	const otherAccount, ownAccount = "arn:aws:ses:us-east-1:999999999999:identity/a@example.com", "arn:aws:ses:us-east-1:123456789012:identity/a@example.com"
	twice := invalid("Invalid account recovery setting parameter. Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.")
	return slices.Concat(
		// What is to be verified first is verified at all.
		either("N137", "verification before an update of what is not verified", cip.CreateUserPoolInput{UserAttributeUpdateSettings: first(fixture.Email)}, noAuto),
		either("N137", "verification before an update of one too many", but(fixture.EmailPool(), func(in *cip.CreateUserPoolInput) {
			in.UserAttributeUpdateSettings = first(fixture.Email, fixture.Phone)
		}), noAuto),
		either("N137", "verification before an update", but(fixture.EmailPool(), func(in *cip.CreateUserPoolInput) { in.UserAttributeUpdateSettings = first(fixture.Email) }), Want{}),
		either("N137", "verification before no update", cip.CreateUserPoolInput{UserAttributeUpdateSettings: first()}, Want{}),
		[]Row{{Rules: "N137", Name: "the list that a setting needs falls back to its default", Pool: fixture.EmailPool(),
			Call: Updating(cip.UpdateUserPoolInput{UserAttributeUpdateSettings: first(fixture.Email)}), Want: noAuto}},

		// Tiers.
		either("P134", "one-time passwords in LITE", cip.CreateUserPoolInput{UserPoolTier: types.UserPoolTierTypeLite, Policies: FirstFactors(Pwd, types.AuthFactorTypeSmsOtp)}, tooLow("LITE", "Passwordless Sign-In")),
		either("P134", "passkeys in LITE", cip.CreateUserPoolInput{UserPoolTier: types.UserPoolTierTypeLite, Policies: FirstFactors(Pwd, types.AuthFactorTypeWebAuthn)}, tooLow("LITE", "Passwordless Sign-In")),
		either("P134", "AUDIT without a tier", cip.CreateUserPoolInput{UserPoolAddOns: addOns("AUDIT")}, tooLow("ESSENTIALS", "Threat Protection")),
		either("P134", "ENFORCED in ESSENTIALS", cip.CreateUserPoolInput{UserPoolTier: types.UserPoolTierTypeEssentials, UserPoolAddOns: addOns("ENFORCED")}, tooLow("ESSENTIALS", "Threat Protection")),
		either("P134", "AUDIT in LITE", cip.CreateUserPoolInput{UserPoolTier: types.UserPoolTierTypeLite, UserPoolAddOns: addOns("AUDIT")}, tooLow("LITE", "Threat Protection")),
		either("P134", "add-ons that are OFF", cip.CreateUserPoolInput{UserPoolTier: types.UserPoolTierTypeLite, UserPoolAddOns: addOns("OFF")}, Want{}),
		either("P134", "ENFORCED in PLUS", cip.CreateUserPoolInput{UserPoolTier: types.UserPoolTierTypePlus, UserPoolAddOns: addOns("ENFORCED")}, Want{}),
		[]Row{
			{Rules: "P134 N137", Name: "the tier falls back, and the add-ons are given again", Pool: cip.CreateUserPoolInput{UserPoolTier: types.UserPoolTierTypePlus, UserPoolAddOns: addOns("AUDIT")},
				Call: Updating(cip.UpdateUserPoolInput{UserPoolAddOns: addOns("AUDIT")}), Want: tooLow("ESSENTIALS", "Threat Protection")},
			{Rules: "P134 N137", Name: "a lower tier, and the first factors are given again", Pool: cip.CreateUserPoolInput{Policies: FirstFactors(Pwd, types.AuthFactorTypeEmailOtp)},
				Call: Updating(cip.UpdateUserPoolInput{UserPoolTier: types.UserPoolTierTypeLite, Policies: FirstFactors(Pwd, types.AuthFactorTypeEmailOtp)}), Want: tooLow("LITE", "Passwordless Sign-In")},
			{Rules: "P134", Choice: true, Name: "two things that LITE lacks", Call: Creating(cip.CreateUserPoolInput{
				UserPoolTier: types.UserPoolTierTypeLite, UserPoolAddOns: addOns("AUDIT"), Policies: FirstFactors(Pwd, types.AuthFactorTypeEmailOtp),
			}), Want: tooLow("LITE", "Passwordless Sign-In, Threat Protection")},
		},

		// Where e-mails come from.
		either("N135", "From without a sending account", email(types.EmailConfigurationType{From: aws.String("a@example.com")}), noFrom),
		either("N135", "From by the default account", email(types.EmailConfigurationType{From: aws.String("a@example.com"), EmailSendingAccount: "COGNITO_DEFAULT", SourceArn: aws.String(ownAccount)}), noFrom),
		either("N135", "From by an account of one's own", email(types.EmailConfigurationType{From: aws.String("a@example.com"), EmailSendingAccount: "DEVELOPER", SourceArn: aws.String(ownAccount)}), Want{}),
		either("N135", "ReplyToEmailAddress by the default account", email(types.EmailConfigurationType{ReplyToEmailAddress: aws.String("a@example.com")}), Want{}),
		either("N135", "the e-mail identity of another account", email(types.EmailConfigurationType{EmailSendingAccount: "DEVELOPER", SourceArn: aws.String(otherAccount)}), foreign),
		either("N135", "the e-mail identity of another account by default", email(types.EmailConfigurationType{SourceArn: aws.String(otherAccount)}), foreign),

		// Recovery.
		either("P132", "admin_only and another way", cip.CreateUserPoolInput{AccountRecoverySetting: Recovering(byAdmin, byEmail)},
			invalid("Invalid account recovery setting parameter. Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.")),
		either("P132", "a way twice", cip.CreateUserPoolInput{AccountRecoverySetting: Recovering(byEmail, byEmail)}, twice),
		either("P132", "a priority twice", cip.CreateUserPoolInput{AccountRecoverySetting: &types.AccountRecoverySettingType{RecoveryMechanisms: []types.RecoveryOptionType{
			{Name: byEmail, Priority: aws.Int32(1)}, {Name: byPhone, Priority: aws.Int32(1)},
		}}}, twice),
		either("P132", "admin_only alone", cip.CreateUserPoolInput{AccountRecoverySetting: Recovering(byAdmin)}, Want{}),

		// First factors.
		either("P132 R117", "first factors without PASSWORD", cip.CreateUserPoolInput{Policies: FirstFactors(types.AuthFactorTypeEmailOtp)}, invalid("Password should be configured as one of the allowed first auth factors.")),
		either("P132", "SMS_OTP without text messages", cip.CreateUserPoolInput{Policies: FirstFactors(Pwd, types.AuthFactorTypeSmsOtp)},
			invalid("SMS_OTP can not be configured as AuthFactor as user pool is missing valid SMS configuration")),
		either("L43 P131", "phone numbers verified without text messages", cip.CreateUserPoolInput{AutoVerifiedAttributes: []types.VerifiedAttributeType{fixture.Phone}},
			invalid("SMS configuration is required when phone_number is selected for auto verification")),
	)
}

// secondFactorRows are rows of MfaConfiguration beside other settings.
func secondFactorRows() []Row {
	on, optional := types.UserPoolMfaTypeOn, types.UserPoolMfaTypeOptional
	noPhone := invalid("Invalid account recovery setting parameter. Account Recovery Setting cannot use verified_phone_number as a recovery mechanism when SMS MFA is configured.")
	phoneOnly := func(in *cip.CreateUserPoolInput) {
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{fixture.Phone}
		in.AccountRecoverySetting = Recovering(byPhone)
	}
	factor := func(f types.AuthFactorType) func(*cip.CreateUserPoolInput) {
		return func(in *cip.CreateUserPoolInput) { in.Policies = FirstFactors(Pwd, f) }
	}
	oneTime := invalid("Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled")
	late := invalid("Cannot turn MFA functionality ON, once the user pool has been created.")
	mfa := func(want types.UserPoolMfaType, sms bool) Want {
		return shows(func(w *World, p *types.UserPoolType) {
			require.Equal(w, want, p.MfaConfiguration)
			require.Equal(w, sms, p.SmsConfiguration != nil)
		})
	}
	return []Row{
		{Rules: "M16", Name: "text messages alone", Call: Creating(mfaPool(on)), Want: mfa(on, true)},
		{Rules: "M14", Name: "EMAIL_OTP beside required MFA", Call: Creating(but(mfaPool(on), factor(types.AuthFactorTypeEmailOtp))), Want: oneTime},
		{Rules: "M14", Name: "SMS_OTP beside required MFA", Call: Creating(but(mfaPool(on), factor(types.AuthFactorTypeSmsOtp))), Want: oneTime},
		{Rules: "M14", Name: "EMAIL_OTP beside optional MFA", Call: Creating(but(mfaPool(optional), factor(types.AuthFactorTypeEmailOtp))), Want: mfa(optional, true)},
		{Rules: "M14 M18", Name: "EMAIL_OTP beside required MFA that the update leaves alone", Pool: mfaPool(on),
			Call: Updating(cip.UpdateUserPoolInput{Policies: FirstFactors(Pwd, types.AuthFactorTypeEmailOtp)}), Want: oneTime},
		{Rules: "M15", Name: "WEB_AUTHN beside required MFA", Call: Creating(but(mfaPool(on), factor(types.AuthFactorTypeWebAuthn))),
			Want: invalid("Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first auth factor")},
		{Rules: "M15", Name: "WEB_AUTHN beside optional MFA", Call: Creating(but(mfaPool(optional), factor(types.AuthFactorTypeWebAuthn))), Want: mfa(optional, true)},
		{Rules: "M17", Name: "ON without a factor", Call: Updating(cip.UpdateUserPoolInput{MfaConfiguration: on}), Want: late},
		{Rules: "M17", Name: "ON with text messages that come too late", Call: Updating(cip.UpdateUserPoolInput{MfaConfiguration: on, SmsConfiguration: fixture.SMSConfiguration()}), Want: late},
		{Rules: "M17", Name: "ON after OPTIONAL", Pool: mfaPool(optional), Call: Updating(cip.UpdateUserPoolInput{MfaConfiguration: on, SmsConfiguration: fixture.SMSConfiguration()}), Want: mfa(on, true)},
		{Rules: "M17", Name: "OPTIONAL", Call: Updating(cip.UpdateUserPoolInput{MfaConfiguration: optional, SmsConfiguration: fixture.SMSConfiguration()}), Want: mfa(optional, true)},
		{Rules: "M17", Name: "ON after OPTIONAL, made later", Prior: func(w *World) {
			_, err := Updating(cip.UpdateUserPoolInput{MfaConfiguration: optional, SmsConfiguration: fixture.SMSConfiguration()})(w)
			require.NoError(w, err)
		}, Call: Updating(cip.UpdateUserPoolInput{MfaConfiguration: on, SmsConfiguration: fixture.SMSConfiguration()}), Want: mfa(on, true)},
		{Rules: "M17", Name: "OFF", Pool: mfaPool(on), Call: Updating(cip.UpdateUserPoolInput{MfaConfiguration: types.UserPoolMfaTypeOff}), Want: mfa(types.UserPoolMfaTypeOff, false)},
		{Rules: "M17", Name: "ON after OFF", Pool: mfaPool(on), Prior: func(w *World) {
			_, err := Updating(cip.UpdateUserPoolInput{MfaConfiguration: types.UserPoolMfaTypeOff, SmsConfiguration: fixture.SMSConfiguration()})(w)
			require.NoError(w, err)
		}, Call: Updating(cip.UpdateUserPoolInput{MfaConfiguration: on, SmsConfiguration: fixture.SMSConfiguration()}), Want: late},
		{Rules: "M18", Name: "left out", Pool: mfaPool(optional), Call: Updating(cip.UpdateUserPoolInput{PoolName: aws.String("renamed")}), Want: mfa(optional, true)},
		{Rules: "M19", Name: "recovery by the phone of required MFA", Call: Creating(but(mfaPool(on), phoneOnly)), Want: noPhone},
		{Rules: "M19", Name: "recovery by the phone of optional MFA", Call: Creating(but(mfaPool(optional), phoneOnly)), Want: noPhone},
		{Rules: "M19", Name: "recovery by the phone without MFA", Call: Creating(but(fixture.PhonePool(), phoneOnly))},
		{Rules: "M19 M18", Name: "recovery by the phone, later", Pool: mfaPool(on), Call: Updating(cip.UpdateUserPoolInput{AccountRecoverySetting: Recovering(byPhone)}), Want: noPhone},
		{Rules: "M19", Name: "the phone after the e-mail", Call: Creating(but(mfaPool(on), func(in *cip.CreateUserPoolInput) { in.AccountRecoverySetting = Recovering(byEmail, byPhone) })), Want: mfa(on, true)},
		{Rules: "M19", Name: "the phone before the e-mail", Call: Creating(but(mfaPool(on), func(in *cip.CreateUserPoolInput) { in.AccountRecoverySetting = Recovering(byPhone, byEmail) })), Want: mfa(on, true)},
	}
}
