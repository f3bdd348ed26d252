import { createHash } from 'node:crypto';
import { encodeCertificate } from './certificate';
import { deriveKey, type DerivedKey, deriveSecret, type Identity, privateKeyPem } from './derive';
import type { Epoch, Epochs } from './epochs';
import { authorityExtensions, keyIdentifier, leafExtensions } from './extensions';
import { type DistinguishedName } from './name';
import type { ServingPair } from './serving-pair';
import { toPem } from './to-pem';

const ORGANISATION = 'cdk8s-extension-apiserver';
const LONGEST_COMMON_NAME = 64; // ub-common-name of RFC 5280

interface Authority {
  readonly key: DerivedKey;
  readonly name: DistinguishedName;
  readonly pem: string;
}

/** Issues the leaf of an epoch and the CAs around it. */
export function issue(seed: Buffer, identity: Identity, dnsNames: string[], epochs: Epochs): ServingPair {
  const serialKey = deriveSecret(seed, identity, 'serial', 0);
  const authorityOf = (epoch: Epoch) => issueAuthority(deriveKey(seed, identity, 'ca', epoch.index), epoch, dnsNames, serialKey);
  const issuer = authorityOf(epochs.authority);
  const bundle = [...epochs.previousAuthority ? [authorityOf(epochs.previousAuthority)] : [], issuer, authorityOf(epochs.nextAuthority)];
  const key = deriveKey(seed, identity, 'leaf', epochs.leaf.index);
  const leaf = encodeCertificate({
    subject: { commonName: leafCommonName(dnsNames[0]) },
    issuer: issuer.name,
    point: key.point,
    notBefore: epochs.leaf.notBefore,
    notAfter: epochs.leaf.notAfter,
    extensions: leafExtensions(key.point, issuer.key.point, dnsNames),
  }, issuer.key.scalar, serialKey);

  return {
    caBundle: bundle.map(({ pem }) => pem).join(''),
    certificate: toPem('CERTIFICATE', leaf),
    privateKey: privateKeyPem(key),
    notBefore: epochs.leaf.notBefore,
    notAfter: epochs.leaf.notAfter,
    renewFrom: epochs.renewFrom,
  };
}

function issueAuthority(key: DerivedKey, epoch: Epoch, dnsNames: string[], serialKey: Buffer): Authority {
  // a name of its own for each key: verifiers look for the issuer by name, and some give up at the first that does not fit
  const name = { organization: ORGANISATION, commonName: `apiserver-ca-${keyIdentifier(key.point).toString('hex').slice(0, 16)}` };
  const der = encodeCertificate({
    subject: name,
    issuer: name,
    point: key.point,
    notBefore: epoch.notBefore,
    notAfter: epoch.notAfter,
    extensions: authorityExtensions(key.point, dnsNames),
  }, key.scalar, serialKey);
  return { key, name, pem: toPem('CERTIFICATE', der) };
}

/** For people to read: clients look at the alternative names only. */
function leafCommonName(dnsName: string): string {
  if (dnsName.length <= LONGEST_COMMON_NAME) return dnsName;
  return `apiserver-${createHash('sha256').update(dnsName).digest('hex').slice(0, 16)}`;
}
