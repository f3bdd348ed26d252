import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type PemBlock, pemBlocks } from './pem-blocks';
import { damageFault, notPem } from './pem-faults';
import { tbsFieldsOf } from './tbs-fields';
import { toPem } from './to-pem';
import { notAfter, showDate, whyNotValid } from './validity';
import type { Fault } from '../private/fault';

/**
 * Reads every certificate of a PEM text. Kubernetes skips blocks that it cannot read and says nothing, so that one damaged CA of a
 * bundle shows months later; here each block must be a certificate. The fault never shows the text.
 */
export function readCertificates(pem: string): X509Certificate[] | Fault {
  const blocks = pemBlocks(pem);
  if (typeof blocks === 'string') return damageFault(blocks);
  if (blocks.length === 0) return notPem(pem, 'certificate');

  const certificates: X509Certificate[] = [];
  for (const [index, block] of blocks.entries()) {
    const fault = notACertificate(block);
    if (fault) return fault;
    const certificate = parseCertificate(block.der);
    if (!certificate) {
      return { needs: `must hold certificates that can be parsed, number ${index + 1} of ${blocks.length} cannot`, fix: 'copy it again from its source' };
    }
    certificates.push(certificate);
  }
  return certificates;
}

function notACertificate({ label, hasHeaders }: PemBlock): Fault | undefined {
  if (label.endsWith('PRIVATE KEY')) return { needs: 'must hold certificates only, it holds a private key', fix: 'remove the key, and replace it if others have read it' };
  if (label === 'TRUSTED CERTIFICATE' || label === 'X509 CERTIFICATE') {
    return { needs: `must hold blocks of type 'CERTIFICATE', it holds a '${label}'`, fix: 'convert it with `openssl x509`' };
  }
  if (label.endsWith('CERTIFICATE REQUEST')) return { needs: 'must hold certificates only, it holds a request for one', fix: 'have the CA sign the request' };
  // the label is not shown: nothing says that it is not part of a secret
  if (label !== 'CERTIFICATE') return { needs: 'must hold certificates only, it holds a PEM block of another type', fix: 'remove that block' };
  if (hasHeaders) return { needs: 'must hold PEM blocks without headers, Kubernetes ignores others', fix: 'convert it with `openssl x509`' };
  return undefined;
}

function parseCertificate(der: Buffer | undefined): X509Certificate | undefined {
  if (!der) return undefined;
  try {
    const certificate = new X509Certificate(der);
    // what follows the certificate, and what is not DER, OpenSSL forgives but Go does not
    return certificate.raw.length === der.length && tbsFieldsOf(certificate) ? certificate : undefined;
  } catch {
    return undefined; // the reasons of OpenSSL say nothing to a user
  }
}

/** Reads the first private key of a PEM text, which may hold more, as servers do. The fault never shows the text. */
export function readPrivateKey(pem: string): KeyObject | Fault {
  const blocks = pemBlocks(pem);
  if (typeof blocks === 'string') return damageFault(blocks);
  if (blocks.length === 0) return notPem(pem, 'private key');

  const block = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'));
  if (!block) return notAKey(blocks);
  if (block.label === 'ENCRYPTED PRIVATE KEY' || block.hasHeaders) {
    return { needs: 'must not be encrypted, a server has no passphrase', fix: 'decrypt it with `openssl pkey`' };
  }
  if (block.label === 'OPENSSH PRIVATE KEY') return { needs: 'must not be in the format of OpenSSH', fix: 'make a key with `openssl genpkey`' };
  try {
    if (block.der) return createPrivateKey(toPem(block.label, block.der));
  } catch {
    // as where the base64 is damaged
  }
  return { needs: 'must hold a private key that can be parsed', fix: 'copy it again from its source' };
}

function notAKey(blocks: PemBlock[]): Fault {
  const fix = 'give the key that was made together with the certificate';
  if (blocks.some(({ label }) => label.endsWith('CERTIFICATE'))) return { needs: 'must hold a private key, it holds a certificate', fix };
  if (blocks.some(({ label }) => label.endsWith('PUBLIC KEY'))) return { needs: 'must hold a private key, it holds a public key', fix };
  return { needs: 'must hold a private key, it holds PEM of another type', fix };
}

/** Why nobody could be verified under a bundle any more: all its members have ended. One that is good is enough. */
export function endedFault(bundle: X509Certificate[], now: Date): Fault | undefined {
  const last = bundle.reduce((a, b) => (notAfter(a) > notAfter(b) ? a : b));
  const ended = whyNotValid(last, now);
  if (!ended?.expired) return undefined;
  return { needs: `must hold an authority that is valid on ${showDate(now)}, the last one ${ended.reason}`, fix: 'replace it' };
}
