package cognitofake

import (
	"errors"
	"fmt"
	"hash/fnv"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// codeRequest asks for a code for a user, by ResendConfirmationCode or by
// ForgotPassword.
type codeRequest struct {
	username string
	purpose  string      // of the message
	grants   codePurpose // of the code
	counts   attempt     // what a code that is sent counts as
	// recipient judges the user, and says where the code goes.
	recipient func(*Tx, *user) (destination, *refusal.Error)
	// media are those that the pool's settings allow, for those whose delivery
	// is simulated.
	media    attribute.AddressSet
	metadata map[string]string // ClientMetadata
}

// SendCode sends the code that c asks for and says where it went. Where the
// client hides who exists, it says so of users too who get nothing (L75).
func (r *request) SendCode(app *appState, c codeRequest) (*types.CodeDeliveryDetailsType, error) {
	var draft draft
	err := r.Commit(app, func(tx *Tx) (func(), *refusal.Error) {
		u, err := tx.Caller(app, c.username, refusal.UserNotFoundForClient, refusal.UserNotFoundForClient) // L75, L77, N106
		if err != nil {
			return nil, err
		}
		to, err := c.recipient(tx, u)
		if err != nil {
			return nil, err
		}
		if err := tx.CheckAttempts(u, c.counts); err != nil {
			return nil, err // L55, L56, N107
		}
		return func() {
			tx.Count(u, c.counts)
			draft = r.Draft(tx, u, app, c.purpose, to)
			draft.code = tx.IssueCode(u, c.grants, app.ID, to.attribute)
		}, nil
	})
	var told *refusal.Error
	switch {
	case errors.As(err, &told) && told.RevealsUser && app.Settings().hidesUsers:
		r.Hint(hintSimulated(told))
		return simulated(app.Pool.ID, &c), nil
	case err != nil:
		return nil, err
	}
	if err := r.Deliver(draft, c.metadata); err != nil {
		return nil, err
	}
	return draft.to.details(), nil
}

// hintSimulated says what a delivery that was simulated stands for.
func hintSimulated(err *refusal.Error) string {
	hint := "nothing was sent: PreventUserExistenceErrors=ENABLED of the app client hides " + err.Error() + " (L75)"
	if err.Hint != "" {
		hint += "; " + err.Hint
	}
	return hint
}

// simulated is what is said of a delivery that does not take place. The
// medium follows the form of the name and the pool's settings; the address
// does not come from the name, and is the same for all of a pool (L76).
func simulated(poolID string, c *codeRequest) *types.CodeDeliveryDetailsType {
	h := fnv.New64a()
	h.Write([]byte(poolID))
	n := h.Sum64()
	email, phone := c.media.Has(attribute.Email), c.media.Has(attribute.Phone)
	sms := phone && !(email && attribute.LooksLikeEmail(c.username)) ||
		!phone && !email && attribute.LooksLikePhone(c.username)
	if sms {
		return destination{attribute: attribute.Phone, address: fmt.Sprintf("+1555555%04d", n%10000)}.details()
	}
	const letters = "abcdefghijklmnopqrstuvwxyz"
	local, domain := letters[n%26], letters[n/26%26]
	return destination{attribute: attribute.Email, address: string([]byte{local, '@', domain})}.details()
}
