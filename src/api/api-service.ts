import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { LONE_PRIORITIES } from './api-group';
import { TlsVerification } from './tls-verification';
import { apiServiceLabelKey, apiVersion, DEFAULT_SERVICE_PORT, groupPriorityMinimum, servableGroup, versionPriority } from '../kubernetes/api-service-rules';
import { dns1035Label, dnsLabel, portNumber } from '../kubernetes/names';
import type { MetadataOptions } from '../kubernetes/object-metadata';
import { checkMetadata, METADATA } from '../kubernetes/object-metadata';
import { agree } from '../private/claims';
import { Faults } from '../private/fault';
import type { Manifest } from '../private/manifest';
import { asClusterScoped, claimed, pathOf } from '../private/manifest';
import { namespaceOf } from '../private/namespace';
import { outside } from '../private/outside';
import type { Shape } from '../private/props';
import { checkProps, required } from '../private/props';

/** Properties of `ApiService`. */
export interface ApiServiceProps extends MetadataOptions {
  /** The API group, a DNS subdomain such as `wardle.example.com`; not one that kube-apiserver serves itself. */
  readonly group: string;
  /** The API version, such as `v1beta1`. */
  readonly version: string;
  /**
   * Where the group stands among all groups of the cluster: 1 to 20000, the highest first.
   *
   * @default 1000
   */
  readonly groupPriorityMinimum?: number;
  /**
   * Where the version stands within its group: 1 to 1000, the highest is preferred by clients.
   *
   * @default 10
   */
  readonly versionPriority?: number;
  /** The name of the Service in front of the extension API server. */
  readonly serviceName: string;
  /**
   * The namespace of that Service.
   *
   * @default - the chart's namespace
   */
  readonly serviceNamespace?: string;
  /**
   * The port of that Service, not of its pods.
   *
   * @default 443
   */
  readonly servicePort?: number;
  /** How the aggregator verifies the server's certificate, which has to be valid for `<serviceName>.<serviceNamespace>.svc`. */
  readonly verification: TlsVerification;
}

const API_SERVICE: Shape<ApiServiceProps> = {
  ...METADATA,
  group: required('string'),
  version: required('string'),
  groupPriorityMinimum: 'number',
  versionPriority: 'number',
  serviceName: required('string'),
  serviceNamespace: 'string',
  servicePort: 'number',
  verification: required(TlsVerification),
};

/**
 * The registration of one API group and version: kube-apiserver sends `/apis/<group>/<version>` to the Service over TLS.
 *
 * Usable by itself for a server that runs already; `ExtensionApiServer` makes one for each group and version.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/api-service-v1/
 */
export class ApiService extends ApiObject {
  /**
   * Registers a group and version.
   *
   * @throws an error that names every prop which Kubernetes would refuse, and one where the App registers the group and version twice
   */
  constructor(scope: Construct, id: string, props: ApiServiceProps) {
    super(scope, id, claimed(scope, id, apiServiceManifest(scope, id, props)));
    asClusterScoped(this);
  }
}

function apiServiceManifest(scope: Construct, id: string, props: ApiServiceProps): Manifest {
  const path = pathOf(scope, id);
  const faults = new Faults('ApiService', path);
  if (!checkProps(faults, props, API_SERVICE)) faults.throwIfAny();
  const namespace = namespaceOf(scope, faults, props.serviceNamespace, dnsLabel, 'serviceNamespace');
  checkApiService(faults, scope, props);
  const { annotations, ...trust } = props.verification._fields(faults, 'verification');
  faults.throwIfAny();
  const { groupPriorityMinimum: groupPriority = LONE_PRIORITIES.groupPriorityMinimum } = props;
  faults.add('groupPriorityMinimum', groupPriority, agree(scope, path, `the groupPriorityMinimum of ${props.group}`, groupPriority));
  faults.throwIfAny();

  const name = `${props.version}.${props.group}`;
  if (trust.insecureSkipTLSVerify) outside.warn(`Warning: APIService ${name} ('${path}') does not verify its server's certificate.`);
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name, labels: props.labels, annotations: { ...annotations, ...props.annotations } },
    spec: {
      group: props.group,
      version: props.version,
      groupPriorityMinimum: groupPriority,
      versionPriority: props.versionPriority ?? LONE_PRIORITIES.versionPriority,
      service: { name: props.serviceName, namespace, port: props.servicePort ?? DEFAULT_SERVICE_PORT },
      ...trust,
    },
  };
}

function checkApiService(faults: Faults, scope: Construct, props: ApiServiceProps): void {
  faults.add('group', props.group, servableGroup(props.group));
  faults.add('version', props.version, apiVersion(props.version));
  if (props.groupPriorityMinimum !== undefined) {
    faults.add('groupPriorityMinimum', props.groupPriorityMinimum, groupPriorityMinimum(props.groupPriorityMinimum));
  }
  if (props.versionPriority !== undefined) faults.add('versionPriority', props.versionPriority, versionPriority(props.versionPriority));
  faults.add('serviceName', props.serviceName, dns1035Label(props.serviceName));
  if (props.servicePort !== undefined) faults.add('servicePort', props.servicePort, portNumber(props.servicePort));
  checkMetadata(faults, '', props);
  for (const key of Object.keys({ ...Chart.of(scope).labels, ...props.labels })) faults.add('labels', key, apiServiceLabelKey(key));
}
