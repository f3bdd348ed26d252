import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Faults } from './fault';

/** Notes what is no Chart, and a Chart of another App: its YAML would be written by another synth, or not at all. */
export function checkChart(faults: Faults, prop: string, chart: unknown, owner: IConstruct): void {
  if (!Chart.isChart(chart)) faults.add(prop, chart, { needs: 'must be a Chart' });
  else if (chart.node.root !== owner.node.root) faults.add(prop, chart.node.path, { needs: 'must be a Chart of the same App' });
}
