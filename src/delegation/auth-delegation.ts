import { ApiObject, Chart } from 'cdk8s';
import type { IServiceAccount } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { dnsLabel, dnsSubdomain, pathSegment } from '../kubernetes/names';
import type { ObjectMetadata } from '../kubernetes/object-metadata';
import { checkMetadata, OBJECT_METADATA } from '../kubernetes/object-metadata';
import { checkChart } from '../private/charts';
import { Faults } from '../private/fault';
import { clusterObject, namespacedObject } from '../private/manifest';
import { namespaceOf } from '../private/namespace';
import type { Shape } from '../private/props';
import { checkProps, struct } from '../private/props';
import { checkNameOrReference } from '../private/reference';

/** Properties of `AuthDelegation`. */
export interface AuthDelegationProps {
  /**
   * The name of the ServiceAccount that the server runs under. Give this or `serviceAccount`.
   *
   * @default - the name of `serviceAccount`
   */
  readonly serviceAccountName?: string;
  /**
   * The ServiceAccount that the server runs under, as a construct of cdk8s-plus.
   *
   * @default - the one that `serviceAccountName` names
   */
  readonly serviceAccount?: IServiceAccount;
  /**
   * The namespace of the ServiceAccount.
   *
   * @default - the chart's namespace
   */
  readonly namespace?: string;
  /**
   * A chart for what goes to kube-system, so that somebody else can apply it.
   *
   * @default - the chart of this construct
   */
  readonly kubeSystemChart?: Chart;
  /**
   * Name, labels and annotations of the ClusterRoleBinding.
   *
   * @default - the name is `<namespace>:<ServiceAccount>:auth-delegator`
   */
  readonly authDelegator?: ObjectMetadata;
  /**
   * Name, labels and annotations of the RoleBinding in kube-system.
   *
   * @default - the name is `<namespace>:<ServiceAccount>:auth-reader`
   */
  readonly authReader?: ObjectMetadata;
}

const AUTH_DELEGATION: Shape<AuthDelegationProps> = {
  serviceAccountName: 'string',
  serviceAccount: 'object',
  namespace: 'string',
  kubeSystemChart: 'object',
  authDelegator: struct(OBJECT_METADATA),
  authReader: struct(OBJECT_METADATA),
};

/**
 * The two grants without which no extension API server works: it asks kube-apiserver who a caller is and what they may do (`system:auth-delegator`),
 * and reads from kube-system which proxy certificates to trust (`extension-apiserver-authentication-reader`).
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/#extension-apiserver-authorizes-the-request
 */
export class AuthDelegation extends Construct {
  /** The ClusterRoleBinding to `system:auth-delegator`, where one is made: patch it with `addJsonPatch`. */
  public readonly authDelegator?: ApiObject;
  /** The RoleBinding in kube-system to `extension-apiserver-authentication-reader`, where one is made: patch it with `addJsonPatch`. */
  public readonly authReader?: ApiObject;

  /**
   * Grants a ServiceAccount both.
   *
   * @throws an error that names every prop which Kubernetes would refuse, and one where no namespace is known
   */
  constructor(scope: Construct, id: string, props: AuthDelegationProps) {
    super(scope, id);
    const faults = new Faults('AuthDelegation', this.node.path);
    if (!checkProps(faults, props, AUTH_DELEGATION)) faults.throwIfAny();
    const namespace = namespaceOf(this, faults, props.namespace, dnsLabel);
    const references = [props.serviceAccountName, props.serviceAccount] as const;
    checkNameOrReference(faults, '', ['serviceAccountName', 'serviceAccount'], references, namespace, dnsSubdomain);
    if (props.kubeSystemChart) checkChart(faults, 'kubeSystemChart', props.kubeSystemChart, this);
    checkMetadata(faults, 'authDelegator.', props.authDelegator, pathSegment);
    checkMetadata(faults, 'authReader.', props.authReader, pathSegment);
    faults.throwIfAny();

    const serviceAccount = props.serviceAccountName ?? props.serviceAccount!.name;
    const subjects = [{ kind: 'ServiceAccount', name: serviceAccount, namespace }];
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    this.authDelegator = clusterObject(this, 'AuthDelegator', {
      apiVersion,
      kind: 'ClusterRoleBinding',
      metadata: { ...props.authDelegator, name: props.authDelegator?.name ?? `${namespace}:${serviceAccount}:auth-delegator` },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:auth-delegator' },
      subjects,
    });
    const name = props.authReader?.name ?? `${namespace}:${serviceAccount}:auth-reader`;
    // an id in a foreign chart has to be unique there, so it is the object's name
    const [readerScope, readerId] = props.kubeSystemChart ? [props.kubeSystemChart, name] : [this, 'AuthReader'];
    this.authReader = namespacedObject(readerScope, readerId, {
      apiVersion,
      kind: 'RoleBinding',
      metadata: { ...props.authReader, name, namespace: 'kube-system' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'extension-apiserver-authentication-reader' },
      subjects,
    });
  }
}
