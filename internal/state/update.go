package state

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/factor"
	"github.com/cognitofake/cognitofake/internal/rule/message"
)

// Update is what a request makes of a user's attributes.
type Update struct {
	values map[string]string     // by name; "" removes
	Verify []message.Destination // addresses to which a code goes
	Unsent []string              // why none goes to others that the request has
}

// PlanUpdate judges an update of u's attributes, and adds what follows
// from it.
func (tx *Tx) PlanUpdate(u *User, given []types.AttributeType) (Update, *refusal.Error) {
	update := Update{values: make(map[string]string, len(given)+2)}
	if err := tx.Settings.Schema.CheckKnown(given); err != nil {
		return update, err
	}
	for _, a := range given {
		update.values[*a.Name] = *a.Value // the last of a name wins (R89)
	}
	if err := tx.Settings.Schema.CheckUpdate(given, update.values); err != nil {
		return update, err
	}
	for _, address := range []attribute.Address{attribute.Phone, attribute.Email} {
		if v, given := update.values[string(address)]; given && v == "" && tx.requires(u, address) {
			return update, refusal.AttributeOfMFA(string(address)).WithHint("MfaConfiguration is ON, and the user has turned on " + string(factor.Of(address).Name()))
		}
		if err := tx.planAddress(u, address, &update); err != nil {
			return update, err
		}
	}
	return update, tx.checkPreferred(u, update.values[attribute.PreferredUsername])
}

// PlanFirst judges attributes that a user adds with their first own password,
// immutable ones too. A new address is not verified, and is sent no code
// (choice).
func (tx *Tx) PlanFirst(u *User, given []types.AttributeType) (Update, *refusal.Error) {
	values, err := tx.Settings.Schema.Read(given, len(given))
	if err != nil {
		return Update{}, err
	}
	if err := tx.Settings.Schema.CheckValues(values); err != nil {
		return Update{}, err
	}
	update := Update{values: make(map[string]string, len(values)+2)}
	for _, a := range values {
		update.values[a.Name] = a.Value
	}
	for _, address := range attribute.Addresses {
		v := values.Get(string(address))
		if v == "" {
			continue
		}
		if tx.Settings.Named.Has(address) && tx.holder(address, v) != nil {
			return Update{}, refusal.AddressTaken(string(address))
		}
		update.values[address.Flag()] = "false"
		update.Unsent = append(update.Unsent, string(address)+" comes with the first own password, and is sent no code")
	}
	return update, tx.checkPreferred(u, values.Get(attribute.PreferredUsername))
}

// planAddress adds what an update means for an e-mail address or phone
// number: a new one is not verified unless the request says so, and is sent a
// code where the pool verifies it (N123). Where the pool keeps the old one
// until then (AttributesRequireVerificationBeforeUpdate, N121), it stays.
func (tx *Tx) planAddress(u *User, address attribute.Address, update *Update) *refusal.Error {
	name, flag := string(address), address.Flag()
	old := u.Attrs.Get(name)
	v, given := update.values[name]
	if !given {
		v = old
	}
	verified := update.values[flag]
	unsent := func(why string) { update.Unsent = append(update.Unsent, why) }
	switch {
	case v == "" && verified != "":
		return refusal.NothingToVerify(name)
	case v == "":
		update.values[flag] = "" // no flag without its address
		return nil
	case v == old:
		if given {
			unsent(name + " is what it was")
		}
		return nil
	}
	if tx.Settings.Named.Has(address) && !u.federated {
		if holder := tx.holder(address, v); holder != nil && holder != u {
			return refusal.AddressTaken(name)
		}
	}
	if attribute.True(verified) {
		unsent(flag + " is true in the request (N123)")
		return nil
	}
	update.values[flag] = "false"
	if !tx.Settings.Auto.Has(address) {
		unsent("AutoVerifiedAttributes has not " + name + " (N121)")
		return nil
	}
	update.Verify = append(update.Verify, message.Destination{Attribute: address, Address: v})
	if tx.Settings.VerifiesFirst.Has(address) {
		delete(update.values, name)
		delete(update.values, flag)
	}
	return nil
}

// checkPreferred judges a new preferred username where it signs in: it
// is for confirmed users (R71) and nobody else's (L67). That it may not be
// somebody's username either is a choice: the username would win.
func (tx *Tx) checkPreferred(u *User, v string) *refusal.Error {
	switch {
	case !tx.Settings.AliasPreferred || v == "" || u != nil && u.federated:
		return nil
	case u != nil && tx.Settings.Fold(v) == tx.Settings.Fold(u.Attrs.Get(attribute.PreferredUsername)):
		return nil
	case u != nil && u.Status == types.UserStatusTypeUnconfirmed:
		return refusal.PreferredUsernameUnconfirmed()
	}
	for _, owner := range []*User{tx.AliasOwner(attribute.PreferredUsername, v), tx.pool.names.byName[tx.Settings.Fold(v)]} {
		if owner != nil && owner != u {
			return refusal.AliasExists(attribute.PreferredUsername)
		}
	}
	return nil
}

// ApplyUpdate writes what has been planned. The flags come last, for an
// alias is claimed by the new address.
func (tx *Tx) ApplyUpdate(u *User, update Update) {
	for name, v := range update.values {
		if attribute.FlagOf(name) == "" {
			tx.SetAttribute(u, name, v)
		}
	}
	for _, address := range attribute.Addresses {
		if flag, given := update.values[address.Flag()]; given {
			tx.SetVerified(u, address, flag)
		}
	}
	tx.claimAlias(u, attribute.PreferredUsername)
}

// SetVerified writes the verified flag of an address; "" removes it. A
// verified alias becomes u's, whosever it was (L69, N123), and one that is not
// verified is nobody's.
func (tx *Tx) SetVerified(u *User, address attribute.Address, flag string) {
	u.Attrs = u.Attrs.Set(address.Flag(), flag)
	if attribute.True(flag) {
		tx.claimAlias(u, string(address))
	} else {
		tx.releaseAlias(u, string(address))
	}
}

// CheckAddressCode judges whether a code verifies an address of u: one that they
// have, or that the code brings, and that is no one else's name (L67, N122).
func (tx *Tx) CheckAddressCode(u *User, c *code.Code) *refusal.Error {
	name := string(c.Attribute)
	if !c.Brings && u.Attrs.Get(name) != c.Address {
		return refusal.ExpiredCode().WithHint("the code was sent to an address that the user does not have any more") // choice
	}
	if owner := tx.AliasOwner(name, c.Address); owner != nil && owner != u {
		return refusal.AliasExists(name)
	}
	if tx.Settings.Named.Has(c.Attribute) {
		if holder := tx.holder(c.Attribute, c.Address); holder != nil && holder != u {
			return refusal.AddressTaken(name)
		}
	}
	return nil
}

// Prove makes the address of a code u's own, and verified.
func (tx *Tx) Prove(u *User, c *code.Code) {
	tx.SetAttribute(u, string(c.Attribute), c.Address)
	tx.SetVerified(u, c.Attribute, "true")
}
