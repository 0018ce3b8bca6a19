package truth_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
)

// BenchmarkListUsers shows that an exact filter on an indexed name, and a page
// in the middle of a list, cost the same whatever the number of users.
func BenchmarkListUsers(b *testing.B) {
	for _, users := range []int{100, 100_000} {
		fake, pool := poolOf(users)
		u, _ := pool.User(userName(users / 2))
		for _, by := range []struct{ name, value string }{
			{"username", u.Username}, {"sub", u.Sub}, {"email", u.Attributes["email"]}, {"phone_number", u.Attributes["phone_number"]},
		} {
			filter := fmt.Sprintf("%s = %q", by.name, by.value)
			b.Run(fmt.Sprintf("%d/%s", users, by.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					out, err := fake.ListUsers(b.Context(), &cip.ListUsersInput{UserPoolId: &pool.ID, Filter: &filter})
					require.NoError(b, err)
					require.Len(b, out.Users, 1)
				}
			})
		}
		b.Run(fmt.Sprintf("%d/page", users), func(b *testing.B) {
			in := &cip.ListUsersInput{UserPoolId: &pool.ID, Limit: aws.Int32(10)}
			first, err := fake.ListUsers(b.Context(), in)
			require.NoError(b, err)
			in.PaginationToken = first.PaginationToken
			b.ReportAllocs()
			for b.Loop() {
				out, err := fake.ListUsers(b.Context(), in)
				require.NoError(b, err)
				require.Len(b, out.Users, 10)
			}
		})
	}
}

// poolOf is a pool of so many users, each with an e-mail address and a phone number.
func poolOf(users int) (*cognitofake.Fake, *cognitofake.Pool) {
	fake := cognitofake.New(cognitofake.WithHistory(10))
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	for i := range users {
		pool.AddUser(cognitofake.NewUser{Username: userName(i), Attributes: map[string]string{
			"email": userName(i) + "@example.com", "phone_number": "+1" + strconv.Itoa(5_550_000_000+i),
		}})
	}
	return fake, pool
}

func userName(i int) string { return "user-" + strconv.Itoa(i) }
