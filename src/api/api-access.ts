import { Subject } from './subject';
import { dnsLabel, pathSegment } from '../kubernetes/names';
import type { MetadataOptions } from '../kubernetes/object-metadata';
import { checkMetadata, METADATA } from '../kubernetes/object-metadata';
import { ownRoleName, resourceName, verbName } from '../kubernetes/rbac-rules';
import type { Faults } from '../private/fault';
import type { AnyShape, Shape } from '../private/props';
import { checkNotEmpty, checkProps, required } from '../private/props';

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

/** What a consumer role allows; its labels and annotations, and its binding's. */
export interface ApiAccessOptions extends MetadataOptions {
  /** The resources, by their plural names: `flunders`, `flunders/status`; `*` for all. */
  readonly resources: string[];
  /**
   * The API groups of those resources, out of those that the server serves.
   *
   * @default - the groups that the server serves
   */
  readonly apiGroups?: string[];
  /**
   * The name of the ClusterRole; of the two of `viewAndEdit` without `:view` and `:edit`.
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
   * The name of the bindings.
   *
   * @default - the role's name
   */
  readonly bindingName?: string;
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

const ACCESS: Shape<ApiAccessOptions> = { ...METADATA, resources: required(['string']), apiGroups: ['string'], name: 'string' };
const AGGREGATED: Shape<AggregatedAccessOptions> = { ...ACCESS, to: required(['string']), verbs: ['string'] };
const GRANTED: Shape<GrantedAccessOptions> = { ...ACCESS, subjects: required([Subject]), bindingName: 'string', verbs: ['string'], namespaces: ['string'] };

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
  readonly bindingName?: string;
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
    return new ApiAccess(options, ACCESS, [[UserRole.VIEW, UserRole.EDIT, UserRole.ADMIN], [UserRole.EDIT, UserRole.ADMIN]]);
  }

  /** One role that Kubernetes' own roles take over. */
  public static aggregated(options: AggregatedAccessOptions): ApiAccess {
    return new ApiAccess(options, AGGREGATED);
  }

  /** A role that is bound to named users, groups or ServiceAccounts. */
  public static granted(options: GrantedAccessOptions): ApiAccess {
    return new ApiAccess(options, GRANTED);
  }

  private constructor(
    private readonly options: Partial<AggregatedAccessOptions & GrantedAccessOptions>,
    private readonly shape: AnyShape,
    /** Where it stands for several roles: whom each is handed on to. */
    private readonly each?: UserRole[][],
  ) {}

  /**
   * @param served the API groups that the server serves
   * @internal
   */
  public _check(faults: Faults, prop: string, served: string[]): void {
    const { options } = this;
    if (!checkProps(faults, options, this.shape, `${prop}.`)) return;
    checkNotEmpty(faults, `${prop}.`, options, ['resources', 'verbs', 'to', 'subjects', 'apiGroups', 'namespaces']);
    options.resources!.forEach((resource, i) => faults.add(`${prop}.resources[${i}]`, resource, resourceName(resource)));
    options.verbs?.forEach((verb, i) => faults.add(`${prop}.verbs[${i}]`, verb, verbName(verb)));
    options.to?.forEach((role, i) => {
      if (!Object.values(UserRole).includes(role)) faults.add(`${prop}.to[${i}]`, role, { needs: 'must be a UserRole: view, edit or admin' });
    });
    options.subjects?.forEach((subject, i) => subject._check(faults, `${prop}.subjects[${i}]`));
    options.apiGroups?.forEach((group, i) => {
      if (!served.includes(group)) faults.add(`${prop}.apiGroups[${i}]`, group, { needs: `must be a group that the server serves (${served.join(', ')})` });
    });
    options.namespaces?.forEach((namespace, i) => faults.add(`${prop}.namespaces[${i}]`, namespace, dnsLabel(namespace)));
    if (options.name !== undefined) faults.add(`${prop}.name`, options.name, ownRoleName(options.name));
    if (options.bindingName !== undefined) faults.add(`${prop}.bindingName`, options.bindingName, pathSegment(options.bindingName));
    checkMetadata(faults, `${prop}.`, { labels: options.labels, annotations: options.annotations });
  }

  /** @internal */
  public _roles(): ConsumerRole[] {
    const { options, each = [this.options.to ?? []] } = this;
    const { resources = [], subjects = [], name } = options;
    return each.map((to) => {
      const writes = to.length > 0 && !to.includes(UserRole.VIEW);
      const suffix = to[0] ?? 'access';
      return { ...options, resources, to, subjects, suffix, name: name && this.each ? `${name}:${suffix}` : name, verbs: options.verbs ?? (writes ? WRITE : READ) };
    });
  }
}
