import type { X509Certificate } from 'node:crypto';
import { childrenOf, type Element, elementsOf, showObjectIdentifier } from './der';

const EXPLICIT_VERSION = 0xa0;
const EXPLICIT_EXTENSIONS = 0xa3;

/** Fields that node shows not at all, or only as text, which hides differences that Go sees. */
export interface TbsFields {
  readonly version: number;
  readonly issuer: Buffer;
  readonly subject: Buffer;
}

/** An extension that is in a certificate, its value not decoded. */
export interface Extension {
  readonly id: string;
  readonly critical: boolean;
  readonly value: Buffer;
}

/** Nothing where the certificate is not in DER. */
export function tbsFieldsOf(certificate: X509Certificate): TbsFields | undefined {
  const fields = fieldsOf(certificate);
  // (version,) serial number, algorithm, issuer, validity, subject
  const [, , issuer, , subject] = hasVersion(fields) ? fields.slice(1) : fields;
  if (!issuer || !subject) return undefined;
  return { version: versionIn(fields), issuer: issuer.whole, subject: subject.whole };
}

/** Older versions have none for Go, even where they are written. */
export function extensionsOf(certificate: X509Certificate): Extension[] {
  const fields = fieldsOf(certificate);
  if (versionIn(fields) !== 3) return [];
  const [list] = childrenOf(fields.find(({ tag }) => tag === EXPLICIT_EXTENSIONS));
  return childrenOf(list).map((extension) => {
    const [id, ...rest] = childrenOf(extension).map(({ content }) => content);
    const [value = Buffer.alloc(0), critical] = rest.reverse(); // which may be left out
    return { id: showObjectIdentifier(id), critical: critical !== undefined && critical[0] !== 0, value };
  });
}

export function extensionOf(certificate: X509Certificate, id: string): Extension | undefined {
  return extensionsOf(certificate).find((extension) => extension.id === id);
}

/** The one element that the value of an extension is. */
export function valueOf(extension: Extension | undefined): Element | undefined {
  return extension && elementsOf(extension.value)?.[0];
}

function fieldsOf(certificate: X509Certificate): Element[] {
  const [whole] = elementsOf(certificate.raw) ?? [];
  const [tbs] = childrenOf(whole);
  return childrenOf(tbs);
}

function hasVersion([first]: Element[]): boolean {
  return first?.tag === EXPLICIT_VERSION;
}

function versionIn(fields: Element[]): number {
  return hasVersion(fields) ? 1 + (fields[0].content.at(-1) ?? 0) : 1;
}
