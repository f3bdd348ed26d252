import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Faults } from '../private/fault';

/** Where a private key that is known at synth may be written. */
export class PrivateKeyOutput {
  /** Into a Secret in the chart of the server: whoever reads its YAML has the key. */
  public static thisChart(): PrivateKeyOutput {
    return new PrivateKeyOutput((own) => own);
  }

  /**
   * Into a Secret in a chart of its own, whose file is kept out of Git or encrypted.
   *
   * @param chart the chart, of the same App
   */
  public static chart(chart: Chart): PrivateKeyOutput {
    return new PrivateKeyOutput(() => chart);
  }

  /** Nowhere: the Secret is left out of these manifests, and another run of the program, in the deploy job say, writes it. */
  public static omitted(): PrivateKeyOutput {
    return new PrivateKeyOutput(() => undefined);
  }

  private constructor(private readonly scopeFor: (own: Construct) => Construct | undefined) {}

  /** @internal */
  public _check(faults: Faults, prop: string, own: Construct): void {
    const scope: unknown = this.scopeFor(own);
    if (scope === undefined || isConstruct(scope)) return;
    faults.add(prop, scope, { needs: 'must be given a Chart', fix: 'PrivateKeyOutput.chart(chart)' });
  }

  /**
   * Where the Secret goes; nothing where it is left out.
   *
   * @internal
   */
  public _scope(own: Construct): Construct | undefined {
    return this.scopeFor(own);
  }
}

function isConstruct(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'node' in value;
}
