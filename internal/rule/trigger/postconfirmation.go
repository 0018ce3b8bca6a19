package trigger

// Ends of trigger sources that are no purpose of a message.
const (
	SourceConfirmSignUp         = "ConfirmSignUp"
	SourceConfirmForgotPassword = "ConfirmForgotPassword"
)

type PostConfirmationRequest struct { // L123
	UserAttributes map[string]string `json:"userAttributes"`
	ClientMetadata map[string]string `json:"clientMetadata,omitzero"`
}
