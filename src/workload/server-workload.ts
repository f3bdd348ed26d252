import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { podSpec } from './pod-template';
import type { ResolvedWorkload, ServerWorkloadOptions } from './server-workload-options';
import { checkServerWorkload, resolveServerWorkload, SERVER_WORKLOAD_OPTIONS } from './server-workload-options';
import { ServerCertificate } from '../certificate/server-certificate';
import { dnsLabel, dnsSubdomain } from '../kubernetes/names';
import type { MetadataOptions, ObjectMetadata } from '../kubernetes/object-metadata';
import { checkMetadata, checkSelectorLabels, METADATA, OBJECT_METADATA } from '../kubernetes/object-metadata';
import { claimPods } from '../private/claims';
import { Faults } from '../private/fault';
import { filled, namespacedObject, present } from '../private/manifest';
import { namespaceOf } from '../private/namespace';
import type { Shape } from '../private/props';
import { checkProps, mapOf, required, struct } from '../private/props';

/** The first Kubernetes minor in which a PodDisruptionBudget can let go of pods that are not ready. */
const UNHEALTHY_POD_EVICTION_MINOR = 27;

/** Properties of `ServerWorkload`. */
export interface ServerWorkloadProps extends ServerWorkloadOptions {
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
  readonly serverCertificate?: ServerCertificate;
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
  readonly podDisruptionBudgetMetadata?: ObjectMetadata;
}

const SERVER_WORKLOAD: Shape<ServerWorkloadProps> = {
  ...SERVER_WORKLOAD_OPTIONS,
  name: required('string'),
  namespace: 'string',
  serviceAccountName: required('string'),
  serverCertificate: ServerCertificate,
  selectorLabels: required(mapOf('string')),
  metadata: struct(OBJECT_METADATA),
  podMetadata: struct(METADATA),
  podDisruptionBudgetMetadata: struct(OBJECT_METADATA),
};

/**
 * What runs: the Deployment of an extension API server, whose pods keep Pod Security `restricted` and are replaced without a failed request; and its PodDisruptionBudget.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/
 */
export class ServerWorkload extends Construct {
  /** The Deployment, where one is made: patch it with `addJsonPatch`. */
  public readonly apiObject?: ApiObject;
  /** The PodDisruptionBudget, where there is one: patch it with `addJsonPatch`. */
  public readonly podDisruptionBudget?: ApiObject;
  /** The port that the server listens on. */
  public readonly securePort: number;

  /**
   * Makes the Deployment.
   *
   * @throws an error that names every prop which Kubernetes would refuse, or with which the server would not start or not be reached
   */
  constructor(scope: Construct, id: string, props: ServerWorkloadProps) {
    super(scope, id);
    const faults = new Faults('ServerWorkload', this.node.path);
    if (!checkProps(faults, props, SERVER_WORKLOAD)) faults.throwIfAny();
    const namespace = namespaceOf(this, faults, props.namespace, dnsLabel);
    this.checkNames(faults, props);
    const { serverCertificate } = props;
    if (serverCertificate && namespace && serverCertificate._namespace !== namespace) {
      faults.add('serverCertificate', serverCertificate._namespace, { needs: `must be in the server's namespace, "${namespace}"` });
    }
    checkServerWorkload(faults, props);
    faults.throwIfAny();
    const workload = resolveServerWorkload(faults, props);
    const spec = podSpec(faults, workload, { ...props, certificate: serverCertificate });
    faults.throwIfAny();
    const { selectorLabels, podMetadata } = props;
    faults.add('selectorLabels', selectorLabels, claimPods(this, namespace, selectorLabels, { ...podMetadata?.labels, ...selectorLabels }));
    faults.throwIfAny();

    this.securePort = workload.securePort;
    this.apiObject = this.addDeployment(props, namespace, workload, spec);
    this.podDisruptionBudget = this.addDisruptionBudget(props, namespace, workload);
  }

  private checkNames(faults: Faults, props: ServerWorkloadProps): void {
    faults.add('name', props.name, dnsLabel(props.name));
    faults.add('serviceAccountName', props.serviceAccountName, dnsSubdomain(props.serviceAccountName));
    checkSelectorLabels(faults, props.selectorLabels);
    for (const metadata of ['metadata', 'podMetadata', 'podDisruptionBudgetMetadata'] as const) checkMetadata(faults, `${metadata}.`, props[metadata], dnsSubdomain);
    for (const [key, value] of Object.entries(props.podMetadata?.labels ?? {})) {
      if (!Object.hasOwn(props.selectorLabels, key) || props.selectorLabels[key] === value) continue;
      faults.add(`podMetadata.labels.${key}`, value, { needs: `must not differ from 'selectorLabels' ("${props.selectorLabels[key]}")` });
    }
  }

  private addDeployment(props: ServerWorkloadProps, namespace: string, workload: ResolvedWorkload, spec: object): ApiObject {
    const { metadata, podMetadata, selectorLabels } = props;
    return namespacedObject(this, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: metadata?.name ?? props.name,
        namespace,
        labels: metadata?.labels,
        annotations: { ...reasons(workload), ...metadata?.annotations },
      },
      spec: {
        replicas: workload.replicas,
        selector: { matchLabels: selectorLabels },
        strategy: workload.rollout._toJson(),
        template: {
          metadata: present({ labels: { ...podMetadata?.labels, ...selectorLabels }, annotations: filled(podMetadata?.annotations) }),
          spec,
        },
      },
    });
  }

  private addDisruptionBudget(props: ServerWorkloadProps, namespace: string, workload: ResolvedWorkload): ApiObject | undefined {
    const budget = workload.disruption._toJson();
    if (!budget) return undefined;
    return namespacedObject(this, 'PodDisruptionBudget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { ...props.podDisruptionBudgetMetadata, name: props.podDisruptionBudgetMetadata?.name ?? props.name, namespace },
      spec: {
        ...budget,
        selector: { matchLabels: props.selectorLabels },
        // a pod that never gets ready must not hold up the drain of its node
        unhealthyPodEvictionPolicy: workload.kubernetesMinor >= UNHEALTHY_POD_EVICTION_MINOR ? 'AlwaysAllow' : undefined,
      },
    });
  }
}

/** Why defaults that protect were given up, for those who review the manifests. */
function reasons({ podSecurity, storage, probes }: ResolvedWorkload): { [key: string]: string } {
  const given = {
    'pod-security': podSecurity._fields().reason,
    'insecure-etcd': storage._fields().insecureReason,
    ...Object.fromEntries(Object.entries(probes ?? {}).map(([name, probe]) => [`no-${name}-probe`, probe?._reason])),
  };
  return Object.fromEntries(Object.entries(given).filter(([, reason]) => reason).map(([what, reason]) => [`cdk8s-extension-apiserver/${what}-reason`, reason!]));
}
