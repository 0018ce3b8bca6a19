package history

// bounded is a queue that forgets its oldest items beyond the limit.
type bounded[T any] struct {
	limit   int
	dropped int
	start   int
	all     []T
}

func (b *bounded[T]) items() []T { return b.all[b.start:] }

// add appends an item, and returns the one that had to go for it.
func (b *bounded[T]) add(item T) (dropped T, full bool) {
	if full = len(b.all)-b.start == b.limit; full {
		dropped = b.drop()
	}
	if b.start > b.limit { // at least half of the slice is empty
		b.all = append(make([]T, 0, 2*b.limit+2), b.items()...)
		b.start = 0
	}
	b.all = append(b.all, item)
	return dropped, full
}

// drop forgets the oldest item, of at least one.
func (b *bounded[T]) drop() T {
	var zero T
	oldest := b.all[b.start]
	b.all[b.start] = zero
	b.start++
	b.dropped++
	return oldest
}
