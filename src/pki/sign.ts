import { createHash } from 'node:crypto';
import { p256 } from '@noble/curves/nist';

// one pair needs four signatures only: the default table (window 8) costs 40 ms more than it saves
p256.Point.BASE.precompute(4);

/**
 * ECDSA with P-256 and SHA-256, in DER. RFC 6979 takes the nonce from the key and the message, so that the same input gives the same
 * bytes; node:crypto can only sign with a random nonce. `lowS: false` keeps to the RFC.
 */
export function sign(message: Uint8Array, scalar: Uint8Array): Buffer {
  const digest = createHash('sha256').update(message).digest();
  return Buffer.from(p256.sign(digest, scalar, { prehash: false, lowS: false }).toBytes('der'));
}
