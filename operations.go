package cognitofake

import (
	"maps"
	"slices"
)

// operations is every operation that the Fake models. Adding one is a line
// here and a function in an op_ file.
var operations = index(
	entry(signUp),
	entry(confirmSignUp),
	entry(adminConfirmSignUp),
	entry(resendConfirmationCode),

	entry(initiateAuth),
	entry(adminInitiateAuth),
	entry(forgotPassword),
	entry(confirmForgotPassword),
	entry(adminLinkProviderForUser),

	entry(adminCreateUser),
	entry(adminGetUser),
	entry(adminDeleteUser),
	entry(adminEnableUser),
	entry(adminDisableUser),
	entry(adminSetUserPassword),
	entry(adminResetUserPassword),
	entry(adminUpdateUserAttributes),
	entry(adminDeleteUserAttributes),
	entry(listUsers),

	entry(createUserPool),
	entry(describeUserPool),
	entry(updateUserPool),
	entry(deleteUserPool),
	entry(listUserPools),
	entry(addCustomAttributes),
	entry(createUserPoolDomain),
	entry(describeUserPoolDomain),
	entry(deleteUserPoolDomain),

	entry(createUserPoolClient),
	entry(describeUserPoolClient),
	entry(updateUserPoolClient),
	entry(deleteUserPoolClient),
	entry(listUserPoolClients),
	entry(addUserPoolClientSecret),
	entry(listUserPoolClientSecrets),
	entry(deleteUserPoolClientSecret),
)

// Operations returns the operations that the fake models, sorted. All others
// are answered with NotModelledException.
func Operations() []Operation {
	names := make([]Operation, 0, len(operations))
	for _, name := range slices.Sorted(maps.Keys(operations)) {
		names = append(names, Operation(name))
	}
	return names
}
