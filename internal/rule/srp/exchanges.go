package srp

import (
	"crypto/hmac"
	"encoding/base64"
	"fmt"
	"slices"
	"time"

	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Pending is an exchange that waits for the client's answer, which names it by
// its secret block: it has no session (M156).
type Pending struct {
	Exchange
	ClientID string
	Device   string // the DEVICE_KEY that came with the public number, "" for none
	// InSession says that it belongs to a custom sign-in, whose session the
	// answer has to name too (C62).
	InSession bool
	block     []byte
	identity  Identity // of the password that has to be proved
	opened    time.Time
	expires   time.Time
	used      bool
	ofDevice  bool // it is Device that has to be proved, and no password
}

// Block is the secret block, as a challenge has it.
func (p *Pending) Block() string { return base64.StdEncoding.EncodeToString(p.block) }

// NewPending answers the public number of an app client's user.
func NewPending(source *random.Source, a Public, clientID string, identity Identity, salt Salt) *Pending {
	p := newPending(source, clientID, func(secret []byte) *Exchange { return NewExchange(a, secret, identity, salt) })
	p.identity = identity
	return p
}

func newPending(source *random.Source, clientID string, begin func(secret []byte) *Exchange) *Pending {
	secret := make([]byte, 32)
	source.Fill(secret)
	p := &Pending{Exchange: *begin(secret), ClientID: clientID, block: make([]byte, 1312)} // M159
	source.Fill(p.block)
	return p
}

// Exchanges are those of a user, oldest first.
type Exchanges []*Pending

// keptExchanges bounds what a user remembers.
const keptExchanges = 32

// Open adds an exchange that lives so long.
func (es *Exchanges) Open(p *Pending, now time.Time, validity time.Duration) {
	p.opened, p.expires = now, now.Add(validity)
	list := *es
	if len(list) == keptExchanges {
		spent := max(0, slices.IndexFunc(list, func(old *Pending) bool { return old.used || now.After(old.expires) }))
		list = slices.Delete(list, spent, spent+1)
	}
	*es = append(list, p)
}

// Answer is what a client makes of an exchange.
type Answer struct{ PoolID, ClientID, Username, Block, Signature, Timestamp string }

// Check is the exchange that an answer belongs to. With a refusal, wrong
// reports whether the answer counts as a wrong password, and the exchange is
// the one that is then spent, if any.
func (es Exchanges) Check(a Answer, current Identity, now time.Time) (p *Pending, wrong bool, err *refusal.Error) {
	i := es.find(a, "")
	if i < 0 {
		return nil, true, refusal.Credentials().WithHint("PASSWORD_CLAIM_SECRET_BLOCK is of no challenge of this user and app client (M158)")
	}
	p = es[i]
	if err := p.over(now); err != nil {
		return nil, false, err
	}
	if p.identity != current {
		return p, true, refusal.Credentials().WithHint("the password was changed after this SRP challenge was made")
	}
	timestamp, _ := Canonical(a.Timestamp)
	if !hmac.Equal([]byte(p.Signature(a.PoolID, a.Username, p.block, timestamp)), []byte(a.Signature)) {
		return p, true, refusal.Credentials().WithHint(p.hint(a, timestamp))
	}
	return p, false, nil
}

// find is the place of the exchange that an answer names: one that asks for a
// device of that key, or with "" for a password; -1 for none.
func (es Exchanges) find(a Answer, device string) int {
	return slices.IndexFunc(es, func(p *Pending) bool {
		return p.Block() == a.Block && p.ClientID == a.ClientID && p.ofDevice == (device != "") && (device == "" || p.Device == device)
	})
}

// DeviceOf is the DEVICE_KEY with which the exchange of an answer began, "" for
// none.
func (es Exchanges) DeviceOf(a Answer) string {
	if i := es.find(a, ""); i >= 0 {
		return es[i].Device
	}
	return ""
}

// InSession reports whether the exchange with that secret block has a session.
func (es Exchanges) InSession(block string) bool {
	return slices.ContainsFunc(es, func(p *Pending) bool { return p.InSession && p.Block() == block })
}

// over refuses an answer that comes too late, or again.
func (p *Pending) over(now time.Time) *refusal.Error {
	switch {
	case p.used:
		return refusal.UsedSession().WithHint("this SRP challenge has been answered; each is good for one answer")
	case now.After(p.expires):
		return refusal.ExpiredSession().WithHint(fmt.Sprintf("the SRP challenge expired %s ago; it lived %s, the app client's AuthSessionValidity",
			now.Sub(p.expires).Round(time.Second), p.expires.Sub(p.opened)))
	}
	return nil
}

// Use makes the exchange dead.
func (p *Pending) Use() { p.used = true }

// hint says what is wrong with a signature.
func (p *Pending) hint(a Answer, timestamp string) string {
	switch {
	case p.Signature(a.PoolID, a.Username, p.block, a.Timestamp) == a.Signature:
		return fmt.Sprintf("TIMESTAMP %q is not as the service writes it, %q: mind the padding of the day and the day of the week (M158)", a.Timestamp, timestamp)
	case p.Signature("_"+a.PoolID, a.Username, p.block, timestamp) == a.Signature:
		return "the signature was made with the whole pool id; Cognito wants the part after the underscore"
	}
	return "the signature is not what the user's password makes of the challenge: the password is wrong, or the name that was hashed is not USER_ID_FOR_SRP"
}
