package cognitofake

// Small helpers for the SDK's types, in which every optional member is a pointer.

func ptr[T any](v T) *T { return &v }

// value is *p, or the zero value.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// or is the first of a and b that is there.
func or[T any](a, b *T) *T {
	if a != nil {
		return a
	}
	return b
}
