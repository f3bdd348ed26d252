import type { X509Certificate } from 'node:crypto';
import { nameConstraintsOf } from './name-constraints';
import { extensionsOf } from './tbs-fields';
import type { Fault } from '../private/fault';

/** What RFC 5280 says must not be critical, and newer versions of Go, too. */
const NEVER_CRITICAL = new Map([
  ['2.5.29.14', 'subject key identifier'],
  ['2.5.29.35', 'authority key identifier'],
  ['1.3.6.1.5.5.7.1.1', 'authority information access'],
]);

const LARGEST_ARC = 0x7fffffff;

/**
 * Why Go would not read a certificate that OpenSSL reads. In a bundle it passes over such a one, but a server that sends one,
 * needed or not, is not believed.
 */
export function unreadableFault(certificate: X509Certificate, who: string): Fault | undefined {
  const fault = (what: string, fix: string) => ({ needs: `must hold certificates that Kubernetes reads, ${who} has ${what}`, fix });
  const extensions = extensionsOf(certificate);
  const long = extensions.find(({ id }) => id.split('.').some((arc) => Number(arc) > LARGEST_ARC));
  if (long) return fault(`an extension ${long.id}`, `issue it without that extension, no number may be above ${LARGEST_ARC}`);

  const critical = extensions.filter((extension) => extension.critical).flatMap(({ id }) => NEVER_CRITICAL.get(id) ?? []);
  if (critical.length > 0) return fault(`a critical ${critical.join(' and ')}`, 'issue it with that extension not critical');

  if (nameConstraintsOf(certificate)?.areValid !== false) return undefined;
  return fault('invalid name constraints', 'issue it with domains that have no dot at the end, and networks such as 10.0.0.0/255.0.0.0');
}
