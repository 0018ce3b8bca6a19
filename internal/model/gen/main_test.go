package main

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGeneratedFilesAreCurrent(t *testing.T) {
	m, err := readModel("../service-model.json")
	require.NoError(t, err)
	table, err := renderTable(m)
	require.NoError(t, err)
	names, err := renderNames(m)
	require.NoError(t, err)
	types, err := renderTypes(m)
	require.NoError(t, err)
	for file, want := range map[string][]byte{"../table_gen.go": table, "../../../operations_gen.go": names, "../../op/types_gen.go": types} {
		got, err := os.ReadFile(file)
		require.NoError(t, err)
		if string(want) != string(got) { // a difference of 130 kB helps nobody
			t.Errorf("%s is out of date: run go generate ./internal/model", file)
		}
	}
}

func TestTranslate(t *testing.T) {
	for _, row := range []struct {
		java, text string
		want       bool
	}{
		{`[a]`, "aa", false}, // as a whole
		{`a|b`, "ab", false},
		{`^[a]+$`, "a\n", false},
		{`\s`, "\v", true},
		{`[\s]`, "\v", true},
		{`\S`, "\v", false},
		{`[\S]`, "\v", false},
		{`[\S]`, "\x00", true},
		{`[\S]`, "\u00a0", true},
		{`[\S]`, "\U0010ffff", true},
		{`.`, "\v", true},
		{`.`, "\r", false},
		{`.`, "\u0085", false},
		{`.`, "\u2028", false},
		{`.`, "\u2029", false},
		{`(?s).`, "\n", true},
		{`[.]`, "a", false},
		{`\.`, "a", false},
		{`[A-Za-z0-9-_=.]+`, "a-_=.", true},
		{`[A-Za-z0-9-_=.]+`, ":", false},
		{`[\w-]+`, "a-", true},
	} {
		re2, err := translate(row.java)
		require.NoError(t, err, row.java)
		require.Equal(t, row.want, regexp.MustCompile(re2).MatchString(row.text), "%s on %q", row.java, row.text)
	}
	for _, java := range []string{`[a&&[b]]`, `(?=a)`, `a++`, `\R`, `a\`, `(`} {
		_, err := translate(java)
		require.Error(t, err, java)
	}
}

func TestClass(t *testing.T) {
	for _, row := range []struct {
		java     string
		has      byte
		some, ok bool
	}{
		{`[\w+]+`, '+', true, true},
		{`^[0-9a-fA-F]+$`, 'f', true, true},
		{`(?s).*`, '\n', false, true},
		{`^[\S]+.*[\S]+$`, 0, false, false},
		{`[ab]`, 0, false, false},
	} {
		re2, err := translate(row.java)
		require.NoError(t, err)
		bits, some, ok := class(re2)
		require.Equal(t, row.ok, ok, row.java)
		require.Equal(t, row.some, some, row.java)
		if ok {
			require.NotZero(t, bits[row.has>>6]&(1<<(row.has&63)), row.java)
		}
	}
}
