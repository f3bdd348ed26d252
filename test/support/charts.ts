import type { ChartProps } from 'cdk8s';
import { App, Chart } from 'cdk8s';
import { Faults } from '../../src/private/fault';

/** A chart in an App of its own, in the namespace `wardle` unless it is said otherwise. */
export function newChart(props: ChartProps = { namespace: 'wardle' }): Chart {
  return new Chart(new App(), 'chart', props);
}

/** `Kind namespace/name` of each object of a chart, in the order of its YAML. */
export function objectsOf(chart: Chart): string[] {
  return chart.toJson().map(({ kind, metadata }) => `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`);
}

/** Throws what a value says against itself to the construct that receives it under `prop`. */
export function checked(value: { _check(faults: Faults, prop: string): void }, prop: string): void {
  const faults = new Faults('Receiver', 'chart/receiver');
  value._check(faults, prop);
  faults.throwIfAny();
}

/** The faults that an attempt names, one a line; none where it succeeds. */
export function faultsOf(attempt: () => unknown): string[] {
  try {
    attempt();
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map((line) => line.replace(/^ {2}- /, ''));
  }
  return [];
}
