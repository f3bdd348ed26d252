import type { Construct } from 'constructs';
import type { BundleMetadata } from './bundle-metadata';
import type { ExtensionApiServerProps } from './extension-api-server-props';
import { EXTENSION_API_SERVER } from './extension-api-server-props';
import { apiServiceLabelKey, apiVersion, servableGroup } from './kubernetes/api-service-rules';
import { dns1035Label, dnsLabel, dnsSubdomain, pathSegment, portNumber, toDnsLabel } from './kubernetes/names';
import type { ObjectMetadata } from './kubernetes/object-metadata';
import { checkLabels, checkMetadata } from './kubernetes/object-metadata';
import { checkChart } from './private/charts';
import { claim } from './private/claims';
import { Faults } from './private/fault';
import { namespaceOf } from './private/namespace';
import { checkProps } from './private/props';
import { checkReference } from './private/reference';
import type { ServerWorkloadOptions } from './workload/server-workload-options';
import { checkServerWorkload, resolveServerWorkload, SERVER_WORKLOAD_OPTIONS } from './workload/server-workload-options';

const NAME_LABEL = 'app.kubernetes.io/name';
const COMPONENT_LABEL = 'app.kubernetes.io/component';

/** What the parts of a bundle share: each name stated once. */
export interface Bundle {
  readonly name: string;
  readonly namespace: string;
  readonly serviceName: string;
  readonly serviceAccountName: string;
  readonly ownsServiceAccount: boolean;
  /** Begins the names of objects outside the namespace, so that they are unique in the cluster. */
  readonly clusterName: string;
  readonly selectorLabels: { [key: string]: string };
  readonly workloadOptions: ServerWorkloadOptions;
  readonly metadata: BundleMetadata;
  /** The metadata of an object in the server's namespace: what all have, and its own. */
  inside(own?: ObjectMetadata): ObjectMetadata;
  /** The metadata of an object that is cluster-scoped or in kube-system. */
  outside(own?: ObjectMetadata): ObjectMetadata;
}

/**
 * Checks the props of a bundle and works out what its parts share.
 *
 * @throws an error that names every prop which is wrong
 */
export function resolveBundle(scope: Construct, props: ExtensionApiServerProps): Bundle {
  const faults = new Faults('ExtensionApiServer', scope.node.path);
  if (!checkProps(faults, props, EXTENSION_API_SERVER)) faults.throwIfAny();

  const name = props.name ?? toDnsLabel(scope.node.id);
  faults.add(props.name === undefined ? 'id' : 'name', props.name ?? scope.node.id, dns1035Label(name));
  const namespace = namespaceOf(scope, faults, props.namespace, dnsLabel);
  const { metadata = {}, service: { name: serviceName = name } = {}, clusterDomain = 'cluster.local' } = props;
  checkParts(faults, props, namespace, scope);
  checkNames(faults, props, metadata);
  // a certificate for a wrong name would only add noise
  if (!dnsLabel(namespace) && !dns1035Label(serviceName)) {
    props.certificate._check({ owner: scope, serviceName, namespace, clusterDomain, faults, prop: 'certificate' });
  }
  faults.throwIfAny();

  const { server, disruption } = resolveServerWorkload(faults, props);
  const labels = { [NAME_LABEL]: name, [COMPONENT_LABEL]: 'apiserver', ...props.labels };
  const selectorLabels = props.selectorLabels ?? { [NAME_LABEL]: labels[NAME_LABEL], [COMPONENT_LABEL]: labels[COMPONENT_LABEL] };
  checkPodLabels(faults, metadata.pod?.labels ?? {}, selectorLabels);
  checkRetired(faults, props, scope);
  checkUnused(faults, props, metadata, { serverRole: server._reads().length > 0, podDisruptionBudget: disruption._toJson() !== undefined });
  faults.throwIfAny();

  const merge = (common: { [key: string]: string }) => (own?: ObjectMetadata): ObjectMetadata => ({
    ...own,
    labels: { ...common, ...own?.labels },
    annotations: { ...props.annotations, ...own?.annotations },
  });
  const serviceAccountName = props.serviceAccountName ?? props.serviceAccount?.name;
  return {
    name,
    namespace,
    serviceName,
    serviceAccountName: serviceAccountName ?? metadata.serviceAccount?.name ?? name,
    ownsServiceAccount: serviceAccountName === undefined,
    clusterName: `${namespace}:${name}`,
    selectorLabels,
    workloadOptions: pickWorkloadOptions({ ...props, server }),
    metadata,
    inside: merge(labels),
    // two servers of one name in two namespaces have to be told apart
    outside: merge({ 'cdk8s-extension-apiserver/namespace': namespace, ...labels }),
  };
}

