import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Manifests } from './manifests';
import { writeNote } from './note';
import type { BedDescription } from '../bed/description';
import { freePort } from '../bed/free-port';
import { Kubectl } from '../bed/kubectl';
import type { KubernetesObject } from '../bed/kubernetes-object';
import { until } from '../bed/wait';

export interface Condition {
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** Something that a scenario started and that ends with it. */
export interface Tenant {
  stop(): Promise<void>;
  /** Throws where it has ended by itself. */
  assertRunning(): void;
  /** What it said last. */
  lastLines(): string;
}

/** Where one scenario builds: a namespace, a folder and a port of its own. Nothing of it is left in the bed afterwards. */
export class Site {
  static async open(bed: BedDescription, title: string): Promise<Site> {
    const port = await freePort();
    const slug = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').slice(0, 36).replace(/-$/, '');
    const namespace = `${slug}-${port}`; // no name twice: without a controller a namespace stays in deletion for ever
    const directory = join(bed.directory, 'scenarios', namespace);
    mkdirSync(directory, { recursive: true });
    return new Site(bed, title, namespace, directory, port);
  }

  readonly kubectl: Kubectl;
  private readonly applied: KubernetesObject[] = [];
  private readonly tenants: Tenant[] = [];
  private readonly neighbours: Site[] = [];

  private constructor(
    readonly bed: BedDescription,
    private readonly title: string,
    readonly namespace: string,
    readonly directory: string,
    readonly port: number,
  ) {
    this.kubectl = new Kubectl(bed.programs.kubernetes, bed.kubeconfig);
  }

  /** Another place to build for the same scenario, which goes with this one. */
  async neighbour(): Promise<Site> {
    const site = await Site.open(this.bed, `${this.namespace.slice(0, 30)}-neighbour`);
    this.neighbours.push(site);
    return site;
  }

  /** Applies a synthesized bundle as a user does, with strict validation. */
  async apply(manifests: Manifests): Promise<void> {
    this.applied.push(...manifests.objects);
    await this.kubectl.apply(manifests.toYaml());
  }

  /** Stops something when the scenario ends. */
  adopt<T extends Tenant>(tenant: T): T {
    this.tenants.push(tenant);
    return tenant;
  }

  /** The Available condition of an APIService, or undefined where it has none. */
  async condition(apiService: string): Promise<Condition | undefined> {
    const found = await this.kubectl.find('apiservice', apiService);
    return found?.status?.conditions?.find((condition: { type: string }) => condition.type === 'Available');
  }

  /** Waits until an APIService has a condition of this status and, where it is given, reason; returns it. */
  async untilCondition(apiService: string, status: 'True' | 'False', reason?: string, seconds = 60): Promise<Condition> {
    return until(`APIService ${apiService} is Available=${status}${reason ? ` (${reason})` : ''}`, seconds, async () => {
      if (status === 'True') this.tenants.forEach((tenant) => tenant.assertRunning());
      const condition = await this.condition(apiService);
      if (condition?.status === status && (!reason || condition.reason === reason)) return condition;
      throw new Error(condition ? `${condition.status} (${condition.reason}): ${condition.message}` : 'it has no condition');
    });
  }

  /** Waits until every APIService of a bundle is Available. */
  async untilServed(manifests: Manifests, seconds = 60): Promise<void> {
    const apiServices = manifests.all('APIService');
    for (const { metadata } of apiServices) await this.untilCondition(metadata.name, 'True', undefined, seconds);
    // a moment later clients know as well
    await until('kubectl lists the versions', seconds, async () => {
      const listed = (await this.kubectl.run(['api-versions'])).split('\n');
      return apiServices.every(({ spec }) => listed.includes(`${spec.group}/${spec.version}`));
    });
  }

  /** Any change of an APIService makes the aggregator look at once, not in half a minute. */
  async askAgain(apiService: string): Promise<void> {
    await this.kubectl.run(['annotate', 'apiservice', apiService, '--overwrite', `example.com/asked=${Date.now()}`]);
  }

