import type { X509Certificate } from 'node:crypto';
import { alternativeNamesOf } from './alternative-names';
import { nameConstraintsOf } from './name-constraints';
import { extensionsOf } from './tbs-fields';
import type { Fault } from '../private/fault';

const ALTERNATIVE_NAMES = '2.5.29.17';
const NAME_CONSTRAINTS = '2.5.29.30';

/** What Go applies, or (the last three) reads, but not where it is critical, so that the fault is another one. */
const KNOWN = [
  ALTERNATIVE_NAMES,
  NAME_CONSTRAINTS,
  '2.5.29.15', // key usage
  '2.5.29.19', // basic constraints
  '2.5.29.31', // CRL distribution points
  '2.5.29.32', // certificate policies
  '2.5.29.37', // extended key usage
  '2.5.29.33', // policy mappings: this and the next two since Go 1.24, of Kubernetes 1.33
  '2.5.29.36', // policy constraints
  '2.5.29.54', // inhibit anyPolicy
  '2.5.29.14', // subject key identifier
  '2.5.29.35', // authority key identifier
  '1.3.6.1.5.5.7.1.1', // authority information access
];

/** Go refuses a certificate, wherever in a chain, with a critical extension that it does not apply. */
export function criticalFault(certificate: X509Certificate, who: string): Fault | undefined {
  const refused = extensionsOf(certificate).filter(({ critical }) => critical).flatMap(({ id }) => whyRefused(certificate, id) ?? []);
  if (refused.length === 0) return undefined;
  const fix = 'issue it without them, or with them not critical';
  return { needs: `must have no critical extensions that Kubernetes does not apply, ${who} has ${refused.join(', ')}`, fix };
}

function whyRefused(certificate: X509Certificate, id: string): string | undefined {
  if (!KNOWN.includes(id)) return id;
  const others = 'other than DNS, IP, email and URI';
  if (id === NAME_CONSTRAINTS && nameConstraintsOf(certificate)?.hasOtherKinds) return `name constraints of a kind ${others}`;
  if (id === ALTERNATIVE_NAMES && alternativeNamesOf(certificate).length === 0) return `alternative names of kinds ${others} only`;
  return undefined;
}
