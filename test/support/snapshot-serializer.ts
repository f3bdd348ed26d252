/** Stands in a snapshot where a private key was. */
export const MASKED = '<private key>';

const PEM_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----[\s\S]*?(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY-----|$)/g;
const BASE64 = /[A-Za-z0-9+/]{40,}={0,2}/g; // shorter than any key

/** A copy of manifests, or of text, without private keys. */
export function maskKeys<T>(value: T): T {
  return mask(value) as T;
}

/** Keeps private keys out of every snapshot, whatever is in it. */
export const keylessSerializer = {
  test: (value: unknown): boolean => holdsKey(value),
  print: (value: unknown, serialize: (masked: unknown) => string): string => serialize(maskKeys(value)),
};

function mask(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value);
  if (Array.isArray(value)) return value.map(mask);
  if (!isPlainObject(value)) return value;
  const masked = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mask(inner)]));
  if (value.kind !== 'Secret') return masked;
  for (const holder of ['data', 'stringData']) {
    if (isPlainObject(masked[holder]) && 'tls.key' in masked[holder]) masked[holder] = { ...masked[holder], 'tls.key': MASKED };
  }
  return masked;
}

function maskText(text: string): string {
  return text
    .replace(PEM_KEY, MASKED)
    .replace(BASE64, (run) => Buffer.from(run, 'base64').toString('latin1').match(PEM_KEY) ? MASKED : run);
}

function holdsKey(value: unknown): boolean {
  if (typeof value === 'string') return maskText(value) !== value;
  if (Array.isArray(value)) return value.some(holdsKey);
  if (!isPlainObject(value)) return false;
  if (Object.values(value).some(holdsKey)) return true;
  return value.kind === 'Secret' && [value.data, value.stringData].some((holder) => isPlainObject(holder) && 'tls.key' in holder && holder['tls.key'] !== MASKED);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}
