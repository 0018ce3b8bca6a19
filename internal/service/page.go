package service

import (
	"cmp"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"slices"

	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"golang.org/x/crypto/blake2b"
)

// Pages of a list start where the last one ended, whatever has come or gone
// since: a token names the last item by its place in the order of creation.

// pageToken is the token of the page after the item of seq. It is good for a
// request of which the same parts are said; another limit will do (choice).
func pageToken(accountSeed, seq uint64, parts ...string) string {
	token := binary.BigEndian.AppendUint64(nil, seq)
	var seed [8]byte
	binary.BigEndian.PutUint64(seed[:], accountSeed)
	seal, err := blake2b.New(blake2b.Size256/2, seed[:])
	if err != nil {
		panic(err) // size and key are in range
	}
	seal.Write(token)
	for _, part := range parts {
		seal.Write([]byte(part + "\x00"))
	}
	return base64.RawURLEncoding.EncodeToString(seal.Sum(token))
}

// pageStart is after which item a page begins; ok is false for a token that
// no earlier page of the same request gave.
func pageStart(accountSeed uint64, token *string, parts ...string) (after uint64, ok bool) {
	if token == nil {
		return 0, true
	}
	raw, err := base64.RawURLEncoding.DecodeString(*token)
	if err != nil || len(raw) < 8 {
		return 0, false
	}
	after = binary.BigEndian.Uint64(raw)
	return after, subtle.ConstantTimeCompare([]byte(pageToken(accountSeed, after, parts...)), []byte(*token)) == 1
}

// PageToken is the token of the page after the item of seq.
func (r *Request) PageToken(seq uint64, parts ...string) string {
	return pageToken(r.service.Account.Seed, seq, parts...)
}

// PageStart is after which item a page begins (N129).
func (r *Request) PageStart(token *string, parts ...string) (after uint64, err error) {
	after, ok := pageStart(r.service.Account.Seed, token, parts...)
	if !ok {
		return 0, refusal.PagingMarker(*token, r.record.RequestID)
	}
	return after, nil
}

// Page is the part of a list that one answer has, and the token of the rest.
func Page[T any](r *Request, all []T, seq func(T) uint64, limit int, token *string, parts ...string) ([]T, *string, error) {
	after, err := r.PageStart(token, parts...)
	if err != nil {
		return nil, nil, err
	}
	start, _ := slices.BinarySearchFunc(all, after+1, func(item T, first uint64) int { return cmp.Compare(seq(item), first) })
	all = all[start:]
	if len(all) <= limit {
		return all, nil, nil
	}
	return all[:limit], opt.Of(r.PageToken(seq(all[limit-1]), parts...)), nil
}
