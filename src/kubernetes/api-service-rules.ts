import { dns1035Label, dnsSubdomain, integer } from './names';
import type { Fault } from '../private/fault';

// the rules are those of ValidateAPIService, k8s.io/kube-aggregator/pkg/apis/apiregistration/validation, unchanged since 1.15

/** The label by which kube-apiserver marks the APIServices that are its own; it deletes or resets what carries it. */
export const AUTOMANAGED_LABEL = 'kube-aggregator.kubernetes.io/automanaged';

/** The port that the aggregator dials where an APIService names none. */
export const DEFAULT_SERVICE_PORT = 443;

/** The groups that kube-apiserver itself serves. */
const BUILT_IN_GROUPS = new Set([
  '', 'apps', 'batch', 'autoscaling', 'policy', 'extensions',
  ...[
    'events', 'authentication', 'authorization', 'certificates', 'networking', 'rbac.authorization', 'storage', 'apiextensions', 'admissionregistration',
    'scheduling', 'coordination', 'node', 'discovery', 'flowcontrol.apiserver', 'internal.apiserver', 'resource', 'storagemigration', 'apiregistration',
    'apidiscovery', 'admission', 'imagepolicy',
  ].map((name) => `${name}.k8s.io`),
]);

/** An API group that an extension API server may serve. */
export function servableGroup(group: unknown): Fault | undefined {
  if (typeof group === 'string' && BUILT_IN_GROUPS.has(group)) {
    return { needs: 'must not be a group that kube-apiserver serves itself', fix: 'use a group below a DNS domain of your own, such as wardle.example.com' };
  }
  return dnsSubdomain(group);
}

export function apiVersion(version: unknown): Fault | undefined {
  const fault = dns1035Label(version);
  return fault && { ...fault, needs: `${fault.needs}, such as v1 or v1beta1` };
}

export function groupPriorityMinimum(priority: unknown): Fault | undefined {
  return integer(priority, 1, 20000);
}

export function versionPriority(priority: unknown): Fault | undefined {
  return integer(priority, 1, 1000);
}

/** A label key that an APIService may carry. */
export function apiServiceLabelKey(key: string): Fault | undefined {
  if (key !== AUTOMANAGED_LABEL) return undefined;
  return { needs: `must not hold ${AUTOMANAGED_LABEL}: kube-apiserver deletes or resets what carries it`, fix: 'leave that label out' };
}
