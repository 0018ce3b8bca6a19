package cognitofake

import (
	"crypto/subtle"
	"encoding/base64"
	"time"

	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// session ties the steps of one sign-up or sign-in together.
type session struct {
	token    string
	clientID string
	expires  time.Time
	stage    sessionStage
	used     bool
}

type sessionStage uint8

const (
	sessionSignedUp  sessionStage = iota // from SignUp, for ConfirmSignUp (L23)
	sessionConfirmed                     // from ConfirmSignUp, for InitiateAuth (L81)
)

// sessions are those of a user, oldest first.
type sessions []session

// keptSessions bounds what a user remembers.
const keptSessions = 4

// open adds a session, and returns its token.
func (ss *sessions) open(source *random.Source, clientID string, stage sessionStage, expires time.Time) string {
	var secret [96]byte
	source.Fill(secret[:])
	s := session{token: base64.StdEncoding.EncodeToString(secret[:]), clientID: clientID, stage: stage, expires: expires}
	list := *ss
	if len(list) == keptSessions {
		list = append(list[:0], list[1:]...)
	}
	*ss = append(list, s)
	return s.token
}

// check is the session that token names (L83 to L85).
func (ss sessions) check(token, clientID string, stage sessionStage, now time.Time) (*session, *refusal.Error) {
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

// use makes the session dead: it is good for one step (L85).
func (s *session) use() { s.used = true }
