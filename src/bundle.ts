import type { Construct } from 'constructs';
import type { BundleMetadata } from './bundle-metadata';
import type { ExtensionApiServerProps } from './extension-api-server-props';
import { EXTENSION_API_SERVER } from './extension-api-server-props';
import { apiServiceLabelKey } from './kubernetes/api-service-rules';
import { dns1035Label, dnsLabel, dnsSubdomain, pathSegment, portNumber, toDnsLabel } from './kubernetes/names';
import type { ObjectMetadata } from './kubernetes/object-metadata';
import { checkLabels, checkMetadata } from './kubernetes/object-metadata';
import { Faults } from './private/fault';
import { namespaceOf } from './private/namespace';
import { checkProps } from './private/props';
import type { ServerPod } from './workload/server-pod-options';
import { resolveServerPod, SERVER_POD } from './workload/server-pod-options';

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
  readonly podOptions: ServerPod;
  readonly metadata: BundleMetadata;
  /** The annotation that names retired versions. */
  readonly retirement: { [key: string]: string };
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
  const metadata = props.metadata ?? {};
  const podOptions = resolveServerPod(faults, props);
  checkApis(faults, props);
  checkRest(faults, props, metadata);
  faults.throwIfAny();

  const ownLabels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'apiserver' };
  const merge = (common: { [key: string]: string }) => (own?: ObjectMetadata): ObjectMetadata => ({
    ...own,
    labels: { ...common, ...own?.labels },
    annotations: { ...props.annotations, ...own?.annotations },
  });
  const serviceAccountName = props.serviceAccountName ?? props.serviceAccount?.name;
  return {
    name,
    namespace,
    serviceName: metadata.service?.name ?? name,
    serviceAccountName: serviceAccountName ?? metadata.serviceAccount?.name ?? name,
    ownsServiceAccount: serviceAccountName === undefined,
    clusterName: `${namespace}:${name}`,
    selectorLabels: props.selectorLabels ?? ownLabels,
    podOptions: pickPodOptions(podOptions),
    metadata,
    retirement: props.retiredVersions ? { 'cdk8s-extension-apiserver/retired-versions': props.retiredVersions.join(' ') } : {},
    inside: merge(props.labels ?? ownLabels),
    // two servers of one name in two namespaces have to be told apart
    outside: merge(props.labels ?? { ...ownLabels, 'cdk8s-extension-apiserver/namespace': namespace }),
  };
}

function checkApis(faults: Faults, { apis, retiredVersions = [] }: ExtensionApiServerProps): void {
  if (apis.length === 0) faults.add('apis', apis, { needs: 'must have at least one group', fix: "[ApiGroup.of('wardle.example.com', 'v1')], say" });
  apis.forEach((group, i) => group._check(faults, `apis[${i}]`));
  const groups = apis.map((group) => group.name);
  groups.forEach((group, i) => {
    if (groups.indexOf(group) !== i) faults.add('apis', group, { needs: 'must have each group once, with all its versions' });
  });
  const served = apis.flatMap((group) => group._registrations()).map(({ group, version }) => `${version}.${group}`);
  retiredVersions.forEach((retired, i) => {
    if (served.includes(retired)) faults.add(`retiredVersions[${i}]`, retired, { needs: "must not be served: 'apis' has it" });
    if (!/^[^.]+\../.test(retired) || dnsSubdomain(retired)) {
      faults.add(`retiredVersions[${i}]`, retired, { needs: 'must be the name of an APIService', fix: "'v1alpha1.wardle.example.com', say" });
    }
  });
}

function checkRest(faults: Faults, props: ExtensionApiServerProps, metadata: BundleMetadata): void {
  if (props.serviceAccountName !== undefined) {
    faults.add('serviceAccountName', props.serviceAccountName, dnsSubdomain(props.serviceAccountName));
    if (props.serviceAccount !== undefined) faults.add('serviceAccountName', props.serviceAccountName, { needs: "must not be given together with 'serviceAccount'" });
  }
  if (props.servicePort !== undefined) faults.add('servicePort', props.servicePort, portNumber(props.servicePort));
  if (props.clusterDomain !== undefined) faults.add('clusterDomain', props.clusterDomain, dnsSubdomain(props.clusterDomain));
  props.serverRoles?.forEach((role, i) => role._check(faults, `serverRoles[${i}]`));
  props.access?.forEach((access, i) => access._check(faults, `access[${i}]`));
  checkMetadata(faults, '', props);
  checkLabels(faults, 'selectorLabels', props.selectorLabels);
  for (const key of Object.keys({ ...props.labels, ...metadata.apiServices?.labels })) faults.add('labels', key, apiServiceLabelKey(key));
  for (const [object, own] of Object.entries(metadata)) {
    const rule = object === 'service' ? dns1035Label : /^(auth|serverRole)/.test(object) ? pathSegment : dnsSubdomain;
    checkMetadata(faults, `metadata.${object}.`, own, rule);
  }
}

/** The options of the pod alone, which the Deployment takes. */
function pickPodOptions(pod: ServerPod): ServerPod {
  return Object.fromEntries(Object.keys(SERVER_POD).map((key) => [key, pod[key as keyof ServerPod]])) as unknown as ServerPod;
}
