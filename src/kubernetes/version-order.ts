const KUBERNETES_VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;
const STABILITY = { alpha: 0, beta: 1, stable: 2 } as const;

interface ParsedVersion {
  readonly stability: number;
  readonly major: bigint;
  readonly minor: bigint;
}

/**
 * Kubernetes' order of API versions, the preferred one first: GA before beta before alpha, higher numbers before lower ones,
 * and whatever does not look like a Kubernetes version last, in alphabetical order.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority
 */
export function compareVersions(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  if (!left || !right) return (left ? -1 : 0) + (right ? 1 : 0) || compare(a, b);
  return right.stability - left.stability || compare(right.major, left.major) || compare(right.minor, left.minor) || compare(a, b);
}

function parse(version: string): ParsedVersion | undefined {
  const match = KUBERNETES_VERSION.exec(version);
  if (!match) return undefined;
  const [, major, stability, minor] = match;
  return { stability: STABILITY[(stability ?? 'stable') as keyof typeof STABILITY], major: BigInt(major), minor: BigInt(minor ?? 0) };
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : Number(a > b);
}
