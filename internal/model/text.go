package model

// Text is a type of text of the model that the service also gets otherwise
// than in a request: from a trigger.
type Text struct{ shape *shape }

// Texts of messages.
var (
	EmailCode    = Text{&shapeEmailVerificationMessageType}
	EmailLink    = Text{&shapeEmailVerificationMessageByLinkType}
	EmailInvite  = Text{&shapeEmailInviteMessageType}
	EmailSubject = Text{&shapeEmailVerificationSubjectType}
	SMSCode      = Text{&shapeSmsVerificationMessageType}
	SMSInvite    = Text{&shapeSmsInviteMessageType}
)

// Check returns "" when s is such a text, else the violations as
// [Operation.Check] words them, s being at path.
func (t Text) Check(path, s string) string {
	var c checker
	c.text(&node{shape: t.shape, show: true}, s)
	c.below(0, func() string { return path })
	return c.message()
}
