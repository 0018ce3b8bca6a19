package fault

import (
	"fmt"
	"math"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"golang.org/x/time/rate"
)

var DefaultQuotas = map[string]float64{
	"UserAuthentication":     120,
	"UserCreation":           50,
	"UserAccountRecovery":    30,
	"UserRead":               120,
	"UserUpdate":             25,
	"UserToken":              120,
	"UserResourceRead":       50,
	"UserResourceUpdate":     25,
	"UserList":               30,
	"UserPoolRead":           15,
	"UserPoolUpdate":         15,
	"UserPoolResourceRead":   20,
	"UserPoolResourceUpdate": 15,
	"UserPoolClientRead":     15,
	"UserPoolClientUpdate":   15,
}

// quotaOperations are the members of each category.
var quotaOperations = map[string][]string{
	"UserAuthentication": {
		"InitiateAuth", "RespondToAuthChallenge", "AdminInitiateAuth", "AdminRespondToAuthChallenge", "GetTokensFromRefreshToken",
	},
	"UserCreation": {"SignUp", "ConfirmSignUp", "AdminCreateUser", "AdminConfirmSignUp"},
	"UserAccountRecovery": {
		"ChangePassword", "ConfirmForgotPassword", "ForgotPassword", "AdminResetUserPassword", "AdminSetUserPassword",
	},
	"UserRead": {"AdminGetUser", "AdminGetUserAuthFactors", "GetUser"},
	"UserUpdate": {
		"AdminAddUserToGroup", "AdminDeleteUserAttributes", "AdminUpdateUserAttributes", "AdminDeleteUser", "AdminDisableUser",
		"AdminEnableUser", "AdminLinkProviderForUser", "AdminDisableProviderForUser", "VerifyUserAttribute", "DeleteUser",
		"DeleteUserAttributes", "UpdateUserAttributes", "AdminUserGlobalSignOut", "GlobalSignOut", "AdminRemoveUserFromGroup",
	},
	"UserToken": {"RevokeToken"},
	"UserResourceRead": {
		"AdminGetDevice", "AdminListGroupsForUser", "AdminListDevices", "GetDevice", "ListDevices",
		"GetUserAttributeVerificationCode", "ResendConfirmationCode", "AdminListUserAuthEvents",
	},
	"UserResourceUpdate": {
		"AdminForgetDevice", "AdminUpdateAuthEventFeedback", "AdminSetUserMFAPreference", "AdminSetUserSettings",
		"AdminUpdateDeviceStatus", "UpdateDeviceStatus", "UpdateAuthEventFeedback", "ConfirmDevice", "SetUserMFAPreference",
		"SetUserSettings", "VerifySoftwareToken", "AssociateSoftwareToken", "ForgetDevice",
	},
	"UserList":       {"ListUsers", "ListUsersInGroup"},
	"UserPoolRead":   {"DescribeUserPool", "ListUserPools"},
	"UserPoolUpdate": {"CreateUserPool", "UpdateUserPool", "DeleteUserPool"},
	"UserPoolResourceRead": {
		"DescribeIdentityProvider", "DescribeResourceServer", "DescribeUserImportJob", "DescribeUserPoolDomain", "GetCSVHeader",
		"GetGroup", "GetSigningCertificate", "GetIdentityProviderByIdentifier", "GetUserPoolMfaConfig", "ListGroups",
		"ListIdentityProviders", "ListResourceServers", "ListTagsForResource", "ListUserImportJobs", "DescribeRiskConfiguration",
		"GetUICustomization", "DescribeManagedLoginBranding", "DescribeManagedLoginBrandingByClient",
	},
	"UserPoolResourceUpdate": {
		"AddCustomAttributes", "CreateGroup", "CreateIdentityProvider", "CreateResourceServer", "CreateUserImportJob",
		"CreateUserPoolDomain", "DeleteGroup", "DeleteIdentityProvider", "DeleteResourceServer", "DeleteUserPoolDomain",
		"SetUserPoolMfaConfig", "StartUserImportJob", "StopUserImportJob", "UpdateGroup", "UpdateIdentityProvider",
		"UpdateResourceServer", "UpdateUserPoolDomain", "SetRiskConfiguration", "SetUICustomization", "TagResource",
		"UntagResource", "CreateManagedLoginBranding", "UpdateManagedLoginBranding", "DeleteManagedLoginBranding",
	},
	"UserPoolClientRead":   {"DescribeUserPoolClient", "ListUserPoolClients"},
	"UserPoolClientUpdate": {"CreateUserPoolClient", "DeleteUserPoolClient", "UpdateUserPoolClient"},
}

var quotaOf = func() map[string]string {
	m := map[string]string{}
	for quota, ops := range quotaOperations {
		for _, op := range ops {
			m[op] = quota
		}
	}
	return m
}()

// fillQuotas makes quotas that nobody has used.
func (fs *Faults) fillQuotas() {
	fs.limiters = make(map[string]*rate.Limiter, len(fs.quotas))
	for category, perSecond := range fs.quotas {
		fs.limiters[category] = rate.NewLimiter(rate.Limit(perSecond), int(math.Ceil(perSecond)))
	}
}

// TakeQuota counts a request, and refuses it if its category has used its second.
func (fs *Faults) TakeQuota(op string, in any, now time.Time) error {
	category := quotaOf[op]
	if setsNewPassword(in) {
		category = "UserAccountRecovery"
	}
	fs.mu.Lock()
	limiter := fs.limiters[category]
	fs.mu.Unlock()
	if limiter == nil || limiter.AllowN(now, 1) {
		return nil
	}
	return refusal.TooManyRequests().WithHint(fmt.Sprintf("the quota %s allows %v requests a second", category, limiter.Limit()))
}

// setsNewPassword recognises the challenge that counts as account recovery.
func setsNewPassword(in any) bool {
	switch in := in.(type) {
	case *cip.RespondToAuthChallengeInput:
		return in.ChallengeName == types.ChallengeNameTypeNewPasswordRequired
	case *cip.AdminRespondToAuthChallengeInput:
		return in.ChallengeName == types.ChallengeNameTypeNewPasswordRequired
	}
	return false
}
