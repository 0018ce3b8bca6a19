// Package random is where codes, ids and salts come from: one seeded source.
package random

import (
	"encoding/binary"
	"math/rand/v2"
	"sync"

	"github.com/google/uuid"
)

// Source is where codes, subs, ids and salts come from.
type Source struct {
	mu  sync.Mutex
	src *rand.ChaCha8
}

func New(seed uint64) *Source {
	r := &Source{}
	r.Reset(seed)
	return r
}

func (r *Source) Reset(seed uint64) {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.src = rand.NewChaCha8(key)
}

func (r *Source) Fill(b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.src.Read(b) // never fails
}

// Pick is n characters of alphabet, 64 at most.
func (r *Source) Pick(n int, alphabet string) string {
	var b [64]byte
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range n {
		b[i] = alphabet[r.src.Uint64()%uint64(len(alphabet))]
	}
	return string(b[:n])
}

const (
	Digits       = "0123456789"
	Alphanumeric = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	Base32Digits = "0123456789abcdefghijklmnopqrstuv"
)

// UUID is a random UUID: lower case, version 4.
func (r *Source) UUID() string {
	var id uuid.UUID
	r.Fill(id[:])
	id[6] = id[6]&0x0f | 0x40 // version 4
	id[8] = id[8]&0x3f | 0x80 // variant of RFC 9562
	return id.String()
}
