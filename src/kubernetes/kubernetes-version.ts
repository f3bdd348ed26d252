import type { Fault } from '../private/fault';

/** The newest Kubernetes minor whose behaviour is known here. */
export const NEWEST_MINOR = 37;
/** The oldest Kubernetes minor that this library writes manifests for. */
export const OLDEST_MINOR = 25;
/** The oldest k8s.io/apiserver minor whose reads are known here: the first that authorizes system:masters by itself. */
export const OLDEST_LIBRARY_MINOR = 21;

/** The minor of a Kubernetes version such as `1.36`, `v1.36` or `1.36.3`. */
export function kubernetesMinor(version: string): number | Fault {
  return minor(version, /^v?1\.(\d+)(\.\d+)?$/, OLDEST_MINOR, '1');
}

/** The minor of a k8s.io/apiserver version such as `0.36`, `v0.36.3`. */
export function libraryMinor(version: string): number | Fault {
  return minor(version, /^v?0\.(\d+)(\.\d+)?$/, OLDEST_LIBRARY_MINOR, '0');
}

function minor(version: unknown, form: RegExp, oldest: number, major: string): number | Fault {
  const match = typeof version === 'string' ? form.exec(version) : null;
  const number = Number(match?.[1] ?? NaN);
  if (number >= oldest && number <= NEWEST_MINOR) return number;
  return { needs: `must be a version from ${major}.${oldest} to ${major}.${NEWEST_MINOR}`, fix: `the newest known here is "${major}.${NEWEST_MINOR}"` };
}
