/** The little DER that needs no schema: it joins parts that are encoded already, and finds parts without decoding them. */

export const SEQUENCE = 0x30;
export const BIT_STRING = 0x03;

export interface Element {
  readonly tag: number;
  readonly content: Buffer;
  /** Tag, length and content. */
  readonly whole: Buffer;
}

export function encodeElement(tag: number, ...parts: Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag, ...encodeLength(length)]), ...parts]);
}

function encodeLength(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 0x100)) octets.unshift(rest % 0x100);
  return [0x80 + octets.length, ...octets];
}

/** The elements that follow each other in some octets; nothing where they are not DER with tags of one octet. */
export function elementsOf(octets: Buffer): Element[] | undefined {
  const elements: Element[] = [];
  for (let at = 0; at < octets.length;) {
    const element = elementAt(octets.subarray(at));
    if (!element) return undefined;
    elements.push(element);
    at += element.whole.length;
  }
  return elements;
}

function elementAt(octets: Buffer): Element | undefined {
  const [tag, first] = octets;
  if (first === undefined || tag % 0x20 === 0x1f) return undefined;
  const more = first < 0x80 ? 0 : first - 0x80;
  if (first === 0x80 || more > 4 || octets.length < 2 + more) return undefined;
  const start = 2 + more;
  const end = start + (more === 0 ? first : octets.readUIntBE(2, more));
  return end > octets.length ? undefined : { tag, content: octets.subarray(start, end), whole: octets.subarray(0, end) };
}

/** The elements that another is made of; none where there is none, or where they are not DER. */
export function childrenOf(element: Element | undefined): Element[] {
  return (element && elementsOf(element.content)) ?? [];
}

/** An object identifier as people write it, such as '2.5.29.17'. */
export function showObjectIdentifier(content: Buffer): string {
  const arcs: bigint[] = []; // some are made of a UUID
  let arc = 0n;
  for (const octet of content) {
    arc = arc * 0x80n + BigInt(octet % 0x80);
    if (octet >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  // the first two arcs are one number; only under 2 may the second be above 39
  const [both = 0n, ...rest] = arcs;
  const first = both < 80n ? both / 40n : 2n;
  return [first, both - first * 40n, ...rest].join('.');
}
