package trigger

// SourceAuthentication ends the trigger sources of a sign-in.
const SourceAuthentication = "Authentication"

// PreAuthenticationRequest is what the function is asked before the password
// is looked at (C10 to C12).
type PreAuthenticationRequest struct {
	UserAttributes map[string]string `json:"userAttributes"`
	ValidationData map[string]string `json:"validationData,omitzero"`
	UserNotFound   *bool             `json:"userNotFound,omitzero"`
}
