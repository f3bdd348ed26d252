import { dnsLabel, dnsSubdomain, pathSegment } from '../kubernetes/names';
import type { Faults } from '../private/fault';
import type { AnyShape, Shape } from '../private/props';
import { checkProps, required } from '../private/props';
import { Subject } from './subject';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

/** Kubernetes' own roles for users, which collect the rules of roles that are labelled for them. */
export enum UserRole {
  /** May read; what aggregates to `view` reaches `edit` and `admin` too. */
  VIEW = 'view',
  /** May read and write; what aggregates to `edit` reaches `admin` too. */
  EDIT = 'edit',
  /** May do everything within a namespace. */
  ADMIN = 'admin',
}

/** What a consumer role allows. */
export interface ApiAccessOptions {
  /** The resources, by their plural names: `flunders`, `flunders/status`; `*` for all. */
  readonly resources: string[];
  /**
   * The API groups of those resources.
   *
   * @default - the groups that the server serves
   */
  readonly apiGroups?: string[];
  /**
   * The name of the ClusterRole, and of what binds it.
   *
   * @default - `<namespace>:<server>:` and the role it aggregates to, or `access`
   */
  readonly name?: string;
}

/** What an aggregated role allows, and to whom it is handed on. */
export interface AggregatedAccessOptions extends ApiAccessOptions {
  /** Kubernetes' roles which take the rules over. */
  readonly to: UserRole[];
  /**
   * What they may do.
   *
   * @default - get, list and watch where it aggregates to `view`; else create, delete, deletecollection, patch and update
   */
  readonly verbs?: string[];
}

/** What is granted, and to whom. */
export interface GrantedAccessOptions extends ApiAccessOptions {
  /** Who may do it. */
  readonly subjects: Subject[];
  /**
   * What they may do.
   *
   * @default - get, list and watch
   */
  readonly verbs?: string[];
  /**
   * The namespaces in which they may do it.
   *
   * @default - the whole cluster
   */
  readonly namespaces?: string[];
}

const ACCESS: Shape<ApiAccessOptions> = { resources: required(['string']), apiGroups: ['string'], name: 'string' };
const AGGREGATED: Shape<AggregatedAccessOptions> = { ...ACCESS, to: required(['string']), verbs: ['string'] };
const GRANTED: Shape<GrantedAccessOptions> = { ...ACCESS, subjects: required([Subject]), verbs: ['string'], namespaces: ['string'] };

/**
 * One ClusterRole for users of the API, and who is bound to it.
 *
 * @internal
 */
export interface ConsumerRole extends ApiAccessOptions {
  /** Ends the role's name where none is given. */
  readonly suffix: string;
  readonly verbs: string[];
  readonly to: UserRole[];
  readonly subjects: Subject[];
  readonly namespaces?: string[];
}

/**
 * Who may use the served API. Without it only cluster administrators may: an extension API server grants its users nothing by itself.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
 */
export class ApiAccess {
  /**
   * The usual two roles: whoever has Kubernetes' `view`, `edit` or `admin` reads the resources, whoever has `edit` or `admin` changes them.
   * A `name` is followed by `:view` and `:edit`.
   */
  public static viewAndEdit(options: ApiAccessOptions): ApiAccess {
    const named = (role: UserRole) => ({ ...options, name: typeof options?.name === 'string' ? `${options.name}:${role}` : options?.name });
    return new ApiAccess([
      [{ ...named(UserRole.VIEW), to: [UserRole.VIEW, UserRole.EDIT, UserRole.ADMIN] }, AGGREGATED],
      [{ ...named(UserRole.EDIT), to: [UserRole.EDIT, UserRole.ADMIN] }, AGGREGATED],
    ]);
  }

  /** One role that Kubernetes' own roles take over. */
  public static aggregated(options: AggregatedAccessOptions): ApiAccess {
    return new ApiAccess([[options, AGGREGATED]]);
  }

  /** A role that is bound to named users, groups or ServiceAccounts. */
  public static granted(options: GrantedAccessOptions): ApiAccess {
    return new ApiAccess([[options, GRANTED]]);
  }

  private constructor(private readonly given: [Partial<AggregatedAccessOptions & GrantedAccessOptions>, AnyShape][]) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    for (const [options, shape] of this.given) {
      if (!checkProps(faults, options, shape, `${prop}.`)) continue;
      for (const list of ['resources', 'verbs', 'to', 'subjects', 'apiGroups', 'namespaces'] as const) {
        if (options[list]?.length === 0) faults.add(`${prop}.${list}`, [], { needs: 'must name at least one' });
      }
      options.resources!.forEach((resource, i) => faults.add(`${prop}.resources[${i}]`, resource, resourceName(resource)));
      options.to?.forEach((role, i) => {
        if (!Object.values(UserRole).includes(role)) faults.add(`${prop}.to[${i}]`, role, { needs: 'must be a UserRole: view, edit or admin' });
      });
      options.subjects?.forEach((subject, i) => subject._check(faults, `${prop}.subjects[${i}]`));
      options.apiGroups?.forEach((group, i) => group !== '*' && faults.add(`${prop}.apiGroups[${i}]`, group, dnsSubdomain(group)));
      options.namespaces?.forEach((namespace, i) => faults.add(`${prop}.namespaces[${i}]`, namespace, dnsLabel(namespace)));
      if (options.name !== undefined) faults.add(`${prop}.name`, options.name, pathSegment(options.name));
    }
  }

  /** @internal */
  public _roles(): ConsumerRole[] {
    return this.given.map(([options]) => {
      const { resources = [], to = [], subjects = [] } = options;
      const writes = to.length > 0 && !to.includes(UserRole.VIEW);
      return { ...options, resources, to, subjects, suffix: to[0] ?? 'access', verbs: options.verbs ?? (writes ? WRITE : READ) };
    });
  }
}

function resourceName(resource: string) {
  if (/^(\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)(\/(\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?))?$/.test(resource)) return undefined;
  return { needs: 'must be the lower-case plural name of a resource, or of a subresource behind a slash', fix: "'flunders' or 'flunders/status', say" };
}
