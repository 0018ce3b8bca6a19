package truth_test

import (
	"bytes"
	"go/scanner"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// behaviour is what docs/behaviour.md says of the rules themselves.
type behaviour struct {
	certainty map[string]string // by rule
	rowless   map[string]string // the reason, by rule without a row
}

var (
	ruleLine    = regexp.MustCompile(`^\| <a id="(\w+)">([RLNMCPI][0-9]+[a-f]?)</a> \| ([a-z, ]+) \| .+ \| .+ \|$`)
	rowlessLine = regexp.MustCompile(`^- ([RLNMCPI][0-9]+[a-f]?): (.+)$`)
	citation    = regexp.MustCompile(`\b[RLNMCPI][0-9]{1,3}[a-f]?\b`)
)

func readBehaviour(t *testing.T) behaviour {
	t.Helper()
	text, err := os.ReadFile("../docs/behaviour.md")
	require.NoError(t, err)
	b := behaviour{certainty: map[string]string{}, rowless: map[string]string{}}
	inList := false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "## ") {
			inList = line == "## Rules without a row in the truth table"
		}
		if m := ruleLine.FindStringSubmatch(line); m != nil {
			rule, certainty := m[2], m[3]
			require.Equal(t, rule, m[1], "docs/behaviour.md#%s has to lead to its rule", rule)
			require.NotContains(t, b.certainty, rule, "the document has rule %s twice", rule)
			b.certainty[rule] = certainty
			for word := range strings.SplitSeq(certainty, ", ") {
				require.Contains(t, []string{"documented", "observed", "measured", "inferred", "choice"}, word, line)
			}
		} else {
			require.NotRegexp(t, `^\| (<[^>]*>)?[RLNMCPI][0-9]`, line, `a rule begins with | <a id="R26">R26</a> | and its certainty`)
		}
		if m := rowlessLine.FindStringSubmatch(line); inList && m != nil {
			require.NotContains(t, b.rowless, m[1], "the list has rule %s twice", m[1])
			b.rowless[m[1]] = m[2]
		}
	}
	require.NotEmpty(t, b.certainty)
	require.NotEmpty(t, b.rowless)
	return b
}

// certain reports whether more than a guess stands behind a rule.
func (b behaviour) certain(rule string) bool {
	c := b.certainty[rule]
	return strings.Contains(c, "documented") || strings.Contains(c, "observed") || strings.Contains(c, "measured")
}

// rulesWithRows are the rules that rows of the truth table name.
func rulesWithRows() map[string]bool {
	rules := map[string]bool{}
	for _, r := range truthTable {
		for rule := range strings.FieldsSeq(r.Rules) {
			rules[rule] = true
		}
	}
	return rules
}

func TestEveryCertainRuleHasARow(t *testing.T) {
	b, have := readBehaviour(t), rulesWithRows()
	for _, rule := range slices.Sorted(maps.Keys(b.certainty)) {
		switch reason, listed := b.rowless[rule]; {
		case !b.certain(rule):
			if listed {
				t.Errorf("%s is %s: it has no place in the list of certain rules without a row", rule, b.certainty[rule])
			}
		case have[rule] && listed:
			t.Errorf("%s has a row in the truth table, and stands in the list of rules without one (%s)", rule, reason)
		case !have[rule] && !listed:
			t.Errorf("%s has neither a row in the truth table nor a place in the list of rules without one", rule)
		}
	}
	for rule := range b.rowless {
		if b.certainty[rule] == "" {
			t.Errorf("the list of rules without a row has %s, which the document lacks", rule)
		}
	}
}

func TestEveryRowNamesItsRules(t *testing.T) {
	b := readBehaviour(t)
	seen := map[string]bool{}
	for _, r := range truthTable {
		name := r.Rules + "/" + r.Name
		require.NotEmpty(t, r.Rules, name)
		require.NotEmpty(t, r.Name, name)
		require.False(t, seen[name], "two rows are called %s", name)
		seen[name] = true
		require.True(t, (r.Call == nil) != (r.Raw == nil), "%s has to have one of call and raw", name)
		certain := false
		for rule := range strings.FieldsSeq(r.Rules) {
			require.NotEmpty(t, b.certainty[rule], "row %s: the document lacks %s", name, rule)
			certain = certain || b.certain(rule)
		}
		if exact := r.Want.Code != "" && !r.Want.AnyText && !r.Want.Prefix; exact && !certain {
			require.True(t, r.Choice, "row %s asserts words that only inferred or chosen rules stand behind: mark it choice", name)
		}
	}
}

// Whoever reads R72 in a comment, a hint or a test looks it up in the document.
func TestEveryCitedRuleIsInTheDocument(t *testing.T) {
	b := readBehaviour(t)
	cited := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil || bytes.HasPrefix(src, []byte("// Code generated ")) {
			return err
		}
		for line, words := range wordsOf(path, src) {
			for _, rule := range citation.FindAllString(words, -1) {
				cited++
				if b.certainty[rule] == "" {
					t.Errorf("%s:%d cites %s, which docs/behaviour.md lacks", path, line, rule)
				}
			}
		}
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, cited, 100, "citations are found at all")
}

// wordsOf are the comments and strings of a Go file, by their lines.
func wordsOf(path string, src []byte) map[int]string {
	fset := token.NewFileSet()
	file := fset.AddFile(path, -1, len(src))
	var s scanner.Scanner
	s.Init(file, src, nil, scanner.ScanComments)
	words := map[int]string{}
	for {
		pos, tok, literal := s.Scan()
		switch tok {
		case token.EOF:
			return words
		case token.COMMENT, token.STRING:
			words[fset.Position(pos).Line] += " " + literal
		}
	}
}
