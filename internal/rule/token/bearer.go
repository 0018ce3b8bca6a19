package token

import (
	"fmt"
	"strings"
	"time"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// SelfScope is the scope of access tokens with which users act on themselves (N13).
const SelfScope = "aws.cognito.signin.user.admin"

const (
	issuerHost = "https://cognito-idp."
	issuerEnd  = ".amazonaws.com/"
)

// Host is where the service answers in a region.
func Host(region string) string {
	return strings.TrimPrefix(issuerHost, "https://") + region + strings.TrimSuffix(issuerEnd, "/")
}

// Issuer is who signs the tokens of a pool: the service, whatever endpoint was
// called (N81).
func Issuer(region, poolID string) string { return issuerHost + region + issuerEnd + poolID }

// Bearer is who an access token speaks for, by its own account.
type Bearer struct {
	PoolID, ClientID string
	Sub, Username    string
	Event            uuid.UUID

	expires time.Time
	scopes  []string
	parts   []string
	header  map[string]any
}

// ReadAccess reads an access token without believing it. What is no token of a
// user pool, or another one than an access token, is refused (N9, N14).
func ReadAccess(raw string) (*Bearer, *refusal.Error) {
	var c struct {
		jwt.RegisteredClaims
		Use      Use    `json:"token_use"`
		ClientID string `json:"client_id"`
		Username string `json:"username"`
		Event    string `json:"event_id"`
		Scope    string `json:"scope"`
	}
	parsed, parts, err := jwt.NewParser().ParseUnverified(raw, &c)
	if err != nil || parsed == nil {
		return nil, refusal.InvalidAccessToken().WithHint("the AccessToken is no JWT")
	}
	host, poolID, _ := strings.Cut(c.Issuer, issuerEnd)
	switch {
	case !strings.HasPrefix(host, issuerHost) || poolID == "":
		return nil, refusal.InvalidAccessToken().WithHint("the AccessToken was not issued by a user pool")
	case c.Use == ID:
		return nil, refusal.InvalidAccessToken().WithHint("the AccessToken is an ID token; give the access token of the same answer (N14)")
	case c.Use != Access || c.ExpiresAt == nil:
		return nil, refusal.InvalidAccessToken().WithHint("the AccessToken has not the claims of an access token")
	}
	event, _ := uuid.Parse(c.Event)
	return &Bearer{
		PoolID: poolID, ClientID: c.ClientID, Sub: c.Subject, Username: c.Username, Event: event,
		expires: c.ExpiresAt.Time, scopes: strings.Fields(c.Scope), parts: parts, header: parsed.Header,
	}, nil
}

// Check judges signature, expiry and scope, in this order (N10, N11, N13, N16).
func (b *Bearer) Check(now time.Time) *refusal.Error {
	switch {
	case !b.signed():
		return refusal.AccessTokenSignature().WithHint(b.hintSignature())
	case !now.Before(b.expires):
		return refusal.AccessTokenExpired().WithHint(fmt.Sprintf("the access token expired %s ago", now.Sub(b.expires).Round(time.Second)))
	}
	for _, scope := range b.scopes {
		if scope == SelfScope {
			return nil
		}
	}
	return refusal.AccessTokenScope().WithHint("the access token lacks the scope " + SelfScope)
}

// signed reports whether the pool's key for access tokens has signed it.
func (b *Bearer) signed() bool {
	if b.header["alg"] != jwt.SigningMethodRS256.Alg() || b.header["kid"] != KeyID(b.PoolID, Access) {
		return false
	}
	signature, err := jwt.NewParser().DecodeSegment(b.parts[2])
	return err == nil && jwt.SigningMethodRS256.Verify(b.parts[0]+"."+b.parts[1], signature, &Keys[Access]().PublicKey) == nil
}

func (b *Bearer) hintSignature() string {
	if b.header["kid"] != KeyID(b.PoolID, Access) {
		return "the access token was signed by a key that its pool does not have"
	}
	return "the access token has been changed since it was signed"
}

// ReadClaims are the claims of an access or ID token, whoever has signed it.
func ReadClaims(raw string) (claims map[string]any, ok bool) {
	c := jwt.MapClaims{}
	_, _, err := jwt.NewParser().ParseUnverified(raw, c)
	return c, err == nil
}

// IsJWT reports whether raw has the form of an access or ID token.
func IsJWT(raw string) bool {
	_, ok := ReadClaims(raw)
	return ok
}
