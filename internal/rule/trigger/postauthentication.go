package trigger

// PostAuthenticationRequest is what the function is told of a sign-in that has
// succeeded (C12, C30).
type PostAuthenticationRequest struct {
	UserAttributes map[string]string `json:"userAttributes"`
	NewDeviceUsed  bool              `json:"newDeviceUsed"`
	ClientMetadata map[string]string `json:"clientMetadata,omitzero"`
}
