// Package secret makes and judges secret hashes. It knows no app clients.
package secret

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// Hash is the hash of a message under a key, as SecretHash has it.
func Hash(key, message string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(message))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Proves reports whether hash is what the secret of a client makes of a
// username (R26).
func Proves(hash, secret, clientID, username string) bool {
	return subtle.ConstantTimeCompare([]byte(Hash(secret, username+clientID)), []byte(hash)) == 1
}

// Mistake knows the usual ways of making a hash wrong; "" for another.
func Mistake(hash, secret, clientID, username string) string {
	lower, upper := strings.ToLower(username), strings.ToUpper(username)
	switch hash {
	case Hash(secret, clientID+username):
		return "the hash was made over ClientId+Username; Cognito wants Username+ClientId (R26)"
	case Hash(secret, username):
		return "the hash was made over Username alone; Cognito wants Username+ClientId (R26)"
	case Hash(secret, clientID):
		return "the hash was made over ClientId alone; Cognito wants Username+ClientId (R26)"
	case Hash(clientID, username+secret), Hash(clientID, secret+username), Hash(clientID, username+clientID), Hash(clientID, username):
		return "the hash was keyed by the client id; Cognito wants the client secret as the key (R26)"
	case Hash(secret, lower+clientID), Hash(secret, upper+clientID):
		return "the hash was made over another case of the username than the request has (R26)"
	case hexadecimal(Hash(secret, username+clientID)):
		return "the hash is in hexadecimal; Cognito wants Base64 (R26)"
	case secret:
		return "SecretHash has the client secret itself; Cognito wants Base64(HMAC-SHA256(secret, Username+ClientId)) (R26)"
	}
	return ""
}

// hexadecimal is a hash as it looks when it was not put into Base64.
func hexadecimal(hash string) string {
	mac, err := base64.StdEncoding.DecodeString(hash)
	if err != nil {
		panic(err) // secretHash made it
	}
	return hex.EncodeToString(mac)
}
