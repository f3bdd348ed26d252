import type { Fault } from '../private/fault';

/**
 * A quantity of CPU or memory.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantity(value: unknown): Fault | undefined {
  if (typeof value === 'string' && /^(\d+\.?\d*|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/.test(value)) return undefined;
  return { needs: 'must be a Kubernetes quantity', fix: "'100m', '0.5', '128Mi' or '1Gi', say" };
}
