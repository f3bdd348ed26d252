import { resourceName, verbName } from '../kubernetes/rbac-rules';
import type { RbacRule } from '../kubernetes/server-reads';
import type { Faults } from '../private/fault';
import type { AnyShape, Shape } from '../private/props';
import { checkNotEmpty, checkProps, required } from '../private/props';

/** What a rule about resources allows. */
export interface ResourceRuleOptions {
  /**
   * The API groups, `''` for the core group.
   *
   * @default - the core group
   */
  readonly apiGroups?: string[];
  /** The resources, by their plural names: `pods`, `nodes/metrics`. */
  readonly resources: string[];
  /** What is allowed: `get`, `list`, `watch`, `create`, ... */
  readonly verbs: string[];
  /**
   * The names of the only objects for which it is allowed.
   *
   * @default - all
   */
  readonly resourceNames?: string[];
}

/** What a rule about paths that are no resources allows. */
export interface NonResourceRuleOptions {
  /** The paths, such as `/metrics` or `/healthz/*`. */
  readonly urls: string[];
  /** What is allowed: `get`, ... */
  readonly verbs: string[];
}

const RESOURCE_RULE: Shape<ResourceRuleOptions> = {
  apiGroups: ['string'], resources: required(['string']), verbs: required(['string']), resourceNames: ['string'],
};
const NON_RESOURCE_RULE: Shape<NonResourceRuleOptions> = { urls: required(['string']), verbs: required(['string']) };

/**
 * One rule of a role.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/cluster-role-v1/
 */
export class PolicyRule {
  /** Allows something with resources. */
  public static resources(options: ResourceRuleOptions): PolicyRule {
    return new PolicyRule(options, RESOURCE_RULE);
  }

  /** Allows something with paths that are no resources; only a ClusterRole may hold it. */
  public static nonResourceUrls(options: NonResourceRuleOptions): PolicyRule {
    return new PolicyRule(options, NON_RESOURCE_RULE);
  }

  private constructor(private readonly options: Partial<ResourceRuleOptions & NonResourceRuleOptions>, private readonly shape: AnyShape) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    if (!checkProps(faults, this.options, this.shape, `${prop}.`)) return;
    checkNotEmpty(faults, `${prop}.`, this.options, ['apiGroups', 'resources', 'verbs', 'resourceNames', 'urls']);
    this.options.resources?.forEach((resource, i) => faults.add(`${prop}.resources[${i}]`, resource, resourceName(resource)));
    this.options.verbs!.forEach((verb, i) => faults.add(`${prop}.verbs[${i}]`, verb, verbName(verb)));
    this.options.urls?.forEach((url, i) => {
      if (!/^(\/[^*]*\*?|\*)$/.test(url)) faults.add(`${prop}.urls[${i}]`, url, { needs: "must start with '/', with '*' at the end only" });
    });
  }

  /** @internal */
  public get _isAboutResources(): boolean {
    return this.shape === RESOURCE_RULE;
  }

  /** @internal */
  public _toJson(): RbacRule {
    const { apiGroups, resources, resourceNames, urls, verbs } = this.options;
    return { apiGroups: this._isAboutResources ? apiGroups ?? [''] : undefined, resources, resourceNames, nonResourceURLs: urls, verbs: verbs! };
  }
}
