package rows

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/opt"
)

// What tools do: a pool or an app client is described, and what the update
// takes of the answer is sent back.

// sentBack is what UpdateUserPool takes of a description.
func sentBack(p *types.UserPoolType) *cip.UpdateUserPoolInput {
	var in cip.UpdateUserPoolInput
	opt.Carry(p, &in)
	in.UserPoolId, in.PoolName = p.Id, p.Name
	return &in
}

// roundTrip describes, sends back with the days of unused accounts or without,
// and expects no change.
func roundTrip(days bool) func(*World) (any, error) {
	return func(w *World) (any, error) {
		described, err := Described(w)
		require.NoError(w, err)
		before := described.(*types.UserPoolType)
		in := sentBack(before)
		if !days {
			in.AdminCreateUserConfig.UnusedAccountValidityDays = 0
		}
		out, err := w.Client.UpdateUserPool(w.Ctx, in)
		after, failed := Described(w)
		require.NoError(w, failed)
		if err == nil {
			after.(*types.UserPoolType).LastModifiedDate = before.LastModifiedDate
		}
		require.Equal(w, before, after)
		return out, err
	}
}

func roundTripApp(w *World) (any, error) {
	described, err := describedApp(w)
	require.NoError(w, err)
	before := described.(*types.UserPoolClientType)
	var in cip.UpdateUserPoolClientInput
	opt.Carry(before, &in)
	if _, err := w.Client.UpdateUserPoolClient(w.Ctx, &in); err != nil {
		return nil, err
	}
	after, err := describedApp(w)
	require.NoError(w, err)
	after.(*types.UserPoolClientType).LastModifiedDate = before.LastModifiedDate
	require.Equal(w, before, after)
	return after, nil
}

// poolShapes are pools of many shapes, by name.
func poolShapes() map[string]cip.CreateUserPoolInput {
	lambda := aws.String("arn:aws:lambda:us-east-1:123456789012:function:f")
	both := func(in *cip.CreateUserPoolInput) {
		in.SmsConfiguration = fixture.SMSConfiguration()
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{fixture.Email, fixture.Phone}
	}
	return map[string]cip.CreateUserPoolInput{
		"nothing given":      {},
		"verifies e-mail":    fixture.EmailPool(),
		"verifies phones":    fixture.PhonePool(),
		"verifies both":      but(cip.CreateUserPoolInput{}, both),
		"named by e-mail":    fixture.EmailNamePool(),
		"named by either":    anyNamePool(),
		"aliases":            AliasPool(types.AliasAttributeTypeEmail, types.AliasAttributeTypePreferredUsername),
		"without case":       FoldingPool(),
		"required MFA":       mfaPool(types.UserPoolMfaTypeOn),
		"optional MFA":       but(mfaPool(types.UserPoolMfaTypeOptional), both),
		"LITE":               {UserPoolTier: types.UserPoolTierTypeLite},
		"PLUS with AUDIT":    {UserPoolTier: types.UserPoolTierTypePlus, UserPoolAddOns: &types.UserPoolAddOnsType{AdvancedSecurityMode: types.AdvancedSecurityModeTypeAudit}},
		"a lenient policy":   {Policies: &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(6), TemporaryPasswordValidityDays: 1}}},
		"first factors":      but(cip.CreateUserPoolInput{Policies: FirstFactors(Pwd, types.AuthFactorTypeEmailOtp, types.AuthFactorTypeSmsOtp, types.AuthFactorTypeWebAuthn)}, both),
		"a schema":           Requiring(SchemaPool(fixture.CustomString("team", "1", "9"), CustomNumber("age", "0", "150")), "email", "name"),
		"links":              LinkPool(),
		"older messages":     {EmailVerificationMessage: aws.String("Old {####}"), EmailVerificationSubject: aws.String("Old"), SmsVerificationMessage: aws.String("Old {####}")},
		"a template":         {VerificationMessageTemplate: &types.VerificationMessageTemplateType{EmailMessage: aws.String("New {####}"), EmailSubject: aws.String("New"), SmsMessage: aws.String("New {####}")}},
		"recovery by admin":  {AccountRecoverySetting: Recovering(byAdmin)},
		"recovery by phone":  but(fixture.PhonePool(), func(in *cip.CreateUserPoolInput) { in.AccountRecoverySetting = Recovering(byPhone, byEmail) }),
		"older recovery":     {AccountRecoverySetting: &types.AccountRecoverySettingType{}},
		"administrators":     {AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true, InviteMessageTemplate: &types.MessageTemplateType{EmailMessage: aws.String("{username} {####}")}}},
		"verification first": but(cip.CreateUserPoolInput{UserAttributeUpdateSettings: &types.UserAttributeUpdateSettingsType{AttributesRequireVerificationBeforeUpdate: []types.VerifiedAttributeType{fixture.Email}}}, both),
		"triggers":           {LambdaConfig: &types.LambdaConfigType{PreSignUp: lambda, PostConfirmation: lambda, CustomMessage: lambda}},
		"protected, tagged":  {DeletionProtection: types.DeletionProtectionTypeActive, UserPoolTags: map[string]string{"team": "blue"}, DeviceConfiguration: &types.DeviceConfigurationType{DeviceOnlyRememberedOnUserPrompt: true}},
		"e-mail of its own": {EmailConfiguration: &types.EmailConfigurationType{
			EmailSendingAccount: types.EmailSendingAccountTypeDeveloper, From: aws.String("Shop <a@example.com>"), ReplyToEmailAddress: aws.String("b@example.com"),
			SourceArn: aws.String("arn:aws:ses:us-east-1:123456789012:identity/a@example.com"),
		}},
	}
}

