package cognitofake

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/golang-jwt/jwt/v5"
)

// claims are those of u, who signs in now (N79 to N87).
func tokenClaims(tx *Tx, a *appState, u *user) claims {
	s, now, newID := a.Settings(), tx.Now, a.Pool.Random().UUID
	origin, event := newID(), newID()
	common := func(use tokenUse, validity time.Duration) jwt.MapClaims {
		c := jwt.MapClaims{
			attribute.Sub: u.sub, "token_use": string(use), "iss": a.Pool.Issuer(), "event_id": event,
			"auth_time": now.Unix(), "iat": now.Unix(), "exp": now.Unix() + int64(validity.Seconds()),
		}
		revocable := opt.Value(s.describe.EnableTokenRevocation)
		if revocable {
			c["origin_jti"] = origin
		}
		if revocable || use == tokenAccess {
			c["jti"] = newID() // N84
		}
		return c
	}
	access := common(tokenAccess, s.accessValidity())
	access["client_id"] = a.ID
	access["username"] = u.username
	access["scope"] = "aws.cognito.signin.user.admin"

	id := common(tokenID, s.idValidity())
	id["aud"] = a.ID
	id["cognito:username"] = u.username
	for _, attr := range u.attrs {
		if s.mayRead(attr.Name) {
			id[attr.Name] = claim(attr)
		}
	}
	return claims{access, id}
}

// tokens are the claims, signed, and a refresh token (N31).
func tokens(a *appState, c claims) *types.AuthenticationResultType {
	return &types.AuthenticationResultType{
		AccessToken:  opt.Of(sign(a.Pool.ID, tokenAccess, c.access)),
		IdToken:      opt.Of(sign(a.Pool.ID, tokenID, c.id)),
		RefreshToken: opt.Of(newRefreshToken(a.Pool.Random())),
		ExpiresIn:    int32(a.Settings().accessValidity().Seconds()),
		TokenType:    opt.Of("Bearer"),
	}
}
