package cognitofake

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// Hints stand in the transcript under a refusal and nowhere else. They say
// what the service would never say and the fake knows. None quotes any part
// of a password, secret, hash, session or token.

const (
	hintPublicClient = "the app client has no secret: leave SecretHash out, or make the client with GenerateSecret"
	hintHashMissing  = "the app client has a secret and the call has no SecretHash; send AppClient.SecretHash(username)"
)

// hintSecretHash knows the usual ways of making a hash wrong.
func (a *AppClient) hintSecretHash(hash, username string) string {
	s := a.settings.Load()
	lower, upper := strings.ToLower(username), strings.ToUpper(username)
	for _, secret := range s.secrets {
		switch hash {
		case secretHash(secret.value, a.ID+username):
			return "the hash was made over ClientId+Username; Cognito wants Username+ClientId (R26)"
		case secretHash(secret.value, username):
			return "the hash was made over Username alone; Cognito wants Username+ClientId (R26)"
		case secretHash(secret.value, a.ID):
			return "the hash was made over ClientId alone; Cognito wants Username+ClientId (R26)"
		case secretHash(a.ID, username+secret.value), secretHash(a.ID, secret.value+username), secretHash(a.ID, username+a.ID), secretHash(a.ID, username):
			return "the hash was keyed by the client id; Cognito wants the client secret as the key (R26)"
		case secretHash(secret.value, lower+a.ID), secretHash(secret.value, upper+a.ID):
			return "the hash was made over another case of the username than the request has (R26)"
		case hexadecimal(secretHash(secret.value, username+a.ID)):
			return "the hash is in hexadecimal; Cognito wants Base64 (R26)"
		case secret.value:
			return "SecretHash has the client secret itself; Cognito wants Base64(HMAC-SHA256(secret, Username+ClientId)) (R26)"
		}
	}
	for _, secret := range s.retired {
		if hash == secretHash(secret.value, username+a.ID) {
			return "the hash was made with a secret that has been deleted (DeleteUserPoolClientSecret)"
		}
	}
	if other := a.pool.fake.clientByHash(hash, username); other != "" {
		return "the hash was made for another app client, " + other
	}
	if u := a.pool.hashedUser(a, hash, username); u != "" {
		return "the hash was made over another name of the user than the request has; Cognito wants the Username of the request (R26)"
	}
	return "the hash is not Base64(HMAC-SHA256(client secret, Username+ClientId)); is it the secret of this client?"
}

// hexadecimal is a hash as it looks when it was not put into Base64.
func hexadecimal(hash string) string {
	mac, err := base64.StdEncoding.DecodeString(hash)
	if err != nil {
		panic(err) // secretHash made it
	}
	return hex.EncodeToString(mac)
}

// clientByHash is another client for which the hash would be right.
func (f *Fake) clientByHash(hash, username string) string {
	f.mu.RLock()
	defer f.mu.RUnlock()
	for id, a := range f.clients {
		for _, s := range a.settings.Load().secrets {
			if hash == secretHash(s.value, username+id) {
				return id
			}
		}
	}
	return ""
}

// hashedUser is another name of the user, under which the hash would be right.
func (p *Pool) hashedUser(a *AppClient, hash, username string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	u := p.searchLocked(username)
	if u == nil {
		return ""
	}
	for _, name := range []string{u.username, u.sub, u.attrs.Get(attribute.Email), u.attrs.Get(attribute.Phone)} {
		for _, s := range a.settings.Load().secrets {
			if name != "" && hash == secretHash(s.value, name+a.ID) {
				return name
			}
		}
	}
	return ""
}

// hintPasswordless says which of the conditions of R110 is missing.
func (s *poolSettings) hintPasswordless(app *AppClient) string {
	switch {
	case !s.choiceTier:
		return "sign-up without a password needs the tier ESSENTIALS or PLUS (R110)"
	case s.otp.Empty():
		return "sign-up without a password needs EMAIL_OTP or SMS_OTP in the pool's AllowedFirstAuthFactors (R110)"
	case !app.settings.Load().flows.userAuth:
		return "sign-up without a password needs ALLOW_USER_AUTH in the app client's ExplicitAuthFlows (R110)"
	}
	return "sign-up without a password needs an e-mail address or phone number of the kind of the one-time password, and that kind in AutoVerifiedAttributes (R110, L79)"
}

// hintUnauthorized names what the service leaves out.
func (a *AppClient) hintUnauthorized(name string) string {
	if neverWritable(name) {
		return fmt.Sprintf("no app client may write %s (R90, R91)", name)
	}
	hint := fmt.Sprintf("%s is not among the app client's WriteAttributes", name)
	schema := a.pool.settings.Load().schema
	if schema.ByName[name] == nil && schema.ByName[attribute.CustomPrefix+name] != nil {
		return hint + "; did you mean " + attribute.CustomPrefix + name + "?"
	}
	return hint
}

func (f *Fake) hintNoClientLocked() string {
	if len(f.clients) == 0 {
		return "this Fake has no app client; make one with Pool.AddAppClient"
	}
	return "app clients of this Fake: " + shortList(f.clients)
}

