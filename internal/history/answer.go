package history

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// answered names the members of the response in a function's result that say
// something: what is null, false or empty does not. Their values may be secrets.
func answered(result string) string {
	var whole struct {
		Response map[string]json.RawMessage `json:"response"`
	}
	if json.Unmarshal([]byte(result), &whole) != nil {
		return ""
	}
	maps.DeleteFunc(whole.Response, func(_ string, v json.RawMessage) bool { return slices.Contains(silent, string(v)) })
	return strings.Join(slices.Sorted(maps.Keys(whole.Response)), ", ")
}

// silent are the values that say nothing.
var silent = []string{"null", "false", `""`, "{}", "[]"}
