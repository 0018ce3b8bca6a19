package service

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"sort"

	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"golang.org/x/crypto/blake2b"
)

// Pages of a list start where the last one ended, whatever has come or gone
// since: a token names the last item by its place in the list's order.

// Place is by what the items of a list are in order: when they were made, or
// what they are called.
type Place interface{ uint64 | string }

// sealSize is that of the end of a token, which nobody else can make.
const sealSize = blake2b.Size256

// pageToken is the token of the page after the item at last. It is good for a
// request of which the same parts are said; another limit will do (choice).
func pageToken[P Place](accountSeed uint64, last P, parts ...string) string {
	token := encodePlace(last)
	var seed [8]byte
	binary.BigEndian.PutUint64(seed[:], accountSeed)
	seal, err := blake2b.New(sealSize, seed[:])
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
func pageStart[P Place](accountSeed uint64, token *string, parts ...string) (after P, ok bool) {
	if token == nil {
		return after, true
	}
	raw, err := base64.RawURLEncoding.DecodeString(*token)
	if err != nil || len(raw) <= sealSize {
		return after, false
	}
	if after, ok = decodePlace[P](raw[:len(raw)-sealSize]); !ok {
		return after, false
	}
	return after, subtle.ConstantTimeCompare([]byte(pageToken(accountSeed, after, parts...)), []byte(*token)) == 1
}

func encodePlace[P Place](place P) []byte {
	if seq, ok := any(place).(uint64); ok {
		return binary.BigEndian.AppendUint64(nil, seq)
	}
	return []byte(any(place).(string))
}

func decodePlace[P Place](encoded []byte) (place P, ok bool) {
	switch p := any(&place).(type) {
	case *string:
		*p = string(encoded)
	case *uint64:
		if len(encoded) != 8 {
			return place, false
		}
		*p = binary.BigEndian.Uint64(encoded)
	}
	return place, true
}

// PageToken is the token of the page after the item of seq.
func (r *Request) PageToken(seq uint64, parts ...string) string {
	return pageToken(r.service.Account.Seed, seq, parts...)
}

// PageStart is after which item a page begins (N129).
func (r *Request) PageStart(token *string, parts ...string) (after uint64, err error) {
	after, ok := pageStart[uint64](r.service.Account.Seed, token, parts...)
	if !ok {
		return 0, refusal.PagingMarker(*token, r.record.RequestID)
	}
	return after, nil
}

// Page is the part of a list that one answer has, and the token of the rest.
func Page[T any](r *Request, all []T, seq func(T) uint64, limit int, token *string, parts ...string) ([]T, *string, error) {
	page, next, ok := pageOf(r, all, seq, limit, token, parts...)
	if !ok {
		return nil, nil, refusal.PagingMarker(*token, r.record.RequestID)
	}
	return page, next, nil
}

// pageOf is [Page] of a list in whatever order; ok is false for a token that
// no earlier page of the same request gave.
func pageOf[T any, P Place](r *Request, all []T, place func(T) P, limit int, token *string, parts ...string) (page []T, next *string, ok bool) {
	seed := r.service.Account.Seed
	after, ok := pageStart[P](seed, token, parts...)
	if !ok {
		return nil, nil, false
	}
	rest := all[sort.Search(len(all), func(i int) bool { return place(all[i]) > after }):]
	if len(rest) <= limit {
		return rest, nil, true
	}
	return rest[:limit], opt.Of(pageToken(seed, place(rest[limit-1]), parts...)), true
}
