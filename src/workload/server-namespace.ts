import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { PodSecurityLevel } from './pod-security-level';
import { dnsLabel } from '../kubernetes/names';
import type { MetadataOptions } from '../kubernetes/object-metadata';
import { checkMetadata, METADATA } from '../kubernetes/object-metadata';
import type { Fault } from '../private/fault';
import { Faults } from '../private/fault';
import type { Manifest } from '../private/manifest';
import { asClusterScoped, claimed, pathOf } from '../private/manifest';
import type { Shape } from '../private/props';
import { checkProps, required } from '../private/props';

const ENFORCE_LABEL = 'pod-security.kubernetes.io/enforce';

/** Properties of `ServerNamespace`. */
export interface ServerNamespaceProps extends MetadataOptions {
  /** The name, a DNS label. */
  readonly name: string;
  /**
   * The Pod Security Standard that the namespace enforces.
   *
   * @default - PodSecurityLevel.restricted()
   */
  readonly podSecurity?: PodSecurityLevel;
}

const SERVER_NAMESPACE: Shape<ServerNamespaceProps> = {
  ...METADATA,
  name: required('string'),
  podSecurity: PodSecurityLevel,
};

/**
 * A Namespace that enforces a Pod Security Standard.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export class ServerNamespace extends ApiObject {
  /**
   * Makes the Namespace.
   *
   * @throws an error that names every prop which Kubernetes would refuse
   */
  constructor(scope: Construct, id: string, props: ServerNamespaceProps) {
    super(scope, id, claimed(scope, id, namespaceManifest(scope, id, props)));
    asClusterScoped(this);
  }
}

function namespaceManifest(scope: Construct, id: string, props: ServerNamespaceProps): Manifest {
  const faults = new Faults('ServerNamespace', pathOf(scope, id));
  if (!checkProps(faults, props, SERVER_NAMESPACE)) faults.throwIfAny();
  faults.add('name', props.name, dnsLabel(props.name) ?? creatable(props.name));
  props.podSecurity?._check(faults, 'podSecurity');
  checkMetadata(faults, '', props);
  if (props.labels?.[ENFORCE_LABEL] !== undefined) {
    faults.add('labels', ENFORCE_LABEL, { needs: 'must not hold the Pod Security level', fix: "use 'podSecurity'" });
  }
  faults.throwIfAny();

  const { level } = (props.podSecurity ?? PodSecurityLevel.restricted())._fields();
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: props.name, labels: { [ENFORCE_LABEL]: level, ...props.labels }, annotations: props.annotations },
  };
}

/** A namespace of the cluster's own is there already, and its pods do not keep a level that suits an API server. */
function creatable(name: string): Fault | undefined {
  if (name !== 'default' && !name.startsWith('kube-')) return undefined;
  return { needs: 'must not be a namespace that every cluster has', fix: "leave 'createNamespace' out" };
}
