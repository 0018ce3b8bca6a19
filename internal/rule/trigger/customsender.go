package trigger

// SourceAccountTakeOver ends the source of a message that tells of a sign-in
// which threat protection doubts; only CustomEmailSender has it (C113).
const SourceAccountTakeOver = "AccountTakeOverNotification"

type CustomSenderRequest struct { // L121
	Type           string            `json:"type"`
	Code           *string           `json:"code"` // nil in AccountTakeOverNotification (C114)
	ClientMetadata map[string]string `json:"clientMetadata"`
	UserAttributes map[string]string `json:"userAttributes"`
}
