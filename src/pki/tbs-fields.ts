import type { X509Certificate } from 'node:crypto';
import { type Element, elementsOf } from './der';

const EXPLICIT_VERSION = 0xa0;

/** Fields that node shows not at all, or only as text, which hides differences that Go sees. */
export interface TbsFields {
  readonly version: number;
  readonly issuer: Buffer;
  readonly subject: Buffer;
}

/** Nothing where the certificate is not in DER. */
export function tbsFieldsOf(certificate: X509Certificate): TbsFields | undefined {
  const [whole] = elementsOf(certificate.raw) ?? [];
  const [tbs] = children(whole);
  const fields = children(tbs);
  const hasVersion = fields[0]?.tag === EXPLICIT_VERSION;
  // (version,) serial number, algorithm, issuer, validity, subject
  const [, , issuer, , subject] = hasVersion ? fields.slice(1) : fields;
  if (!issuer || !subject) return undefined;
  return { version: hasVersion ? 1 + (fields[0].content.at(-1) ?? 0) : 1, issuer: issuer.whole, subject: subject.whole };
}

function children(element: Element | undefined): Element[] {
  return (element && elementsOf(element.content)) ?? [];
}
