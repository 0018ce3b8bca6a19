package trigger

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// Event is what a function is called with.
type Event struct {
	Trigger string // whose function it is
	Version string // "1", but for tokens (C2)
	Source  string // such as PreSignUp_SignUp

	Request, Response any

	caller   Caller
	userName string
}

// orderA is an event with its members in the order of L89 and C1.
type orderA struct {
	Version       string        `json:"version"`
	Region        string        `json:"region"`
	UserPoolID    string        `json:"userPoolId"`
	UserName      string        `json:"userName"`
	CallerContext callerContext `json:"callerContext"`
	TriggerSource string        `json:"triggerSource"`
	Request       any           `json:"request"`
	Response      any           `json:"response"`
}

// orderB is the order of triggers that came later (C1). Custom senders have no
// response, for nobody reads one (C113).
type orderB struct {
	Version       string        `json:"version"`
	TriggerSource string        `json:"triggerSource"`
	Region        string        `json:"region"`
	UserPoolID    string        `json:"userPoolId"`
	UserName      string        `json:"userName"`
	CallerContext callerContext `json:"callerContext"`
	Request       any           `json:"request"`
	Response      any           `json:"response,omitzero"`
}

// inOrderB are the triggers whose events have order B.
var inOrderB = []string{PreTokenGeneration, UserMigration, CustomEmailSender, CustomSMSSender, InboundFederation}

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
// its triggerSource, and response the template that the function fills in; nil
// where nobody reads one.
func NewEvent(c Caller, userName, trigger, source string, request, response any) Event {
	prefix := trigger
	if trigger == PreTokenGeneration {
		prefix = "TokenGeneration"
	}
	return Event{
		Trigger: trigger, Version: "1", Source: prefix + "_" + source, Request: request, Response: response,
		caller: c, userName: userName,
	}
}

// PoolID is the pool of the event.
func (e Event) PoolID() string { return e.caller.PoolID }

// Encode is the event as the function gets it. Characters of HTML stay as they are.
func (e Event) Encode() []byte {
	by := callerContext{sdkVersion(e.caller.UserAgent), cmp.Or(e.caller.ClientID, "CLIENT_ID_NOT_APPLICABLE")} // L91
	var event any = orderA{e.Version, e.caller.Region, e.caller.PoolID, e.userName, by, e.Source, e.Request, e.Response}
	if slices.Contains(inOrderB, e.Trigger) {
		event = orderB{e.Version, e.Source, e.caller.Region, e.caller.PoolID, e.userName, by, e.Request, e.Response}
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

// Metadata that nobody sent are absent from requests, but for custom senders (L101).

// EmptyResponse is that of a trigger whose function has nothing to say.
type EmptyResponse struct{}
