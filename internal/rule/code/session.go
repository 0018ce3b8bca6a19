package code

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// Session ties the steps of one sign-up or sign-in together.
type Session struct {
	Stage    Stage
	ClientID string
	Name     string // by which a nobody signs in whose challenges are pretended; "" for a user
	OneTime
	Challenge string // that a passkey has to sign; "" for none
	Device    string // the DEVICE_KEY of the sign-in; "" for none
	MFA
	Custom *Custom // of a sign-in that functions lead; nil for any other

	token   string
	opened  time.Time
	expires time.Time
	used    bool
	lost    bool // a function failed when it was answered
}

// OneTime is the one-time password that a session waits for; the zero value is
// none.
type OneTime struct {
	Code      string
	Attribute attribute.Address // what it proves
	Address   string            // the value of Attribute when it was sent
}

// MFA is what a session knows of second factors; the zero value is nothing.
type MFA struct {
	Second  bool // it waits for a second factor, or for one that is set up
	SetUp   bool // the address of OneTime becomes the user's (M95)
	Choices []string
	// Verified says that the user has proved a software token, so that the
	// answer to MFA_SETUP may come (M92).
	Verified bool
}

// Owner says whose a session is, by the order of creation of pool and user;
// nobody is user 0.
type Owner struct{ Pool, User uint64 }

// Stage is the step that a session is for: an operation, or the answer to a
// challenge of that name.
type Stage string

const (
	SignedUp  Stage = "ConfirmSignUp" // from SignUp (L23)
	Confirmed Stage = "InitiateAuth"  // from ConfirmSignUp (L81)
)

// Sessions are those of a user, oldest first.
type Sessions []Session

// keptSessions bounds what a user remembers: so many sign-ins may be under way
// at a time.
const keptSessions = 128

// Open adds a session that lives so long, and returns its token.
func (ss *Sessions) Open(source *random.Source, owner Owner, s Session, now time.Time, validity time.Duration) string {
	s.token, s.used, s.opened, s.expires = newToken(source, owner), false, now, now.Add(validity)
	list := *ss
	if len(list) == keptSessions {
		spent := max(0, slices.IndexFunc(list, func(old Session) bool { return old.over(now) }))
		list = slices.Delete(list, spent, spent+1)
	}
	*ss = append(list, s)
	return s.token
}

// newToken is a token that has its owner in it, disguised: some requests bring a
// session and no name. It begins as those of the service do (C59).
func newToken(source *random.Source, owner Owner) string {
	var token [96]byte
	source.Fill(token[:])
	copy(token[:], "\x01\x80\x01\x78")
	binary.BigEndian.PutUint64(token[80:], owner.Pool^binary.BigEndian.Uint64(token[0:]))
	binary.BigEndian.PutUint64(token[88:], owner.User^binary.BigEndian.Uint64(token[8:]))
	return base64.StdEncoding.EncodeToString(token[:])
}

// OwnerOf is whose session a token would be.
func OwnerOf(token string) (owner Owner, ok bool) {
	decoded, err := base64.StdEncoding.DecodeString(token)
	if err != nil || len(decoded) != 96 {
		return Owner{}, false
	}
	return Owner{
		Pool: binary.BigEndian.Uint64(decoded[80:]) ^ binary.BigEndian.Uint64(decoded[0:]),
		User: binary.BigEndian.Uint64(decoded[88:]) ^ binary.BigEndian.Uint64(decoded[8:]),
	}, true
}

// Lifetime is how long the session lives in all.
func (s *Session) Lifetime() time.Duration { return s.expires.Sub(s.opened) }

func (s *Session) over(now time.Time) bool { return s.used || now.After(s.expires) }

// Check is the session that token names, if it is for the step that asked
// describes, by any app client where that names none (N61 to N63, L83 to L85).
func (ss Sessions) Check(token string, asked Session, now time.Time) (*Session, *refusal.Error) {
	s := ss.find(token)
	switch {
	case s == nil || s.Name != asked.Name:
		return nil, refusal.InvalidSession()
	case asked.ClientID != "" && s.ClientID != asked.ClientID:
		return nil, refusal.InvalidSession().WithHint("the session is of another app client, " + s.ClientID)
	case s.Stage != asked.Stage:
		return nil, refusal.InvalidSession().WithHint(fmt.Sprintf("the session is for %s, not for %s", s.Stage, asked.Stage))
	case s.lost:
		return nil, refusal.InvalidSession().WithHint("a function failed when the session was answered, which ended the sign-in (C21)")
	case s.used:
		return nil, refusal.UsedSession().WithHint("each step of a sign-in has a session of its own, which the answer to the one before has")
	case now.After(s.expires):
		return nil, refusal.ExpiredSession().WithHint(fmt.Sprintf("the session expired %s ago; it lived %s, the app client's AuthSessionValidity",
			now.Sub(s.expires).Round(time.Second), s.Lifetime()))
	}
	return s, nil
}

// Waiting is the session of an app client that waits for a passkey to sign a
// challenge; nil for none.
func (ss Sessions) Waiting(clientID, challenge string, now time.Time) *Session {
	for i := range ss {
		if s := &ss[i]; s.Challenge != "" && s.Challenge == challenge && s.ClientID == clientID && !s.over(now) {
			return s
		}
	}
	return nil
}

// OfDevice is the newest session of an app client that waits for a device at a
// stage; nil for none.
func (ss Sessions) OfDevice(stage Stage, clientID, device string, now time.Time) *Session {
	for i := range slices.Backward(ss) {
		if s := &ss[i]; s.Stage == stage && s.Device == device && s.ClientID == clientID && !s.over(now) {
			return s
		}
	}
	return nil
}

// Has reports whether token names one of the sessions, whatever became of it.
func (ss Sessions) Has(token string) bool { return ss.find(token) != nil }

func (ss Sessions) find(token string) *Session {
	for i := range ss {
		if subtle.ConstantTimeCompare([]byte(ss[i].token), []byte(token)) == 1 {
			return &ss[i]
		}
	}
	return nil
}

// Use makes the session dead: it is good for one step (L85).
func (s *Session) Use() { s.used = true }

// Lose forgets the session that token names, if it has been used.
func (ss Sessions) Lose(token string) {
	if s := ss.find(token); s != nil && s.used {
		s.lost = true
	}
}

// Newest is the newest one-time password that a sign-in waits for, and when it
// was made; "" without one.
func (ss Sessions) Newest(now time.Time) (value string, at time.Time) {
	for i := range slices.Backward(ss) {
		if s := &ss[i]; s.Code != "" && !s.over(now) {
			return s.Code, s.opened
		}
	}
	return "", time.Time{}
}

// Sent reports whether any session had a one-time password.
func (ss Sessions) Sent() bool {
	return slices.ContainsFunc(ss, func(s Session) bool { return s.Code != "" })
}

// HintOther says what a code is that the session does not wait for: one that
// the same user was sent for something else, or in another sign-in.
func (s *Session) HintOther(given string, sessions Sessions, codes Codes) string {
	for i := range sessions {
		if sessions[i].Code == given {
			return "this code was sent in another sign-in of the user; each has its own"
		}
	}
	for i := range codes {
		if codes[i].Value == given {
			return "this code was sent " + codes[i].Purpose.words() + ", not to sign in"
		}
	}
	return "the code is wrong; the session stays good for the right one (N69)"
}
