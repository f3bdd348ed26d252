import type { X509Certificate } from 'node:crypto';
import { alternativeNamesOf } from './alternative-names';
import { childrenOf } from './der';
import { nameConstraintsOf, refusedNames } from './name-constraints';
import { allowsServers } from './server-usage';
import { showList, showName } from './show';
import { extensionOf, valueOf } from './tbs-fields';
import type { Fault } from '../private/fault';

const BASIC_CONSTRAINTS = '2.5.29.19';
const INTEGER = 0x02;

/** What a CA says that it does not do, and yet has done in a chain. Go holds a root to it as any other CA, beyond what RFC 5280 asks. */
export function limitFaults(ca: X509Certificate, below: X509Certificate[]): Fault[] {
  return [usageFault(ca), pathFault(ca, below), namesFault(ca, below)].flatMap((fault) => fault ?? []);
}

/** RFC 5280 has no extended key usage for CAs: each one of a chain limits those below it, as most verifiers have it. */
function usageFault(ca: X509Certificate): Fault | undefined {
  if (allowsServers(ca)) return undefined;
  const needs = `must let ${showName(ca.subject)} issue certificates for servers, which its extended key usage forbids`;
  return { needs, fix: 'issue that CA with extended key usage serverAuth too, or without any' };
}

/** Unlike RFC 5280, Go counts those that are self-issued. */
function pathFault(ca: X509Certificate, below: X509Certificate[]): Fault | undefined {
  const intermediates = below.length - 1;
  const most = pathLengthOf(ca);
  if (most === undefined || intermediates <= most) return undefined;
  const count = intermediates === 1 ? 'an intermediate CA' : `${intermediates} intermediate CAs`;
  const needs = `must let ${showName(ca.subject)} have ${count} below it, its path length is ${most}`;
  return { needs, fix: 'issue that CA with a greater path length, or the certificate by a CA that is nearer to it' };
}

function pathLengthOf(ca: X509Certificate): number | undefined {
  const length = childrenOf(valueOf(extensionOf(ca, BASIC_CONSTRAINTS))).find(({ tag }) => tag === INTEGER);
  return length && Number(`0x${length.content.toString('hex')}`);
}

/** All names below count, not only the one by which Kubernetes verifies. */
function namesFault(ca: X509Certificate, below: X509Certificate[]): Fault | undefined {
  const constraints = nameConstraintsOf(ca);
  if (!constraints?.areValid) return undefined; // which is a fault of its own
  const refused = below.flatMap((certificate) => refusedNames(constraints, alternativeNamesOf(certificate)));
  if (refused.length === 0) return undefined;
  const needs = `must let ${showName(ca.subject)} issue certificates for ${showList([...new Set(refused)])}, which its name constraints forbid`;
  return { needs, fix: 'have another CA issue the certificate, or leave out names that nobody needs' };
}
