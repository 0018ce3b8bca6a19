package refusal

func InvalidAccessToken() *Error { return NotAuthorized("Invalid Access Token") } // N9; N14: choice

func AccessTokenSignature() *Error { // N10
	return NotAuthorized("Could not verify signature for Access Token")
}

func AccessTokenExpired() *Error { return NotAuthorized("Access Token has expired") } // N11

func AccessTokenRevoked() *Error { return NotAuthorized("Access Token has been revoked") } // N12

func AccessTokenScope() *Error { // N13
	return NotAuthorized("Access Token does not have required scopes")
}

func InvalidRefreshToken() *Error { return NotAuthorized("Invalid Refresh Token.") } // N92; the period: choice

func RefreshTokenRevoked() *Error { return NotAuthorized("Refresh Token has been revoked") } // N93

func RefreshTokenExpired() *Error { return NotAuthorized("Refresh Token has expired") } // N93

func RefreshTokenReuse() *Error { // C141
	return New(codeRefreshTokenReuse, "Refresh token reuse detected")
}

func RefreshSecretHash(clientID string) *Error { // N95
	return NotAuthorized("SecretHash does not match for the client: " + clientID)
}

func RevocationOff(clientID string) *Error { // N103; words: choice
	return New(codeUnsupportedOperation, "Token revocation is not enabled for client "+clientID)
}

func RevokedTokenType() *Error { // N103, C147; words: choice
	return New(codeUnsupportedTokenType, "Only refresh tokens can be revoked")
}

func UnauthorizedRevocation() *Error { // N103, C147; words: choice
	return New(codeUnauthorized, "The client is not authorized to revoke this token")
}

func RotationWithFlow() *Error { // C135; words: choice
	return InvalidParameter("Refresh token rotation cannot be enabled together with ALLOW_REFRESH_TOKEN_AUTH")
}

func PasswordUsed() *Error { // N112; one sighting
	return New(codePasswordHistory, "Password has previously been used.")
}

func NoAttributeToVerify(name string) *Error { // N124; words: choice
	return InvalidParameter("Attribute " + name + " cannot be verified for this user")
}
