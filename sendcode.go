package cognitofake

import (
	"fmt"
	"hash/fnv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// codeRequest is somebody's wish for a code, by ResendConfirmationCode or by
// ForgotPassword.
type codeRequest struct {
	username string
	purpose  string      // of the message
	grants   codePurpose // of the code
	// recipient judges the user, with the pool's lock held, and says where
	// the code goes.
	recipient func(*poolSettings, *user, time.Time) (destination, *refusal.Error)
	// media are those that the pool's settings allow, for those
	// whose delivery is simulated.
	media    attribute.AddressSet
	metadata map[string]string // ClientMetadata
}

// sendCode sends the code that c asks for and says where it went. Where the
// client hides who exists, it says so of users too who get nothing (L75).
func (a *AppClient) sendCode(r *request, c *codeRequest) (*types.CodeDeliveryDetailsType, error) {
	p := a.pool
	parcel := parcel{pool: p, settings: p.settings.Load(), app: a, purpose: c.purpose, metadata: c.metadata}
	r.beforeCommit()
	p.mu.Lock()
	err := p.packLocked(&parcel, c)
	p.mu.Unlock()
	switch {
	case err != nil && err.RevealsUser && a.hidesUsers():
		p.fake.history.hint(r.record, hintSimulated(err))
		return p.simulated(c), nil
	case err != nil:
		return nil, err
	}
	if err := p.fake.deliver(r, &parcel); err != nil {
		return nil, err
	}
	return parcel.to.details(), nil
}

// packLocked puts a new code and the one who gets it into a parcel.
func (p *Pool) packLocked(parcel *parcel, c *codeRequest) *refusal.Error {
	if err := p.goneLocked(parcel.app); err != nil {
		return err
	}
	u := p.findLocked(c.username)
	if u == nil {
		return refusal.UserNotFoundForClient().RevealUser().WithHint(p.hintNoUserLocked(c.username)) // L75, L77, N106
	}
	to, err := c.recipient(parcel.settings, u, p.fake.now())
	if err != nil {
		return err
	}
	parcel.to = to
	parcel.code = p.issueCodeLocked(u, c.grants, parcel.app.ID, to.attribute)
	parcel.user = p.briefLocked(u)
	return nil
}

// simulated is what is said of a delivery that does not take place. The
// medium follows the form of the name and the pool's settings; the address
// does not come from the name, and is the same for all of a pool (L76).
func (p *Pool) simulated(c *codeRequest) *types.CodeDeliveryDetailsType {
	h := fnv.New64a()
	h.Write([]byte(p.ID))
	n := h.Sum64()
	email, phone := c.media.Has(attribute.Email), c.media.Has(attribute.Phone)
	sms := phone && !(email && attribute.LooksLikeEmail(c.username)) ||
		!phone && !email && attribute.LooksLikePhone(c.username)
	if sms {
		return destination{attribute.Phone, fmt.Sprintf("+1555555%04d", n%10000)}.details()
	}
	const letters = "abcdefghijklmnopqrstuvwxyz"
	local, domain := letters[n%26], letters[n/26%26]
	return destination{attribute.Email, string([]byte{local, '@', domain})}.details()
}
