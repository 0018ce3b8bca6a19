package settings

import (
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
)

// PoolNotes says what of a pool's description has no effect in the fake.
func PoolNotes(d *types.UserPoolType) []string {
	var n notes
	n.add(d.EstimatedNumberOfUsers > 0, "UserPool.EstimatedNumberOfUsers is %d: a description has no users, and the pool starts without any", d.EstimatedNumberOfUsers)
	if p := d.Policies; p != nil && p.PasswordPolicy != nil {
		n.add(opt.Value(p.PasswordPolicy.PasswordHistorySize) > 0 && d.UserPoolTier != types.UserPoolTierTypePlus, "UserPool.Policies.PasswordPolicy.PasswordHistorySize: earlier passwords are not remembered")
	}
	if mfa := d.MfaConfiguration; mfa != "" && mfa != types.UserPoolMfaTypeOff {
		taken := "text messages are taken, by SmsConfiguration"
		if d.SmsConfiguration == nil {
			taken = "codes of an app are taken, for SmsConfiguration is missing"
		}
		n.add(true, "UserPool.MfaConfiguration is %s, and a description does not say by which factors: %s; SetUserPoolMfaConfig says otherwise", mfa, taken)
	}
	n.add(d.SmsConfiguration == nil && slices.Contains(d.AutoVerifiedAttributes, types.VerifiedAttributeTypePhoneNumber),
		"UserPool.SmsConfiguration is missing, and AutoVerifiedAttributes has phone_number: text messages are delivered all the same")
	if addOns := d.UserPoolAddOns; addOns != nil {
		mode := addOns.AdvancedSecurityMode
		n.add(mode != "" && mode != types.AdvancedSecurityModeTypeOff, "UserPool.UserPoolAddOns.AdvancedSecurityMode is %s: of threats only the passwords of WithCompromisedPasswords are looked for", mode)
	}
	n.add(d.KeyConfiguration != nil, "UserPool.KeyConfiguration: no key is used")
	n.add(d.IssuerConfiguration != nil, "UserPool.IssuerConfiguration: tokens have the usual issuer")
	n.add(d.SmsConfigurationFailure != nil, "UserPool.SmsConfigurationFailure is %s: text messages are delivered all the same", opt.Value(d.SmsConfigurationFailure))
	n.add(d.EmailConfigurationFailure != nil, "UserPool.EmailConfigurationFailure is %s: e-mails are delivered all the same", opt.Value(d.EmailConfigurationFailure))
	n.add(d.LambdaConfig != nil && d.LambdaConfig.InboundFederation != nil, "UserPool.LambdaConfig.InboundFederation: this function is not called")
	return n
}

// ClientNotes says what of an app client's description has no effect in the fake.
func ClientNotes(d *types.UserPoolClientType) []string {
	var n notes
	n.add(len(d.AllowedOAuthFlows) > 0, "UserPoolClient.AllowedOAuthFlows: there are no pages of a hosted sign-in")
	for _, scope := range d.AllowedOAuthScopes {
		n.add(!slices.Contains(standardScopes, scope), "UserPoolClient.AllowedOAuthScopes has %s: a description brings no resource servers", scope)
	}
	for _, provider := range d.SupportedIdentityProviders {
		n.add(provider != "COGNITO", "UserPoolClient.SupportedIdentityProviders: nobody signs in with %s", provider)
	}
	n.add(d.AnalyticsConfiguration != nil, "UserPoolClient.AnalyticsConfiguration: nothing is sent to Amazon Pinpoint")
	return n
}

// notes collects sentences.
type notes []string

func (n *notes) add(holds bool, format string, args ...any) {
	if holds {
		*n = append(*n, fmt.Sprintf(format, args...))
	}
}
