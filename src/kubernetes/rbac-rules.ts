import { pathSegment } from './names';
import type { Fault } from '../private/fault';

/** ClusterRoles that kube-apiserver makes itself, and that others rely on. */
const BUILT_IN_ROLES = new Set([
  'admin', 'cluster-admin', 'edit', 'view',
  ...[
    'aggregate-to-admin', 'aggregate-to-edit', 'aggregate-to-view', 'auth-delegator', 'basic-user', 'discovery', 'heapster', 'kube-aggregator',
    'kube-controller-manager', 'kube-dns', 'kube-scheduler', 'kubelet-api-admin', 'monitoring', 'node', 'node-bootstrapper', 'node-problem-detector',
    'node-proxier', 'persistent-volume-provisioner', 'public-info-viewer', 'service-account-issuer-discovery', 'volume-scheduler',
  ].map((name) => `system:${name}`),
]);
const RESOURCE = /^(\*|[a-z0-9][-_.:a-z0-9]*)(\/(\*|[a-z0-9][-_.:a-z0-9]*))?$/; // metrics are resources, too, with names of their own
/** What people write who think of other systems. */
const NO_VERBS: { readonly [word: string]: string } = { read: "'get', 'list' and 'watch'", write: "'create', 'update', 'patch' and 'delete'", all: "'*'" };

/** A name for a role of one's own. */
export function ownRoleName(name: unknown): Fault | undefined {
  if (typeof name === 'string' && (BUILT_IN_ROLES.has(name) || name.startsWith('system:controller:'))) {
    return { needs: 'must not be a role that every cluster has: applying it would change that role', fix: 'use a name of your own' };
  }
  return pathSegment(name);
}

/** A resource as a rule names it. */
export function resourceName(resource: unknown): Fault | undefined {
  if (typeof resource === 'string' && RESOURCE.test(resource)) return undefined;
  return { needs: 'must be the lower-case plural name of a resource, or of a subresource behind a slash', fix: "'flunders' or 'flunders/status', say" };
}

/** A verb as a rule names it. */
export function verbName(verb: unknown): Fault | undefined {
  if (typeof verb === 'string' && /^(\*|[a-z][-:a-z]*)$/.test(verb) && !(verb in NO_VERBS)) return undefined;
  return { needs: 'must be a verb of Kubernetes', fix: `use ${NO_VERBS[verb as string] ?? "'get' or 'list', say"}` };
}
