package cognitofake

import (
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Faults returns every error that the service model lists for an operation,
// sorted by name: a sweep is
//
//	for _, fault := range cognitofake.Faults(cognitofake.OpSignUp) {
//		restore := fake.Fail(cognitofake.OpSignUp, fault)
//		...
//
// Each is the SDK's type with the service's words. Message is nil where they
// depend on the request, such as the client's id in ResourceNotFoundException:
// [Fake.FailNext] fills it in. It is nil as well where nobody has recorded
// any. An operation that the fake does not model panics.
func Faults(op Operation) []error {
	requireOperation("Faults", op)
	var all []error
	for _, name := range model.Lookup(string(op)).Errors {
		all = append(all, refusal.Exception(name, refusal.Words(string(op), name, model.Subject{})))
	}
	return all
}

// What follows makes an apiError one of the SDK's errors for those who see it
// before the SDK does: interceptors.
