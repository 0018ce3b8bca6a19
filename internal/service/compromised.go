package service

import (
	"slices"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
)

// checkCompromised refuses a password that is known to be compromised, where
// the pool looks for it (R49).
func (f *Service) checkCompromised(s *settings.Pool, password string) *refusal.Error {
	if !s.BlocksCompromised() || !slices.Contains(f.config.Compromised, password) {
		return nil
	}
	return refusal.PasswordCompromised()
}