  /** Keeps what the scenario counted, for the table. */
  note(text: string): void {
    writeNote(this.bed.directory, this.title, text);
  }

  /** Takes away what was applied, APIServices first, and stops what was started. */
  async close(): Promise<void> {
    for (const site of this.neighbours) await site.close();
    // else kube-apiserver registers their versions anew
    const definitions = this.applied.filter(({ kind }) => kind === 'CustomResourceDefinition').map(({ metadata }) => metadata.name);
    if (definitions.length > 0) await this.kubectl.try(['delete', 'customresourcedefinition', '--ignore-not-found', ...definitions]);
    const apiServices = this.applied.filter(({ kind }) => kind === 'APIService').map(({ metadata }) => metadata.name);
    if (apiServices.length > 0) await this.kubectl.try(['delete', 'apiservice', '--ignore-not-found', ...apiServices]);
    await Promise.allSettled([...this.tenants].reverse().map((tenant) => tenant.stop()));
    const namespaces = [this.namespace, ...this.applied.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name)];
    const rest = this.applied.filter(({ kind, metadata }) => kind !== 'Namespace' && !namespaces.includes(metadata.namespace ?? ''));
    if (rest.length > 0) await this.kubectl.try(['delete', '--ignore-not-found', '--wait=false', '-f', '-'], new Manifests(rest).toYaml());
    // in a hurry: how pods end by themselves is for scenarios to show
    if (this.bed.size === 'cluster') await this.kubectl.try(['delete', 'deployments,pods', '--all', '-n', this.namespace, '--grace-period=1', '--timeout=60s']);
    const wait = `--wait=${this.bed.size === 'cluster'}`; // without a controller in vain
    await this.kubectl.try(['delete', 'namespace', '--ignore-not-found', wait, '--timeout=150s', ...new Set(namespaces)]);
  }

  /** What helps when a scenario fails: what was applied, what the cluster says of it, and the last lines of whoever served. */
  async report(): Promise<string> {
    const names = this.applied.map(({ kind, metadata }) => `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`);
    const services = [...new Set(this.applied.filter(({ kind }) => kind === 'APIService').map(({ metadata }) => metadata.name))];
    const conditions = await Promise.all(services.map(async (name) => {
      const condition = await this.condition(name).catch((error: Error) => ({ status: '?', reason: '?', message: error.message }));
      return `  ${name}: ${condition ? `${condition.status} (${condition.reason}) ${condition.message}` : 'no condition'}`;
    }));
    return [
      `applied: ${[...new Set(names)].join(', ') || 'nothing'}`,
      'APIServices:', ...conditions,
      ...this.tenants.map((tenant) => `said last:\n${tenant.lastLines()}`),
      ...this.bed.size === 'cluster' ? [await this.podsReport()] : [],
    ].join('\n');
  }

  private async podsReport(): Promise<string> {
    const namespaces = new Set(this.applied.filter(({ kind }) => kind === 'Deployment' || kind === 'Pod').map(({ metadata }) => metadata.namespace!));
    return (await Promise.all([...namespaces].map(async (namespace) => {
      const pods = await this.kubectl.try(['get', 'pods', '-n', namespace, '-o', 'wide']);
      const events = await this.kubectl.try(['get', 'events', '-n', namespace, '--sort-by=.lastTimestamp']);
      const names = (await this.kubectl.try(['get', 'pods', '-n', namespace, '-o', 'name'])).stdout.split('\n').filter(Boolean);
      const logs = await Promise.all(names.map(async (name) => {
        const { stdout, stderr } = await this.kubectl.try(['logs', name, '-n', namespace, '--all-containers', '--tail=12']);
        return `${name}:\n${stdout}${stderr}`;
      }));
      return [pods.stdout, events.stdout.split('\n').slice(-15).join('\n'), ...logs].join('\n');
    }))).join('\n');
  }
}
