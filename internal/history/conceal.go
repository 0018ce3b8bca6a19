package history

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
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

// concealed is a text without the secrets of a call. One that is too short to
// be told from parts of other words is looked for as a word.
func (c *Record) concealed(text string) string {
	const short = 4
	for _, secret := range c.secrets {
		if len(secret) >= short {
			text = strings.ReplaceAll(text, secret, redacted)
			continue
		}
		var b strings.Builder
		rest := text
		for before, after, found := strings.Cut(rest, secret); found; before, after, found = strings.Cut(rest, secret) {
			b.WriteString(before)
			if inWord(b.String(), after) {
				b.WriteString(secret)
			} else {
				b.WriteString(redacted)
			}
			rest = after
		}
		text = b.String() + rest
	}
	return text
}

// inWord reports whether what stands between two texts is part of a word.
func inWord(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return inner(last) || inner(first)
}

func inner(r rune) bool { return unicode.IsLetter(r) && r != utf8.RuneError || unicode.IsDigit(r) }

// concealedJSON is a JSON text without the secrets of a call, however its
// strings spell them. Names of members stay.
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
		isName := strings.HasPrefix(strings.TrimLeft(text[end+1:], " \t\r\n"), ":")
		if err := json.Unmarshal([]byte(literal), &value); err == nil && !isName && c.concealed(value) != value {
			written, _ := json.Marshal(c.concealed(value)) // a string can always be
			literal = string(written)
		}
		b.WriteString(literal)
		text = text[end+1:]
	}
	return b.String() + text
}
