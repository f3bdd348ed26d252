import type { Chart } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-27';
import { ApiAccess } from './api/api-access';
import { ApiGroup } from './api/api-group';
import type { BundleMetadata } from './bundle-metadata';
import { BUNDLE_METADATA } from './bundle-metadata';
import { ServingCertificate } from './certificate/serving-certificate';
import { ServerRole } from './delegation/server-role';
import { METADATA } from './kubernetes/object-metadata';
import type { ServiceOptions } from './network/server-service';
import { SERVICE_OPTIONS } from './network/server-service';
import type { Shape } from './private/props';
import { mapOf, required, struct } from './private/props';
import type { ServerWorkloadOptions } from './workload/server-workload-options';
import { SERVER_WORKLOAD_OPTIONS } from './workload/server-workload-options';

/** Properties of `ExtensionApiServer`. */
export interface ExtensionApiServerProps extends ServerWorkloadOptions {
  /** What the server serves. Each group and version becomes one APIService. */
  readonly apis: ApiGroup[];
  /** Where the server's certificate comes from, and with it how the aggregator verifies it. */
  readonly certificate: ServingCertificate;
  /**
   * The name of the server, from which its objects have theirs: a DNS label that starts with a letter.
   *
   * @default - the construct's id as a DNS label
   */
  readonly name?: string;
  /**
   * The namespace.
   *
   * @default - the chart's namespace; one of them has to be given
   */
  readonly namespace?: string;
  /**
   * Whether the Namespace is made too, with its Pod Security label.
   *
   * @default false
   */
  readonly createNamespace?: boolean;
  /**
   * The name of a ServiceAccount that exists in the namespace; to name the one that is made, use `metadata`. Give at most one of this and `serviceAccount`.
   *
   * @default - one is made
   */
  readonly serviceAccountName?: string;
  /**
   * A ServiceAccount that exists or is made elsewhere, as a construct of cdk8s-plus.
   *
   * @default - one is made
   */
  readonly serviceAccount?: IServiceAccount;
  /**
   * Name and port of the Service.
   *
   * @default - the server's name, port 443
   */
  readonly service?: ServiceOptions;
  /**
   * The cluster's DNS domain, for the certificate's second name.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;
  /**
   * What the server may do in the cluster, besides what its library needs.
   *
   * @default - nothing
   */
  readonly serverRoles?: ServerRole[];
  /**
   * Who may use the API.
   *
   * @default - cluster administrators only
   */
  readonly access?: ApiAccess[];
  /**
   * The names of APIServices that this server had and serves no longer: `v1alpha1.wardle.example.com`. They are kept in an annotation of the Service, for the
   * command that deletes them: applying manifests deletes nothing, and an APIService that is left over blocks the deletion of namespaces.
   *
   * @default - none
   */
  readonly retiredVersions?: string[];
  /**
   * A chart for what goes to kube-system, so that somebody else can apply it.
   *
   * @default - the chart of this construct
   */
  readonly kubeSystemChart?: Chart;
  /**
   * Labels of all objects, added to the default ones; one of the same key is replaced.
   *
   * @default - `app.kubernetes.io/name`, `app.kubernetes.io/component: apiserver`, and on objects outside the namespace `cdk8s-extension-apiserver/namespace`
   */
  readonly labels?: { [key: string]: string };
  /**
   * Annotations of all objects.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
  /**
   * The labels by which Deployment, Service and PodDisruptionBudget find the pods. A Deployment's can not be changed later.
   *
   * @default - the labels `app.kubernetes.io/name` and `app.kubernetes.io/component`
   */
  readonly selectorLabels?: { [key: string]: string };
  /**
   * Names, labels and annotations of single objects.
   *
   * @default - names are made from the server's
   */
  readonly metadata?: BundleMetadata;
}

export const EXTENSION_API_SERVER: Shape<ExtensionApiServerProps> = {
  ...SERVER_WORKLOAD_OPTIONS,
  ...METADATA,
  apis: required([ApiGroup]),
  certificate: required(ServingCertificate),
  name: 'string',
  namespace: 'string',
  createNamespace: 'boolean',
  serviceAccountName: 'string',
  serviceAccount: 'object',
  service: struct(SERVICE_OPTIONS),
  clusterDomain: 'string',
  serverRoles: [ServerRole],
  access: [ApiAccess],
  retiredVersions: ['string'],
  kubeSystemChart: 'object',
  selectorLabels: mapOf('string'),
  metadata: struct(BUNDLE_METADATA),
};
