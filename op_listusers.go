package cognitofake

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
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
	only, err := parseFilter(opt.Value(in.Filter))
	if err != nil {
		return nil, err
	}
	after, ok := f.pageStart(in.PaginationToken, pageParts(in)...)
	if !ok {
		return nil, refusal.PagingMarker(*in.PaginationToken, r.record.RequestID)
	}
	limit := int(opt.Default(opt.Value(in.Limit), listLimit))

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
			out.PaginationToken = opt.Of(f.pageToken(last, pageParts(in)...))
			break
		}
		out.Users = append(out.Users, u.userType(in.AttributesToGet))
		last = u.seq
	}
	return out, nil
}

// pageParts are what the pages of one list have in common.
func pageParts(in *cip.ListUsersInput) []string {
	return append([]string{"ListUsers", *in.UserPoolId, opt.Value(in.Filter)}, in.AttributesToGet...)
}
