import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ServerRoleFields } from './server-role';
import { ServerRole } from './server-role';
import { dnsLabel, dnsSubdomain } from '../kubernetes/names';
import type { MetadataOptions } from '../kubernetes/object-metadata';
import { checkMetadata, METADATA } from '../kubernetes/object-metadata';
import { Faults } from '../private/fault';
import { clusterObject, namespacedObject } from '../private/manifest';
import { namespaceOf } from '../private/namespace';
import type { Shape } from '../private/props';
import { checkProps, required } from '../private/props';

/** Properties of `ServerRoles`. */
export interface ServerRolesProps extends MetadataOptions {
  /** What the server may do. */
  readonly roles: ServerRole[];
  /** The name of the ServiceAccount that the server runs under. */
  readonly serviceAccountName: string;
  /**
   * The namespace of the ServiceAccount.
   *
   * @default - the chart's namespace
   */
  readonly namespace?: string;
}

const SERVER_ROLES: Shape<ServerRolesProps> = {
  ...METADATA,
  roles: required([ServerRole]),
  serviceAccountName: required('string'),
  namespace: 'string',
};

/** Roles of the server's own, each bound to its ServiceAccount. */
export class ServerRoles extends Construct {
  /** The ClusterRoles and Roles that are made, in the order given: patch them with `addJsonPatch`. */
  public readonly roles: ApiObject[] = [];
  /** The bindings, in the order given: patch them with `addJsonPatch`. */
  public readonly bindings: ApiObject[] = [];

  /**
   * Makes and binds roles.
   *
   * @throws an error that names every prop which Kubernetes would refuse, and one where no namespace is known
   */
  constructor(scope: Construct, id: string, props: ServerRolesProps) {
    super(scope, id);
    const faults = new Faults('ServerRoles', this.node.path);
    if (!checkProps(faults, props, SERVER_ROLES)) faults.throwIfAny();
    props.roles.forEach((role, i) => role._check(faults, `roles[${i}]`));
    faults.add('serviceAccountName', props.serviceAccountName, dnsSubdomain(props.serviceAccountName));
    const namespace = namespaceOf(this, faults, props.namespace, dnsLabel);
    checkMetadata(faults, '', props);
    faults.throwIfAny();

    const subjects = [{ kind: 'ServiceAccount', name: props.serviceAccountName, namespace }];
    for (const role of props.roles) this.addRole(role._fields(), props, subjects);
  }

  private addRole(role: ServerRoleFields, common: MetadataOptions, subjects: { name: string; namespace: string }[]): void {
    const { name, namespace, rules } = role;
    const metadata = { labels: { ...common.labels, ...role.labels }, annotations: { ...common.annotations, ...role.annotations } };
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    const kind = namespace === undefined ? 'ClusterRole' : 'Role';
    const add = namespace === undefined ? clusterObject : namespacedObject;
    const where = [rules ? undefined : 'Existing', kind, namespace, name].filter(Boolean).join(':');
    if (rules) this.roles.push(add(this, where, { apiVersion, kind, metadata: { ...metadata, name, namespace }, rules }));

    // the binding of a foreign role must not take the name of the role owner's own binding
    const [{ name: serviceAccount, namespace: home }] = subjects;
    const { bindingName = rules ? name : `${home}:${serviceAccount}:${name}` } = role;
    this.bindings.push(add(this, `${where}:Binding`, {
      apiVersion,
      kind: `${kind}Binding`,
      metadata: { ...metadata, name: bindingName, namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
      subjects,
    }));
  }
}
