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

/** The path that a construct will have. */
export function pathOf(scope: Construct, id: string): string {
  return [scope.node.path, id].filter(Boolean).join('/');
}

/**
 * Claims the name of an object that is about to be made.
 *
 * @throws an error where the App has an object of that kind, namespace and name already
 */
export function claimed(scope: Construct, id: string, manifest: Manifest): Manifest {
  const { kind, metadata } = manifest;
  const path = pathOf(scope, id);
  const faults = new Faults(kind, path);
  faults.add('metadata.name', metadata.name, claim(scope, path, [kind, metadata.namespace, metadata.name].filter(Boolean).join('/')));
  faults.throwIfAny();
  return manifest;
}

/** Takes the chart's namespace off a cluster-scoped object: cdk8s stamps it on every one. */
export function asClusterScoped<T extends ApiObject>(object: T): T {
  if (object.metadata.namespace !== undefined) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return object;
}

/**
 * Adds a namespaced object to the chart.
 *
 * @throws an error where the App has an object of that kind, namespace and name already
 */
export function namespacedObject(scope: Construct, id: string, manifest: Manifest): ApiObject {
  return new ApiObject(scope, id, claimed(scope, id, manifest));
}

/**
 * Adds a cluster-scoped object to the chart.
 *
 * @throws an error where the App has an object of that kind and name already
 */
export function clusterObject(scope: Construct, id: string, manifest: Manifest): ApiObject {
  return asClusterScoped(namespacedObject(scope, id, manifest));
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
