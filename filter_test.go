package cognitofake

import (
	"strconv"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/filter"
	"github.com/cognitofake/cognitofake/internal/state"
	"github.com/stretchr/testify/require"
)

// An exact filter on an indexed name looks at nobody but those who bear it: a
// look at anybody else of this pool would panic.
func TestExactFilterDoesNotScan(t *testing.T) {
	for _, pool := range []cip.CreateUserPoolInput{{}, foldingUsernames()} {
		fake := New()
		p := fake.AddPool(pool)
		var u User
		for i := range 1000 {
			n := strconv.Itoa(i)
			u = p.AddUser(NewUser{Username: "user-" + n, Attributes: map[string]string{
				"email": "user-" + n + "@example.com", "phone_number": "+15555550" + n,
			}})
		}
		p.state.Order = make([]*state.User, len(p.state.Order))
		for _, filter := range []string{
			`username = "` + u.Username + `"`, `sub = "` + u.Sub + `"`,
			`email = "` + u.Attributes["email"] + `"`, `phone_number = "` + u.Attributes["phone_number"] + `"`,
		} {
			out, err := fake.ListUsers(t.Context(), &cip.ListUsersInput{UserPoolId: &p.ID, Filter: &filter})
			require.NoError(t, err, filter)
			require.Len(t, out.Users, 1, filter)
			require.Equal(t, u.Username, *out.Users[0].Username)
		}
		scan := `username ^= "user-1"`
		require.Panics(t, func() {
			fake.ListUsers(t.Context(), &cip.ListUsersInput{UserPoolId: &p.ID, Filter: &scan})
		}, "the trap does not work")
	}
}

func foldingUsernames() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{UsernameConfiguration: &types.UsernameConfigurationType{CaseSensitive: opt.Of(false)}}
}

// The filter that is read is the filter that was meant.
func FuzzParseFilter(f *testing.F) {
	for _, seed := range []string{`email = "jane"`, `"name"^="J \"D\" \\"`, ` `, `status="Enabled" `, `custom:x = "1"`, `email = "`, `"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := filter.Parse(text)
		if err != nil {
			require.Equal(t, refusal.CodeInvalidParameter, err.Code)
			require.Zero(t, got)
			return
		}
		if got.Name == "" {
			require.Zero(t, got)
			return
		}
		again, err := filter.Parse(write(got))
		require.Nil(t, err)
		require.Equal(t, got, again)
	})
}

// write is a filter as text.
func write(f filter.Filter) string {
	op := " = "
	if f.Prefix {
		op = " ^= "
	}
	return f.Name + op + `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(f.Value) + `"`
}
