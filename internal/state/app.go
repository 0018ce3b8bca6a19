package state

import (
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
)

// App is one app client of a pool.
type App struct {
	ID     string
	Secret string // with which it was made; "" without one
	Pool   *Pool
	Seq    uint64       // order of creation in the account
	Handle atomic.Value // the one handle of the app client; set once

	settings atomic.Pointer[settings.Client]
	made     *settings.Client // as a test's own code made it; nil for others
	deleted  bool             // guarded by the pool's lock
}

// Itself is what a handle keeps of it.
func (a *App) Itself() *App { return a }

// Settings is how the app client is configured now.
func (a *App) Settings() *settings.Client { return a.settings.Load() }

// Describe is the client as DescribeUserPoolClient shows it, secret included (N136).
func (a *App) Describe() *types.UserPoolClientType { return opt.Copy(&a.Settings().Describe) }

// Configure replaces the client's settings; its secrets stay unless change
// says otherwise.
func (a *App) Configure(change func(tx *Tx, old *settings.Client) (*settings.Client, *refusal.Error)) error {
	return Do(a, func(tx *Tx) *refusal.Error {
		old := a.Settings()
		s, err := change(tx, old)
		if err != nil {
			return err
		}
		if s.Secrets == nil && s.Retired == nil {
			s.Secrets, s.Retired = old.Secrets, old.Retired
		}
		a.settings.Store(s)
		return nil
	})
}
