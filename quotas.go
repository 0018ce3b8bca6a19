package cognitofake

import (
	"fmt"
	"maps"
	"math"
	"slices"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"golang.org/x/time/rate"
)

// Quota is a category of operations that share a number of requests a second,
// over all pools of an account in a region (R120, L150).
type Quota string

// The categories, with the requests a second of an account that has not asked
// for more (developer guide, quotas).
const (
	QuotaUserAuthentication     Quota = "UserAuthentication"     // 120
	QuotaUserCreation           Quota = "UserCreation"           // 50: SignUp, ConfirmSignUp, AdminCreateUser, AdminConfirmSignUp
	QuotaUserAccountRecovery    Quota = "UserAccountRecovery"    // 30
	QuotaUserRead               Quota = "UserRead"               // 120
	QuotaUserUpdate             Quota = "UserUpdate"             // 25
	QuotaUserToken              Quota = "UserToken"              // 120
	QuotaUserResourceRead       Quota = "UserResourceRead"       // 50: ResendConfirmationCode too
	QuotaUserResourceUpdate     Quota = "UserResourceUpdate"     // 25
	QuotaUserList               Quota = "UserList"               // 30
	QuotaUserPoolRead           Quota = "UserPoolRead"           // 15
	QuotaUserPoolUpdate         Quota = "UserPoolUpdate"         // 15
	QuotaUserPoolResourceRead   Quota = "UserPoolResourceRead"   // 20
	QuotaUserPoolResourceUpdate Quota = "UserPoolResourceUpdate" // 15
	QuotaUserPoolClientRead     Quota = "UserPoolClientRead"     // 15
	QuotaUserPoolClientUpdate   Quota = "UserPoolClientUpdate"   // 15
)

var defaultQuotas = map[Quota]float64{
	QuotaUserAuthentication:     120,
	QuotaUserCreation:           50,
	QuotaUserAccountRecovery:    30,
	QuotaUserRead:               120,
	QuotaUserUpdate:             25,
	QuotaUserToken:              120,
	QuotaUserResourceRead:       50,
	QuotaUserResourceUpdate:     25,
	QuotaUserList:               30,
	QuotaUserPoolRead:           15,
	QuotaUserPoolUpdate:         15,
	QuotaUserPoolResourceRead:   20,
	QuotaUserPoolResourceUpdate: 15,
	QuotaUserPoolClientRead:     15,
	QuotaUserPoolClientUpdate:   15,
}

// quotaOperations are the members of each category.
var quotaOperations = map[Quota][]string{
	QuotaUserAuthentication: {
		"InitiateAuth", "RespondToAuthChallenge", "AdminInitiateAuth", "AdminRespondToAuthChallenge", "GetTokensFromRefreshToken",
	},
	QuotaUserCreation: {"SignUp", "ConfirmSignUp", "AdminCreateUser", "AdminConfirmSignUp"},
	QuotaUserAccountRecovery: {
		"ChangePassword", "ConfirmForgotPassword", "ForgotPassword", "AdminResetUserPassword", "AdminSetUserPassword",
	},
	QuotaUserRead: {"AdminGetUser", "AdminGetUserAuthFactors", "GetUser"},
	QuotaUserUpdate: {
		"AdminAddUserToGroup", "AdminDeleteUserAttributes", "AdminUpdateUserAttributes", "AdminDeleteUser", "AdminDisableUser",
		"AdminEnableUser", "AdminLinkProviderForUser", "AdminDisableProviderForUser", "VerifyUserAttribute", "DeleteUser",
		"DeleteUserAttributes", "UpdateUserAttributes", "AdminUserGlobalSignOut", "GlobalSignOut", "AdminRemoveUserFromGroup",
	},
	QuotaUserToken: {"RevokeToken"},
	QuotaUserResourceRead: {
		"AdminGetDevice", "AdminListGroupsForUser", "AdminListDevices", "GetDevice", "ListDevices",
		"GetUserAttributeVerificationCode", "ResendConfirmationCode", "AdminListUserAuthEvents",
	},
	QuotaUserResourceUpdate: {
		"AdminForgetDevice", "AdminUpdateAuthEventFeedback", "AdminSetUserMFAPreference", "AdminSetUserSettings",
		"AdminUpdateDeviceStatus", "UpdateDeviceStatus", "UpdateAuthEventFeedback", "ConfirmDevice", "SetUserMFAPreference",
		"SetUserSettings", "VerifySoftwareToken", "AssociateSoftwareToken", "ForgetDevice",
	},
	QuotaUserList:       {"ListUsers", "ListUsersInGroup"},
	QuotaUserPoolRead:   {"DescribeUserPool", "ListUserPools"},
	QuotaUserPoolUpdate: {"CreateUserPool", "UpdateUserPool", "DeleteUserPool"},
	QuotaUserPoolResourceRead: {
		"DescribeIdentityProvider", "DescribeResourceServer", "DescribeUserImportJob", "DescribeUserPoolDomain", "GetCSVHeader",
		"GetGroup", "GetSigningCertificate", "GetIdentityProviderByIdentifier", "GetUserPoolMfaConfig", "ListGroups",
		"ListIdentityProviders", "ListResourceServers", "ListTagsForResource", "ListUserImportJobs", "DescribeRiskConfiguration",
		"GetUICustomization", "DescribeManagedLoginBranding", "DescribeManagedLoginBrandingByClient",
	},
	QuotaUserPoolResourceUpdate: {
		"AddCustomAttributes", "CreateGroup", "CreateIdentityProvider", "CreateResourceServer", "CreateUserImportJob",
		"CreateUserPoolDomain", "DeleteGroup", "DeleteIdentityProvider", "DeleteResourceServer", "DeleteUserPoolDomain",
		"SetUserPoolMfaConfig", "StartUserImportJob", "StopUserImportJob", "UpdateGroup", "UpdateIdentityProvider",
		"UpdateResourceServer", "UpdateUserPoolDomain", "SetRiskConfiguration", "SetUICustomization", "TagResource",
		"UntagResource", "CreateManagedLoginBranding", "UpdateManagedLoginBranding", "DeleteManagedLoginBranding",
	},
	QuotaUserPoolClientRead:   {"DescribeUserPoolClient", "ListUserPoolClients"},
	QuotaUserPoolClientUpdate: {"CreateUserPoolClient", "DeleteUserPoolClient", "UpdateUserPoolClient"},
}

