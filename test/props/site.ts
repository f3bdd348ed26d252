import type { ApiObject } from 'cdk8s';
import { App, Chart } from 'cdk8s';
import { outside } from '../../src/private/outside';

/** Where a program builds something. */
export interface Site {
  readonly app: App;
  /** The chart of the namespace `wardle`. */
  readonly chart: Chart;
  /** Another chart of the App. */
  readonly other: Chart;
}

/** Builds something: the smallest program in which a prop can be seen. */
export type Program = (site: Site) => unknown;

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: any };
  readonly [field: string]: any;
}

/** What a program's charts hold, by chart. */
export type Synthesized = { readonly [chart: string]: Manifest[] };

/** Runs a program and synthesizes its charts. The warning about unverified connections is left out. */
export function synth(program: Program): Synthesized {
  jest.spyOn(outside, 'warn').mockImplementation(() => {});
  const app = new App();
  const site = { app, chart: new Chart(app, 'chart', { namespace: 'wardle' }), other: new Chart(app, 'other') };
  program(site);
  return Object.fromEntries(app.charts.map((chart) => [chart.node.id, chart.toJson()]));
}

/** All manifests that a program makes. */
export function manifests(program: Program): Manifest[] {
  return Object.values(synth(program)).flat();
}

/** The objects of a chart in the order in which they are applied. */
export function idOf({ kind, metadata }: Manifest): string {
  return [kind, metadata.namespace, metadata.name].filter(Boolean).join('/');
}

export type { ApiObject };
