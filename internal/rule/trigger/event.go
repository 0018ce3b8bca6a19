package trigger

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strings"
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

// Metadata that nobody sent are absent from requests, but for custom senders (L101).

// EmptyResponse is that of a trigger whose function has nothing to say.
type EmptyResponse struct{}
