package trigger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Response is the response member of an answer, by name.
type Response map[string]json.RawMessage

// ReadResponse judges the shape of an answer (L99, L100). known are the
// members that its response may have.
func ReadResponse(answer []byte, known ...string) (Response, *refusal.Error) {
	if !json.Valid(answer) {
		return nil, refusal.LambdaNoJSON().WithHint("the function's result is no JSON")
	}
	if bytes.Equal(bytes.TrimSpace(answer), []byte("null")) {
		return nil, refusal.LambdaNoJSON().WithHint("the function answered null, as a Go function does that returns at most an error; return the event")
	}
	var whole map[string]json.RawMessage
	if json.Unmarshal(answer, &whole) != nil {
		return nil, refusal.LambdaShape().WithHint("the function's result is no JSON object; return the event")
	}
	raw, ok := whole["response"]
	if !ok {
		return nil, refusal.LambdaShape().WithHint("the function's result has no member response; return the event")
	}
	var result Response
	if json.Unmarshal(raw, &result) != nil || result == nil {
		return nil, refusal.LambdaShape().WithHint("response in the function's result is no JSON object")
	}
	for name := range result {
		if !slices.Contains(known, name) {
			return nil, refusal.LambdaShape().WithHint(fmt.Sprintf("response has a member that the trigger does not know, %q", name))
		}
	}
	return result, nil
}

// whole are the members of an event that an answer has to have too (C19).
var whole = []string{"version", "region", "userPoolId", "userName", "callerContext", "request", "response"}

// ReadWhole judges the shape of an answer by a function that has to give the
// whole event back (C18, C19). known are the members that its response may have.
func ReadWhole(answer []byte, known ...string) (Response, *refusal.Error) {
	response, err := ReadResponse(answer, known...)
	if err != nil {
		return nil, err
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(answer, &members) != nil {
		return nil, refusal.LambdaShape()
	}
	for _, name := range whole {
		if raw, ok := members[name]; !ok || string(raw) == "null" {
			return nil, refusal.LambdaShape().WithHint(fmt.Sprintf("the function's result has no member %s; return the whole event", name))
		}
	}
	return response, nil
}

// Member reads one member of a response into v, which keeps its value if the
// member is missing or null.
func (r Response) Member(name string, v any) *refusal.Error {
	raw, ok := r[name]
	if !ok {
		return nil
	}
	if json.Unmarshal(raw, v) != nil {
		return refusal.LambdaShape().WithHint(fmt.Sprintf("%s in the function's response has the wrong type", name)) // L113
	}
	return nil
}
