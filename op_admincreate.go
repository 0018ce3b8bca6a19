package cognitofake

import (
	"cmp"
	"slices"
	"strings"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/password"
)

// adminCreateUser answers AdminCreateUser, with SignUp's order of checks
// (R139) as far as they apply.
func (f *Fake) adminCreateUser(r *request, in *cip.AdminCreateUserInput) (*cip.AdminCreateUserOutput, error) {
	if in.MessageAction == types.MessageActionTypeResend {
		return f.resendInvitation(r, in)
	}
	p, err := f.pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	s, username := p.settings.Load(), *in.Username
	if err := s.checkUsername(username); err != nil {
		return nil, err
	}
	if err := s.checkNamed(username, in.UserAttributes); err != nil {
		return nil, err
	}
	if err := s.checkTemporaryPassword(in); err != nil {
		return nil, err
	}
	attrs, err := s.adminAttributes(in.UserAttributes, username)
	if err != nil {
		return nil, err
	}
	if err := checkInvitable(in, attrs); err != nil {
		return nil, err
	}
	u := p.newUser(s, username, attrs)
	if _, err := p.preSignUp(r, s, purposeInvitation, newcomer{
		username: u.username, attrs: attrs, validation: in.ValidationData, metadata: in.ClientMetadata,
	}); err != nil { // R135; the answer counts for nothing else (L110)
		return nil, err
	}
	if err := p.checkAdmissible(s, u, username, in.ForceAliasCreation); err != nil {
		return nil, err.WithHint(f.hintRetried(r))
	}
	r.beforeCommit()
	return p.adminCreate(r, s, u, username, in)
}

// adminCreate stores a user who has passed every check, and invites them.
func (p *Pool) adminCreate(r *request, s *poolSettings, u *user, username string, in *cip.AdminCreateUserInput) (*cip.AdminCreateUserOutput, error) {
	p.mu.Lock()
	if err := p.admissibleLocked(s, u, username, in.ForceAliasCreation); err != nil {
		p.mu.Unlock()
		return nil, err.WithHint(p.fake.hintRetried(r))
	}
	p.addLocked(u)
	r.record.made = true
	password := s.temporaryPassword(p.fake.random, in)
	if password == "" {
		u.status = types.UserStatusTypeConfirmed // N116
	} else {
		p.setTemporaryPasswordLocked(u, password)
	}
	out := &cip.AdminCreateUserOutput{User: opt.Of(u.userType(nil))}
	messages := p.invitationsLocked(s, u, in, password)
	p.mu.Unlock()
	return out, p.fake.deliverAll(r, messages) // the user stays when that fails (L41)
}

// resendInvitation answers AdminCreateUser with MessageAction RESEND: a new
// temporary password with a new term for a user who is there (N118). What else
// the request says of the user is not looked at (choice).
func (f *Fake) resendInvitation(r *request, in *cip.AdminCreateUserInput) (*cip.AdminCreateUserOutput, error) {
	out := &cip.AdminCreateUserOutput{}
	var messages []parcel
	if err := f.changeUser(r, in.UserPoolId, in.Username, func(p *Pool, u *user) (func(), *refusal.Error) {
		s := p.settings.Load()
		if u.status != types.UserStatusTypeForceChangePassword {
			return nil, refusal.ResendState(u.username)
		}
		if err := s.checkTemporaryPassword(in); err != nil {
			return nil, err
		}
		if err := checkInvitable(in, u.attrs); err != nil {
			return nil, err
		}
		return func() {
			password := opt.Value(in.TemporaryPassword)
			if password == "" {
				password = s.policy.Generate(f.random)
			}
			p.setTemporaryPasswordLocked(u, password)
			u.modified = f.now() // as the answer shows it
			out.User = opt.Of(u.userType(nil))
			messages = p.invitationsLocked(s, u, in, password)
		}, nil
	}); err != nil {
		return nil, err
	}
	return out, f.deliverAll(r, messages)
}

// checkTemporaryPassword judges one that is given (N117).
func (s *poolSettings) checkTemporaryPassword(in *cip.AdminCreateUserInput) *refusal.Error {
	given := opt.Value(in.TemporaryPassword)
	if given == "" {
		return nil
	}
	if violation := s.policy.Violation(given); violation != "" {
		return refusal.PasswordPolicy(violation).WithHint(password.Hint(given, violation))
	}
	return nil
}

// temporaryPassword is the given one, or one that fits the pool's policy; none
// where the pool lets users in by one-time passwords (N116).
func (s *poolSettings) temporaryPassword(random *random.Source, in *cip.AdminCreateUserInput) string {
	switch given := opt.Value(in.TemporaryPassword); {
	case given != "":
		return given
	case !s.otp.Empty():
		return ""
	}
	return s.policy.Generate(random)
}

