package settings

import (
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/factor"
	"github.com/cognitofake/cognitofake/internal/rule/password"
)

// DescribePool is what a new pool looks like: the input, and the service's
// defaults where it is silent (R46, R77, R82, N134).
func DescribePool(in *cip.CreateUserPoolInput, now time.Time) (Configuration, *refusal.Error) {
	var c Configuration
	opt.Carry(in, &c.UserPoolType)
	c.Name, c.CreationDate = opt.Of(*in.PoolName), &now
	var err *refusal.Error
	if c.SchemaAttributes, err = attribute.Describe(opt.Copy(in).Schema); err != nil {
		return c, err
	}
	c.RecoveryUnset = c.AccountRecoverySetting == nil
	c.AccountRecoverySetting = opt.Or(c.AccountRecoverySetting, newRecovery())
	c.UserPoolType = withDefaults(c.UserPoolType, now)
	return withSMSFactor(c, in.MfaConfiguration, c.SmsConfiguration != nil), nil
}

// UpdatePool is old configured by in; what in leaves out goes back to its
// default (N137). Second factors stay as they are, and with them what they need
// (M18); an older pool that has no AccountRecoverySetting gets none.
func UpdatePool(old Configuration, in *cip.UpdateUserPoolInput, now time.Time) Configuration {
	c := old
	opt.Carry(in, &c.UserPoolType)
	if in.PoolName != nil {
		c.Name = opt.Of(*in.PoolName)
	}
	c.MfaConfiguration = opt.Default(c.MfaConfiguration, old.MfaConfiguration)
	c = withSMSFactor(c, in.MfaConfiguration, in.SmsConfiguration != nil)
	if c.factors().Has(factor.SMS) {
		c.SmsConfiguration = opt.Or(c.SmsConfiguration, old.SmsConfiguration)
	}
	c.RecoveryUnset = c.AccountRecoverySetting == nil
	if old.AccountRecoverySetting != nil {
		c.AccountRecoverySetting = opt.Or(c.AccountRecoverySetting, newRecovery())
	}
	c.UserPoolType = withDefaults(c.UserPoolType, now)
	return c
}

// withDefaults fills in what the service does where a description is silent.
func withDefaults(d types.UserPoolType, now time.Time) types.UserPoolType {
	d.LastModifiedDate = &now
	d.LambdaConfig = withTokenTrigger(opt.Or(d.LambdaConfig, &types.LambdaConfigType{}))

	d.MfaConfiguration = opt.Default(d.MfaConfiguration, types.UserPoolMfaTypeOff)
	d.UserPoolTier = opt.Default(d.UserPoolTier, types.UserPoolTierTypeEssentials)
	d.DeletionProtection = opt.Default(d.DeletionProtection, types.DeletionProtectionTypeInactive)

	email := opt.Value(d.EmailConfiguration)
	email.EmailSendingAccount = opt.Default(email.EmailSendingAccount, types.EmailSendingAccountTypeCognitoDefault)
	d.EmailConfiguration = &email

	template := opt.Value(d.VerificationMessageTemplate)
	template.DefaultEmailOption = opt.Default(template.DefaultEmailOption, types.DefaultEmailOptionTypeConfirmWithCode)
	oneText(&template.EmailMessage, &d.EmailVerificationMessage)
	oneText(&template.EmailSubject, &d.EmailVerificationSubject)
	oneText(&template.SmsMessage, &d.SmsVerificationMessage)
	d.VerificationMessageTemplate = &template

	policies := opt.Value(d.Policies)
	policies.PasswordPolicy = password.DefaultPolicy(policies.PasswordPolicy)
	if policies.SignInPolicy == nil || len(policies.SignInPolicy.AllowedFirstAuthFactors) == 0 {
		policies.SignInPolicy = &types.SignInPolicyType{AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword}}
	}
	d.Policies = &policies

	admin := opt.Value(d.AdminCreateUserConfig)
	if admin.UnusedAccountValidityDays == 0 {
		admin.UnusedAccountValidityDays = policies.PasswordPolicy.TemporaryPasswordValidityDays
	}
	d.AdminCreateUserConfig = &admin
	return d
}

// oneText makes two members that are names of one text (L30) say the same; the
// template's wins.
func oneText(template, older **string) {
	*template = opt.Or(*template, *older)
	*older = *template
}
