package cognitofake

import (
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// appState is one app client of a pool.
type appState struct {
	ID     string
	Secret string // with which it was made; "" without one
	Pool   *poolState
	Seq    uint64       // order of creation in the account
	Handle atomic.Value // the one handle of the app client; set once

	settings atomic.Pointer[appSettings]
	made     *appSettings // as a test's own code made it; nil for others
	deleted  bool         // guarded by the pool's lock
}

// Settings is how the app client is configured now.
func (a *appState) Settings() *appSettings { return a.settings.Load() }

// Describe is the client as DescribeUserPoolClient shows it, secret included (N136).
func (a *appState) Describe() *types.UserPoolClientType { return opt.Copy(&a.Settings().describe) }

// Configure replaces the client's settings; its secrets stay unless change
// says otherwise.
func (a *appState) Configure(change func(*appSettings) (*appSettings, *refusal.Error)) error {
	return Do(a, func(tx *Tx) *refusal.Error {
		old := a.Settings()
		s, err := change(old)
		if err != nil {
			return err
		}
		if s.secrets == nil && s.retired == nil {
			s.secrets, s.retired = old.secrets, old.retired
		}
		a.settings.Store(s)
		return nil
	})
}
