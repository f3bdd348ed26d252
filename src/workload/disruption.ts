import { integer } from '../kubernetes/names';
import type { Faults } from '../private/fault';

/**
 * How many pods a node drain or another voluntary disruption may take.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export class Disruption {
  /**
   * At most so many pods at a time.
   *
   * @param pods how many, 1 or more
   */
  public static maxUnavailable(pods: number): Disruption {
    return new Disruption('maxUnavailable', pods);
  }

  /**
   * As long as so many pods are left.
   *
   * @param pods how many, 1 or more; as many as there are replicas would block every drain
   */
  public static minAvailable(pods: number): Disruption {
    return new Disruption('minAvailable', pods);
  }

  /** All at once: no PodDisruptionBudget is made. */
  public static unlimited(): Disruption {
    return new Disruption('unlimited');
  }

  private constructor(private readonly field: 'maxUnavailable' | 'minAvailable' | 'unlimited', private readonly pods?: number) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    if (this.field !== 'unlimited') faults.add(`${prop}.${this.field}`, this.pods, integer(this.pods, 1, 1000));
  }

  /** @internal */
  public _checkAgainst(faults: Faults, prop: string, replicas: number): void {
    if (this.field === 'minAvailable' && this.pods! >= replicas) {
      faults.add(`${prop}.minAvailable`, this.pods, { needs: `must be less than 'replicas' (${replicas}): no node could be drained`, fix: 'Disruption.maxUnavailable(1)' });
    }
  }

  /** @internal */
  public _toJson(): object | undefined {
    return this.field === 'unlimited' ? undefined : { [this.field]: this.pods };
  }
}
