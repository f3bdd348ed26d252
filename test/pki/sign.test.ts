import { createECDH, createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { sign } from '../../src/pki/sign';

function publicKey(scalar: Buffer) {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(scalar);
  const point = curve.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
}

test('signs as RFC 6979, A.2.5 does with P-256, SHA-256 and "sample"', () => {
  const scalar = Buffer.from('C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721', 'hex');
  const r = 'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716';
  const s = 'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8'; // more than half the order: nothing makes it low
  expect(sign(Buffer.from('sample'), scalar).toString('hex')).toBe(`3046022100${r}022100${s}`);
});

test('OpenSSL verifies what it signs', () => {
  const scalars = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((octets) => octets[0] < 255 && octets[31] > 0);
  fc.assert(fc.property(scalars, fc.uint8Array(), (octets, message) => {
    const scalar = Buffer.from(octets);
    expect(verify('sha256', message, publicKey(scalar), sign(message, scalar))).toBe(true);
    expect(sign(message, scalar)).toEqual(sign(message, scalar));
  }), { numRuns: 50 });
});
