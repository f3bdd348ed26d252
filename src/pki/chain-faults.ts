import type { X509Certificate } from 'node:crypto';
import { limitFaults } from './ca-limits';
import { chainsOf, hasSigned, isNamedIssuer, lastFound, type Link } from './chains';
import { criticalFault } from './critical-extensions';
import type { PartFault } from './part-fault';
import { showName } from './show';
import { tbsFieldsOf } from './tbs-fields';
import { unreadableFault } from './unreadable';
import { showDate, whyNotValid } from './validity';

/** Why no member of the bundle vouches for a leaf; nothing where one chain is good. The leaf itself is for the caller to check. */
export function chainFaults(leaf: X509Certificate, others: X509Certificate[], bundle: X509Certificate[], now: Date): PartFault[] {
  const first: Link = { certificate: leaf, from: 'certificate' };
  const intermediates = others.map((certificate): Link => ({ certificate, from: 'certificate' }));
  const anchors = bundle.map((certificate): Link => ({ certificate, from: 'caBundle' }));

  const chains = chainsOf(first, intermediates, anchors);
  if (chains.length === 0) return [noChain(first, intermediates, bundle)];
  // one good chain is enough; where there is none, the one with the fewest faults is what the user meant
  const faults = chains.map((chain) => chain.slice(1).flatMap((issuer, index) => issuerFaults(issuer, chain.slice(0, index + 1), now)));
  return faults.reduce((best, other) => (other.length < best.length ? other : best));
}

/** What is wrong with one issuer of a chain, of which those below it are given. */
function issuerFaults(issuer: Link, below: Link[], now: Date): PartFault[] {
  const faults: PartFault[] = [];
  const { certificate, from } = issuer;
  const named = `${from === 'caBundle' ? 'the CA' : 'the intermediate CA'} ${showName(certificate.subject)}`;
  const invalid = whyNotValid(certificate, now);
  if (invalid) {
    const needs = `must be valid on ${showDate(now)}, ${named} ${invalid.reason}`;
    faults.push({ part: from, fault: { needs, fix: invalid.expired ? 'replace that CA' : 'look at the clock, or use a CA that is valid already' } });
  }
  if (!mayIssue(issuer)) {
    const needs = `must let ${showName(certificate.subject)} issue certificates, which its basic constraints or key usage forbid`;
    faults.push({ part: from, fault: { needs, fix: 'issue that CA with basicConstraints CA:TRUE and key usage keyCertSign' } });
  }
  const unreadable = from === 'caBundle' ? unreadableFault(certificate, named) : undefined; // of what is sent, all is looked at
  const others = [unreadable, criticalFault(certificate, named), ...limitFaults(certificate, below.map((link) => link.certificate))];
  faults.push(...others.flatMap((fault) => (fault ? [{ part: from, fault }] : [])));
  return faults;
}

/** Certificates older than version 3 cannot say that they are a CA; Go takes them as anchors. */
function mayIssue({ certificate, from }: Link): boolean {
  return certificate.ca || (from === 'caBundle' && (tbsFieldsOf(certificate)?.version ?? 3) < 3);
}

function noChain(leaf: Link, intermediates: Link[], bundle: X509Certificate[]): PartFault {
  const last = lastFound(leaf, intermediates);
  const issuer = showName(last.issuer);
  if (isNamedIssuer(last, last) && hasSigned(last, last)) {
    const which = last === leaf.certificate ? 'the certificate itself, which is self-signed' : `the CA ${issuer}`;
    return { part: 'caBundle', fault: { needs: `must hold ${which}`, fix: 'add it' } };
  }
  if ([...bundle, ...intermediates.map(({ certificate }) => certificate)].some((other) => isNamedIssuer(other, last))) {
    const needs = `must hold the CA that signed the certificate, the one named ${issuer} here has another key`;
    return { part: 'caBundle', fault: { needs, fix: 'add the CA of that name which signed it, an old one may stay' } };
  }
  const fix = 'add that CA; if it is an intermediate one, it may stand after the certificate of the server instead';
  return { part: 'caBundle', fault: { needs: `must hold the CA that issued the certificate, ${issuer}`, fix } };
}
