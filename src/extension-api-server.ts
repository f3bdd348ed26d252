import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ApiAccessRoles } from './api/api-access-roles';
import { ApiService } from './api/api-service';
import type { Bundle } from './bundle';
import { resolveBundle } from './bundle';
import { ServerCertificate } from './certificate/server-certificate';
import { AuthDelegation } from './delegation/auth-delegation';
import type { ServerRole } from './delegation/server-role';
import { ServerRoles } from './delegation/server-roles';
import type { ExtensionApiServerProps } from './extension-api-server-props';
import { ServerService } from './network/server-service';
import { ServerNamespace } from './workload/server-namespace';
import { ServerServiceAccount } from './workload/server-service-account';
import { ServerWorkload } from './workload/server-workload';
import { PORT_NAME } from './workload/server-workload-options';

/**
 * An extension API server: everything that kube-apiserver's aggregator needs to serve an API from a program of yours.
 *
 * The chain from APIService to container is stated once, so that its links can not disagree, and checked before any YAML is written.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/setup-extension-api-server/
 */
export class ExtensionApiServer extends Construct {
  /** The name of the server. */
  public readonly name: string;
  /** The name of the namespace. */
  public readonly namespace: string;
  /** The name of the ServiceAccount that the server runs under. */
  public readonly serviceAccountName: string;
  /** The Namespace, where `createNamespace` asks for one. */
  public readonly serverNamespace?: ServerNamespace;
  /** The ServiceAccount, where none is given. */
  public readonly serviceAccount?: ServerServiceAccount;
  /** The grants by which the server asks kube-apiserver about callers. */
  public readonly authDelegation: AuthDelegation;
  /** What the server may do in the cluster: first what its library reads, then `serverRoles`; nothing where there is neither. */
  public readonly serverRoles?: ServerRoles;
  /** The roles of the API's users, one for each of `access`. */
  public readonly access: ApiAccessRoles[];
  /** The certificate, its Secret, and how it is verified. */
  public readonly certificate: ServerCertificate;
  /** The Deployment and its PodDisruptionBudget. */
  public readonly workload: ServerWorkload;
  /** The Service. */
  public readonly service: ServerService;
  /** The APIServices, in the order of `apis` and their versions. */
  public readonly apiServices: ApiService[];
  private readonly podLabels: { [key: string]: string };

  /**
   * Makes the bundle.
   *
   * @throws an error that names every prop which Kubernetes would refuse, or with which the server would not start, not be reached or not be verified
   */
  constructor(scope: Construct, id: string, props: ExtensionApiServerProps) {
    super(scope, id);
    const bundle = resolveBundle(this, props);
    this.podLabels = bundle.selectorLabels;
    this.name = bundle.name;
    this.namespace = bundle.namespace;
    this.serviceAccountName = bundle.serviceAccountName;
    const { namespace, metadata } = bundle;

    if (props.createNamespace) {
      this.serverNamespace = new ServerNamespace(this, 'Namespace', { name: namespace, podSecurity: props.podSecurity, ...bundle.outside(metadata.namespace) });
    }
    if (bundle.ownsServiceAccount) {
      this.serviceAccount = new ServerServiceAccount(this, 'ServiceAccount', { namespace, ...bundle.inside(metadata.serviceAccount), name: bundle.serviceAccountName });
    }
    this.authDelegation = this.addAuthDelegation(bundle, props.kubeSystemChart);
    this.serverRoles = this.addServerRoles(bundle, props.serverRoles ?? []);
    this.access = this.addAccess(bundle, props);
    this.certificate = new ServerCertificate(this, 'Certificate', {
      certificate: props.certificate,
      serviceName: bundle.serviceName,
      namespace,
      clusterDomain: props.clusterDomain,
      metadata: bundle.inside(metadata.secret),
    });
    this.workload = this.addWorkload(bundle);
    this.service = new ServerService(this, 'Service', {
      ...bundle.inside({ ...metadata.service, annotations: { ...retirement(props.retiredVersions), ...metadata.service?.annotations } }),
      name: bundle.serviceName,
      namespace,
      selectorLabels: bundle.selectorLabels,
      port: props.service?.port,
      targetPortName: PORT_NAME,
    });
    this.apiServices = this.addApiServices(bundle, props);
  }

