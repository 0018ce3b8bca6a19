package srp

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"time"

	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Verifier is what the server keeps of the secret of a device (M134). The zero
// value proves nothing.
type Verifier struct {
	n    *big.Int
	salt []byte
}

// ReadVerifier reads a verifier and its salt, big-endian bytes in Base64 (M119).
func ReadVerifier(verifier, salt string) (v Verifier, ok bool) {
	n, err := base64.StdEncoding.DecodeString(verifier)
	if err != nil || number(n).Sign() == 0 {
		return v, false
	}
	if v.salt, err = base64.StdEncoding.DecodeString(salt); err != nil || len(v.salt) == 0 {
		return v, false
	}
	v.n = number(n)
	return v, true
}

// Known reports whether there is a verifier.
func (v Verifier) Known() bool { return v.n != nil }

// Salt is the salt as a challenge has it.
func (v Verifier) Salt() string { return hex.EncodeToString(v.salt) }

// NewDevicePending answers the public number of a device.
func NewDevicePending(source *random.Source, a Public, clientID, device string, v Verifier) *Pending {
	p := newPending(source, clientID, func(secret []byte) *Exchange { return newExchange(a, secret, v.n) })
	p.Device, p.ofDevice = device, true
	return p
}

// CheckDevice is the exchange that the answer of a device belongs to, which is
// then spent; with a refusal there may be none (M134 to M136).
func (es Exchanges) CheckDevice(a Answer, group, device string, now time.Time) (p *Pending, err *refusal.Error) {
	i := es.find(a, device)
	if i < 0 {
		return nil, refusal.Credentials().WithHint("PASSWORD_CLAIM_SECRET_BLOCK is of no challenge of this user, app client and device")
	}
	p = es[i]
	if err := p.over(now); err != nil {
		return nil, err
	}
	timestamp, _ := Canonical(a.Timestamp)
	if hmac.Equal([]byte(p.sign(group, device, p.block, timestamp)), []byte(a.Signature)) {
		return p, nil
	}
	hint := "the signature is not what the device's secret makes of the challenge: the secret is another, or the device is of another group; DeviceGroupKey of this pool is " + group
	for _, wrong := range []string{PoolName(a.PoolID), a.PoolID} {
		if p.sign(wrong, device, p.block, timestamp) == a.Signature {
			hint = "the signature was made for the group " + wrong + ", as if it were the user's; a device signs with DeviceGroupKey, " + group
		}
	}
	return p, refusal.Credentials().WithHint(hint)
}
