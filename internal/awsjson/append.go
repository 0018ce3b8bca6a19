package awsjson

import (
	"encoding/base64"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
)

func appendStruct(dst []byte, pl *plan, v reflect.Value) []byte {
	dst = append(dst, '{')
	first := true
	for i := range pl.fields {
		f := &pl.fields[i]
		fv := v.Field(f.index)
		if f.plan.absent(fv) {
			continue
		}
		if first {
			dst = append(dst, f.key[1:]...)
			first = false
		} else {
			dst = append(dst, f.key...)
		}
		dst = appendValue(dst, f.plan, fv)
	}
	return append(dst, '}')
}

// absent reports whether a member that holds v is left out.
func (pl *plan) absent(v reflect.Value) bool {
	switch pl.kind {
	case kindPointer, kindList, kindMap, kindBlob, kindDocument:
		return v.IsNil()
	case kindString:
		return pl.enum && v.Len() == 0
	default:
		return false
	}
}

func appendValue(dst []byte, pl *plan, v reflect.Value) []byte {
	switch pl.kind {
	case kindPointer:
		return appendValue(dst, pl.elem, v.Elem())
	case kindString:
		return appendString(dst, v.String())
	case kindBool:
		return strconv.AppendBool(dst, v.Bool())
	case kindInt:
		return strconv.AppendInt(dst, v.Int(), 10)
	case kindFloat:
		return appendFloat(dst, v.Float())
	case kindTime:
		return appendTime(dst, *v.Addr().Interface().(*time.Time))
	case kindBlob:
		dst = append(dst, '"')
		dst = base64.StdEncoding.AppendEncode(dst, v.Bytes())
		return append(dst, '"')
	case kindList:
		return appendList(dst, pl, v)
	case kindMap:
		return appendMap(dst, *v.Addr().Interface().(*map[string]string))
	case kindStruct:
		return appendStruct(dst, pl, v)
	case kindDocument:
		return appendDocument(dst, v.Interface().(document.Interface))
	default:
		return append(dst, "null"...)
	}
}

func appendList(dst []byte, pl *plan, v reflect.Value) []byte {
	dst = append(dst, '[')
	for i := range v.Len() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendValue(dst, pl.elem, v.Index(i))
	}
	return append(dst, ']')
}

func appendMap(dst []byte, m map[string]string) []byte {
	dst = append(dst, '{')
	for i, k := range slices.Sorted(maps.Keys(m)) {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(dst, k)
		dst = append(dst, ':')
		dst = appendString(dst, m[k])
	}
	return append(dst, '}')
}

// appendFloat writes what JSON has no number for as null.
func appendFloat(dst []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return append(dst, "null"...)
	}
	return strconv.AppendFloat(dst, f, 'g', -1, 64)
}

// appendTime writes seconds since 1970, with as many of three decimals as are needed.
func appendTime(dst []byte, t time.Time) []byte {
	ms := t.UnixMilli()
	if ms < 0 {
		dst = append(dst, '-')
		ms = -ms
	}
	dst = strconv.AppendInt(dst, ms/1000, 10)
	if ms %= 1000; ms == 0 {
		return dst
	}
	dst = append(dst, '.', byte('0'+ms/100), byte('0'+ms/10%10), byte('0'+ms%10))
	for dst[len(dst)-1] == '0' {
		dst = dst[:len(dst)-1]
	}
	return dst
}

// appendString writes s as JSON. Like the service it leaves <, > and & alone, which encoding/json does not.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0 // of what is not yet written
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				dst = append(dst, s[start:i]...)
				dst = append(dst, "\uFFFD"...)
				start = i + 1
			}
			i += n
			continue
		}
		dst = append(dst, s[start:i]...)
		dst = appendEscape(dst, c)
		i++
		start = i
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

func appendEscape(dst []byte, c byte) []byte {
	const hex = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	default:
		return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
	}
}
