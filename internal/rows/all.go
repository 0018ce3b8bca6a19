package rows

import "slices"

// All are the rows of every family.
func All() []Row {
	return slices.Concat(
		adminRows(),
		updateAttributeRows(),
		deleteAttributeRows(),
		adminCreateRows(),
		createOrderRows(),
		temporaryPasswordRows(),
		appClientRows(),
		attributeRows(),
		clientRows(),
		confirmRows(),
		adminConfirmRows(),
		deliveryRows(),
		templateRows(),
		faultRows(),
		findUserRows(),
		adminRefusals(),
		flowRows(),
		forgotRows(),
		confirmForgotRows(),
		invitationRows(),
		linkRows(),
		filterRows(),
		listAttributeRows(),
		listRows(),
		pageRows(),
		modelRows(),
		nameRows(),
		pairRows(),
		passwordRows(),
		refusedPolicyRows(),
		passwordlessRows(),
		refusedFactorRows(),
		poolRows(),
		preSignUpRows(),
		resendRows(),
		sessionRows(),
		parameterRows(),
		signInRows(),
		statusRows(),
		wireRows(),
	)
}
