// Records what amazon-cognito-identity-js makes of fixed numbers: npm install amazon-cognito-identity-js@6.3.21, then
// node record.mjs > vectors.json
import AuthenticationHelper from 'amazon-cognito-identity-js/lib/AuthenticationHelper.js';
import BigIntegerModule from 'amazon-cognito-identity-js/lib/BigInteger.js';
import pkg from '@aws-crypto/sha256-js';
const { Sha256 } = pkg;
const Helper = AuthenticationHelper.default, BigInteger = BigIntegerModule.default;

// A plain server, in another language's arithmetic, that makes B of the password.
const N = BigInt('0x' + new Helper('x').N.toString(16)), g = 2n;
const pow = (b, e) => { let r = 1n; b %= N; while (e > 0n) { if (e & 1n) r = r * b % N; b = b * b % N; e >>= 1n; } return r; };
const vectors = [];
const cases = [
	['us-east-1_AbCdEfGhI', 'jane', 'Correct-horse-1', 'Tue Mar 3 04:05:06 UTC 2026'],
	['eu-central-1_000000001', '5010ac1e-0001-70aa-b2f1-0f5d3c1a2b3c', 'pässwörd-Ω-1A', 'Sat Dec 31 23:59:59 UTC 2022'],
	['us-east-1_ZZZZZZZZZ', 'žofie@über.org', ':colon: "quotes" 1A', 'Thu Jan 1 00:00:00 UTC 1970'],
];
for (const [poolID, username, password, timestamp] of cases) {
	for (let i = 0; i < 4; i++) {
		const pool = poolID.split('_')[1];
		const h = new Helper(pool);
		const seed = h.hash(poolID + username + i);
		h.smallAValue = new BigInteger(seed + h.hash(seed), 16);
		h.largeAValue = undefined;
		h.getLargeAValue(() => {});
		// salts with and without a high bit, so that the padding is seen
		const salt = (i % 2 ? 'f' : '1') + h.hash('salt' + seed).slice(1, 32);
		const identity = h.hash(`${pool}${username}:${password}`);
		const x = BigInt('0x' + h.hexHash(h.padHex(new BigInteger(salt, 16)) + identity));
		const b = BigInt('0x' + h.hash('b' + seed));
		const k = BigInt('0x' + h.k.toString(16));
		const B = ((k * pow(g, x) + pow(g, b)) % N).toString(16);
		const block = Buffer.from(h.hash('block' + seed), 'hex').toString('base64');
		h.getPasswordAuthenticationKey(username, password, new BigInteger(B, 16), new BigInteger(salt, 16), (err, key) => {
			if (err) throw err;
			const mac = new Sha256(key);
			mac.update(Buffer.concat([Buffer.from(pool, 'utf8'), Buffer.from(username, 'utf8'), Buffer.from(block, 'base64'), Buffer.from(timestamp, 'utf8')]));
			vectors.push({
				poolID, username, password, timestamp, salt, block,
				clientSecret: h.smallAValue.toString(16), clientPublic: h.largeAValue.toString(16), serverSecret: b.toString(16), serverPublic: B,
				key: Buffer.from(key).toString('hex'), signature: Buffer.from(mac.digestSync()).toString('base64'),
			});
		});
	}
}
console.log(JSON.stringify(vectors, null, '\t'));
