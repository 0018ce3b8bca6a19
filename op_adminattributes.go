package cognitofake

import (
	"strings"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

func (f *Fake) adminUpdateUserAttributes(r *request, in *cip.AdminUpdateUserAttributesInput) (*cip.AdminUpdateUserAttributesOutput, error) {
	if err := f.updateAttributes(r, in.UserPoolId, in.Username, in.UserAttributes, in.ClientMetadata); err != nil {
		return nil, err
	}
	return &cip.AdminUpdateUserAttributesOutput{}, nil
}

// adminDeleteUserAttributes is an update by empty values.
func (f *Fake) adminDeleteUserAttributes(r *request, in *cip.AdminDeleteUserAttributesInput) (*cip.AdminDeleteUserAttributesOutput, error) {
	given := make([]types.AttributeType, len(in.UserAttributeNames))
	for i := range given {
		given[i] = types.AttributeType{Name: &in.UserAttributeNames[i], Value: opt.Of("")}
	}
	if err := f.updateAttributes(r, in.UserPoolId, in.Username, given, nil); err != nil {
		return nil, err
	}
	return &cip.AdminDeleteUserAttributesOutput{}, nil
}

// updateAttributes writes attributes of a user and sends a code to each
// address that is now to be verified (N123).
func (f *Fake) updateAttributes(r *request, poolID, name *string, given []types.AttributeType, metadata map[string]string) error {
	var messages []parcel
	if err := f.changeUser(r, poolID, name, func(p *Pool, u *user) (func(), *refusal.Error) {
		s := p.settings.Load()
		update, err := p.planUpdateLocked(s, u, given)
		if err != nil {
			return nil, err
		}
		return func() {
			p.applyUpdateLocked(u, update)
			for _, to := range update.verify {
				code := p.issueCodeLocked(u, attributeCode(to.attribute), "", to.attribute)
				messages = append(messages, parcel{
					pool: p, settings: s, user: p.briefLocked(u), to: to, purpose: purposeUpdate, code: code,
					metadata: metadata,
				})
			}
		}, nil
	}); err != nil {
		return err
	}
	return f.deliverAll(r, messages)
}

// attributeCode is the purpose of a code that verifies a changed address.
func attributeCode(a attribute.Address) codePurpose {
	if a == attribute.Phone {
		return codeForPhone
	}
	return codeForEmail
}

// attributeUpdate is what a request makes of a user's attributes.
type attributeUpdate struct {
	values map[string]string // by name; "" removes
	verify []destination     // addresses to which a code goes
}

// planUpdateLocked judges an update of u's attributes, and adds what follows
// from it.
func (p *Pool) planUpdateLocked(s *poolSettings, u *user, given []types.AttributeType) (attributeUpdate, *refusal.Error) {
	update := attributeUpdate{values: make(map[string]string, len(given)+2)}
	if err := s.schema.CheckKnown(given); err != nil {
		return update, err
	}
	for _, a := range given {
		update.values[*a.Name] = *a.Value // the last of a name wins (R89)
	}
	if err := s.schema.CheckUpdate(given, update.values); err != nil {
		return update, err
	}
	for _, address := range []attribute.Address{attribute.Phone, attribute.Email} {
		if err := p.planAddressLocked(s, u, address, &update); err != nil {
			return update, err
		}
	}
	return update, p.checkPreferredLocked(s, u, update.values[attribute.PreferredUsername])
}

// planAddressLocked adds what an update means for an e-mail address or phone
// number: a new one is not verified unless the request says so, and is sent a
// code where the pool verifies it (N123). Where the pool keeps the old one
// until then (AttributesRequireVerificationBeforeUpdate, N121), it stays.
func (p *Pool) planAddressLocked(s *poolSettings, u *user, address attribute.Address, update *attributeUpdate) *refusal.Error {
	name, flag := string(address), address.Flag()
	old := u.attrs.Get(name)
	v, given := update.values[name]
	if !given {
		v = old
	}
	verified, marked := update.values[flag]
	if marked = marked && verified != ""; marked {
		verified = strings.ToLower(verified)
		update.values[flag] = verified
	}
	switch {
	case v == "" && marked:
		return refusal.NothingToVerify(name)
	case v == "":
		update.values[flag] = "" // no flag without its address
		return nil
	case v == old:
		return nil
	}
	if s.named.Has(address) {
		if holder := p.holderLocked(s, address, v); holder != nil && holder != u {
			return refusal.AddressTaken(name)
		}
	}
	if verified == "true" {
		return nil
	}
	update.values[flag] = "false"
	if !s.auto.Has(address) {
		return nil
	}
	update.verify = append(update.verify, destination{address, v})
	if s.verifiesFirst.Has(address) {
		delete(update.values, name)
		delete(update.values, flag)
	}
	return nil
}

// checkPreferredLocked judges a new preferred username where it signs in: it
// is for confirmed users (R71) and nobody else's (L67). That it may not be
// somebody's username either is a choice: the username would win.
func (p *Pool) checkPreferredLocked(s *poolSettings, u *user, v string) *refusal.Error {
	if !s.aliasPreferred || v == "" || s.fold(v) == s.fold(u.attrs.Get(attribute.PreferredUsername)) {
		return nil
	}
	if u.status == types.UserStatusTypeUnconfirmed {
		return refusal.PreferredUsernameUnconfirmed()
	}
	for _, owner := range []*user{p.aliasOwnerLocked(s, attribute.PreferredUsername, v), p.names.byName[s.fold(v)]} {
		if owner != nil && owner != u {
			return refusal.AliasExists(attribute.PreferredUsername)
		}
	}
	return nil
}

// applyUpdateLocked writes what has been planned. The flags come last, for an
// alias is claimed by the new address.
func (p *Pool) applyUpdateLocked(u *user, update attributeUpdate) {
	for name, v := range update.values {
		if attribute.FlagOf(name) == "" {
			p.setAttributeLocked(u, name, v)
		}
	}
	for _, address := range attribute.Addresses {
		if flag, given := update.values[address.Flag()]; given {
			p.setVerifiedLocked(u, address, flag)
		}
	}
	p.claimAliasLocked(u, attribute.PreferredUsername)
}

// setVerifiedLocked writes the verified flag of an address; "" removes it. A
// verified alias becomes u's, whosever it was (L69, N123), and one that is not
// verified is nobody's.
func (p *Pool) setVerifiedLocked(u *user, address attribute.Address, flag string) {
	u.attrs = u.attrs.Set(address.Flag(), flag)
	if flag == "true" {
		p.claimAliasLocked(u, string(address))
	} else {
		p.releaseAliasLocked(p.settings.Load(), u, string(address))
	}
}
