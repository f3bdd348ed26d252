import { Construct } from 'constructs';
import { ApiAccessRoles } from './api/api-access-roles';
import { ApiService } from './api/api-service';
import { ServingCertificateSecret } from './certificate/serving-certificate-secret';
import { AuthDelegation } from './delegation/auth-delegation';
import { PolicyRule } from './delegation/policy-rule';
import { ServerRole } from './delegation/server-role';
import { ServerRoles } from './delegation/server-roles';
import type { Bundle } from './bundle';
import { resolveBundle } from './bundle';
import type { ExtensionApiServerProps } from './extension-api-server-props';
import { ServerService } from './network/server-service';
import { PORT_NAME } from './workload/server-pod-options';
import { ServerDeployment } from './workload/server-deployment';
import { ServerNamespace } from './workload/server-namespace';
import { ServerServiceAccount } from './workload/server-service-account';

/**
 * An extension API server: everything that kube-apiserver's aggregator needs to serve an API from a program of yours.
 *
 * The chain from APIService to container is stated once, so that its links can not disagree, and checked before any YAML is written.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/setup-extension-api-server/
 */
export class ExtensionApiServer extends Construct {
  /** The Namespace, where `createNamespace` asks for one. */
  public readonly namespace?: ServerNamespace;
  /** The ServiceAccount, where none is given. */
  public readonly serviceAccount?: ServerServiceAccount;
  /** The grants by which the server asks kube-apiserver about callers. */
  public readonly authDelegation: AuthDelegation;
  /** What the server may do in the cluster: first what its library reads, then `serverRoles`; nothing where there is neither. */
  public readonly serverRoles?: ServerRoles;
  /** The roles of the API's users, one for each of `access`. */
  public readonly access: ApiAccessRoles[];
  /** The certificate, its Secret, and how it is verified. */
  public readonly servingCertificate: ServingCertificateSecret;
  /** The Deployment and its PodDisruptionBudget. */
  public readonly deployment: ServerDeployment;
  /** The Service. */
  public readonly service: ServerService;
  /** The APIServices, in the order of `apis` and their versions. */
  public readonly apiServices: ApiService[];

  /**
   * Makes the bundle.
   *
   * @throws an error that names every prop which Kubernetes would refuse, or with which the server would not start, not be reached or not be verified
   */
  constructor(scope: Construct, id: string, props: ExtensionApiServerProps) {
    super(scope, id);
    const bundle = resolveBundle(this, props);
    const { name, namespace, selectorLabels, metadata } = bundle;

    if (props.createNamespace) {
      this.namespace = new ServerNamespace(this, 'Namespace', { name: namespace, podSecurity: props.podSecurity, ...bundle.outside(metadata.namespace) });
    }
    if (bundle.ownsServiceAccount) {
      this.serviceAccount = new ServerServiceAccount(this, 'ServiceAccount', { namespace, ...bundle.inside(metadata.serviceAccount), name: bundle.serviceAccountName });
    }
    this.authDelegation = this.addAuthDelegation(bundle, props);
    this.serverRoles = this.addServerRoles(bundle, props.serverRoles ?? []);
    this.access = (props.access ?? []).map((access, i) => new ApiAccessRoles(this, `Access${i}`, {
      access,
      apiGroups: props.apis.map((group) => group.name),
      namePrefix: bundle.clusterName,
      ...bundle.outside(metadata.access),
    }));
    this.servingCertificate = new ServingCertificateSecret(this, 'ServingCertificate', {
      certificate: props.certificate,
      serviceName: bundle.serviceName,
      namespace,
      clusterDomain: props.clusterDomain,
      metadata: bundle.inside(metadata.secret),
    });
    this.deployment = new ServerDeployment(this, 'Deployment', {
      ...bundle.podOptions,
      name,
      namespace,
      serviceAccountName: bundle.serviceAccountName,
      servingCertificate: this.servingCertificate,
      selectorLabels,
      metadata: bundle.inside(metadata.deployment),
      podMetadata: bundle.inside(metadata.pod),
      disruptionBudgetMetadata: bundle.inside(metadata.podDisruptionBudget),
    });
    this.service = new ServerService(this, 'Service', {
      namespace,
      selectorLabels,
      port: props.servicePort,
      targetPortName: PORT_NAME,
      ...bundle.inside({ ...metadata.service, annotations: { ...bundle.retirement, ...metadata.service?.annotations } }),
      name: bundle.serviceName,
    });
    this.apiServices = this.addApiServices(bundle, props);
  }

  private addAuthDelegation(bundle: Bundle, props: ExtensionApiServerProps): AuthDelegation {
    const { authDelegator, authReader } = bundle.metadata;
    return new AuthDelegation(this, 'AuthDelegation', {
      serviceAccountName: bundle.serviceAccountName,
      namespace: bundle.namespace,
      kubeSystemChart: props.kubeSystemChart,
      authDelegator: { name: `${bundle.clusterName}:auth-delegator`, ...bundle.outside(authDelegator) },
      authReader: { name: `${bundle.clusterName}:auth-reader`, ...bundle.outside(authReader) },
    });
  }

  private addServerRoles(bundle: Bundle, further: ServerRole[]): ServerRoles | undefined {
    const reads = bundle.podOptions.server._reads().map((rule) => PolicyRule.resources({ ...rule, resources: rule.resources! }));
    const { name = `${bundle.clusterName}:server`, ...metadata } = bundle.outside(bundle.metadata.serverRole);
    const roles = [...reads.length > 0 ? [ServerRole.clusterRole(name, reads)] : [], ...further];
    if (roles.length === 0) return undefined;
    return new ServerRoles(this, 'ServerRoles', { roles, serviceAccountName: bundle.serviceAccountName, namespace: bundle.namespace, ...metadata });
  }

  private addApiServices(bundle: Bundle, props: ExtensionApiServerProps): ApiService[] {
    return props.apis.flatMap((group) => group._registrations()).map((registration) => {
      const apiService = new ApiService(this, `${registration.version}.${registration.group}`, {
        ...registration,
        serviceName: this.service.name,
        serviceNamespace: bundle.namespace,
        servicePort: this.service.port,
        verification: this.servingCertificate.verification,
        ...bundle.outside(bundle.metadata.apiServices),
      });
      // last of its bundle: an APIService without a backend is unavailable, and blocks the deletion of namespaces
      apiService.apiObject.addDependency(this.deployment.apiObject);
      return apiService;
    });
  }
}
