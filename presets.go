package cognitofake

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
)

// EmailPool is the input of a pool whose users sign up and sign in with their
// e-mail address, and get a code there to confirm it:
//
//	UsernameAttributes:     email
//	AutoVerifiedAttributes: email
//
// Everything else is left to the service's defaults. Change it as you like
// before [Fake.AddPool].
func EmailPool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{
		UsernameAttributes:     []types.UsernameAttributeType{types.UsernameAttributeTypeEmail},
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
	}
}

// PhonePool is [EmailPool] with phone numbers and text messages:
//
//	UsernameAttributes:     phone_number
//	AutoVerifiedAttributes: phone_number
//	SmsConfiguration:       SnsCallerArn, of a role in the account 123456789012
func PhonePool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{
		UsernameAttributes:     []types.UsernameAttributeType{types.UsernameAttributeTypePhoneNumber},
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypePhoneNumber},
		SmsConfiguration:       &types.SmsConfigurationType{SnsCallerArn: opt.Of("arn:aws:iam::123456789012:role/sms")},
	}
}

// AliasPool is the input of a pool whose users choose a username at sign-up,
// confirm their e-mail address by a code, and sign in with either:
//
//	AliasAttributes:        email
//	AutoVerifiedAttributes: email
func AliasPool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{
		AliasAttributes:        []types.AliasAttributeType{types.AliasAttributeTypeEmail},
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
	}
}

// PublicApp is the input of an app client without a secret, as browsers and
// phones have one, that signs in by password, with SRP or without, and
// refreshes its tokens:
//
//	ExplicitAuthFlows: ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH
func PublicApp() cip.CreateUserPoolClientInput {
	return cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
		types.ExplicitAuthFlowsTypeAllowUserPasswordAuth,
		types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
		types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
	}}
}

// AddEmailApp makes a pool of [EmailPool] with an app client of [PublicApp].
func (f *Fake) AddEmailApp() (*Pool, *AppClient) {
	f.tb().Helper()
	pool := f.AddPool(EmailPool())
	return pool, pool.AddAppClient(PublicApp())
}
