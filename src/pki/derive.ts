import { createECDH, createHash, createPrivateKey, hkdfSync } from 'node:crypto';

/** Names the derivation and the profile: whatever changes the bytes of a certificate needs another version, or every user rotates. */
const VERSION = 'cdk8s-extension-apiserver/tls/v1';

const ORDER_OF_P256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Whose keys these are. The DNS names are no part of it: one more of them must not change a key. */
export interface Identity {
  readonly namespace: string;
  readonly service: string;
  /** Keeps apart what has the same namespace and service, such as two clusters. */
  readonly context?: string;
}

export interface DerivedKey {
  /** The private scalar, 32 octets. */
  readonly scalar: Buffer;
  /** The public point, uncompressed, 65 octets. */
  readonly point: Buffer;
}

export type Role = 'ca' | 'leaf' | 'serial';

/** 48 octets of secret for one role, identity and epoch. */
export function deriveSecret(seed: Buffer, identity: Identity, role: Role, epoch: number): Buffer {
  // JSON keeps the fields apart whatever they hold; the hash keeps them within the 1024 octets that node allows
  const fields = JSON.stringify([role, identity.namespace, identity.service, identity.context ?? '', epoch]);
  const info = createHash('sha256').update(fields).digest();
  return Buffer.from(hkdfSync('sha256', seed, VERSION, info, 48));
}

/** A P-256 key. 16 octets more than needed make the bias of the modulus negligible (FIPS 186-5, A.2.1). */
export function deriveKey(seed: Buffer, identity: Identity, role: Role, epoch: number): DerivedKey {
  // BigInt takes a time that depends on the value; that is no leak on the user's own machine, where nobody can measure it
  const wide = BigInt(`0x${deriveSecret(seed, identity, role, epoch).toString('hex')}`);
  const scalar = Buffer.from((wide % (ORDER_OF_P256 - 1n) + 1n).toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(scalar);
  return { scalar, point: curve.getPublicKey() };
}

/** The key as PKCS#8 PEM. */
export function privateKeyPem(key: DerivedKey): string {
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: key.scalar.toString('base64url'),
    x: key.point.subarray(1, 33).toString('base64url'),
    y: key.point.subarray(33).toString('base64url'),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }) as string;
}
