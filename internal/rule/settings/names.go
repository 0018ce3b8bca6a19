package settings

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// nameAttribute is the attribute that a username stands for in a pool with
// UsernameAttributes (R64); the zero attribute elsewhere.
func (s *Pool) nameAttribute(username string) attribute.Pair {
	switch {
	case s.Named.Has(attribute.Email) && attribute.LooksLikeEmail(username):
		return attribute.Pair{Name: attribute.Email, Value: username}
	case s.Named.Has(attribute.Phone) && attribute.LooksLikePhone(username):
		return attribute.Pair{Name: attribute.Phone, Value: username}
	}
	return attribute.Pair{}
}

// CheckUsername judges the form of a new user's name: R60 to R62, R69, R70.
func (s *Pool) CheckUsername(username string) *refusal.Error {
	email, phone := attribute.LooksLikeEmail(username), attribute.LooksLikePhone(username)
	byEmail, byPhone := s.Named.Has(attribute.Email), s.Named.Has(attribute.Phone)
	switch {
	case byEmail && byPhone:
		if !email && !phone {
			return refusal.UsernameNotEmailOrPhone()
		}
	case byEmail && !email:
		return refusal.UsernameNotEmail()
	case byPhone && !phone:
		return refusal.UsernameNotPhone()
	case s.Alias.Has(attribute.Email) && email:
		return refusal.UsernameIsEmail()
	case s.Alias.Has(attribute.Phone) && phone:
		return refusal.UsernameIsPhone()
	}
	return nil
}

// CheckNamed compares an attribute that is given beside a username which
// already is that attribute (R65, R66). Only the kind that the username is of
// is constrained (R67); an empty value is none.
func (s *Pool) CheckNamed(username string, given []types.AttributeType) *refusal.Error {
	named := s.nameAttribute(username)
	if named.Name == "" {
		return nil
	}
	if v := attribute.Last(given, named.Name); v == "" || s.Fold(v) == s.Fold(username) {
		return nil
	}
	if named.Name == attribute.Phone {
		return refusal.PhoneNotUsername()
	}
	return refusal.EmailNotUsername()
}
