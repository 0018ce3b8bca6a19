package state

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/secret"
)

// Hints stand in the transcript under a refusal and nowhere else. They say
// what the service would never say and the fake knows. None quotes any part
// of a password, secret, hash, session or token.

// HintHashMissing is for a call without the hash that it needs.
const HintHashMissing = "the app client has a secret and the call has no SecretHash; send AppClient.SecretHash(username)"

// CheckSecretHash judges the hash that a request brings of its username (R23
// to R25, R27).
func (a *App) CheckSecretHash(hash *string, username string) error {
	secrets := a.Settings().Secrets
	switch {
	case len(secrets) == 0 && hash != nil:
		return refusal.UnexpectedSecretHash(a.ID).WithHint(
			"the app client has no secret: leave SecretHash out, or make the client with GenerateSecret")
	case len(secrets) == 0:
		return nil
	case hash == nil:
		return refusal.SecretHashMismatch(a.ID).WithHint(HintHashMissing)
	}
	for _, s := range secrets {
		if secret.Proves(*hash, s.Value, a.ID, username) {
			return nil
		}
	}
	return refusal.SecretHashMismatch(a.ID).WithHint(a.hintSecretHash(*hash, username))
}

// hintSecretHash says what is wrong with a hash.
func (a *App) hintSecretHash(hash, username string) string {
	s := a.Settings()
	for _, known := range s.Secrets {
		if mistake := secret.Mistake(hash, known.Value, a.ID, username); mistake != "" {
			return mistake
		}
	}
	for _, known := range s.Retired {
		if secret.Proves(hash, known.Value, a.ID, username) {
			return "the hash was made with a secret that has been deleted (DeleteUserPoolClientSecret)"
		}
	}
	if other := a.Pool.account.appByHash(hash, username); other != "" {
		return "the hash was made for another app client, " + other
	}
	other := ""
	a.Pool.Look(func(tx *Tx) { other = tx.otherNameHashed(a, hash, username) })
	if other != "" {
		return "the hash was made over another name of the user than the request has, their " + other + "; Cognito wants the Username of the request (R26)"
	}
	return "the hash is not Base64(HMAC-SHA256(client secret, Username+ClientId)); is it the secret of this client?"
}

// appByHash is another app client for which the hash would be right.
func (a *Account) appByHash(hash, username string) string {
	a.mu.RLock()
	defer a.mu.RUnlock()
	for id, app := range a.apps {
		for _, s := range app.Settings().Secrets {
			if secret.Proves(hash, s.Value, id, username) {
				return id
			}
		}
	}
	return ""
}

// otherNameHashed is which other name of the user the hash would be right for;
// "" for none.
func (tx *Tx) otherNameHashed(a *App, hash, username string) string {
	u := tx.Meant(username)
	if u == nil {
		return ""
	}
	names := [][2]string{{"stored username", u.Username}, {attribute.Sub, u.Sub}}
	for _, name := range []string{attribute.Email, attribute.Phone, attribute.PreferredUsername} {
		names = append(names, [2]string{name, u.Attrs.Get(name)})
	}
	if u.Username == u.Sub {
		names = names[1:]
	}
	for _, name := range names {
		for _, s := range a.Settings().Secrets {
			if name[1] != "" && secret.Proves(hash, s.Value, a.ID, name[1]) {
				return name[0]
			}
		}
	}
	return ""
}

func hintNoApp(apps map[string]*App) string {
	if len(apps) == 0 {
		return "this Fake has no app client; make one with Pool.AddAppClient"
	}
	return "app clients of this Fake: " + shortList(apps)
}

func hintNoPool(pools map[string]*Pool) string {
	if len(pools) == 0 {
		return "this Fake has no pool; make one with Fake.AddPool"
	}
	return "pools of this Fake: " + shortList(pools)
}

// shortList is the first few keys of m.
func shortList[T any](m map[string]T) string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	if len(keys) > 4 {
		keys = append(keys[:4], "...")
	}
	return strings.Join(keys, ", ")
}

// HintNoUser says why a name finds nobody, or nobody who may be meant.
func (tx *Tx) HintNoUser(name string) string {
	switch u := tx.Meant(name); {
	case u != nil && u.Disabled && u == tx.Find(name):
		return "the user is disabled (AdminDisableUser)"
	case u != nil && u.federated:
		return fmt.Sprintf("it names a user of an identity provider, who is found by username alone: give %s", u.Username)
	case u != nil:
		var attr attribute.Address = attribute.Email
		if tx.Settings.Fold(u.Attrs.Get(attribute.Email)) != tx.Settings.Fold(name) {
			attr = attribute.Phone
		}
		if !tx.Settings.Alias.Has(attr) {
			return fmt.Sprintf("it is the %s of user %s, and the pool has no AliasAttributes with %s: give the username", attr, u.Username, attr)
		}
		return fmt.Sprintf("it is the %s of user %s, who has not verified it: an unverified alias is no name (L62, L142)", attr, u.Username)
	}
	for _, u := range tx.pool.order[max(0, len(tx.pool.order)-1000):] {
		if strings.EqualFold(u.Username, name) {
			return fmt.Sprintf("user %s differs in case, and the pool is case-sensitive (R77)", u.Username)
		}
	}
	if len(tx.pool.order) == 0 {
		return "the pool has no users"
	}
	return "the pool has no such user"
}

// hintPassword says what is known of a password that was refused.
func (u *User) hintPassword() string {
	switch {
	case !u.password.IsSet:
		return "the user has no password (L87)"
	case u.Status == types.UserStatusTypeForceChangePassword:
		return "this is not the user's temporary password"
	}
	return "the user exists; the password is wrong"
}

// hintSession says whose a session is that is not the caller's.
func (tx *Tx) hintSession(token string) string {
	for _, u := range tx.pool.order[max(0, len(tx.pool.order)-1000):] {
		if u.rarely().sessions.Has(token) {
			return "the session is of another user, " + u.Username + "; USERNAME has to name the one whose it is"
		}
	}
	if tx.pool.pretended.Has(token) {
		return "the session is of somebody whom the pool does not have, and whose sign-in is pretended"
	}
	return "no such session has been issued in this pool"
}

// hintNoCode says why Pool.Code is empty.
func (tx *Tx) hintNoCode(u *User, now time.Time) string {
	switch {
	case u == nil:
		return "the pool has no such user"
	case u.rarely().sessions.Sent() && (len(u.codes) == 0 || u.Status != types.UserStatusTypeUnconfirmed):
		return "the one-time passwords of this user's sign-ins have been used, or their sessions have expired (N56)"
	case len(u.codes) == 0 && tx.Settings.Auto.Empty():
		return tx.Settings.Resets.After("no code was sent: the pool has no AutoVerifiedAttributes (L9)", "AutoVerifiedAttributes")
	case len(u.codes) == 0:
		return "no code was sent: the user has no attribute that the pool verifies (L10, L11), or was confirmed without one"
	}
	return u.codes.HintNone(string(u.Status), now)
}
