package refusal

import "strings"

// document is where the rules stand, each under an anchor of its number.
const document = "docs/behaviour.md#"

// Cited is a text for people in which rules that stand alone in parentheses,
// such as (R26) or (L10, L11), are named with their document.
func Cited(text string) string {
	before, rest, open := strings.Cut(text, "(")
	if !open {
		return text
	}
	within, after, closed := strings.Cut(rest, ")")
	if !closed {
		return text
	}
	rules := strings.Split(within, ", ")
	for i, rule := range rules {
		if !isRule(rule) {
			return before + "(" + Cited(rest)
		}
		rules[i] = document + rule
	}
	return before + "(" + strings.Join(rules, ", ") + ")" + Cited(after)
}

// isRule reports whether a text is the number of a rule, such as R83b.
func isRule(text string) bool {
	digits := strings.TrimLeft(text, "CILMNPR")
	digits = strings.TrimRight(digits, "abcdef")
	return len(text)-len(digits) <= 2 && digits != "" && strings.Trim(digits, "0123456789") == "" &&
		strings.HasPrefix(text[1:], digits)
}