// adminAttributes are those of a user whom an administrator makes: none is
// required (N115), none needs a permission, and the verified flags may be among
// them.
func (s *poolSettings) adminAttributes(given []types.AttributeType, username string) (attribute.List, *refusal.Error) {
	attrs, err := s.schema.Read(given, len(given)+3)
	if err != nil {
		return nil, err
	}
	if attrs.Get(attribute.Sub) != "" {
		return nil, refusal.Immutable(attribute.Sub) // choice
	}
	if fill := s.nameAttribute(username); fill.Name != "" && attrs.Get(fill.Name) == "" {
		attrs = attrs.Set(fill.Name, fill.Value) // R64
	}
	if err := s.schema.CheckValues(attrs); err != nil {
		return nil, err
	}
	for _, address := range attribute.Addresses {
		flag := attrs.Get(address.Flag())
		if flag != "" && attrs.Get(string(address)) == "" {
			return nil, refusal.NothingToVerify(string(address))
		}
		attrs = attrs.Set(address.Flag(), strings.ToLower(flag))
	}
	return attrs, nil
}

// newUser is a user who is not stored yet.
func (p *Pool) newUser(s *poolSettings, username string, attrs attribute.List) *user {
	u := &user{sub: p.fake.newSub(), username: username, attrs: attrs}
	if s.usesUsernameAttributes() {
		u.username = u.sub // R64
	}
	return u
}

// checkAdmissible is admissibleLocked, before anything is stored.
func (p *Pool) checkAdmissible(s *poolSettings, u *user, username string, force bool) *refusal.Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.admissibleLocked(s, u, username, force)
}

// admissibleLocked refuses a user whom an administrator makes when the name is
// in use, or an alias that they would own, unless it may be moved (N117, L138).
func (p *Pool) admissibleLocked(s *poolSettings, u *user, username string, force bool) *refusal.Error {
	if err := p.goneLocked(nil); err != nil {
		return err
	}
	if !s.usesUsernameAttributes() && p.names.byName[s.fold(username)] != nil {
		return refusal.AccountTaken()
	}
	if err := p.takenLocked(s, username, u.attrs); err != nil {
		return err
	}
	if !force {
		for _, address := range attribute.Addresses {
			name := string(address)
			if u.attrs.Verified(address) && p.aliasOwnerLocked(s, name, u.attrs.Get(name)) != nil {
				return refusal.AliasExists(name)
			}
		}
	}
	return p.checkPreferredLocked(s, &user{}, u.attrs.Get(attribute.PreferredUsername))
}

// Texts of invitations for which the pool has no template.
const (
	defaultInvitationSubject = "Your temporary password"                                        // N119
	defaultInvitation        = "Your username is {username} and temporary password is {####}. " // N119
	defaultWelcomeSubject    = "Your new account"                                               // choice: there is no password
	defaultWelcome           = "Your username is {username}. "                                  // choice, likewise
)

// invitation is the pool's words for an invitation, or the service's (N119).
func (p *parcel) invitation() templates {
	var set types.MessageTemplateType
	if c := p.settings.describe.AdminCreateUserConfig; c != nil {
		set = opt.Value(c.InviteMessageTemplate)
	}
	subject, body := defaultInvitationSubject, defaultInvitation
	if p.code == "" {
		subject, body = defaultWelcomeSubject, defaultWelcome
	}
	return templates{
		email:   cmp.Or(opt.Value(set.EmailMessage), body),
		subject: cmp.Or(opt.Value(set.EmailSubject), subject),
		sms:     cmp.Or(opt.Value(set.SMSMessage), body),
	}
}

// checkInvitable refuses a medium that is asked for by name and has no address
// (N119; for SMS and for the words a choice).
func checkInvitable(in *cip.AdminCreateUserInput, attrs attribute.List) *refusal.Error {
	if in.MessageAction == types.MessageActionTypeSuppress {
		return nil
	}
	for _, medium := range in.DesiredDeliveryMediums {
		if name := string(attribute.ByMedium(medium)); attrs.Get(name) == "" {
			return refusal.NoInvitationAddress(name)
		}
	}
	return nil
}

// invitationsLocked are the messages that tell u the temporary password, by
// each medium asked for once; by SMS, if there is a phone number, when none is.
func (p *Pool) invitationsLocked(s *poolSettings, u *user, in *cip.AdminCreateUserInput, password string) []parcel {
	if in.MessageAction == types.MessageActionTypeSuppress {
		return nil
	}
	media := in.DesiredDeliveryMediums
	if len(media) == 0 {
		media = []types.DeliveryMediumType{types.DeliveryMediumTypeSms}
	}
	var messages []parcel
	for i, medium := range media {
		to := destination{attribute: attribute.ByMedium(medium)}
		to.address = u.attrs.Get(string(to.attribute))
		if to.address == "" || slices.Contains(media[:i], medium) {
			continue
		}
		messages = append(messages, parcel{
			pool: p, settings: s, user: p.briefLocked(u), to: to,
			purpose: purposeInvitation, code: password, name: s.signInName(u), metadata: in.ClientMetadata,
		})
	}
	return messages
}

// signInName is what a user signs in with: the stored username, or where that
// is the sub the address (choice: what {username} becomes there).
func (s *poolSettings) signInName(u *user) string {
	for _, address := range attribute.Addresses {
		if v := u.attrs.Get(string(address)); s.named.Has(address) && v != "" {
			return v
		}
	}
	return u.username
}
