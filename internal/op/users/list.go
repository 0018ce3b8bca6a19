package users

import (
	"strconv"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/filter"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// listLimit is how many users a page has unless it is to have fewer (N129).
const listLimit = 60

// listUsers answers ListUsers, in order of creation. A page starts where the
// last one ended, whoever has come or gone since.
func listUsers(r *service.Request, in *cip.ListUsersInput) (*cip.ListUsersOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	only, refused := filter.Parse(opt.Value(in.Filter))
	if refused != nil {
		return nil, refused
	}
	after, err := r.PageStart(in.PaginationToken, pageParts(in)...)
	if err != nil {
		return nil, err
	}
	limit := int(opt.Default(opt.Value(in.Limit), listLimit))
	out := &cip.ListUsersOutput{Users: []types.UserType{}}
	if err := state.Do(p, func(tx *state.Tx) *refusal.Error {
		last := after
		for u := range tx.Search(only, after) {
			if len(out.Users) == limit { // there is another page
				out.PaginationToken = opt.Of(r.PageToken(last, pageParts(in)...))
				break
			}
			if u.Lacks(in.AttributesToGet) {
				return refusal.AttributesToGet() // N130
			}
			out.Users = append(out.Users, u.Type(in.AttributesToGet))
			last = u.Seq
		}
		return nil
	}); err != nil {
		return nil, err
	}
	return out, nil
}

// pageParts are what the pages of one list have in common. To ask for no
// attributes is not to ask (N130).
func pageParts(in *cip.ListUsersInput) []string {
	parts := []string{"ListUsers", *in.UserPoolId, opt.Value(in.Filter), strconv.FormatBool(in.AttributesToGet != nil)}
	return append(parts, in.AttributesToGet...)
}