// appShapes are app clients of many shapes, by name.
func appShapes() map[string]cip.CreateUserPoolClientInput {
	oauth := func(flow types.OAuthFlowType, scopes ...string) cip.CreateUserPoolClientInput {
		return cip.CreateUserPoolClientInput{
			AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: []types.OAuthFlowType{flow}, AllowedOAuthScopes: scopes,
			CallbackURLs: []string{"https://example.com/b", "myapp://a"}, LogoutURLs: []string{"http://localhost/out"}, DefaultRedirectURI: aws.String("myapp://a"),
		}
	}
	return map[string]cip.CreateUserPoolClientInput{
		"nothing given": {}, "all given": Full, "a secret": Secretive(), "hides users": Hiding(), "passwords": PasswordClient(), "choice": ChoiceClient(),
		"old flows":          flows(types.ExplicitAuthFlowsTypeAdminNoSrpAuth, types.ExplicitAuthFlowsTypeUserPasswordAuth),
		"custom only":        flows(types.ExplicitAuthFlowsTypeCustomAuthFlowOnly),
		"writes":             Writing("email", "name"),
		"reads":              {ReadAttributes: []string{"email", "email_verified", "sub"}},
		"code":               oauth(types.OAuthFlowTypeCode, "openid", "email"),
		"implicit":           oauth(types.OAuthFlowTypeImplicit, "profile", "openid", "aws.cognito.signin.user.admin"),
		"client credentials": {GenerateSecret: true, AllowedOAuthFlows: []types.OAuthFlowType{types.OAuthFlowTypeClientCredentials}},
		"flows kept":         {AllowedOAuthFlows: []types.OAuthFlowType{types.OAuthFlowTypeCode}, CallbackURLs: []string{"https://example.com/"}},
		"providers":          {SupportedIdentityProviders: []string{"COGNITO"}},
		"short tokens": {AccessTokenValidity: aws.Int32(5), IdTokenValidity: aws.Int32(10), RefreshTokenValidity: 60, TokenValidityUnits: &types.TokenValidityUnitsType{
			AccessToken: types.TimeUnitsTypeMinutes, IdToken: types.TimeUnitsTypeMinutes, RefreshToken: types.TimeUnitsTypeMinutes,
		}},
		"long tokens":   {AccessTokenValidity: aws.Int32(24), RefreshTokenValidity: 3650},
		"no revocation": {EnableTokenRevocation: aws.Bool(false), AuthSessionValidity: aws.Int32(15)},
		"context data":  {GenerateSecret: true, EnablePropagateAdditionalUserContextData: aws.Bool(true)},
		"analytics":     {AnalyticsConfiguration: &types.AnalyticsConfigurationType{ApplicationId: aws.String("d70b2ba36a8c4dc5a04a0451a31a1e12")}},
	}
}

