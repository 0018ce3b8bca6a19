package state

import (
	"cmp"
	"reflect"
	"slices"
)

// Shelf keeps the items of one plain kind that a pool has, by key and in order
// of creation. A transaction reaches it. Items are never changed, but replaced.
type Shelf[T any] struct {
	items map[string]*Item[T]
	named map[string]*Item[T]
	order []*Item[T]
	last  uint64
}

// Item is one item of a shelf.
type Item[T any] struct {
	Key   string
	Seq   uint64 // order of creation
	Value *T

	name string
}

// ShelfOf is the shelf of a pool for items of one type, made when first used.
// Reset and DeleteUserPool empty it.
func ShelfOf[T any](tx *Tx) *Shelf[T] {
	t := reflect.TypeFor[T]()
	if shelf, ok := tx.pool.shelves[t]; ok {
		return shelf.(*Shelf[T])
	}
	shelf := &Shelf[T]{items: map[string]*Item[T]{}, named: map[string]*Item[T]{}}
	if tx.pool.shelves == nil {
		tx.pool.shelves = map[reflect.Type]any{}
	}
	tx.pool.shelves[t] = shelf
	return shelf
}

// Get is the item of a key; nil for none.
func (s *Shelf[T]) Get(key string) *T {
	if item := s.items[key]; item != nil {
		return item.Value
	}
	return nil
}

// Named reports whether there is an item of that name.
func (s *Shelf[T]) Named(name string) bool { return s.named[name] != nil }

// Len is how many items there are.
func (s *Shelf[T]) Len() int { return len(s.order) }

// Items are all items, oldest first.
func (s *Shelf[T]) Items() []*Item[T] { return slices.Clone(s.order) }

// Add puts a new item on the shelf. No two items have one key or one name.
func (s *Shelf[T]) Add(key, name string, value *T) {
	s.last++
	item := &Item[T]{Key: key, Seq: s.last, Value: value, name: name}
	s.items[key], s.named[name] = item, item
	s.order = append(s.order, item)
}

// Replace changes the item of a key for another; its place stays.
func (s *Shelf[T]) Replace(key string, value *T) {
	item := *s.items[key]
	item.Value = value
	s.items[key], s.named[item.name] = &item, &item
	s.order[s.index(&item)] = &item
}

// Remove takes the item of a key from the shelf.
func (s *Shelf[T]) Remove(key string) {
	item := s.items[key]
	delete(s.items, key)
	delete(s.named, item.name)
	at := s.index(item)
	s.order = slices.Delete(s.order, at, at+1)
}

// index is where an item stands in order.
func (s *Shelf[T]) index(item *Item[T]) int {
	at, _ := slices.BinarySearchFunc(s.order, item.Seq, func(i *Item[T], seq uint64) int { return cmp.Compare(i.Seq, seq) })
	return at
}
