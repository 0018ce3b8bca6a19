package message

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMaskEmail(t *testing.T) {
	for address, want := range map[string]string{
		"test@test.com": "t***@t***", "a@b.c": "a***@b***", "a.b+c@mail.example.com": "a***@m***",
		"žofie@über.org": "ž***@ü***", "😀x@😀.org": "😀***@😀***", "e\u0301x@a.b": "e***@a***",
		"": "***@***", "@": "***@***", "no-at": "n***@***", "@a.b": "***@a***",
	} {
		require.Equal(t, want, maskEmail(address), address)
	}
}

func TestMaskPhone(t *testing.T) {
	for number, want := range map[string]string{
		"+12065551234": "+*******1234", "+919876540276": "+********0276", "+5511987654516": "+*********4516",
		"+12345": "+*2345", "+1234": "+1234", "+1": "+1", "+": "+", "": "+",
	} {
		require.Equal(t, want, maskPhone(number), number)
	}
}

func TestCutLink(t *testing.T) {
	type parts struct {
		before, text, after string
		ok                  bool
	}
	for template, want := range map[string]parts{
		"a {##b##} c":          {"a ", "b", " c", true},
		"{##b##}":              {"", "b", "", true},
		"{##b##}{##c##}":       {"", "b", "{##c##}", true},
		"{####}":               {"{####}", "", "", false},
		"{####} {##b##}":       {"{####} ", "b", "", true},
		"{####}{####}{##b##}x": {"{####}{####}", "b", "x", true},
		"{##b":                 {"{##b", "", "", false},
		"b##}":                 {"b##}", "", "", false},
		"":                     {"", "", "", false},
		"{## {##b##}":          {"", " {##b", "", true},
	} {
		before, text, after, ok := CutLink(template)
		require.Equal(t, want, parts{before, text, after, ok}, template)
	}
}
