import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkChart } from '../private/charts';
import type { Faults } from '../private/fault';

/** Where a private key that is known at synth may be written. */
export class PrivateKeyOutput {
  /** Into a Secret in the chart of the server: whoever reads its YAML has the key. */
  public static thisChart(): PrivateKeyOutput {
    return new PrivateKeyOutput('thisChart');
  }

  /**
   * Into a Secret in a chart of its own, whose file is kept out of Git or encrypted.
   *
   * @param chart the chart, of the same App
   */
  public static chart(chart: Chart): PrivateKeyOutput {
    return new PrivateKeyOutput('chart', chart);
  }

  /** Nowhere: the Secret is left out of these manifests, and another run of the program, in the deploy job say, writes it. */
  public static omitted(): PrivateKeyOutput {
    return new PrivateKeyOutput('omitted');
  }

  private constructor(private readonly where: 'thisChart' | 'chart' | 'omitted', private readonly other?: Chart) {}

  /** @internal */
  public _check(faults: Faults, prop: string, own: Construct): void {
    if (this.where === 'chart') checkChart(faults, prop, this.other, own);
  }

  /**
   * Where the Secret goes; nothing where it is left out.
   *
   * @internal
   */
  public _scope(own: Construct): Construct | undefined {
    if (this.where === 'omitted') return undefined;
    return this.other ?? own;
  }
}
