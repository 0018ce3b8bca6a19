package refusal

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCited(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "",
		"no rule":                 "no rule",
		"a hash (R26)":            "a hash (docs/behaviour.md#R26)",
		"one (R83b); two (N5)":    "one (docs/behaviour.md#R83b); two (docs/behaviour.md#N5)",
		"both (L10, L11) of them": "both (docs/behaviour.md#L10, docs/behaviour.md#L11) of them",
		"within (as (R26) says)":  "within (as (docs/behaviour.md#R26) says)",
		"(R26":                    "(R26",
		"()":                      "()",
		"(R) (26) (RR2) (R2x) (R26, or so) (Q1) (R2ab)": "(R) (26) (RR2) (R2x) (R26, or so) (Q1) (R2ab)",
	} {
		require.Equal(t, want, Cited(text), text)
	}
}