function checkParts(faults: Faults, props: ExtensionApiServerProps, namespace: string, scope: Construct): void {
  const { apis, serviceAccount, serviceAccountName, service } = props;
  if (apis.length === 0) faults.add('apis', apis, { needs: 'must have at least one group', fix: "[ApiGroup.of('wardle.example.com', 'v1')], say" });
  apis.forEach((group, i) => group._check(faults, `apis[${i}]`));
  const groups = apis.map((group) => group.name);
  groups.forEach((group, i) => {
    if (groups.indexOf(group) !== i) faults.add('apis', group, { needs: 'must have each group once, with all its versions' });
  });
  if (serviceAccountName !== undefined) {
    faults.add('serviceAccountName', serviceAccountName, dnsSubdomain(serviceAccountName));
    if (serviceAccount) faults.add('serviceAccountName', serviceAccountName, { needs: "must not be given together with 'serviceAccount'" });
  }
  if (serviceAccount) checkReference(faults, 'serviceAccount', serviceAccount, namespace);
  if (props.kubeSystemChart) checkChart(faults, 'kubeSystemChart', props.kubeSystemChart, scope);
  if (service?.name !== undefined) faults.add('service.name', service.name, dns1035Label(service.name));
  if (service?.port !== undefined) faults.add('service.port', service.port, portNumber(service.port));
  if (props.clusterDomain !== undefined) faults.add('clusterDomain', props.clusterDomain, dnsSubdomain(props.clusterDomain));
  props.serverRoles?.forEach((role, i) => role._check(faults, `serverRoles[${i}]`));
  props.access?.forEach((access, i) => access._check(faults, `access[${i}]`, groups));
  checkServerWorkload(faults, props);
}

function checkNames(faults: Faults, props: ExtensionApiServerProps, metadata: BundleMetadata): void {
  checkMetadata(faults, '', props);
  checkLabels(faults, 'selectorLabels', props.selectorLabels);
  for (const key of Object.keys({ ...props.labels, ...metadata.apiServices?.labels })) faults.add('labels', key, apiServiceLabelKey(key));
  for (const [object, own] of Object.entries(metadata)) {
    checkMetadata(faults, `metadata.${object}.`, own, /^(auth|serverRole)/.test(object) ? pathSegment : dnsSubdomain);
  }
}

function checkRetired(faults: Faults, { apis, retiredVersions = [] }: ExtensionApiServerProps, scope: Construct): void {
  const served = apis.flatMap((group) => group._registrations()).map(({ group, version }) => `${version}.${group}`);
  retiredVersions.forEach((retired, i) => {
    const prop = `retiredVersions[${i}]`;
    const [, version, group] = /^([^.]+)\.(.+)$/.exec(retired) ?? [];
    if (apiVersion(version) || dnsSubdomain(group)) {
      faults.add(prop, retired, { needs: 'must be the name of an APIService', fix: "'v1alpha1.wardle.example.com', say" });
    } else if (served.includes(retired)) {
      faults.add(prop, retired, { needs: "must not be served: 'apis' has it" });
    } else {
      // what is retired here is deleted, so nobody else may serve it
      faults.add(prop, retired, servableGroup(group) ?? claim(scope, scope.node.path, `APIService/${retired}`));
    }
  });
}

function checkPodLabels(faults: Faults, labels: { [key: string]: string }, selectorLabels: { [key: string]: string }): void {
  for (const [key, value] of Object.entries(selectorLabels)) {
    if (!Object.hasOwn(labels, key) || labels[key] === value) continue;
    faults.add(`metadata.pod.labels.${key}`, labels[key], { needs: `must not differ from the selector's ("${value}")`, fix: "change 'selectorLabels', too" });
  }
}

/** Metadata of an object that is not made would be lost in silence. */
function checkUnused(
  faults: Faults,
  props: ExtensionApiServerProps,
  metadata: BundleMetadata,
  made: { serverRole: boolean; podDisruptionBudget: boolean },
): void {
  const isMade = {
    ...made,
    access: (props.access ?? []).length > 0,
    secret: props.certificate._makesSecret,
    namespace: props.createNamespace === true,
    serviceAccount: (props.serviceAccountName ?? props.serviceAccount) === undefined,
  };
  for (const [object, there] of Object.entries(isMade)) {
    const own: ObjectMetadata | undefined = metadata[object as keyof typeof isMade];
    if (!there && own && (object !== 'serverRole' || own.name !== undefined)) {
      faults.add(`metadata.${object}`, own, { needs: 'must not be given: no such object is made' });
    }
  }
}

/** The options of the workload alone. */
function pickWorkloadOptions(props: ExtensionApiServerProps): ServerWorkloadOptions {
  const names = Object.keys(SERVER_WORKLOAD_OPTIONS) as (keyof ServerWorkloadOptions)[];
  return Object.fromEntries(names.map((name) => [name, props[name]])) as unknown as ServerWorkloadOptions;
}
