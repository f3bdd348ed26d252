import type { X509Certificate } from 'node:crypto';
import { childrenOf, type Element } from './der';
import { nameKindOf } from './name-kinds';
import { extensionOf, valueOf } from './tbs-fields';

const ALTERNATIVE_NAMES = '2.5.29.17';

/** The subject alternative names of a certificate, as far as Go knows their kinds. */
export function alternativeNamesOf(certificate: X509Certificate): Element[] {
  return childrenOf(valueOf(extensionOf(certificate, ALTERNATIVE_NAMES))).filter((name) => nameKindOf(name) !== undefined);
}
