import type { Fault } from '../private/fault';

const QUANTITY = /^(\d+\.?\d*|\.\d+)(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d+))?$/;
const DECIMAL: { readonly [suffix: string]: number } = { n: -3, u: -2, m: -1, k: 1, M: 2, G: 3, T: 4, P: 5, E: 6 };
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/**
 * A quantity of CPU or memory.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantity(value: unknown): Fault | undefined {
  if (typeof value === 'string' && QUANTITY.test(value)) return undefined;
  return { needs: 'must be a Kubernetes quantity', fix: "'100m', '0.5', '128Mi' or '1Gi', say" };
}

/** A quantity of memory; `100m` would be a tenth of a byte. */
export function memoryQuantity(value: unknown): Fault | undefined {
  if (typeof value === 'string' && /[num]$/.test(value)) return { needs: 'must be a quantity of memory, in bytes', fix: "'128Mi' or '1Gi', say" };
  return quantity(value);
}

/** The number that a quantity stands for, near enough to compare; NaN where it is none. */
export function quantityNumber(text: string): number {
  const [, digits, suffix, exponent] = QUANTITY.exec(text) ?? [];
  if (exponent) return Number(`${digits}e${exponent}`);
  const binary = BINARY.indexOf(suffix);
  return Number(digits) * (binary >= 0 ? 1024 ** (binary + 1) : 1000 ** (DECIMAL[suffix] ?? 0));
}
