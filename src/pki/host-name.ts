import type { X509Certificate } from 'node:crypto';
import { showList } from './show';
import type { Fault } from '../private/fault';

const FIX = 'issue it with that DNS name among its subject alternative names';

/** As Go: the common name never counts, and a wildcard is the whole first label. */
export function acceptsHost(certificate: X509Certificate, hostName: string): boolean {
  const options = { subject: 'never', wildcards: true, partialWildcards: false, multiLabelWildcards: false, singleLabelSubdomains: false } as const;
  return certificate.checkHost(hostName, options) !== undefined;
}

/** Why a certificate is not valid for a host name, if it is not. */
export function hostNameFault(certificate: X509Certificate, hostName: string): Fault | undefined {
  if (acceptsHost(certificate, hostName)) return undefined;
  if (certificate.subjectAltName === undefined) {
    return { needs: `must be valid for ${hostName}, it has no subject alternative names, and its common name does not count`, fix: FIX };
  }
  const names = dnsNamesOf(certificate.subjectAltName);
  if (names.length === 0) return { needs: `must be valid for ${hostName}, it names no DNS name`, fix: FIX };
  return { needs: `must be valid for ${hostName}, it names only ${showList(names)}`, fix: FIX };
}

/** The names of node's text, 'DNS:a, IP Address:b'; it quotes odd ones, which are not shown. */
function dnsNamesOf(subjectAltName: string): string[] {
  return [...subjectAltName.matchAll(/DNS:([\w*.-]{1,253})(?=,|$)/g)].map(([, name]) => name);
}
