package cognitofake

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"golang.org/x/crypto/blake2b"
)

// listLimit is how many users a page has unless it is to have fewer (N129).
const listLimit = 60

// listUsers answers ListUsers, in order of creation. A page starts where the
// last one ended, whoever has come or gone since.
func (f *Fake) listUsers(r *request, in *cip.ListUsersInput) (*cip.ListUsersOutput, error) {
	p, err := f.pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	only, err := parseFilter(value(in.Filter))
	if err != nil {
		return nil, err
	}
	after, ok := f.pageStart(in)
	if !ok {
		return nil, errPagingMarker(*in.PaginationToken, r.record.RequestID)
	}
	limit := int(orDefault(value(in.Limit), listLimit))

	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.goneLocked(nil); err != nil {
		return nil, err
	}
	s := p.settings.Load()
	out := &cip.ListUsersOutput{Users: []types.UserType{}}
	last, matches := after, only.match(s)
	users := p.candidatesLocked(s, only)
	start, _ := position(users, after+1)
	for _, u := range users[start:] {
		if !matches(u) {
			continue
		}
		if len(out.Users) == limit { // there is another page
			out.PaginationToken = ptr(f.pageToken(in, last))
			break
		}
		out.Users = append(out.Users, u.userType(in.AttributesToGet))
		last = u.seq
	}
	return out, nil
}

// pageToken is the token of the page after the user of seq. It is good for a
// request with the same pool, filter and attributes; another Limit will do (choice).
func (f *Fake) pageToken(in *cip.ListUsersInput, seq uint64) string {
	token := binary.BigEndian.AppendUint64(nil, seq)
	var seed [8]byte
	binary.BigEndian.PutUint64(seed[:], f.seed)
	seal, err := blake2b.New(blake2b.Size256/2, seed[:])
	if err != nil {
		panic(err) // size and key are in range
	}
	seal.Write(token)
	for _, part := range append([]string{*in.UserPoolId, value(in.Filter)}, in.AttributesToGet...) {
		seal.Write([]byte(part + "\x00"))
	}
	return base64.RawURLEncoding.EncodeToString(seal.Sum(token))
}

// pageStart is after whom a page begins; ok is false for a token that no
// earlier page of the same request gave.
func (f *Fake) pageStart(in *cip.ListUsersInput) (after uint64, ok bool) {
	if in.PaginationToken == nil {
		return 0, true
	}
	token := *in.PaginationToken
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) < 8 {
		return 0, false
	}
	after = binary.BigEndian.Uint64(raw)
	return after, subtle.ConstantTimeCompare([]byte(f.pageToken(in, after)), []byte(token)) == 1
}
