package trigger

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// Ends of trigger sources that are no purpose of a message.
const (
	SourceConfirmSignUp         = "ConfirmSignUp"
	SourceConfirmForgotPassword = "ConfirmForgotPassword"
)

// Event is what a function is called with, its members in the service's order
// (L89): order A of C1.
type Event struct {
	Version       string        `json:"version"`
	Region        string        `json:"region"`
	UserPoolID    string        `json:"userPoolId"`
	UserName      string        `json:"userName"`
	CallerContext callerContext `json:"callerContext"`
	TriggerSource string        `json:"triggerSource"`
	Request       any           `json:"request"`
	Response      any           `json:"response"`
}

type callerContext struct {
	AWSSDKVersion string `json:"awsSdkVersion"`
	ClientID      string `json:"clientId"`
}

// Caller is by whom and where a function is triggered.
type Caller struct {
	Region, PoolID string
	ClientID       string // "" for an administrator's operation
	UserAgent      string
}

// NewEvent is the event of a trigger. source is what follows the trigger in
// its triggerSource.
func NewEvent(c Caller, username, trigger, source string, request, response any) Event {
	return Event{
		Version: "1", Region: c.Region, UserPoolID: c.PoolID, UserName: username,
		CallerContext: callerContext{sdkVersion(c.UserAgent), cmp.Or(c.ClientID, "CLIENT_ID_NOT_APPLICABLE")}, // L91
		TriggerSource: trigger + "_" + source, Request: request, Response: response,
	}
}

// senderEvent is the event of a custom sender: order B of C1, and no response,
// for nobody reads one (C113).
type senderEvent struct {
	Version       string        `json:"version"`
	TriggerSource string        `json:"triggerSource"`
	Region        string        `json:"region"`
	UserPoolID    string        `json:"userPoolId"`
	UserName      string        `json:"userName"`
	CallerContext callerContext `json:"callerContext"`
	Request       any           `json:"request"`
}

// Encode is the event as the function gets it. Characters of HTML stay as they are.
func (e Event) Encode() []byte {
	var event any = e
	if _, sends := e.Request.(CustomSenderRequest); sends {
		event = senderEvent{e.Version, e.TriggerSource, e.Region, e.UserPoolID, e.UserName, e.CallerContext, e.Request}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(event); err != nil {
		panic(err) // an event has nothing that JSON has not
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// sdkVersion names the caller's SDK where it can be told (L90).
func sdkVersion(userAgent string) string {
	for _, sdk := range []string{"aws-sdk-js", "aws-sdk-nodejs"} {
		if version, ok := strings.CutPrefix(userAgent, sdk+"/"); ok {
			version, _, _ = strings.Cut(version, " ")
			return sdk + "-" + version
		}
	}
	return "aws-sdk-unknown-unknown"
}

// Requests and responses as a function finds them. Metadata that nobody sent
// are absent, but for custom senders (L101).
type (
	PreSignUpRequest struct { // L103
		UserAttributes map[string]string  `json:"userAttributes"`
		ValidationData map[string]*string `json:"validationData"`
		ClientMetadata map[string]string  `json:"clientMetadata,omitzero"`
	}
	PreSignUpResponse struct {
		AutoConfirmUser bool `json:"autoConfirmUser"`
		AutoVerifyEmail bool `json:"autoVerifyEmail"`
		AutoVerifyPhone bool `json:"autoVerifyPhone"`
	}
	CustomMessageRequest struct { // L114
		UserAttributes    map[string]string `json:"userAttributes"`
		CodeParameter     string            `json:"codeParameter"`
		LinkParameter     string            `json:"linkParameter"`
		UsernameParameter *string           `json:"usernameParameter"`
		ClientMetadata    map[string]string `json:"clientMetadata,omitzero"`
	}
	CustomMessageResponse struct {
		SMSMessage   *string `json:"smsMessage"`
		EmailMessage *string `json:"emailMessage"`
		EmailSubject *string `json:"emailSubject"`
	}
	CustomSenderRequest struct { // L121
		Type           string            `json:"type"`
		Code           string            `json:"code"`
		ClientMetadata map[string]string `json:"clientMetadata"`
		UserAttributes map[string]string `json:"userAttributes"`
	}
	PostConfirmationRequest struct { // L123
		UserAttributes map[string]string `json:"userAttributes"`
		ClientMetadata map[string]string `json:"clientMetadata,omitzero"`
	}
	EmptyResponse struct{}
)

// LinkParameter is the placeholder that a CustomMessage function is offered.
const LinkParameter = "{##Click Here##}"

// SuppliedAttributes is what PreSignUp sees of a user who is not made yet:
// what the caller gave, and what the username stands for (L103).
func SuppliedAttributes(attrs attribute.List) map[string]string {
	m := make(map[string]string, len(attrs))
	for _, a := range attrs {
		m[a.Name] = a.Value
	}
	return m
}

// ValidationMap is ValidationData by name, nil when none was sent.
func ValidationMap(data []types.AttributeType) map[string]*string {
	if data == nil {
		return nil
	}
	m := make(map[string]*string, len(data))
	for _, d := range data {
		m[opt.Value(d.Name)] = d.Value
	}
	return m
}
