package rows

import "slices"

// All are the rows of every family.
func All() []Row {
	return slices.Concat(
		adminRows(),
		updateAttributeRows(),
		deleteAttributeRows(),
		adminCreateRows(),
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
		newPasswordRows(),
		challengeRows(),
		choiceRows(),
		srpRows(),
		statusRows(),
		wireRows(),
	)
}
