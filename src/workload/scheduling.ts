import { dnsSubdomain, integer, qualifiedName } from '../kubernetes/names';
import { checkLabels } from '../kubernetes/object-metadata';
import type { Faults } from '../private/fault';
import { present } from '../private/manifest';
import type { Shape } from '../private/props';
import { mapOf } from '../private/props';

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
    return new Toleration({ operator: 'Exists' });
  }

  private constructor(private readonly fields: { readonly key?: string; readonly operator: string; readonly value?: string }) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    if (this.fields.key === undefined && this.fields.value === undefined && 'key' in this.fields) faults.add(`${prop}.key`, undefined, { needs: 'must be given' });
    if (this.fields.key !== undefined) faults.add(`${prop}.key`, this.fields.key, qualifiedName(this.fields.key));
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
   * Over nodes or zones; a replica too many waits.
   *
   * @param topologyKey the label that tells nodes apart: `kubernetes.io/hostname`, `topology.kubernetes.io/zone`
   */
  public static required(topologyKey: string): Spread {
    return new Spread(topologyKey, 'DoNotSchedule');
  }

  /** Not at all. */
  public static none(): Spread {
    return new Spread();
  }

  private constructor(private readonly topologyKey?: string, private readonly whenUnsatisfiable?: string) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    if (this.whenUnsatisfiable) faults.add(`${prop}.topologyKey`, this.topologyKey, qualifiedName(this.topologyKey));
  }

  /** @internal */
  public _toJson(matchLabels: { [key: string]: string }): object[] | undefined {
    if (!this.whenUnsatisfiable) return undefined;
    return [{ maxSkew: 1, topologyKey: this.topologyKey, whenUnsatisfiable: this.whenUnsatisfiable, labelSelector: { matchLabels } }];
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
   * How the replicas are spread.
   *
   * @default - Spread.preferred('kubernetes.io/hostname')
   */
  readonly spread?: Spread;
}

export const SCHEDULING: Shape<SchedulingOptions> = {
  nodeSelector: mapOf('string'), tolerations: [Toleration], priorityClassName: 'string', spread: Spread,
};

/** Notes what Kubernetes would refuse. */
export function checkScheduling(faults: Faults, options: SchedulingOptions): void {
  checkLabels(faults, 'nodeSelector', options.nodeSelector);
  options.tolerations?.forEach((toleration, i) => toleration._check(faults, `tolerations[${i}]`));
  if (options.priorityClassName !== undefined) faults.add('priorityClassName', options.priorityClassName, dnsSubdomain(options.priorityClassName));
  options.spread?._check(faults, 'spread');
}

/** The fields of the pod's spec. */
export function schedulingJson(options: SchedulingOptions, replicas: number, matchLabels: { [key: string]: string }): object | undefined {
  const spread = options.spread ?? Spread.preferred('kubernetes.io/hostname');
  return present({
    nodeSelector: options.nodeSelector ?? { 'kubernetes.io/os': 'linux' },
    tolerations: options.tolerations?.map((toleration) => toleration._toJson()),
    priorityClassName: options.priorityClassName,
    topologySpreadConstraints: replicas > 1 ? spread._toJson(matchLabels) : undefined,
  });
}

/** How many seconds something may take. */
export function seconds(value: unknown, least: number) {
  return integer(value, least, 24 * 60 * 60);
}
