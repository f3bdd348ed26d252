import { integer } from '../kubernetes/names';
import type { Faults } from '../private/fault';
import type { Shape } from '../private/props';
import { checkProps } from '../private/props';

/** How many pods more or fewer there may be during an update. */
export interface RollingUpdateOptions {
  /**
   * How many pods there may be above `replicas`.
   *
   * @default 1
   */
  readonly maxSurge?: number;
  /**
   * How many pods may be missing.
   *
   * @default 0
   */
  readonly maxUnavailable?: number;
}

const ROLLING_UPDATE: Shape<RollingUpdateOptions> = { maxSurge: 'number', maxUnavailable: 'number' };

/**
 * How a new version of the pod takes the old one's place.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
 */
export class Rollout {
  /** One pod after another; with the defaults no pod stops before another one is ready. */
  public static rollingUpdate(options: RollingUpdateOptions = {}): Rollout {
    return new Rollout('RollingUpdate', options);
  }

  /** All old pods stop before a new one starts: the API is unavailable in between. */
  public static recreate(): Rollout {
    return new Rollout('Recreate', {});
  }

  private constructor(private readonly type: 'RollingUpdate' | 'Recreate', private readonly options: RollingUpdateOptions) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    if (!checkProps(faults, this.options, ROLLING_UPDATE, `${prop}.`)) return;
    const { maxSurge = 1, maxUnavailable = 0 } = this.options;
    faults.add(`${prop}.maxSurge`, maxSurge, integer(maxSurge, 0, 1000));
    faults.add(`${prop}.maxUnavailable`, maxUnavailable, integer(maxUnavailable, 0, 1000));
    if (maxSurge === 0 && maxUnavailable === 0) faults.add(`${prop}.maxUnavailable`, 0, { needs: "must not be 0 where 'maxSurge' is: no pod could be replaced" });
  }

  /**
   * Whether there may be more pods than replicas.
   *
   * @internal
   */
  public get _surges(): boolean {
    return this.type === 'RollingUpdate' && this.options.maxSurge !== 0;
  }

  /** @internal */
  public _toJson(): object {
    if (this.type === 'Recreate') return { type: this.type };
    const { maxSurge = 1, maxUnavailable = 0 } = this.options;
    return { type: this.type, rollingUpdate: { maxSurge, maxUnavailable } };
  }
}
