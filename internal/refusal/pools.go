package refusal

import "strings"

func InvalidMessage() *Error { return InvalidParameter("The message is invalid.") } // L33

func MFANeedsSMS() *Error { // N135
	return InvalidParameter("SMS configuration and Auto verification for phone_number are required when MFA is required/optional")
}

func MFAAfterCreation() *Error { // M17
	return InvalidParameter("Cannot turn MFA functionality ON, once the user pool has been created.")
}

func FactorsBesideMFA() *Error { // M14
	return InvalidParameter("Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled")
}

func TokenIsNoFirstFactor() *Error { // M155; choice
	return InvalidParameter("SOFTWARE_TOKEN cannot be enabled as a first auth factor")
}

func SinglePasskeyBesideMFA() *Error { // M15
	return InvalidParameter("Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first auth factor")
}

func PhoneNeedsSMS() *Error { // L43, P131
	return InvalidParameter("SMS configuration is required when phone_number is selected for auto verification")
}

func AliasAndUsernameAttributes() *Error { // P131
	return InvalidParameter("Only one of the aliasAttributes or usernameAttributes can be set in a User pool.")
}

func FactorsNeedPassword() *Error { // R117, P132
	return InvalidParameter("Password should be configured as one of the allowed first auth factors.")
}

func FactorNeedsSMS() *Error { // P132
	return InvalidParameter("SMS_OTP can not be configured as AuthFactor as user pool is missing valid SMS configuration")
}

// Features that a tier does not have.
const (
	FeaturePasswordless     = "Passwordless Sign-In"
	FeatureThreatProtection = "Threat Protection"
	FeatureEmailMFA         = "Email MFA"   // M9
	FeaturePasskeyMFA       = "Passkey MFA" // M21: choice
)

func NotInTier(tier string, features ...string) *Error { // P134; that several stand side by side so: choice
	return New(codeFeatureUnavailable, "The following features need to be disabled for the "+tier+" pricing tier configured: "+strings.Join(features, ", "))
}

func LoginVersionNotInTier(tier string) *Error { // P76
	return New(codeFeatureUnavailable, "The following feature is not available for the "+tier+" pricing tier configured: Managed Login Version 2")
}

func RecoveryByAdminAlone() *Error { // P132
	return InvalidParameter("Invalid account recovery setting parameter. Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.")
}

func RecoveryTwice() *Error { // P132
	return InvalidParameter("Invalid account recovery setting parameter. Account Recovery Setting cannot have duplicate priorities or recovery mechanisms.")
}

func RecoveryByFactor(mechanism, mfa string) *Error { // M19; of e-mail: inferred
	return InvalidParameter("Invalid account recovery setting parameter. Account Recovery Setting cannot use " + mechanism + " as a recovery mechanism when " + mfa + " is configured.")
}

func MFAOffWithFactor() *Error { // M6
	return InvalidParameter("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.")
}

func MFAWithoutFactor() *Error { // M7
	return InvalidParameter("Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.")
}

func EmailFactorByDefaultSender() *Error { // M8
	return InvalidParameter("Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of COGNITO_DEFAULT. Update the value of EmailSendingAccount.")
}

func VerifiesFirstWithoutAuto() *Error { // N137
	return InvalidParameter("All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes")
}

func UnusedAccountValidity() *Error { // N137
	return InvalidParameter("Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays")
}

func FromByDefaultSender() *Error { // N135
	return InvalidParameter("Cannot configure From email address for default email configuration")
}

func ForeignEmailARN() *Error { // N135
	return NotAuthorized("Email arn does not belong to your account.")
}

func PoolExists(id string) *Error { // ours: only a chosen id can be taken
	return InvalidParameter("User pool " + id + " exists already; give another id.")
}

func PoolHasDomain() *Error { // N137
	return InvalidParameter("User pool cannot be deleted. It has a domain configured that should be deleted first.")
}

func PoolProtected() *Error { // N137
	return InvalidParameter("The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.")
}

func DomainTaken() *Error { // P70
	return InvalidParameter("Domain already associated with another user pool.")
}

func DomainName() *Error { // P71
	return InvalidParameter("The domain name contains an invalid character. Domain names can only contain lower-case letters, numbers, and hyphens. " +
		`Please enter a different name that follows this format: ^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$`)
}

func ReservedDomain(word string) *Error { // P72
	return InvalidParameter("Domain cannot contain reserved word: " + word)
}

func LoginVersion() *Error { // P76; choice
	return InvalidParameter("ManagedLoginVersion has to be 1 or 2")
}

func PoolHasOneDomain() *Error { // P70
	return InvalidParameter("User pool already has a domain configured.")
}

func NoSuchDomain() *Error { // P74
	return InvalidParameter("No such domain or user pool exists.")
}

func PrefixDomainCertificate() *Error { // P75; words: choice
	return InvalidParameter("CustomDomainConfig can be given to a custom domain only.")
}

func ReservedTag() *Error { // P82; words: choice
	return InvalidParameter("Tag keys cannot start with aws:.")
}

func TooManyTags() *Error { // P82; type and words: choice
	return InvalidParameter("A user pool cannot have more than 50 tags.")
}

func NoPoolARN() *Error { // P83; words: choice
	return InvalidParameter("The ARN is not that of a user pool.")
}

func NoPool(id string) *Error { // N2
	return New(codeResourceNotFound, "User pool "+id+" does not exist.")
}
