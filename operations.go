package cognitofake

// allOperations are those of every family.
var allOperations = joinOperations(
	signUpOperations, signInOperations, passwordOperations, userOperations, federationOperations, poolOperations, clientOperations,
)
