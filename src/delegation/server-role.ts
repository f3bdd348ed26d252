import { PolicyRule } from './policy-rule';
import { dnsLabel, pathSegment } from '../kubernetes/names';
import type { MetadataOptions } from '../kubernetes/object-metadata';
import { checkMetadata, METADATA } from '../kubernetes/object-metadata';
import { ownRoleName } from '../kubernetes/rbac-rules';
import type { RbacRule } from '../kubernetes/server-reads';
import type { Fault, Faults } from '../private/fault';
import { HIDDEN } from '../private/fault';
import { checkProps } from '../private/props';
import type { Shape } from '../private/props';

/**
 * What a `ServerRole` turns into.
 *
 * @internal
 */
export interface ServerRoleFields extends ServerRoleOptions {
  readonly name: string;
  /** The namespace of a Role; none for a ClusterRole. */
  readonly namespace?: string;
  /** The rules of a role that is made; none for one that exists. */
  readonly rules?: RbacRule[];
}

/** Names, labels and annotations of a role and its binding. */
export interface ServerRoleOptions extends MetadataOptions {
  /**
   * The name of the binding.
   *
   * @default - the role's name; for a role that exists `<namespace>:<ServiceAccount>:` before it
   */
  readonly bindingName?: string;
}

const SERVER_ROLE: Shape<ServerRoleOptions> = { ...METADATA, bindingName: 'string' };

/** Something that the extension API server may do in the cluster, under its ServiceAccount. */
export class ServerRole {
  /**
   * A ClusterRole, bound to the server in the whole cluster.
   *
   * @param name the name of the ClusterRole
   * @param rules what it allows
   */
  public static clusterRole(name: string, rules: PolicyRule[], options: ServerRoleOptions = {}): ServerRole {
    return new ServerRole('ClusterRole', name, options, rules);
  }

  /**
   * A Role, bound to the server in one namespace.
   *
   * @param name the name of the Role
   * @param namespace the namespace in which it allows it
   * @param rules what it allows
   */
  public static role(name: string, namespace: string, rules: PolicyRule[], options: ServerRoleOptions = {}): ServerRole {
    return new ServerRole('Role', name, options, rules, namespace);
  }

  /**
   * A ClusterRole that exists, bound to the server in the whole cluster.
   *
   * @param name the name of the ClusterRole
   */
  public static existingClusterRole(name: string, options: ServerRoleOptions = {}): ServerRole {
    return new ServerRole('existing ClusterRole', name, options);
  }

  private constructor(
    private readonly kind: 'ClusterRole' | 'Role' | 'existing ClusterRole',
    private readonly name: string,
    private readonly options: ServerRoleOptions,
    private readonly rules?: PolicyRule[],
    private readonly namespace?: string,
  ) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    faults.add(`${prop}.name`, this.name, this.kind === 'ClusterRole' ? clusterRoleName(this.name) : pathSegment(this.name));
    if (checkProps(faults, this.options, SERVER_ROLE, `${prop}.`)) {
      checkMetadata(faults, `${prop}.`, this.options);
      if (this.options.bindingName !== undefined) faults.add(`${prop}.bindingName`, this.options.bindingName, pathSegment(this.options.bindingName));
    }
    if (this.kind === 'Role') faults.add(`${prop}.namespace`, this.namespace, dnsLabel(this.namespace));
    if (this.kind === 'existing ClusterRole') return;
    if (!Array.isArray(this.rules) || this.rules.length === 0 || !this.rules.every((rule) => rule instanceof PolicyRule)) {
      faults.add(`${prop}.rules`, this.rules, { needs: 'must be a list of at least one PolicyRule', fix: "PolicyRule.resources({ resources: ['pods'], verbs: ['get'] }), say" });
      return;
    }
    this.rules.forEach((rule, i) => {
      rule._check(faults, `${prop}.rules[${i}]`);
      if (this.kind === 'Role' && !rule._isAboutResources) {
        faults.add(`${prop}.rules[${i}]`, HIDDEN, { needs: 'must be about resources: a Role cannot hold paths', fix: 'use ServerRole.clusterRole' });
      }
    });
  }

  /** @internal */
  public _fields(): ServerRoleFields {
    return { ...this.options, name: this.name, namespace: this.namespace, rules: this.rules?.map((rule) => rule._toJson()) };
  }
}

function clusterRoleName(name: string): Fault | undefined {
  const fault = ownRoleName(name);
  return fault?.fix ? { ...fault, fix: `${fault.fix}, or bind the one that is there: ServerRole.existingClusterRole('${name}')` } : fault;
}
