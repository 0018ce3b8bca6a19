// Package opt has small helpers for the SDK's structs, in which every optional
// member is a pointer.
package opt

// Default is v, or d where v is the zero value.
func Default[T comparable](v, d T) T {
	var zero T
	if v == zero {
		return d
	}
	return v
}

// Of is a pointer to v.
func Of[T any](v T) *T { return &v }

// Value is *p, or the zero value.
func Value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// Or is the first of a and b that is there.
func Or[T any](a, b *T) *T {
	if a != nil {
		return a
	}
	return b
}
