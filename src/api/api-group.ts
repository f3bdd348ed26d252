import { apiVersion, groupPriorityMinimum, servableGroup, versionPriority } from '../kubernetes/api-service-rules';
import { compareVersions } from '../kubernetes/version-order';
import type { Faults } from '../private/fault';
import type { Shape } from '../private/props';
import { checkProps, required } from '../private/props';

/** Where a group stands among all groups of the cluster, unless it says otherwise: beside CustomResourceDefinitions. */
const DEFAULT_GROUP_PRIORITY = 1000;
/** The distance between computed version priorities, which leaves room for versions in between. */
const VERSION_PRIORITY_STEP = 10;

/** Options of one API version. */
export interface ApiVersionOptions {
  /**
   * Where the version stands within its group: 1 to 1000, the highest is preferred by clients.
   *
   * @default - counted up from the lowest version in Kubernetes' version order, 10 apart: GA above beta above alpha
   */
  readonly versionPriority?: number;
}

const API_VERSION: Shape<ApiVersionOptions> = { versionPriority: 'number' };

/**
 * One version of an API group.
 *
 * @see https://kubernetes.io/docs/reference/using-api/#api-versioning
 */
export class ApiVersion {
  /**
   * A version with a priority of its own.
   *
   * What is wrong with it is said by the construct that receives it.
   *
   * @param name the version, such as `v1` or `v1beta1`: a DNS label that starts with a letter
   */
  public static of(name: string, options: ApiVersionOptions = {}): ApiVersion {
    return new ApiVersion(name, options);
  }

  private constructor(
    /** The version, such as `v1beta1`. */
    public readonly name: string,
    private readonly options: ApiVersionOptions,
  ) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    const fix = Array.isArray(this.name) ? { fix: "give the versions one by one: ApiGroup.of('wardle.example.com', 'v1', 'v1beta1')" } : {};
    const fault = apiVersion(this.name);
    faults.add(prop, this.name, fault && { ...fault, ...fix });
    if (!checkProps(faults, this.options, API_VERSION, `${prop}.`)) return;
    const priority = this._versionPriority;
    if (priority !== undefined) faults.add(`${prop}.versionPriority`, priority, versionPriority(priority));
  }

  /** @internal */
  public get _versionPriority(): number | undefined {
    return this.options?.versionPriority; // null comes from plain JavaScript, and is refused by the check
  }
}

/** What an API group holds, where more than its versions' names is to be said. */
export interface ApiGroupOptions {
  /** The versions that the server serves, in any order. */
  readonly versions: ApiVersion[];
  /**
   * Where the group stands among all groups of the cluster: 1 to 20000, the highest first. kubectl looks for a short name in that order;
   * Kubernetes' own groups have 15800 to 18000. All versions of a group share it.
   *
   * @default 1000
   */
  readonly groupPriorityMinimum?: number;
}

const API_GROUP: Shape<ApiGroupOptions> = { versions: required([ApiVersion]), groupPriorityMinimum: 'number' };

/**
 * An API group and those of its versions that an extension API server serves. Each version becomes one APIService.
 *
 * @see https://kubernetes.io/docs/reference/using-api/#api-groups
 */
export class ApiGroup {
  /**
   * A group by its name and versions, all priorities computed.
   *
   * What is wrong with it is said by the construct that receives it.
   *
   * @param name the group, a DNS subdomain such as `wardle.example.com`
   * @param versions the versions that the server serves, such as `v1beta1`, in any order
   */
  public static of(name: string, ...versions: string[]): ApiGroup {
    return new ApiGroup(name, { versions: versions.map((version) => ApiVersion.of(version)) });
  }

  /**
   * A group with priorities of its own.
   *
   * What is wrong with it is said by the construct that receives it.
   *
   * @param name the group, a DNS subdomain such as `wardle.example.com`
   */
  public static withOptions(name: string, options: ApiGroupOptions): ApiGroup {
    return new ApiGroup(name, options);
  }

  private constructor(
    /** The group, such as `wardle.example.com`. */
    public readonly name: string,
    private readonly options: ApiGroupOptions,
  ) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    const [group, joined] = String(this.name).split('/');
    const fault = servableGroup(this.name);
    faults.add(`${prop}.name`, this.name, fault && joined ? { ...fault, fix: `the version stands by itself: ApiGroup.of('${group}', '${joined}')` } : fault);
    if (!checkProps(faults, this.options, API_GROUP, `${prop}.`)) return;
    const { versions, groupPriorityMinimum: priority } = this.options;
    if (priority !== undefined) faults.add(`${prop}.groupPriorityMinimum`, priority, groupPriorityMinimum(priority));
    if (versions.length === 0) faults.add(`${prop}.versions`, [], { needs: 'must have at least one version', fix: joined ? undefined : `ApiGroup.of('${group}', 'v1')` });
    versions.forEach((version, i) => version._check(faults, `${prop}.versions[${i}]`));
    const names = versions.map((version) => version.name);
    for (const name of new Set(names.filter((version, i) => names.indexOf(version) !== i))) {
      faults.add(`${prop}.versions`, name, { needs: 'must have each version once' });
    }
    for (const { version, versionPriority: computed } of this._registrations()) {
      if (computed <= 1000 || versions.some((given) => given.name === version && given._versionPriority !== undefined)) continue;
      faults.add(`${prop}.versions`, version, { needs: 'are too many for priorities 10 apart', fix: 'give the versions their versionPriority' });
    }
  }

  /**
   * The registrations of the group's versions, in the order given.
   *
   * @internal
   */
  public _registrations(): ApiRegistration[] {
    const { versions, groupPriorityMinimum: priority = DEFAULT_GROUP_PRIORITY } = this.options;
    const ascending = versions.map(({ name }) => name).sort(compareVersions).reverse();
    return versions.map((version) => ({
      group: this.name,
      version: version.name,
      groupPriorityMinimum: priority,
      versionPriority: version._versionPriority ?? (ascending.indexOf(version.name) + 1) * VERSION_PRIORITY_STEP,
    }));
  }
}

/** One group and version with its priorities, as an APIService states it. */
interface ApiRegistration {
  readonly group: string;
  readonly version: string;
  readonly groupPriorityMinimum: number;
  readonly versionPriority: number;
}

/** The priorities of a group and version that is registered by itself. */
export const LONE_PRIORITIES = { groupPriorityMinimum: DEFAULT_GROUP_PRIORITY, versionPriority: VERSION_PRIORITY_STEP };