// roundTripRows are rows of descriptions that are sent back.
func roundTripRows() []Row {
	days := invalid("Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays")
	var list []Row
	for name, pool := range poolShapes() {
		list = append(list,
			Row{Rules: "N137", Name: "sent back: " + name, Pool: pool, Call: roundTrip(false)},
			Row{Rules: "N137", Name: "sent back with UnusedAccountValidityDays: " + name, Pool: pool, Call: roundTrip(true), Want: days})
	}
	for name, app := range appShapes() {
		list = append(list, Row{Rules: "N137", Name: "client sent back: " + name, App: app, Call: roundTripApp})
	}
	return slices.Concat(list, oneTextRows(), []Row{
		{Rules: "N137", Name: "UnusedAccountValidityDays is CreateUserPool's", Call: Creating(cip.CreateUserPoolInput{AdminCreateUserConfig: &types.AdminCreateUserConfigType{UnusedAccountValidityDays: 7}}), Want: shows(func(w *World, p *types.UserPoolType) {
			require.EqualValues(w, 7, p.AdminCreateUserConfig.UnusedAccountValidityDays)
		})},
		{Rules: "N137", Name: "UnusedAccountValidityDays of 7", Call: Updating(cip.UpdateUserPoolInput{AdminCreateUserConfig: &types.AdminCreateUserConfigType{UnusedAccountValidityDays: 7}}), Want: days},
		{Rules: "N134 N137", Name: "recovery goes back to its default", Pool: cip.CreateUserPoolInput{AccountRecoverySetting: Recovering(byAdmin)}, Call: Updating(cip.UpdateUserPoolInput{}), Want: shows(func(w *World, p *types.UserPoolType) {
			require.Equal(w, Recovering(byEmail, byPhone), p.AccountRecoverySetting)
		})},
	})
}

// oneTextRows are rows of the two names of a text: docs/behaviour.md L30.
func oneTextRows() []Row {
	texts := func(message, subject, sms *string) Want {
		return shows(func(w *World, p *types.UserPoolType) {
			t := p.VerificationMessageTemplate
			require.Equal(w, []*string{message, subject, sms}, []*string{p.EmailVerificationMessage, p.EmailVerificationSubject, p.SmsVerificationMessage})
			require.Equal(w, []*string{message, subject, sms}, []*string{t.EmailMessage, t.EmailSubject, t.SmsMessage})
		})
	}
	older, newer, subject := aws.String("old {####}"), aws.String("new {####}"), aws.String("New")
	template := &types.VerificationMessageTemplateType{EmailMessage: newer, EmailSubject: subject, SmsMessage: newer}
	var list []Row
	for name, in := range map[string]struct {
		update cip.UpdateUserPoolInput
		want   Want
	}{
		"older names alone": {cip.UpdateUserPoolInput{EmailVerificationMessage: older, EmailVerificationSubject: subject, SmsVerificationMessage: older}, texts(older, subject, older)},
		"a template alone":  {cip.UpdateUserPoolInput{VerificationMessageTemplate: template}, texts(newer, subject, newer)},
		"both":              {cip.UpdateUserPoolInput{EmailVerificationMessage: older, EmailVerificationSubject: aws.String("Old"), SmsVerificationMessage: older, VerificationMessageTemplate: template}, texts(newer, subject, newer)},
		"one of each":       {cip.UpdateUserPoolInput{EmailVerificationMessage: older, VerificationMessageTemplate: &types.VerificationMessageTemplateType{SmsMessage: newer}}, texts(older, nil, newer)},
	} {
		list = append(list,
			Row{Rules: "L30", Name: "texts by " + name, Want: in.want, Call: Creating(cip.CreateUserPoolInput{
				EmailVerificationMessage: in.update.EmailVerificationMessage, EmailVerificationSubject: in.update.EmailVerificationSubject,
				SmsVerificationMessage: in.update.SmsVerificationMessage, VerificationMessageTemplate: in.update.VerificationMessageTemplate,
			})},
			Row{Rules: "L30 N137", Name: "texts by " + name + ", later", Want: in.want, Call: Updating(in.update), Pool: cip.CreateUserPoolInput{EmailVerificationSubject: aws.String("Gone")}})
	}
	return list
}
