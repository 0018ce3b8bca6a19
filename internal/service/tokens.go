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

// claims are those of u, who signs in now (N79 to N87).
func TokenClaims(tx *state.Tx, a *state.App, u *state.User) token.Claims {
	s, now, newID := a.Settings(), tx.Now, a.Pool.Random().UUID
	origin, event := newID(), newID()
	common := func(use token.Use, validity time.Duration) jwt.MapClaims {
		c := jwt.MapClaims{
			attribute.Sub: u.Sub, "token_use": string(use), "iss": a.Pool.Issuer(), "event_id": event,
			"auth_time": now.Unix(), "iat": now.Unix(), "exp": now.Unix() + int64(validity.Seconds()),
		}
		revocable := opt.Value(s.Describe.EnableTokenRevocation)
		if revocable {
			c["origin_jti"] = origin
		}
		if revocable || use == token.Access {
			c["jti"] = newID() // N84
		}
		return c
	}
	access := common(token.Access, s.AccessValidity())
	access["client_id"] = a.ID
	access["username"] = u.Username
	access["scope"] = "aws.cognito.signin.user.admin"

	id := common(token.ID, s.IDValidity())
	id["aud"] = a.ID
	id["cognito:username"] = u.Username
	for _, attr := range u.Attrs {
		if s.MayRead(attr.Name) {
			id[attr.Name] = token.Value(attr)
		}
	}
	return token.Claims{Access: access, ID: id}
}

// Tokens are the claims, signed, and a refresh token (N31).
func Tokens(a *state.App, c token.Claims) *types.AuthenticationResultType {
	return &types.AuthenticationResultType{
		AccessToken:  opt.Of(token.Sign(a.Pool.ID, token.Access, c.Access)),
		IdToken:      opt.Of(token.Sign(a.Pool.ID, token.ID, c.ID)),
		RefreshToken: opt.Of(token.NewRefresh(a.Pool.Random())),
		ExpiresIn:    int32(a.Settings().AccessValidity().Seconds()),
		TokenType:    opt.Of("Bearer"),
	}
}
