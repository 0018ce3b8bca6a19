package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/opt"
)

// declared is a pool as a configuration of Terraform declares it.
type declared struct {
	pool cip.CreateUserPoolInput
	mfa  cip.SetUserPoolMfaConfigInput // OFF and without passkeys: not called
}

// apply makes a pool in the provider's order of calls, or changes the one of
// an id, and returns its id (P170).
func (d declared) apply(w *World, id *string) *string {
	w.Helper()
	mfa := d.mfa
	if id == nil {
		made, err := w.Client.CreateUserPool(w.Ctx, &d.pool)
		require.NoError(w, err)
		id = made.UserPool.Id
		if mfa.MfaConfiguration == types.UserPoolMfaTypeOff && mfa.WebAuthnConfiguration == nil {
			return id
		}
		mfa.UserPoolId = id
		_, err = w.Client.SetUserPoolMfaConfig(w.Ctx, &mfa)
		require.NoError(w, err)
		return id
	}
	mfa.UserPoolId = id
	_, err := w.Client.SetUserPoolMfaConfig(w.Ctx, &mfa)
	require.NoError(w, err)
	var in cip.UpdateUserPoolInput
	opt.Carry(&d.pool, &in)
	in.UserPoolId, in.MfaConfiguration = id, mfa.MfaConfiguration
	_, err = w.Client.UpdateUserPool(w.Ctx, &in)
	require.NoError(w, err)
	return id
}

// read wants a pool to be as declared: what a plan compares.
func (d declared) read(w *World, id *string) {
	w.Helper()
	described, err := w.Client.DescribeUserPool(w.Ctx, &cip.DescribeUserPoolInput{UserPoolId: id})
	require.NoError(w, err)
	p := described.UserPool
	require.NotNil(w, p.CreationDate)
	require.NotNil(w, p.LastModifiedDate)
	require.Equal(w, d.mfa.MfaConfiguration, p.MfaConfiguration)
	require.NotNil(w, p.Policies.PasswordPolicy)
	if d.pool.Policies != nil {
		require.Equal(w, d.pool.Policies.PasswordPolicy, p.Policies.PasswordPolicy)
	}
	require.Equal(w, d.pool.SmsConfiguration, p.SmsConfiguration)
	require.Equal(w, d.pool.SmsAuthenticationMessage, p.SmsAuthenticationMessage)
	require.Equal(w, d.pool.DeviceConfiguration, p.DeviceConfiguration)
	require.Equal(w, d.pool.UserPoolTags, p.UserPoolTags)
	require.Equal(w, d.pool.AutoVerifiedAttributes, p.AutoVerifiedAttributes)

	got, err := w.Client.GetUserPoolMfaConfig(w.Ctx, &cip.GetUserPoolMfaConfigInput{UserPoolId: id})
	require.NoError(w, err)
	require.Equal(w, d.mfa.MfaConfiguration, got.MfaConfiguration)
	require.Equal(w, d.mfa.SoftwareTokenMfaConfiguration, got.SoftwareTokenMfaConfiguration)
	require.Equal(w, d.mfa.EmailMfaConfiguration, got.EmailMfaConfiguration)
	require.Equal(w, d.mfa.SmsMfaConfiguration, got.SmsMfaConfiguration)
	require.Equal(w, d.mfa.WebAuthnConfiguration, got.WebAuthnConfiguration)
}

// The parts of configurations.
var (
	plainPool = declared{mfa: cip.SetUserPoolMfaConfigInput{MfaConfiguration: types.UserPoolMfaTypeOff}}
	bySMS     = &types.SmsConfigurationType{SnsCallerArn: aws.String("arn:aws:iam::123456789012:role/sms"), ExternalId: aws.String("example")}
	byApp     = &types.SoftwareTokenMfaConfigType{Enabled: true}
)

func (d declared) named(name string) declared {
	d.pool.PoolName = &name
	return d
}

