import type { KeyObject, X509Certificate } from 'node:crypto';
import { chainFaults } from './chain-faults';
import { criticalFault } from './critical-extensions';
import { acceptsHost, hostNameFault } from './host-name';
import { isFault } from './is-fault';
import type { PartFault } from './part-fault';
import { readCertificates, readPrivateKey } from './pem';
import { allowsServers } from './server-usage';
import { showName } from './show';
import { unreadableFault } from './unreadable';
import { notAfter, showDate, whyNotValid } from './validity';
import type { Fault } from '../private/fault';

export interface PairToCheck {
  /** The certificate of the server, then intermediate ones. */
  readonly certificate: string;
  readonly privateKey?: string;
  readonly caBundle: string;
  /** The one name by which Kubernetes verifies the server. */
  readonly hostName: string;
  readonly now: Date;
}

/** Everything for which Kubernetes would not believe a server, or the server would not start. */
export function checkPair(pair: PairToCheck): PartFault[] {
  const faults: PartFault[] = [];
  const accept = <T extends object>(part: PartFault['part'], read: T | Fault): T | undefined => {
    if (!isFault(read)) return read;
    faults.push({ part, fault: read });
    return undefined;
  };
  const served = accept('certificate', readCertificates(pair.certificate));
  const key = pair.privateKey === undefined ? undefined : accept('privateKey', readPrivateKey(pair.privateKey));
  const bundle = accept('caBundle', readCertificates(pair.caBundle));
  if (!served) return faults;

  const leaf = leafOf(served, key, pair.hostName);
  if (leaf !== served[0]) faults.push({ part: 'certificate', fault: outOfOrder(served.indexOf(leaf) + 1, served.length) });
  if (key && !leaf.checkPrivateKey(key)) faults.push({ part: 'privateKey', fault: OTHER_KEY });
  const ownFaults = [hostNameFault(leaf, pair.hostName), leafDatesFault(leaf, pair.now), usageFault(leaf)];
  const unreadable = served.map((sent) => unreadableFault(sent, sent === leaf ? 'that of the server' : showName(sent.subject)));
  for (const fault of [...ownFaults, criticalFault(leaf, 'it'), ...unreadable]) {
    if (fault) faults.push({ part: 'certificate', fault });
  }
  if (bundle) faults.push(...chainFaults(leaf, served.filter((other) => other !== leaf), bundle, pair.now));
  return faults;
}

/** When the certificate of the server ends, for a PEM that was checked. */
export function endOf(certificate: string): Date {
  const [leaf] = readCertificates(certificate) as X509Certificate[];
  return notAfter(leaf);
}

const OTHER_KEY: Fault = { needs: 'must belong to the certificate, it is the key of another one', fix: 'give the key that was made together with it' };

/** The certificate that is meant for the server: servers take the first, but people put the CA there. */
function leafOf(served: X509Certificate[], key: KeyObject | undefined, hostName: string): X509Certificate {
  const [first] = served;
  const isLeaf = (certificate: X509Certificate) => (key ? certificate.checkPrivateKey(key) : acceptsHost(certificate, hostName));
  return isLeaf(first) ? first : served.find(isLeaf) ?? first;
}

function outOfOrder(position: number, count: number): Fault {
  return { needs: `must begin with the certificate of the server, which is number ${position} of ${count}`, fix: 'put it first, and each issuer after it' };
}

function usageFault(leaf: X509Certificate): Fault | undefined {
  if (allowsServers(leaf)) return undefined;
  return { needs: 'must allow the authentication of servers, its extended key usage does not', fix: 'issue it with extended key usage serverAuth' };
}

function leafDatesFault(leaf: X509Certificate, now: Date): Fault | undefined {
  const invalid = whyNotValid(leaf, now);
  if (!invalid) return undefined;
  const fix = invalid.expired ? 'renew it' : 'look at the clock, or issue it with an earlier begin';
  return { needs: `must be valid on ${showDate(now)}, it ${invalid.reason}`, fix };
}
