import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { parseAllDocuments, stringify } from 'yaml';
import type { KubernetesObject } from '../bed/kubernetes-object';

/** The environment variable that holds the seed of every bundle in a scenario. */
export const SEED = 'E2E_TLS_SEED';
process.env[SEED] ??= randomBytes(32).toString('base64');

/** What `cdk8s synth` wrote, in its order, and what a scenario breaks of it on purpose. */
export class Manifests {
  /**
   * Synthesizes one chart.
   *
   * @param at the moment of the synth, for rotations; else now
   */
  static synth(namespace: string, build: (chart: Chart) => void, at?: Date): Manifests {
    const outdir = mkdtempSync(join(tmpdir(), 'e2e-synth-'));
    const { SOURCE_DATE_EPOCH: before } = process.env;
    if (at) process.env.SOURCE_DATE_EPOCH = `${Math.floor(at.getTime() / 1000)}`;
    try {
      const app = new App({ outdir });
      build(new Chart(app, namespace, { namespace }));
      app.synth();
      return Manifests.read(outdir);
    } finally {
      if (before === undefined) delete process.env.SOURCE_DATE_EPOCH;
      else process.env.SOURCE_DATE_EPOCH = before;
      rmSync(outdir, { recursive: true });
    }
  }

  /** Reads the YAML files of a folder in the order in which the README has them applied: first the one that holds the Namespace. */
  static read(folder: string): Manifests {
    const texts = readdirSync(folder).filter((file) => file.endsWith('.yaml')).sort().map((file) => readFileSync(join(folder, file), 'utf8'));
    const charts = texts.map((text) => parseAllDocuments(text).map((document): KubernetesObject => document.toJS()).filter(Boolean));
    const isFirst = (chart: KubernetesObject[]) => chart.some(({ kind }) => kind === 'Namespace');
    return new Manifests([...charts.filter(isFirst), ...charts.filter((chart) => !isFirst(chart))].flat());
  }

  constructor(readonly objects: readonly KubernetesObject[]) {}

  all(kind: string): KubernetesObject[] {
    return this.objects.filter((object) => object.kind === kind);
  }

  /** The one object of a kind, and of a name where there are several. */
  one(kind: string, name?: string): KubernetesObject {
    const found = this.all(kind).filter((object) => name === undefined || object.metadata.name === name);
    if (found.length !== 1) throw new Error(`the bundle has ${found.length} of ${kind} ${name ?? ''}, not one`);
    return found[0];
  }

  /** The same with objects of a kind changed: broken on purpose, say. */
  changed(kind: string, change: (object: KubernetesObject) => void): Manifests {
    if (this.all(kind).length === 0) throw new Error(`the bundle has no ${kind} to change`);
    return new Manifests(this.objects.map((object) => {
      if (object.kind !== kind) return object;
      const copy = structuredClone(object);
      change(copy);
      return copy;
    }));
  }

  /** The same without some objects. */
  without(isLeftOut: (object: KubernetesObject) => boolean): Manifests {
    const kept = this.objects.filter((object) => !isLeftOut(object));
    if (kept.length === this.objects.length) throw new Error('nothing of the bundle is left out');
    return new Manifests(kept);
  }

  toYaml(): string {
    return this.objects.map((object) => stringify(object, { version: '1.1' })).join('---\n'); // which kubectl reads
  }
}
