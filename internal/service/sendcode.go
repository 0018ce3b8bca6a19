package service

import (
	"errors"
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/state"
)

// CodeRequest asks for a code for a user, by ResendConfirmationCode or by
// ForgotPassword.
type CodeRequest struct {
	Username string
	Purpose  string       // of the message
	Grants   code.Purpose // of the code
	Counts   code.Attempt // what a code that is sent counts as
	// recipient judges the user, and says where the code goes.
	Recipient func(*state.Tx, *state.User) (message.Destination, *refusal.Error)
	// Media are those that the pool's settings allow, first choice first, for
	// those whose delivery is simulated.
	Media    []attribute.Address
	Metadata map[string]string // ClientMetadata
}

// SendCode sends the code that c asks for and says where it went. Where the
// client hides who exists, it says so of users too who get nothing (L75).
func (r *Request) SendCode(app *state.App, c CodeRequest) (*types.CodeDeliveryDetailsType, error) {
	var draft Draft
	err := r.Commit(app, func(tx *state.Tx) (func(), *refusal.Error) {
		u, err := tx.Caller(app, c.Username, refusal.UserNotFoundForClient, refusal.UserNotFoundForClient) // L75, L77, N106
		if err != nil {
			return nil, err
		}
		to, err := c.Recipient(tx, u)
		if err != nil {
			return nil, err
		}
		if err := tx.CheckAttempts(u, c.Counts); err != nil {
			return nil, err // L55, L56, N107
		}
		return func() {
			tx.Count(u, c.Counts)
			draft = r.Draft(tx, u, app, c.Purpose, to)
			draft.Code = tx.IssueCode(u, c.Grants, app.ID, to.Attribute)
		}, nil
	})
	var told *refusal.Error
	switch {
	case errors.As(err, &told) && told.RevealsUser && app.Settings().HidesUsers:
		r.Unsent(hintSimulated(told))
		return simulated(app.Pool.ID, &c), nil
	case err != nil:
		return nil, err
	}
	if err := r.Deliver(draft, c.Metadata); err != nil {
		return nil, err
	}
	return draft.to.Details(), nil
}

// hintSimulated says what a delivery that was simulated stands for.
func hintSimulated(err *refusal.Error) string {
	hint := "PreventUserExistenceErrors=ENABLED of the app client hides " + err.Error() + " (L75)"
	if err.Hint != "" {
		hint += "; " + err.Hint
	}
	return hint
}

// medium is how a simulated code goes out: by the kind of address that the name
// is of, where the pool's settings allow it, else by their first choice, and
// where they have none by the name's form alone.
func (c *CodeRequest) medium() attribute.Address {
	named, form := attribute.Address(attribute.Email), attribute.LooksLikeEmail(c.Username)
	if attribute.LooksLikePhone(c.Username) {
		named, form = attribute.Phone, true
	}
	if len(c.Media) == 0 || form && slices.Contains(c.Media, named) {
		return named
	}
	return c.Media[0]
}

// simulated is what is said of a delivery that does not take place. The
// medium follows the form of the name and the pool's settings; the address
// does not come from the name, and is the same for all of a pool (L76).
func simulated(poolID string, c *CodeRequest) *types.CodeDeliveryDetailsType {
	h := fnv.New64a()
	h.Write([]byte(poolID))
	n := h.Sum64()
	if c.medium() == attribute.Phone {
		return message.Destination{Attribute: attribute.Phone, Address: fmt.Sprintf("+1555555%04d", n%10000)}.Details()
	}
	const letters = "abcdefghijklmnopqrstuvwxyz"
	local, domain := letters[n%26], letters[n/26%26]
	return message.Destination{Attribute: attribute.Email, Address: string([]byte{local, '@', domain})}.Details()
}