var quotaOf = func() map[string]Quota {
	m := map[string]Quota{}
	for quota, ops := range quotaOperations {
		for _, op := range ops {
			m[op] = quota
		}
	}
	return m
}()

// WithQuota lets the operations of a category make no more than perSecond
// requests a second, by the Fake's clock. Those beyond are refused with
// TooManyRequestsException, `Rate exceeded` (R120), before anything in them is
// checked. It counts attempts, not calls: what the SDK tries again counts
// again. A second's worth may come at once. Without the option nothing is
// limited, for few tests are about that.
//
// The further limits of production, on one user and on single operations of
// one pool, are not modelled, nor is that RespondToAuthChallenge has three
// times the quota of UserAuthentication.
func WithQuota(category Quota, perSecond float64) Option {
	if _, ok := defaultQuotas[category]; !ok {
		panic(fmt.Sprintf("cognitofake: WithQuota(%q): no category of operations; there are %v", category, slices.Sorted(maps.Keys(defaultQuotas))))
	}
	if !(perSecond > 0) || math.IsInf(perSecond, 0) {
		panic(fmt.Sprintf("cognitofake: WithQuota(%s, %v): give requests a second, more than 0", category, perSecond))
	}
	return func(f *Fake) { f.faults.quotas[category] = perSecond }
}

// WithDefaultQuotas sets every category to what an account has that has not
// asked for more, such as 50 requests a second for UserCreation: see
// [WithQuota]. A WithQuota after it changes one of them.
func WithDefaultQuotas() Option {
	return func(f *Fake) { maps.Copy(f.faults.quotas, defaultQuotas) }
}

// fillQuotasLocked makes quotas that nobody has used.
func (fs *faults) fillQuotasLocked() {
	fs.limiters = make(map[Quota]*rate.Limiter, len(fs.quotas))
	for category, perSecond := range fs.quotas {
		fs.limiters[category] = rate.NewLimiter(rate.Limit(perSecond), int(math.Ceil(perSecond)))
	}
}

// takeQuota counts a request, and refuses it if its category has used its second.
func (f *Fake) takeQuota(op string, in any) *refusal.Error {
	category := quotaOf[op]
	if setsNewPassword(in) {
		category = QuotaUserAccountRecovery
	}
	f.faults.mu.Lock()
	limiter := f.faults.limiters[category]
	f.faults.mu.Unlock()
	if limiter == nil || limiter.AllowN(f.now(), 1) {
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
