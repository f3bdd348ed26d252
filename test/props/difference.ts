import type { Manifest, Synthesized } from './site';
import { idOf } from './site';
import { MASKED, maskKeys } from '../support/snapshot-serializer';

const LONGEST_SHOWN = 200;

/**
 * What differs between the manifests of two programs, a line for each place: the object, the JSON pointer, and the new value. No line shows a key.
 */
export function differences(before: Synthesized, after: Synthesized): string[] {
  const old = byId(before);
  const now = byId(after);
  return [
    ...[...old.keys()].filter((id) => !now.has(id)).map((id) => `- ${id}`),
    ...[...now].flatMap(([id, manifest]) => {
      const was = old.get(id);
      return was ? places(was, manifest, '').map((place) => `${id} ${place}`) : [`+ ${id} ${shown(contentOf(manifest))}`];
    }),
  ];
}

function byId(synthesized: Synthesized): Map<string, Manifest> {
  return new Map(Object.entries(synthesized).flatMap(([chart, manifests]) => {
    return manifests.map((manifest): [string, Manifest] => [`${chart === 'chart' ? '' : `${chart}: `}${idOf(manifest)}`, manifest]);
  }));
}

/** What is worth reading in an object that is new. */
function contentOf({ apiVersion, kind, metadata, ...content }: Manifest): object {
  return kind === 'Secret' ? {} : content;
}

function places(before: unknown, after: unknown, pointer: string): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return placesOfList(before, after, pointer);
  if (!isObject(before) || !isObject(after)) return [`${pointer} = ${shown(after)}`];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const found = keys.flatMap((key) => {
    const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!(key in after)) return [`${at} is left out`];
    return key === 'tls.key' && before[key] !== after[key] ? [`${at} = ${MASKED}`] : places(before[key], after[key], at);
  });
  return found.length > 0 ? found : [`${pointer} has another order`];
}

/** Elements are the same where they have the same name or are equal, else where they stand at the same place. */
function placesOfList(before: unknown[], after: unknown[], pointer: string): string[] {
  const [old, now] = [before.map(keyOf), after.map(keyOf)];
  const isGone = (i: number) => i < before.length && !now.includes(old[i]);
  const isReplaced = (i: number) => i < after.length && !old.includes(now[i]);
  const found = [
    ...before.flatMap((element, i) => isGone(i) && !isReplaced(i) ? [`${pointer}/${i} is left out: ${shown(element)}`] : []),
    ...after.flatMap((element, i) => {
      const was = old.indexOf(now[i]);
      if (was >= 0) return places(before[was], element, `${pointer}/${i}`);
      return isGone(i) ? places(before[i], element, `${pointer}/${i}`) : [`${pointer}/${i} = ${shown(element)}`];
    }),
  ];
  return found.length > 0 ? found : [`${pointer} has another order`];
}

function keyOf(element: unknown): string {
  return isObject(element) && typeof element.name === 'string' ? element.name : JSON.stringify(element);
}

function shown(value: unknown): string {
  const text = JSON.stringify(maskKeys(value)).replace(/[A-Za-z0-9+/]{200,}={0,2}/g, certificates);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}

/** What base64 holds, in words: the bytes of a certificate say nothing to a reader. */
function certificates(base64: string): string {
  const count = Buffer.from(base64, 'base64').toString('latin1').split('-----BEGIN CERTIFICATE-----').length - 1;
  return count > 0 ? `<certificates: ${count}>` : base64;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
