package cognitofake

import (
	"maps"
	"slices"
)

// operations is every operation that the Fake models. Adding one is a line
// here and a function in an op_ file.
var operations map[string]*operation

func init() { // not an initialiser: the functions refer back to the table
	operations = index(
		entry((*Fake).signUp),
		entry((*Fake).confirmSignUp),
		entry((*Fake).adminConfirmSignUp),
		entry((*Fake).resendConfirmationCode),

		entry((*Fake).initiateAuth),
		entry((*Fake).adminInitiateAuth),
		entry((*Fake).forgotPassword),
		entry((*Fake).confirmForgotPassword),
		entry((*Fake).adminLinkProviderForUser),

		entry((*Fake).adminCreateUser),
		entry((*Fake).adminGetUser),
		entry((*Fake).adminDeleteUser),
		entry((*Fake).adminEnableUser),
		entry((*Fake).adminDisableUser),
		entry((*Fake).adminSetUserPassword),
		entry((*Fake).adminResetUserPassword),
		entry((*Fake).adminUpdateUserAttributes),
		entry((*Fake).adminDeleteUserAttributes),
		entry((*Fake).listUsers),

		entry((*Fake).createUserPool),
		entry((*Fake).describeUserPool),
		entry((*Fake).updateUserPool),
		entry((*Fake).deleteUserPool),
		entry((*Fake).listUserPools),
		entry((*Fake).addCustomAttributes),
		entry((*Fake).createUserPoolDomain),
		entry((*Fake).describeUserPoolDomain),
		entry((*Fake).deleteUserPoolDomain),

		entry((*Fake).createUserPoolClient),
		entry((*Fake).describeUserPoolClient),
		entry((*Fake).updateUserPoolClient),
		entry((*Fake).deleteUserPoolClient),
		entry((*Fake).listUserPoolClients),
		entry((*Fake).addUserPoolClientSecret),
		entry((*Fake).listUserPoolClientSecrets),
		entry((*Fake).deleteUserPoolClientSecret),
	)
}

// Operations returns the operations that the fake models, sorted. All others
// are answered with NotModelledException.
func Operations() []Operation {
	names := make([]Operation, 0, len(operations))
	for _, name := range slices.Sorted(maps.Keys(operations)) {
		names = append(names, Operation(name))
	}
	return names
}
