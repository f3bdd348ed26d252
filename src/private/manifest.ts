import type { ApiObjectMetadata } from 'cdk8s';
import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { claim } from './claims';
import { Faults } from './fault';

/** A Kubernetes object as it is written: plain JSON. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ApiObjectMetadata & { readonly name: string };
  readonly [field: string]: unknown;
}

/**
 * Adds a namespaced object to the chart.
 *
 * @throws an error where the App has an object of that kind, namespace and name already
 */
export function namespacedObject(scope: Construct, id: string, manifest: Manifest): ApiObject {
  claimName(scope, manifest);
  return new ApiObject(scope, id, manifest);
}

/**
 * Adds a cluster-scoped object to the chart: cdk8s would stamp the chart's namespace on it.
 *
 * @throws an error where the App has an object of that kind and name already
 */
export function clusterObject(scope: Construct, id: string, manifest: Manifest): ApiObject {
  claimName(scope, manifest);
  const object = new ApiObject(scope, id, manifest);
  if (object.metadata.namespace !== undefined) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return object;
}

function claimName(scope: Construct, { kind, metadata }: Manifest): void {
  const faults = new Faults(kind, scope.node.path);
  faults.add('metadata.name', metadata.name, claim(scope, [kind, metadata.namespace, metadata.name].filter(Boolean).join('/')));
  faults.throwIfAny();
}

/** A copy without undefined members, and undefined where nothing is left: an absent field is absent, not empty. */
export function present<T extends object>(fields: T): T | undefined {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) as T : undefined;
}

/** A map, or nothing where it is empty. */
export function filled(map: { [key: string]: string } | undefined): { [key: string]: string } | undefined {
  return map && Object.keys(map).length > 0 ? map : undefined;
}
