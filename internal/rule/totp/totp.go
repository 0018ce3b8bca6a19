// Package totp has software tokens and their codes: RFC 6238 with SHA-1, thirty
// seconds and six digits (M40). It knows no users.
package totp

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cognitofake/cognitofake/internal/random"
)

// Token is the software token of a user: a secret that an app has too.
type Token struct {
	Name   string // FriendlyDeviceName, "" for none
	secret []byte
	used   []int64 // steps whose code has been given back, those that a check can still meet
}

const step = 30 // seconds

// secrets are spelt without padding (M25).
var secrets = base32.StdEncoding.WithPadding(base32.NoPadding)

// New is a token with a new secret (M25).
func New(source *random.Source) *Token {
	secret := make([]byte, 32)
	source.Fill(secret)
	return &Token{secret: secret}
}

// Read is a token with the secret that an app has.
func Read(secret string) (*Token, error) {
	decoded, err := secrets.DecodeString(strings.ToUpper(strings.TrimRight(secret, "=")))
	if err != nil || len(decoded) < 10 {
		return nil, fmt.Errorf("a secret is 16 or more of A-Z and 2-7")
	}
	return &Token{secret: decoded}, nil
}

// Secret is the secret as an app reads it.
func (t *Token) Secret() string { return secrets.EncodeToString(t.secret) }

// Verdict is what a code turns out to be.
type Verdict uint8

const (
	Wrong Verdict = iota
	Used          // right, and given back before (M42)
	Right
)

// Check judges a code: those of the present step and of its neighbours are
// good, each of them once (M41, M42). at is the step of a right one.
func (t *Token) Check(code string, now time.Time) (at int64, v Verdict) {
	for _, at := range near(now) {
		if subtle.ConstantTimeCompare([]byte(t.code(at)), []byte(code)) == 0 {
			continue
		}
		if !slices.Contains(t.used, at) {
			return at, Right
		}
		v = Used
	}
	return 0, v
}

// Use spends the code of a step.
func (t *Token) Use(at int64) {
	t.used = slices.DeleteFunc(t.used, func(old int64) bool { return old < at-2 })
	t.used = append(t.used, at)
}

// Code is one that would be taken now, "" when all have been given back.
func (t *Token) Code(now time.Time) string {
	for _, at := range near(now) {
		if !slices.Contains(t.used, at) {
			return t.code(at)
		}
	}
	return ""
}

// near are the steps whose codes are good at a time, the present one first.
func near(now time.Time) [3]int64 {
	at := now.Unix() / step
	return [...]int64{at, at + 1, at - 1}
}

// reach is how far off a clock may be for Drift to know.
const reach = 20 // steps

// Drift says how far off the clock was that made a code: negative behind the
// time of the check. ok is false for a code of no such clock.
func (t *Token) Drift(code string, now time.Time) (off time.Duration, ok bool) {
	for n := int64(2); n <= reach; n++ {
		for _, off := range [...]int64{-n, n} {
			if t.code(now.Unix()/step+off) == code {
				return time.Duration(off*step) * time.Second, true
			}
		}
	}
	return 0, false
}

// code is the code of a step.
func (t *Token) code(at int64) string {
	mac := hmac.New(sha1.New, t.secret)
	_ = binary.Write(mac, binary.BigEndian, at) // a hash takes whatever it is given
	sum := mac.Sum(nil)
	n := binary.BigEndian.Uint32(sum[sum[len(sum)-1]&0xf:]) & 0x7fffffff
	return fmt.Sprintf("%06d", n%1_000_000)
}
