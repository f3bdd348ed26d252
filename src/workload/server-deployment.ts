import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ServingCertificateSecret } from '../certificate/serving-certificate-secret';
import { dnsLabel, dnsSubdomain } from '../kubernetes/names';
import type { MetadataOptions, ObjectMetadata } from '../kubernetes/object-metadata';
import { checkLabels, checkMetadata, METADATA, OBJECT_METADATA } from '../kubernetes/object-metadata';
import { Faults } from '../private/fault';
import { filled, namespacedObject, present } from '../private/manifest';
import { namespaceOf } from '../private/namespace';
import type { Shape } from '../private/props';
import { checkProps, mapOf, required, struct } from '../private/props';
import { podSpec } from './pod-template';
import type { ServerPod, ServerPodOptions } from './server-pod-options';
import { resolveServerPod, SERVER_POD } from './server-pod-options';

/** The first Kubernetes minor in which a PodDisruptionBudget can let go of pods that are not ready. */
const UNHEALTHY_POD_EVICTION_MINOR = 27;

/** Properties of `ServerDeployment`. */
export interface ServerDeploymentProps extends ServerPodOptions {
  /** The name of the server: of its container, and of the Deployment unless `metadata` says otherwise. */
  readonly name: string;
  /**
   * The namespace.
   *
   * @default - the chart's namespace
   */
  readonly namespace?: string;
  /** The name of the ServiceAccount that the server runs under. */
  readonly serviceAccountName: string;
  /**
   * The certificate that the server serves with.
   *
   * @default - the server makes one at each start
   */
  readonly servingCertificate?: ServingCertificateSecret;
  /** The labels by which Deployment, Service and PodDisruptionBudget find the pods. A Deployment's can not be changed later. */
  readonly selectorLabels: { [key: string]: string };
  /**
   * Name, labels and annotations of the Deployment.
   *
   * @default - the name is `name`, without labels
   */
  readonly metadata?: ObjectMetadata;
  /**
   * Labels and annotations of the pods.
   *
   * @default - `selectorLabels` only
   */
  readonly podMetadata?: MetadataOptions;
  /**
   * Name, labels and annotations of the PodDisruptionBudget.
   *
   * @default - the name is `name`, without labels
   */
  readonly disruptionBudgetMetadata?: ObjectMetadata;
}

const SERVER_DEPLOYMENT: Shape<ServerDeploymentProps> = {
  ...SERVER_POD,
  name: required('string'),
  namespace: 'string',
  serviceAccountName: required('string'),
  servingCertificate: ServingCertificateSecret,
  selectorLabels: required(mapOf('string')),
  metadata: struct(OBJECT_METADATA),
  podMetadata: struct(METADATA),
  disruptionBudgetMetadata: struct(OBJECT_METADATA),
};

/**
 * The Deployment of an extension API server, whose pods keep Pod Security `restricted` and are replaced without a failed request; and its PodDisruptionBudget.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/
 */
export class ServerDeployment extends Construct {
  /** The Deployment: patch it with `addJsonPatch`. */
  public readonly apiObject: ApiObject;
  /** The PodDisruptionBudget, where there is one: patch it with `addJsonPatch`. */
  public readonly podDisruptionBudget?: ApiObject;
  /** The port that the server listens on. */
  public readonly securePort: number;

  /**
   * Makes the Deployment.
   *
   * @throws an error that names every prop which Kubernetes would refuse, or with which the server would not start or not be reached
   */
  constructor(scope: Construct, id: string, props: ServerDeploymentProps) {
    super(scope, id);
    const faults = new Faults('ServerDeployment', this.node.path);
    if (!checkProps(faults, props, SERVER_DEPLOYMENT)) faults.throwIfAny();
    const namespace = namespaceOf(this, faults, props.namespace, dnsLabel);
    this.checkNames(faults, props);
    const pod = resolveServerPod(faults, props);
    faults.throwIfAny();
    const spec = podSpec(faults, pod, props.name, props.serviceAccountName, props.selectorLabels, props.servingCertificate);
    faults.throwIfAny();

    this.securePort = pod.securePort;
    this.apiObject = this.addDeployment(props, namespace, pod, spec);
    this.podDisruptionBudget = this.addDisruptionBudget(props, namespace, pod);
  }

  private checkNames(faults: Faults, props: ServerDeploymentProps): void {
    faults.add('name', props.name, dnsLabel(props.name));
    faults.add('serviceAccountName', props.serviceAccountName, dnsSubdomain(props.serviceAccountName));
    if (Object.keys(props.selectorLabels).length === 0) faults.add('selectorLabels', {}, { needs: 'must hold at least one label' });
    checkLabels(faults, 'selectorLabels', props.selectorLabels);
    for (const metadata of ['metadata', 'podMetadata', 'disruptionBudgetMetadata'] as const) checkMetadata(faults, `${metadata}.`, props[metadata], dnsSubdomain);
    for (const [key, value] of Object.entries(props.podMetadata?.labels ?? {})) {
      if ((props.selectorLabels[key] ?? value) === value) continue;
      faults.add(`podMetadata.labels.${key}`, value, { needs: `must not differ from 'selectorLabels' ("${props.selectorLabels[key]}")` });
    }
  }

  private addDeployment(props: ServerDeploymentProps, namespace: string, pod: ServerPod, spec: object): ApiObject {
    const { metadata, podMetadata, selectorLabels } = props;
    return namespacedObject(this, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: metadata?.name ?? props.name,
        namespace,
        labels: metadata?.labels,
        annotations: { ...pod.podSecurity._fields().annotations, ...metadata?.annotations },
      },
      spec: {
        replicas: pod.replicas,
        selector: { matchLabels: selectorLabels },
        strategy: pod.rollout._toJson(),
        template: {
          metadata: present({ labels: { ...podMetadata?.labels, ...selectorLabels }, annotations: filled(podMetadata?.annotations) }),
          spec,
        },
      },
    });
  }

  private addDisruptionBudget(props: ServerDeploymentProps, namespace: string, pod: ServerPod): ApiObject | undefined {
    const budget = pod.disruption?._toJson();
    if (!budget) return undefined;
    return namespacedObject(this, 'PodDisruptionBudget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { ...props.disruptionBudgetMetadata, name: props.disruptionBudgetMetadata?.name ?? props.name, namespace },
      spec: {
        ...budget,
        selector: { matchLabels: props.selectorLabels },
        // a pod that never gets ready must not hold up the drain of its node
        unhealthyPodEvictionPolicy: pod.kubernetesMinor >= UNHEALTHY_POD_EVICTION_MINOR ? 'AlwaysAllow' : undefined,
      },
    });
  }
}