  /** The labels by which Service, Deployment and PodDisruptionBudget find the server's pods: a copy. */
  public get selectorLabels(): { [key: string]: string } {
    return { ...this.podLabels };
  }

  private addAuthDelegation(bundle: Bundle, kubeSystemChart: Chart | undefined): AuthDelegation {
    const { clusterName, metadata, namespace, serviceAccountName } = bundle;
    return new AuthDelegation(this, 'AuthDelegation', {
      serviceAccountName,
      namespace,
      kubeSystemChart,
      authDelegator: { name: `${clusterName}:auth-delegator`, ...bundle.outside(metadata.authDelegator) },
      authReader: { name: `${clusterName}:auth-reader`, ...bundle.outside(metadata.authReader) },
    });
  }

  private addServerRoles(bundle: Bundle, further: ServerRole[]): ServerRoles | undefined {
    const { clusterName, metadata, namespace, serviceAccountName, workloadOptions } = bundle;
    const { name = `${clusterName}:server`, ...labelled } = bundle.outside(metadata.serverRole);
    const reads = workloadOptions.server!.serverRole(name);
    const roles = [...reads ? [reads] : [], ...further];
    return roles.length > 0 ? new ServerRoles(this, 'ServerRoles', { roles, serviceAccountName, namespace, ...labelled }) : undefined;
  }

  private addAccess(bundle: Bundle, { access = [], apis }: ExtensionApiServerProps): ApiAccessRoles[] {
    return access.map((given, i) => new ApiAccessRoles(this, `Access${i}`, {
      access: given,
      apiGroups: apis.map((group) => group.name),
      namePrefix: bundle.clusterName,
      ...bundle.outside(bundle.metadata.access),
    }));
  }

  private addWorkload(bundle: Bundle): ServerWorkload {
    const { metadata, name, namespace, selectorLabels, serviceAccountName, workloadOptions } = bundle;
    return new ServerWorkload(this, 'Workload', {
      ...workloadOptions,
      name,
      namespace,
      serviceAccountName,
      selectorLabels,
      serverCertificate: this.certificate,
      metadata: bundle.inside(metadata.deployment),
      // the selector stands last: it may differ from the labels that all objects have
      podMetadata: { ...bundle.inside(metadata.pod), labels: { ...bundle.inside(metadata.pod).labels, ...selectorLabels } },
      podDisruptionBudgetMetadata: bundle.inside(metadata.podDisruptionBudget),
    });
  }

  private addApiServices(bundle: Bundle, { apis }: ExtensionApiServerProps): ApiService[] {
    const apiServices = apis.flatMap((group) => group._registrations()).map((registration) => {
      return new ApiService(this, `${registration.version}.${registration.group}`, {
        ...registration,
        serviceName: this.service.name,
        serviceNamespace: this.namespace,
        servicePort: this.service.port,
        verification: this.certificate.verification,
        ...bundle.outside(bundle.metadata.apiServices),
      });
    });
    // last of the bundle: an APIService without a backend is unavailable, and blocks the deletion of namespaces. One edge is enough, as objects keep
    // the order in which they are made, and cdk8s follows every edge of the App again for each chart
    if (this.workload.apiObject) apiServices[0].addDependency(this.workload.apiObject);
    return apiServices;
  }
}

/** The annotation that names retired versions. */
function retirement(retiredVersions: string[] = []): { [key: string]: string } {
  return retiredVersions.length > 0 ? { 'cdk8s-extension-apiserver/retired-versions': retiredVersions.join(' ') } : {};
}
