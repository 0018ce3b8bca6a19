package cognitofake

import (
	"slices"

	"github.com/cognitofake/cognitofake/internal/refusal"
)

// checkCompromised refuses a password that is known to be compromised, where
// the pool looks for it (R49).
func (f *Service) checkCompromised(s *poolSettings, password string) *refusal.Error {
	if !s.blocksCompromised() || !slices.Contains(f.config.Compromised, password) {
		return nil
	}
	return refusal.PasswordCompromised()
}
