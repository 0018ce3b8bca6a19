package trigger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/cognitofake/cognitofake/internal/refusal"
)

// response is the response member of an answer, by name.
type response map[string]json.RawMessage

// ReadResponse judges the shape of an answer (L99, L100). known are the
// members that its response may have.
func ReadResponse(answer []byte, known ...string) (response, *refusal.Error) {
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
	var result response
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

// Member reads one member of a response into v, which keeps its value if the
// member is missing or null.
func (r response) Member(name string, v any) *refusal.Error {
	raw, ok := r[name]
	if !ok {
		return nil
	}
	if json.Unmarshal(raw, v) != nil {
		return refusal.LambdaShape().WithHint(fmt.Sprintf("%s in the function's response has the wrong type", name)) // L113
	}
	return nil
}
