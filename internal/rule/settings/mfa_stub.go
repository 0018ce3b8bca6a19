package settings

import "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

type MFA struct {
	WebAuthn *types.WebAuthnConfigurationType
}

func (m *MFA) PasskeysAreTwo() bool { return false }
