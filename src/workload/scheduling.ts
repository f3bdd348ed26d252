import { NEWEST_MINOR } from '../kubernetes/kubernetes-version';
import { dnsSubdomain, labelValue, qualifiedName } from '../kubernetes/names';
import { checkLabels } from '../kubernetes/object-metadata';
import type { Faults } from '../private/fault';
import { HIDDEN } from '../private/fault';
import { present } from '../private/manifest';
import type { Shape } from '../private/props';
import { mapOf } from '../private/props';

/** The first Kubernetes minor that spreads the pods of each version by themselves. */
const MATCH_LABEL_KEYS_MINOR = 27;
/** The first Kubernetes minor that takes a least number of nodes or zones. */
const MIN_DOMAINS_MINOR = 27;

/**
 * A taint of nodes on which the pod may run all the same.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export class Toleration {
  /**
   * A taint of a key, whatever its value and effect.
   *
   * @param key the taint's key: `node-role.kubernetes.io/control-plane`
   */
  public static exists(key: string): Toleration {
    return new Toleration({ key, operator: 'Exists' });
  }

  /**
   * A taint of a key and value, whatever its effect.
   *
   * @param key the taint's key
   * @param value the taint's value
   */
  public static equal(key: string, value: string): Toleration {
    return new Toleration({ key, operator: 'Equal', value });
  }

  /** Every taint. */
  public static everything(): Toleration {
    return new Toleration({ operator: 'Exists' }, true);
  }

  private constructor(
    private readonly fields: { readonly key?: string; readonly operator: string; readonly value?: string },
    private readonly allKeys = false,
  ) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    if (!this.allKeys) faults.add(`${prop}.key`, this.fields.key, qualifiedName(this.fields.key));
    if (this.fields.operator === 'Equal') faults.add(`${prop}.value`, this.fields.value, labelValue(this.fields.value));
  }

  /** @internal */
  public _toJson(): object {
    return this.fields;
  }
}

/**
 * How the replicas are spread, so that the loss of one node does not take all of them.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export class Spread {
  /**
   * Over nodes or zones where there are enough of them.
   *
   * @param topologyKey the label that tells nodes apart: `kubernetes.io/hostname`, `topology.kubernetes.io/zone`
   */
  public static preferred(topologyKey: string): Spread {
    return new Spread(topologyKey, 'ScheduleAnyway');
  }

  /**
   * Over nodes or zones, two at least; a replica for which there is no place waits.
   *
   * @param topologyKey the label that tells nodes apart: `kubernetes.io/hostname`, `topology.kubernetes.io/zone`
   */
  public static required(topologyKey: string): Spread {
    return new Spread(topologyKey, 'DoNotSchedule');
  }

  private constructor(private readonly topologyKey: string, private readonly whenUnsatisfiable: string) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    faults.add(`${prop}.topologyKey`, this.topologyKey, qualifiedName(this.topologyKey));
  }

  /** @internal */
  public _toJson(kubernetesMinor: number): object {
    const { topologyKey, whenUnsatisfiable } = this;
    // without it all replicas may stand on the only node that is eligible
    const minDomains = whenUnsatisfiable === 'DoNotSchedule' && kubernetesMinor >= MIN_DOMAINS_MINOR ? 2 : undefined;
    return { maxSkew: 1, topologyKey, whenUnsatisfiable, minDomains };
  }
}

/** On which nodes the pods run. */
export interface SchedulingOptions {
  /**
   * Labels of the nodes.
   *
   * @default - `kubernetes.io/os: linux`
   */
  readonly nodeSelector?: { [key: string]: string };
  /**
   * Taints of nodes on which the pods may run all the same.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];
  /**
   * The PriorityClass of the pods.
   *
   * @default - none. `system-cluster-critical` suits an API that the cluster itself depends on
   */
  readonly priorityClassName?: string;
  /**
   * How the replicas are spread, where there are two or more; an empty list leaves it to the scheduler.
   *
   * @default - [Spread.preferred('kubernetes.io/hostname')]
   */
  readonly topologySpread?: Spread[];
}

export const SCHEDULING: Shape<SchedulingOptions> = {
  nodeSelector: mapOf('string'), tolerations: [Toleration], priorityClassName: 'string', topologySpread: [Spread],
};

/** Notes what Kubernetes would refuse. */
export function checkScheduling(faults: Faults, options: SchedulingOptions): void {
  checkLabels(faults, 'nodeSelector', options.nodeSelector);
  options.tolerations?.forEach((toleration, i) => toleration._check(faults, `tolerations[${i}]`));
  if (options.priorityClassName !== undefined) faults.add('priorityClassName', options.priorityClassName, dnsSubdomain(options.priorityClassName));
  options.topologySpread?.forEach((spread, i) => spread._check(faults, `topologySpread[${i}]`));
  const constraints = options.topologySpread?.map((spread) => JSON.stringify(spread._toJson(NEWEST_MINOR))) ?? [];
  constraints.forEach((constraint, i) => {
    if (constraints.indexOf(constraint) !== i) faults.add(`topologySpread[${i}]`, HIDDEN, { needs: 'must not be there twice' });
  });
}

/** The fields of the pod's spec. */
export function schedulingJson(
  options: SchedulingOptions,
  replicas: number,
  kubernetesMinor: number,
  matchLabels: { [key: string]: string },
): object | undefined {
  const { topologySpread = [Spread.preferred('kubernetes.io/hostname')] } = options;
  // without it the pods of the old version count too, and a rollout leaves the new ones uneven
  const matchLabelKeys = kubernetesMinor >= MATCH_LABEL_KEYS_MINOR ? ['pod-template-hash'] : undefined;
  const constraints = topologySpread.map((spread) => ({ ...spread._toJson(kubernetesMinor), labelSelector: { matchLabels }, matchLabelKeys }));
  return present({
    nodeSelector: options.nodeSelector ?? { 'kubernetes.io/os': 'linux' },
    tolerations: options.tolerations?.map((toleration) => toleration._toJson()),
    priorityClassName: options.priorityClassName,
    topologySpreadConstraints: replicas > 1 && constraints.length > 0 ? constraints : undefined,
  });
}
