import type { X509Certificate } from 'node:crypto';
import { tbsFieldsOf } from './tbs-fields';

/** A certificate, and where it came from. */
export interface Link {
  readonly certificate: X509Certificate;
  readonly from: 'certificate' | 'caBundle';
}

/** As Go: each use of a certificate as an issuer counts, so that crossed certificates cannot take for ever. */
const MOST_TRIES = 100;

/**
 * Every chain from a leaf to a certificate of the bundle, by name and signature only; what else a link must be is for the caller.
 *
 * It follows Go's crypto/x509, which kube-apiserver verifies with. Any member of the bundle is an anchor, a leaf that is itself a
 * member needs no issuer, and names are compared octet by octet: `checkIssued` of node would overlook a difference of case
 * or string type, and would insist on key identifiers, which only guide Go.
 */
export function chainsOf(leaf: Link, intermediates: Link[], anchors: Link[]): Link[][] {
  if (anchors.some(({ certificate }) => same(certificate, leaf.certificate))) return [[leaf]];

  const chains: Link[][] = [];
  let tries = 0;
  const extend = (chain: Link[]): void => {
    const child = chain[chain.length - 1].certificate;
    for (const issuer of [...anchors, ...intermediates]) {
      if (!isNamedIssuer(issuer.certificate, child) || chain.some(({ certificate }) => same(certificate, issuer.certificate))) continue;
      if (++tries > MOST_TRIES) return;
      if (!hasSigned(issuer.certificate, child)) continue;
      if (issuer.from === 'caBundle') chains.push([...chain, issuer]);
      else extend([...chain, issuer]);
    }
  };
  extend([leaf]);
  return chains;
}

/** How far the issuers of a leaf can be followed among the intermediates: the last one, whose own issuer is missing. */
export function lastFound(leaf: Link, intermediates: Link[]): X509Certificate {
  const seen = [leaf.certificate];
  for (;;) {
    const child = seen[seen.length - 1];
    const next = intermediates.find(({ certificate }) => {
      return isNamedIssuer(certificate, child) && !seen.some((other) => same(other, certificate)) && hasSigned(certificate, child);
    });
    if (!next) return child;
    seen.push(next.certificate);
  }
}

export function isNamedIssuer(issuer: X509Certificate, child: X509Certificate): boolean {
  const name = tbsFieldsOf(issuer)?.subject;
  const wanted = tbsFieldsOf(child)?.issuer;
  return name !== undefined && wanted !== undefined && name.equals(wanted);
}

export function hasSigned(issuer: X509Certificate, child: X509Certificate): boolean {
  try {
    return child.verify(issuer.publicKey);
  } catch {
    return false; // a key or an algorithm that node does not know
  }
}

export function same(one: X509Certificate, other: X509Certificate): boolean {
  return one.raw.equals(other.raw);
}
