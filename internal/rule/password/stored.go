package password

import (
	"crypto/subtle"
	"io"

	"github.com/cognitofake/cognitofake/internal/random"
	"golang.org/x/crypto/blake2b"
)

// Stored is a password as a user keeps it. The zero value is that of
// a user who has none and matches nothing.
//
// A slow hash would cost a thousand times the rest of a call and protect
// nothing in a test.
type Stored struct {
	IsSet bool
	salt  [16]byte
	hash  [blake2b.Size256]byte
}

func Store(source *random.Source, password string) Stored {
	p := Stored{IsSet: true}
	source.Fill(p.salt[:])
	if p.salt[0] == 0 {
		p.salt[0] = 1 // SRP shows salts, and clients disagree about zeros that lead
	}
	p.hash = p.derive(password)
	return p
}

// Salt is the password's own.
func (p *Stored) Salt() [16]byte { return p.salt }

func (p *Stored) derive(password string) (sum [blake2b.Size256]byte) {
	h, err := blake2b.New256(p.salt[:])
	if err != nil {
		panic(err) // only a key of over 64 bytes is refused
	}
	io.WriteString(h, password)
	h.Sum(sum[:0])
	return sum
}

func (p *Stored) Matches(password string) bool {
	if !p.IsSet {
		return false
	}
	hash := p.derive(password)
	return subtle.ConstantTimeCompare(p.hash[:], hash[:]) == 1
}
