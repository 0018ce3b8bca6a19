package attribute

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// violation says what is wrong with a value, "" for nothing.
func (a *Definition) violation(v string) string {
	switch a.kind {
	case types.AttributeDataTypeNumber:
		n, ok := parseNumber(v)
		if !ok {
			return refusal.ViolationType(a.Name, "Number")
		}
		if low, ok := parseNumber(a.minValue); ok && n < low {
			return refusal.ViolationNumberMin(a.Name, a.minValue)
		}
		if high, ok := parseNumber(a.maxValue); ok && n > high {
			return refusal.ViolationNumberMax(a.Name, a.maxValue)
		}
	case types.AttributeDataTypeBoolean:
		if !strings.EqualFold(v, "true") && !strings.EqualFold(v, "false") {
			return refusal.ViolationType(a.Name, "Boolean")
		}
	case types.AttributeDataTypeDatetime:
		if !validDateTime(v) {
			return refusal.ViolationType(a.Name, "DateTime")
		}
	default:
		length := utf8.RuneCountInString(v)
		if length < a.minLength {
			return refusal.ViolationTooShort(a.Name, a.minLength)
		}
		if a.maxLength >= 0 && length > a.maxLength {
			return refusal.ViolationTooLong(a.Name, a.maxLength)
		}
	}
	return ""
}

// parseNumber reads a decimal number; Go's own words for more, such as NaN and
// 0x1p-2, are none.
func parseNumber(s string) (float64, bool) {
	if strings.Trim(s, "+-.0123456789eE") != "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

// validEmail is R78's choice: a local part, one @, a dotted domain, no white space.
func validEmail(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || strings.ContainsFunc(s, unicode.IsSpace) || strings.Contains(domain, "@") {
		return false
	}
	return strings.Contains(domain, ".") && !strings.Contains(domain, "..") &&
		!strings.HasPrefix(domain, ".") && !strings.HasSuffix(domain, ".")
}

// ValidPhone is R79's choice: E.164, a plus and 2 to 15 digits.
func ValidPhone(s string) bool {
	return len(s) >= 3 && len(s) <= 16 && s[1] != '0' && LooksLikePhone(s)
}

// validDateTime accepts what a date may look like (R87, choice).
func validDateTime(s string) bool {
	if _, err := strconv.ParseInt(s, 10, 64); err == nil {
		return true
	}
	for _, layout := range []string{time.RFC3339, time.DateTime, time.DateOnly} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// LooksLikeEmail and LooksLikePhone are looser than the formats of
// attributes (R63, choice).
func LooksLikeEmail(s string) bool { return strings.Contains(s, "@") }

func LooksLikePhone(s string) bool {
	if len(s) < 2 || s[0] != '+' {
		return false
	}
	for i := 1; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
