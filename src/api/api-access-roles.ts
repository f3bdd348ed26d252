import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ConsumerRole } from './api-access';
import { ApiAccess } from './api-access';
import { dnsSubdomain, pathSegment } from '../kubernetes/names';
import type { MetadataOptions } from '../kubernetes/object-metadata';
import { checkMetadata, METADATA } from '../kubernetes/object-metadata';
import { Faults } from '../private/fault';
import { clusterObject, namespacedObject } from '../private/manifest';
import type { Shape } from '../private/props';
import { checkProps, required } from '../private/props';

/** Properties of `ApiAccessRoles`. */
export interface ApiAccessRolesProps extends MetadataOptions {
  /** Who may do what. */
  readonly access: ApiAccess;
  /** The API groups that are served; `access` may name some of them. */
  readonly apiGroups: string[];
  /** What the names of roles begin with where `access` names none; a colon and `view`, `edit`, `admin` or `access` follow. */
  readonly namePrefix: string;
}

const API_ACCESS_ROLES: Shape<ApiAccessRolesProps> = {
  ...METADATA,
  access: required(ApiAccess),
  apiGroups: required(['string']),
  namePrefix: required('string'),
};

/**
 * ClusterRoles for the users of an API, aggregated into Kubernetes' own roles or bound to named subjects.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export class ApiAccessRoles extends Construct {
  /** The ClusterRoles: patch them with `addJsonPatch`. */
  public readonly clusterRoles: ApiObject[];
  /** The ClusterRoleBindings and RoleBindings: patch them with `addJsonPatch`. */
  public readonly bindings: ApiObject[];

  /**
   * Makes the roles of one `ApiAccess`.
   *
   * @throws an error that names every prop which Kubernetes would refuse
   */
  constructor(scope: Construct, id: string, props: ApiAccessRolesProps) {
    super(scope, id);
    const faults = new Faults('ApiAccessRoles', this.node.path);
    if (!checkProps(faults, props, API_ACCESS_ROLES)) faults.throwIfAny();
    props.access._check(faults, 'access', props.apiGroups);
    faults.add('namePrefix', props.namePrefix, pathSegment(props.namePrefix));
    if (props.apiGroups.length === 0) faults.add('apiGroups', [], { needs: 'must name at least one group' });
    props.apiGroups.forEach((group, i) => faults.add(`apiGroups[${i}]`, group, dnsSubdomain(group)));
    checkMetadata(faults, '', props);
    faults.throwIfAny();

    this.clusterRoles = [];
    this.bindings = [];
    for (const role of props.access._roles()) this.addRole(props, role);
  }

  private addRole(props: ApiAccessRolesProps, role: ConsumerRole): void {
    const name = role.name ?? `${props.namePrefix}:${role.suffix}`;
    const labels = { ...props.labels, ...role.labels };
    const annotations = { ...props.annotations, ...role.annotations };
    const aggregation = Object.fromEntries(role.to.map((target) => [`rbac.authorization.k8s.io/aggregate-to-${target}`, 'true']));
    this.clusterRoles.push(clusterObject(this, `ClusterRole:${role.suffix}`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name, labels: { ...labels, ...aggregation }, annotations },
      rules: [{ apiGroups: role.apiGroups ?? props.apiGroups, resources: role.resources, verbs: role.verbs }],
    }));
    if (role.subjects.length === 0) return;

    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: role.subjects.map((subject) => subject._toJson()),
    };
    const metadata = { name: role.bindingName ?? name, labels, annotations };
    if (!role.namespaces) this.bindings.push(clusterObject(this, 'ClusterRoleBinding', { ...binding, kind: 'ClusterRoleBinding', metadata }));
    for (const namespace of role.namespaces ?? []) {
      this.bindings.push(namespacedObject(this, `RoleBinding:${namespace}`, { ...binding, kind: 'RoleBinding', metadata: { ...metadata, namespace } }));
    }
  }
}
