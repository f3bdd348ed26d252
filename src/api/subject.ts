import { dnsLabel, dnsSubdomain } from '../kubernetes/names';
import type { Faults } from '../private/fault';

/**
 * Who is granted something: a user, a group, or a ServiceAccount of any namespace.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
 */
export class Subject {
  /** A user, by the name that the cluster's authentication gives them. */
  public static user(name: string): Subject {
    return new Subject('User', name);
  }

  /** A group of users, such as `system:authenticated`. */
  public static group(name: string): Subject {
    return new Subject('Group', name);
  }

  /**
   * A ServiceAccount.
   *
   * @param name its name
   * @param namespace its namespace
   */
  public static serviceAccount(name: string, namespace: string): Subject {
    return new Subject('ServiceAccount', name, namespace);
  }

  private constructor(private readonly kind: string, private readonly name: string, private readonly namespace?: string) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    if (this.kind === 'ServiceAccount') {
      faults.add(`${prop}.name`, this.name, dnsSubdomain(this.name));
      faults.add(`${prop}.namespace`, this.namespace, dnsLabel(this.namespace));
    } else if (typeof this.name !== 'string' || this.name === '') {
      faults.add(`${prop}.name`, this.name, { needs: `must be the name of a ${this.kind.toLowerCase()}` });
    }
  }

  /** @internal */
  public _toJson(): object {
    if (this.kind === 'ServiceAccount') return { kind: this.kind, name: this.name, namespace: this.namespace };
    return { apiGroup: 'rbac.authorization.k8s.io', kind: this.kind, name: this.name };
  }
}