// terraformRows make, read, change and read pools as the Terraform provider
// does: docs/behaviour.md P170.
func terraformRows() []Row {
	const off, optional, on = types.UserPoolMfaTypeOff, types.UserPoolMfaTypeOptional, types.UserPoolMfaTypeOn
	policy := func(d declared, length int32) declared {
		d.pool.Policies = &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{
			MinimumLength: &length, RequireLowercase: length > 10, RequireNumbers: true, TemporaryPasswordValidityDays: length,
		}}
		return d
	}
	app := func(mfa types.UserPoolMfaType) declared {
		return declared{mfa: cip.SetUserPoolMfaConfigInput{MfaConfiguration: mfa, SoftwareTokenMfaConfiguration: byApp}}
	}
	sms := func(mfa types.UserPoolMfaType, text string) declared {
		return declared{
			pool: cip.CreateUserPoolInput{SmsConfiguration: bySMS, SmsAuthenticationMessage: &text},
			mfa: cip.SetUserPoolMfaConfigInput{MfaConfiguration: mfa,
				SmsMfaConfiguration: &types.SmsMfaConfigType{SmsConfiguration: bySMS, SmsAuthenticationMessage: &text}},
		}
	}
	smsOff := declared{pool: cip.CreateUserPoolInput{SmsConfiguration: bySMS}, mfa: plainPool.mfa}
	mail := func(mfa types.UserPoolMfaType, email *types.EmailMfaConfigType) declared {
		return declared{
			pool: cip.CreateUserPoolInput{EmailConfiguration: &types.EmailConfigurationType{
				EmailSendingAccount: types.EmailSendingAccountTypeDeveloper, SourceArn: aws.String("arn:aws:ses:us-east-1:123456789012:identity/example.com"),
			}},
			mfa: cip.SetUserPoolMfaConfigInput{MfaConfiguration: mfa, EmailMfaConfiguration: email},
		}
	}
	passkeys := func(d declared, verification types.UserVerificationType) declared {
		d.mfa.WebAuthnConfiguration = &types.WebAuthnConfigurationType{RelyingPartyId: aws.String("auth.example.com"), UserVerification: verification}
		return d
	}
	devices := func(d declared, challenge bool) declared {
		d.pool.DeviceConfiguration = &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: challenge}
		return d
	}
	both := sms(optional, "In: {####}")
	both.mfa.SoftwareTokenMfaConfiguration = byApp

	change := func(rules, name string, from, to declared) Row {
		return Row{Rules: "P170 " + rules, Name: name, Call: func(w *World) (any, error) {
			id := from.named("from").apply(w, nil)
			from.read(w, id)
			to.named("from").apply(w, id)
			to.read(w, id)
			to.read(w, id)
			return nil, nil
		}}
	}
	return []Row{
		change("M2 M4 M18", "a factor comes, with a policy", plainPool, policy(app(on), 16)),
		change("M5 M6", "the factors go", app(optional), policy(plainPool, 9)),
		change("M4 M18 R46", "from OPTIONAL to ON, another policy", policy(app(optional), 12), policy(app(on), 9)),
		change("M4", "from SMS to an app", sms(on, "In: {####}"), app(on)),
		change("M3 M12 M22", "from an app to SMS", app(optional), sms(optional, "Go: {####}")),
		change("M3 M12", "other words of an SMS", sms(optional, "In: {####}"), sms(on, "Go: {####}")),
		change("M5 M22", "SMS is no factor any more, but sent", smsOff, smsOff),
		change("M3 M4", "two factors, then one", both, sms(optional, "In: {####}")),
		change("M3 M10", "e-mail, then other words", mail(optional, &types.EmailMfaConfigType{}), mail(on, &types.EmailMfaConfigType{Subject: aws.String("In"), Message: aws.String("In: {####}")})),
		change("M6 M21", "passkeys without second factors", passkeys(plainPool, types.UserVerificationTypeRequired), passkeys(plainPool, types.UserVerificationTypePreferred)),
		change("M4 M21", "passkeys beside factors, then none", passkeys(app(optional), types.UserVerificationTypePreferred), app(optional)),
		change("N137", "remembered devices", devices(app(optional), true), devices(plainPool, false)),
		{Rules: "P170 P80", Name: "tags, by their own operations", Call: func(w *World) (any, error) {
			d := app(optional).named("tagged")
			d.pool.UserPoolTags = map[string]string{"team": "a", "stage": "test"}
			id := d.apply(w, nil)
			d.read(w, id)
			w.PoolID = *id
			require.NoError(w, w.untag("team"))
			require.NoError(w, w.tag(map[string]string{"stage": "production", "owner": "jane"}))
			d.pool.UserPoolTags = map[string]string{"stage": "production", "owner": "jane"}
			d.read(w, id)
			return nil, nil
		}},
	}
}
