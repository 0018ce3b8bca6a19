package awsjson

import (
	"encoding/base64"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// body reads one object into v, and nothing after it.
func (p *parser) body(pl *plan, v reflect.Value) error {
	if p.peek() == 'n' { // null is no object
		return malformed()
	}
	if err := p.value(pl, v); err != nil {
		return err
	}
	if p.peek(); p.pos < len(p.in) {
		return malformed()
	}
	return nil
}

// value reads any value into v, which pl describes. v may be invalid where pl is skip.
func (p *parser) value(pl *plan, v reflect.Value) error {
	c := p.peek()
	if c == 'n' {
		return p.literal("null")
	}
	if pl.kind == kindPointer {
		target := reflect.New(pl.elem.typ)
		if err := p.value(pl.elem, target.Elem()); err != nil {
			return err
		}
		v.Set(target)
		return nil
	}
	if pl.kind == kindDocument {
		return p.document(v)
	}
	switch c {
	case '{':
		return p.object(pl, v)
	case '[':
		return p.list(pl, v)
	case '"':
		return p.string(pl, v)
	case 't':
		return p.bool(pl, v, "true")
	case 'f':
		return p.bool(pl, v, "false")
	default:
		return p.numeric(pl, v)
	}
}

func (p *parser) object(pl *plan, v reflect.Value) error {
	var m map[string]string
	switch pl.kind {
	case kindStruct, kindSkip:
	case kindMap:
		m = map[string]string{}
		*v.Addr().Interface().(*map[string]string) = m
	default:
		return mismatch(pl, "{")
	}
	if err := p.open(); err != nil {
		return err
	}
	for i := 0; ; i++ {
		more, err := p.more(i, '}')
		if err != nil || !more {
			return err
		}
		raw, plain, err := p.key()
		if err != nil {
			return err
		}
		if pl.kind == kindMap {
			err = p.entry(pl, m, text(raw, plain))
		} else if f := pl.field(raw, plain); f != nil {
			err = p.value(f.plan, v.Field(f.index))
		} else {
			err = p.value(skip, reflect.Value{})
		}
		if err != nil {
			return err
		}
	}
}

// field is the field of a struct that the wire calls so, or nil.
func (pl *plan) field(raw []byte, plain bool) *field {
	if plain {
		return pl.byName[string(raw)]
	}
	return pl.byName[text(raw, plain)]
}

func (p *parser) entry(pl *plan, m map[string]string, key string) error {
	if p.peek() != '"' {
		return p.value(pl.elem, reflect.Value{}) // null, or the wrong type
	}
	raw, plain, err := p.scanString()
	if err == nil {
		m[key] = text(raw, plain)
	}
	return err
}

func (p *parser) list(pl *plan, v reflect.Value) error {
	switch pl.kind {
	case kindList:
		v.Set(pl.empty)
	case kindSkip:
	default:
		return mismatch(pl, "[")
	}
	if err := p.open(); err != nil {
		return err
	}
	n := 0
	for i := 0; ; i++ {
		more, err := p.more(i, ']')
		if err != nil || !more {
			return err
		}
		switch {
		case pl.kind == kindSkip:
			err = p.value(skip, reflect.Value{})
		case p.at() == 'n' && pl.elem.kind != kindStruct:
			err = p.literal("null")
		default:
			if n == v.Cap() {
				v.Grow(max(n, 2))
			}
			v.SetLen(n + 1)
			err = p.value(pl.elem, v.Index(n))
			n++
		}
		if err != nil {
			return err
		}
	}
}

func (p *parser) string(pl *plan, v reflect.Value) error {
	raw, plain, err := p.scanString()
	if err != nil {
		return err
	}
	switch pl.kind {
	case kindString:
		v.SetString(text(raw, plain))
	case kindBool: // taken, as CreateManagedLoginBranding was seen to do; which word is true is a choice (R16)
		v.SetBool(strings.EqualFold(text(raw, plain), "true"))
	case kindBlob:
		b, err := base64.StdEncoding.DecodeString(text(raw, plain))
		if err != nil {
			return malformed()
		}
		v.SetBytes(b)
	case kindSkip:
	default:
		return mismatch(pl, "java.lang.String")
	}
	return nil
}

func (p *parser) bool(pl *plan, v reflect.Value, word string) error {
	if err := p.literal(word); err != nil {
		return err
	}
	switch pl.kind {
	case kindBool:
		v.SetBool(word == "true")
	case kindSkip:
	default:
		return mismatch(pl, "java.lang.Boolean")
	}
	return nil
}

// maxMillis is the beginning of the year 10000, which no date format can write.
const maxMillis = 253402300800_000

// numeric reads a number. One that is out of range, or has a fraction where none may be, has no message. (choice)
func (p *parser) numeric(pl *plan, v reflect.Value) error {
	raw, integer, err := p.number()
	if err != nil {
		return err
	}
	switch pl.kind {
	case kindInt:
		n, err := strconv.ParseInt(string(raw), 10, pl.typ.Bits())
		if err != nil || !integer {
			return malformed()
		}
		v.SetInt(n)
	case kindFloat:
		f, err := strconv.ParseFloat(string(raw), 64)
		if err != nil {
			return malformed()
		}
		v.SetFloat(f)
	case kindTime:
		f, err := strconv.ParseFloat(string(raw), 64)
		ms := math.Round(f * 1000)
		if err != nil || math.Abs(ms) >= maxMillis {
			return malformed()
		}
		*v.Addr().Interface().(*time.Time) = time.UnixMilli(int64(ms)).UTC()
	case kindSkip:
	default:
		return mismatch(pl, "com.amazon.coral.value.json.numbers.TruncatingBigNumber")
	}
	return nil
}

// mismatch is the error for a value of the wrong type: got is "{", "[" or the name of a class. On record are the number
// that should be a string, its grammar included, the object that should be one, the text that should be a map and the
// text that should be a list (R16); the others follow their pattern or that of sister services. (choice)
func mismatch(pl *plan, got string) error {
	switch got {
	case "{":
		return &SerializationError{"Start of structure or map found where not expected."}
	case "[":
		return &SerializationError{"Start of list found where not expected"}
	}
	var want string
	switch pl.kind {
	case kindString:
		want = "String"
	case kindBool:
		want = "Boolean"
	case kindInt:
		want = "Integer"
		if pl.typ.Bits() == 64 {
			want = "Long"
		}
	case kindFloat:
		want = "Double"
	case kindTime:
		want = "Date"
	case kindBlob:
		want = "ByteBuffer"
	case kindMap:
		return &SerializationError{"Expected map or null"}
	default: // list or structure
		return &SerializationError{"Unexpected field type"}
	}
	return &SerializationError{"class " + got + " can not be converted to an " + want}
}
