package cognitofake

import (
	"maps"
	"slices"
)

// operations is every operation that the Fake models. Adding one is a line
// here and a function in an op_ file.
var operations map[Operation]*operation

func init() { // not an initialiser: the functions refer back to the table
	operations = index(
		entry(OpSignUp, (*Fake).signUp),
		entry(OpConfirmSignUp, (*Fake).confirmSignUp),
		entry(OpAdminConfirmSignUp, (*Fake).adminConfirmSignUp),
		entry(OpResendConfirmationCode, (*Fake).resendConfirmationCode),

		entry(OpInitiateAuth, (*Fake).initiateAuth),
		entry(OpAdminInitiateAuth, (*Fake).adminInitiateAuth),
		entry(OpForgotPassword, (*Fake).forgotPassword),
		entry(OpConfirmForgotPassword, (*Fake).confirmForgotPassword),
		entry(OpAdminLinkProviderForUser, (*Fake).adminLinkProviderForUser),

		entry(OpAdminCreateUser, (*Fake).adminCreateUser),
		entry(OpAdminGetUser, (*Fake).adminGetUser),
		silent(entry(OpAdminDeleteUser, (*Fake).adminDeleteUser)),
		entry(OpAdminEnableUser, (*Fake).adminEnableUser),
		entry(OpAdminDisableUser, (*Fake).adminDisableUser),
		entry(OpAdminSetUserPassword, (*Fake).adminSetUserPassword),
		entry(OpAdminResetUserPassword, (*Fake).adminResetUserPassword),
		entry(OpAdminUpdateUserAttributes, (*Fake).adminUpdateUserAttributes),
		entry(OpAdminDeleteUserAttributes, (*Fake).adminDeleteUserAttributes),
		entry(OpListUsers, (*Fake).listUsers),

		entry(OpCreateUserPool, (*Fake).createUserPool),
		entry(OpDescribeUserPool, (*Fake).describeUserPool),
		entry(OpUpdateUserPool, (*Fake).updateUserPool),
		silent(entry(OpDeleteUserPool, (*Fake).deleteUserPool)),
		entry(OpListUserPools, (*Fake).listUserPools),
		entry(OpAddCustomAttributes, (*Fake).addCustomAttributes),
		entry(OpCreateUserPoolDomain, (*Fake).createUserPoolDomain),
		entry(OpDescribeUserPoolDomain, (*Fake).describeUserPoolDomain),
		entry(OpDeleteUserPoolDomain, (*Fake).deleteUserPoolDomain),

		entry(OpCreateUserPoolClient, (*Fake).createUserPoolClient),
		entry(OpDescribeUserPoolClient, (*Fake).describeUserPoolClient),
		entry(OpUpdateUserPoolClient, (*Fake).updateUserPoolClient),
		silent(entry(OpDeleteUserPoolClient, (*Fake).deleteUserPoolClient)),
		entry(OpListUserPoolClients, (*Fake).listUserPoolClients),
		entry(OpAddUserPoolClientSecret, (*Fake).addUserPoolClientSecret),
		entry(OpListUserPoolClientSecrets, (*Fake).listUserPoolClientSecrets),
		entry(OpDeleteUserPoolClientSecret, (*Fake).deleteUserPoolClientSecret),
	)
}

// Operations returns the operations that the fake models, sorted. All others
// are answered with NotModelledException.
func Operations() []Operation { return slices.Sorted(maps.Keys(operations)) }
