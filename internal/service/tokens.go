package service

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/token"
	"github.com/cognitofake/cognitofake/internal/state"
	"github.com/golang-jwt/jwt/v5"
)

// TokenClaims are what the tokens of u say, who signs in now (N79 to N87). The
// sign-in begins a family, which every refresh of it goes on; device is the zero
// value for none.
func TokenClaims(tx *state.Tx, a *state.App, u *state.User, device token.Device) token.Claims {
	f := tx.BeginFamily(u, a, device)
	c := familyClaims(tx, a, u, f)
	c.Refresh = f.Refresh(u.Seq)
	return c
}

// familyClaims are what access and ID token of u say, in a family of theirs.
func familyClaims(tx *state.Tx, a *state.App, u *state.User, f *token.Family) token.Claims {
	s, now, newID := a.Settings(), tx.Now, a.Pool.Random().UUID
	common := func(use token.Use, validity time.Duration) jwt.MapClaims {
		c := jwt.MapClaims{
			attribute.Sub: u.Sub, "token_use": string(use), "iss": a.Pool.Issuer(), "event_id": f.Event.String(),
			"auth_time": f.Began.Unix(), "iat": now.Unix(), "exp": now.Unix() + int64(validity.Seconds()),
		}
		revocable := s.NamesOrigin()
		if revocable {
			c["origin_jti"] = f.ID.String()
		}
		if revocable || use == token.Access {
			c["jti"] = newID() // N84
		}
		return c
	}
	access := common(token.Access, s.AccessValidity())
	access["client_id"] = a.ID
	access["username"] = u.Username
	access["scope"] = token.SelfScope
	if f.Device.Key != "" {
		access["device_key"] = f.Device.Key // M114, M139
	}

	id := common(token.ID, s.IDValidity())
	id["aud"] = a.ID
	id["cognito:username"] = u.Username
	for _, attr := range u.Attrs {
		if s.MayRead(attr.Name) {
			id[attr.Name] = token.Value(attr)
		}
	}
	claimGroups(tx, u, access, id)
	return token.Claims{Access: access, ID: id}
}

// Tokens are the claims, signed, and a refresh token where they have one (N31, N91).
func Tokens(a *state.App, c token.Claims) *types.AuthenticationResultType {
	result := &types.AuthenticationResultType{
		AccessToken: opt.Of(token.Sign(a.Pool.ID, token.Access, c.Access)),
		IdToken:     opt.Of(token.Sign(a.Pool.ID, token.ID, c.ID)),
		ExpiresIn:   int32(a.Settings().AccessValidity().Seconds()),
		TokenType:   opt.Of("Bearer"),
	}
	if c.Refresh != nil {
		result.RefreshToken = opt.Of(a.Pool.Seal().Token(*c.Refresh))
	}
	return result
}
