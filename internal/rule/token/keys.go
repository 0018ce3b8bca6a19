package token

import (
	"crypto/rsa"
	"math/big"
	"sync"
)

// Keys sign the tokens of every pool, one key for each use. They stand in the
// source, where everybody can read them, and so protect nothing: what they sign
// is worth nothing outside a test. To make them anew would cost each process as
// much as a hundred sign-ins. They are put together when the first token or key
// set is asked for.
var Keys = map[Use]func() *rsa.PrivateKey{
	Access: sync.OnceValue(func() *rsa.PrivateKey {
		return newKey(
			"d87a40e54caf20fabbb0126f6fbdefeea3f97cc7eaf40e52c3de5e5bb4816cb2d760bdfffe7d17a6e2fdbd0e0c9b8879"+
				"26bd9b2575139b6377e04035d4d177e9f3442ba03fd9ec34821228aa47b34baa8b6adbd3a026410839c4dccc964e24cb"+
				"cd7ac4217c7feece2f50bfdf1895b72cd39ea808203dbaf2a3f4446709afd419",
			"de7f808a6779780d31532c7027add9c9dcc005a5ca3bb9ac9db4896d2f6d7f489b3d23085bba9df0fa1db3ea19acc1ea"+
				"d51bd86ceb8e8df0335486010d27ad920f9e2385bfa935e2b8b29280cb368bfd6c2c3f1b41ed7f325e8f0e6879531762"+
				"b795d5cf0d7fce6a8740e1e5cffe68a321c573679414e9011f32c495acdc8f05",
		)
	}),
	ID: sync.OnceValue(func() *rsa.PrivateKey {
		return newKey(
			"dea9bcc9d8c9d62494410840df2dd9dc1ecd7d7f81a6668954a1527d4f23106e52da9cb1992fa0ba1d5cbc9921cdd12e"+
				"550bab132e4c89de2730a09d93532871afdbda90b7bd0b3e4a01e44249ce051a1039b24dcf52ffe993a45fcd6b343d21"+
				"2ad454da6fcd774483ec21fd5b165c8608e9ea5862c52ea33a2737dfbd0872d5",
			"d0ab59d09467b8b8861ebf5aa765d339cecffb958b8464318a16dd7566d2c5e56e09a9473ba4c905b45c2b430d709b6b"+
				"bd27ae436b88aede803d920b051e25703b53ce7de781068d374c1dfbcb27f3f0660bbbee43815212b15b58f7d94ed062"+
				"c61ddcd558fa534b527572ce523c6c2a42caa4fa8fcbab893adc6fa1ec04a839",
		)
	}),
}

// newKey is the RSA key of two primes, in hexadecimal.
func newKey(primes ...string) *rsa.PrivateKey {
	p, q := number(primes[0]), number(primes[1])
	one := big.NewInt(1)
	order := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	key := &rsa.PrivateKey{Primes: []*big.Int{p, q}}
	key.E = 65537
	key.N = new(big.Int).Mul(p, q)
	key.D = new(big.Int).ModInverse(big.NewInt(int64(key.E)), order)
	key.Precompute()
	return key
}

func number(hex string) *big.Int {
	n, ok := new(big.Int).SetString(hex, 16)
	if !ok {
		panic("token: a prime that is no hexadecimal number")
	}
	return n
}
