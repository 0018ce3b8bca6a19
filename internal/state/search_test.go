package state

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/filter"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/stretchr/testify/require"
)

// An exact filter on an indexed name looks at nobody but those who bear it: a
// look at anybody else of this pool would panic.
func TestExactFilterDoesNotScan(t *testing.T) {
	for _, folds := range []bool{false, true} {
		account := NewAccount(Config{Region: "us-east-1", AccountID: "123456789012", Clock: time.Now})
		pool, err := account.StorePool(settings.Configuration{UserPoolType: types.UserPoolType{
			SchemaAttributes:      attribute.Standard(),
			UsernameConfiguration: &types.UsernameConfigurationType{CaseSensitive: opt.Of(!folds)},
		}}, "")
		require.NoError(t, err)
		var last *User
		require.NoError(t, Do(pool, func(tx *Tx) *refusal.Error {
			for i := range 1000 {
				n := strconv.Itoa(i)
				last = tx.Add(pool.NewUser("user-"+n, attribute.List{
					{Name: "email", Value: "user-" + n + "@example.com"}, {Name: "phone_number", Value: "+15555550" + n},
				}))
			}
			tx.pool.order = make([]*User, len(tx.pool.order)) // the trap
			for _, text := range []string{
				`username = "` + last.Username + `"`, `sub = "` + last.Sub + `"`,
				`email = "` + last.Attrs.Get("email") + `"`, `phone_number = "` + last.Attrs.Get("phone_number") + `"`,
			} {
				only, err := filter.Parse(text)
				require.Nil(t, err, text)
				require.Equal(t, []*User{last}, slices.Collect(tx.Search(only, 0)), text)
			}
			scan, err := filter.Parse(`username ^= "user-1"`)
			require.Nil(t, err)
			require.Panics(t, func() { _ = slices.Collect(tx.Search(scan, 0)) }, "the trap does not work")
			return nil
		}))
	}
}
