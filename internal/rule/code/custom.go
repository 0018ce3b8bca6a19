package code

import "slices"

// Custom is what a session remembers of a custom sign-in, which functions of
// the application lead. It is never changed: the next step has another one.
type Custom struct {
	Public   string            // SRP_A, where the sign-in began with it
	Rounds   []Round           // the challenges that were answered, oldest first
	Private  map[string]string // privateChallengeParameters of the challenge that is asked
	Metadata *string           // its challengeMetadata
}

// Round is a challenge that was answered, as functions see it (C47).
type Round struct {
	Name     string  `json:"challengeName"`
	Right    bool    `json:"challengeResult"`
	Metadata *string `json:"challengeMetadata"`
}

// Answered is the sign-in after an answer to the challenge of that name; nil
// where there is none.
func (c *Custom) Answered(name string, right bool) *Custom {
	if c == nil {
		return nil
	}
	return &Custom{Public: c.Public, Rounds: append(slices.Clone(c.Rounds), Round{name, right, c.Metadata})}
}

// Asking is the sign-in while a function's challenge is asked.
func (c *Custom) Asking(private map[string]string, metadata *string) *Custom {
	return &Custom{Public: c.Public, Rounds: c.Rounds, Private: private, Metadata: metadata}
}

// Proved reports whether the challenge of that name was answered right.
func (c *Custom) Proved(name string) bool {
	return slices.ContainsFunc(c.Rounds, func(r Round) bool { return r.Name == name && r.Right })
}

// Carrying is the session with what a sign-in carries from step to step: the
// name of a nobody, the DEVICE_KEY, and how far its functions have come.
func (s Session) Carrying(nobody, device string, custom *Custom) Session {
	s.Name, s.Device, s.Custom = nobody, device, custom
	return s
}
