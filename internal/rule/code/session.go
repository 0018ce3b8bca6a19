package code

import (
	"crypto/subtle"
	"encoding/base64"
	"time"

	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Session ties the steps of one sign-up or sign-in together.
type Session struct {
	token    string
	clientID string
	expires  time.Time
	stage    Stage
	used     bool
}

type Stage uint8

const (
	SignedUp  Stage = iota // from SignUp, for ConfirmSignUp (L23)
	Confirmed              // from ConfirmSignUp, for InitiateAuth (L81)
)

// Sessions are those of a user, oldest first.
type Sessions []Session

// keptSessions bounds what a user remembers.
const keptSessions = 4

// Open adds a session, and returns its token.
func (ss *Sessions) Open(source *random.Source, clientID string, stage Stage, expires time.Time) string {
	var secret [96]byte
	source.Fill(secret[:])
	s := Session{token: base64.StdEncoding.EncodeToString(secret[:]), clientID: clientID, stage: stage, expires: expires}
	list := *ss
	if len(list) == keptSessions {
		list = append(list[:0], list[1:]...)
	}
	*ss = append(list, s)
	return s.token
}

// Check is the session that token names (L83 to L85).
func (ss Sessions) Check(token, clientID string, stage Stage, now time.Time) (*Session, *refusal.Error) {
	for i := range ss {
		s := &ss[i]
		if subtle.ConstantTimeCompare([]byte(s.token), []byte(token)) == 0 {
			continue
		}
		switch {
		case s.clientID != clientID || s.stage != stage:
			return nil, refusal.InvalidSession()
		case s.used:
			return nil, refusal.UsedSession()
		case now.After(s.expires):
			return nil, refusal.ExpiredSession()
		}
		return s, nil
	}
	return nil, refusal.InvalidSession()
}

// Use makes the session dead: it is good for one step (L85).
func (s *Session) Use() { s.used = true }
