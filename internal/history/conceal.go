package history

import (
	"encoding/json"
	"strings"
)

// Conceal keeps a secret out of all that the record of a call will show of the
// functions that run for it, and of their words in its error. Nobody has read
// the call yet. The secret is forgotten when the call ends.
func (h *History) Conceal(c *Record, secret string) {
	if c == nil || secret == "" {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	c.secrets = append(c.secrets, secret)
}

// concealed is a text without the secrets of a call.
func (c *Record) concealed(text string) string {
	for _, secret := range c.secrets {
		text = strings.ReplaceAll(text, secret, redacted)
	}
	return text
}

// concealedJSON is a JSON text without the secrets of a call, however its
// strings spell them.
func (c *Record) concealedJSON(text string) string {
	if len(c.secrets) == 0 {
		return text
	}
	if !json.Valid([]byte(text)) {
		return c.concealed(text)
	}
	var b strings.Builder
	for text != "" {
		start := strings.IndexByte(text, '"')
		if start < 0 {
			break
		}
		end := start + 1
		for text[end] != '"' {
			if text[end] == '\\' {
				end++
			}
			end++
		}
		literal := text[start : end+1]
		b.WriteString(text[:start])
		var value string
		if err := json.Unmarshal([]byte(literal), &value); err == nil && c.concealed(value) != value {
			written, _ := json.Marshal(c.concealed(value)) // a string can always be
			literal = string(written)
		}
		b.WriteString(literal)
		text = text[end+1:]
	}
	return b.String() + text
}
