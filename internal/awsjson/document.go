package awsjson

import (
	"bytes"
	"encoding/json"
	"reflect"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	smithydocument "github.com/aws/smithy-go/document"
)

// document reads any value into a member of the SDK's document type.
func (p *parser) document(v reflect.Value) error {
	start := p.pos
	if err := p.value(skip, reflect.Value{}); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(p.in[start:p.pos]))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return malformed()
	}
	v.Set(reflect.ValueOf(document.NewLazyDocument(numbered(value))))
	return nil
}

// numbered is a value with numbers as the SDK's documents have them, and
// without members of no name, which they cannot have (choice).
func numbered(value any) any {
	switch value := value.(type) {
	case json.Number:
		return smithydocument.Number(value)
	case map[string]any:
		delete(value, "")
		for name, v := range value {
			value[name] = numbered(v)
		}
	case []any:
		for i, v := range value {
			value[i] = numbered(v)
		}
	}
	return value
}

// appendDocument writes what JSON has no value for as null.
func appendDocument(dst []byte, d document.Interface) []byte {
	encoded, err := d.MarshalSmithyDocument()
	if err != nil {
		return append(dst, "null"...)
	}
	return append(dst, encoded...)
}