func (f *Fake) hintNoPoolLocked() string {
	if len(f.pools) == 0 {
		return "this Fake has no pool; make one with Fake.AddPool"
	}
	return "pools of this Fake: " + shortList(f.pools)
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

// hintNoUserLocked says why a name finds nobody, or nobody who may be meant.
func (p *Pool) hintNoUserLocked(name string) string {
	s := p.settings.Load()
	if u := p.searchLocked(name); u != nil && u.disabled && u == p.findLocked(name) {
		return "the user is disabled (AdminDisableUser)"
	} else if u != nil {
		var attr attribute.Address = attribute.Email
		if s.fold(u.attrs.Get(attribute.Email)) != s.fold(name) {
			attr = attribute.Phone
		}
		if !s.alias.Has(attr) {
			return fmt.Sprintf("it is the %s of user %s, and the pool has no AliasAttributes with %s: give the username", attr, u.username, attr)
		}
		return fmt.Sprintf("it is the %s of user %s, who has not verified it: an unverified alias is no name (L62, L142)", attr, u.username)
	}
	for _, u := range p.order[max(0, len(p.order)-1000):] {
		if strings.EqualFold(u.username, name) {
			return fmt.Sprintf("user %s differs in case, and the pool is case-sensitive (R77)", u.username)
		}
	}
	if len(p.order) == 0 {
		return "the pool has no users"
	}
	return "the pool has no such user"
}

// hintSimulated says what a delivery that was simulated stands for.
func hintSimulated(err *refusal.Error) string {
	hint := "nothing was sent: PreventUserExistenceErrors=ENABLED of the app client hides " + err.Error() + " (L75)"
	if err.Hint != "" {
		hint += "; " + err.Hint
	}
	return hint
}

// hintPasswordLocked says what is known of a password that was refused.
func (u *user) hintPasswordLocked() string {
	switch {
	case !u.password.IsSet:
		return "the user has no password (L87)"
	case u.status == types.UserStatusTypeForceChangePassword:
		return "this is not the user's temporary password"
	}
	return "the user exists; the password is wrong"
}

// hintCannotResend says which of two reasons it is.
func (s *poolSettings) hintCannotResend() string {
	if !s.auto.Empty() {
		return "the user has no attribute that the pool verifies (L74)"
	}
	return "the pool has no AutoVerifiedAttributes (L73)"
}

const hintChoiceTier = "USER_AUTH needs a pool of the tier ESSENTIALS or PLUS (N57)"

// hintFlow names what a flow needs.
func hintFlow(needed types.ExplicitAuthFlowsType) string {
	return fmt.Sprintf("the app client's ExplicitAuthFlows need %s; unset they are the SRP, custom and refresh flows (N19)", needed)
}

// hintCodeLocked says what is known of a code that was refused.
func (u *user) hintCodeLocked(purpose codePurpose, clientID, given string, now time.Time) string {
	for i := len(u.codes) - 1; i >= 0; i-- {
		c := &u.codes[i]
		if c.value != given || c.purpose != purpose {
			continue
		}
		switch {
		case c.state == codeUsed:
			return "this code has been used"
		case c.state == codeReplaced:
			return "this code is of before a newer one was sent, which made it invalid (L50)"
		case !c.servesClient(clientID):
			return "this code was sent for another app client, " + c.clientID + " (L58)"
		case c.expired(now):
			return fmt.Sprintf("this code expired %s ago; it lived %s (L49)",
				(now.Sub(c.issued) - c.purpose.validity()).Round(time.Second), c.purpose.validity())
		}
	}
	for i := len(u.codes) - 1; i >= 0; i-- {
		if c := &u.codes[i]; c.purpose == purpose && c.state == codeLive && !c.servesClient(clientID) {
			return "the live code of this user was sent for another app client, " + c.clientID + " (L58)"
		}
	}
	if len(u.codes) == 0 {
		return "no code has been sent to this user"
	}
	return "this code was never sent to this user"
}

// hintNoCodeLocked says why Pool.Code is empty.
func (p *Pool) hintNoCodeLocked(u *user) string {
	switch {
	case u == nil:
		return "the pool has no such user"
	case len(u.codes) == 0 && p.settings.Load().auto.Empty():
		return "no code was sent: the pool has no AutoVerifiedAttributes (L9)"
	case len(u.codes) == 0:
		return "no code was sent: the user has no attribute that the pool verifies (L10, L11), or was confirmed without one"
	}
	last := &u.codes[len(u.codes)-1]
	if last.state == codeLive && !last.expired(p.fake.now()) {
		if last.purpose != codeForSignUp {
			return "the last code is for a changed address, which wants a user who can sign in; ResendConfirmationCode sends one for the sign-up"
		}
		return fmt.Sprintf("the user is %s: a code of the sign-up is of no use any more (L132)", u.status)
	}
	if last.state == codeUsed {
		return "the last code has been used"
	}
	return fmt.Sprintf("the last code expired after %s (L49)", last.purpose.validity())
}

// hintRetried recognises the retry trap: an earlier attempt of this very call
// made the user.
func (f *Fake) hintRetried(r *request) string {
	err, ok := f.history.madeBefore(r.record)
	switch {
	case !ok:
		return ""
	case err == "":
		return "an earlier attempt of this same call made the user, and its answer was lost; the SDK tried it again (README, \"The retry trap\")"
	}
	name, _, _ := strings.Cut(err, ":")
	return "an earlier attempt of this same call made the user and then failed with " + name +
		"; the SDK tried it again (README, \"The retry trap\")"
}
