package state

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestShelf(t *testing.T) {
	p := &Pool{}
	type cup struct{ size int }
	type plate struct{}
	tx := &Tx{pool: p}
	cups := ShelfOf[cup](tx)
	require.Same(t, cups, ShelfOf[cup](&Tx{pool: p}), "a pool has one shelf for a type")
	keys := func() []string {
		var all []string
		for _, item := range cups.Items() {
			all = append(all, item.Key)
		}
		return all
	}

	cups.Add("B", "b", &cup{1})
	cups.Add("A", "a", &cup{2})
	cups.Add("C", "c", &cup{3})
	require.Equal(t, []string{"B", "A", "C"}, keys(), "in order of creation")
	require.Equal(t, 3, cups.Len())
	require.Zero(t, ShelfOf[plate](tx).Len(), "each type has its own")
	require.True(t, cups.Named("a"))
	require.False(t, cups.Named("A"))

	seen := cups.Get("A")
	cups.Replace("A", &cup{20})
	require.Equal(t, &cup{2}, seen, "what was there is not changed")
	require.Equal(t, &cup{20}, cups.Get("A"))
	require.Equal(t, []string{"B", "A", "C"}, keys(), "it keeps its place")

	before := cups.Items()
	cups.Remove("A")
	require.Nil(t, cups.Get("A"))
	require.False(t, cups.Named("a"))
	require.Equal(t, []string{"B", "C"}, keys())
	require.Len(t, slices.DeleteFunc(before, func(i *Item[cup]) bool { return i == nil }), 3, "a list that somebody has stays")

	cups.Add("A", "a", &cup{4})
	require.Equal(t, []string{"B", "C", "A"}, keys(), "it is new")
	require.Greater(t, cups.Items()[2].Seq, before[2].Seq)

	p.clear()
	require.Zero(t, ShelfOf[cup](tx).Len())
}
