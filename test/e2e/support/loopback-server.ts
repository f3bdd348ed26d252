import { mkdirSync, mkdtempSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Manifests } from './manifests';
import type { Site, Tenant } from './site';
import { Daemon } from '../bed/daemon';
import { kubeconfig } from '../bed/kubeconfig';
import type { KubernetesObject } from '../bed/kubernetes-object';
import { until } from '../bed/wait';

/**
 * A bundle for a bed without pods: its Service leads to a process on loopback. Everything else stays as it was synthesized; the TLS name is the same.
 * The bundle has to be made with the site's port, for container and Service.
 */
export function onLoopback(manifests: Manifests): Manifests {
  return manifests.changed('Service', (service) => {
    service.spec = { type: 'ExternalName', externalName: 'localhost', ports: service.spec.ports };
  });
}

/**
 * A bundle's server as a process: with the arguments, the ServiceAccount and the Secrets that its pod would have, so that the bundle's own
 * certificate and rights are what is tested.
 */
export class LoopbackServer implements Tenant {
  static async start(site: Site, manifests: Manifests): Promise<LoopbackServer> {
    const server = new LoopbackServer(site, manifests.one('Deployment'));
    await server.mount();
    await server.start();
    return site.adopt(server);
  }

  private readonly directory: string;
  private readonly pod: KubernetesObject;
  private daemon?: Daemon;

  private constructor(private readonly site: Site, deployment: KubernetesObject) {
    this.directory = join(site.directory, deployment.metadata.name);
    this.pod = deployment.spec.template.spec;
    mkdirSync(this.directory, { recursive: true });
  }

  /** Writes the Secrets that the pod mounts, as they are in the cluster now, in the way kubelet swaps them: all files at once. */
  async mount(): Promise<void> {
    for (const { name, secret } of this.secretVolumes()) {
      const { data } = await this.site.kubectl.get('secret', secret.secretName, this.site.namespace);
      swap(this.mountFolder(name), data as { [file: string]: string });
    }
  }

  /** Starts it anew, with an empty log. */
  async restart(...furtherArguments: string[]): Promise<void> {
    await this.stop();
    rmSync(this.log, { force: true });
    await this.start(furtherArguments);
  }

  private get log(): string {
    return join(this.directory, 'log');
  }

  private async start(furtherArguments: string[] = []): Promise<void> {
    const { bed, kubectl, namespace } = this.site;
    const token = (await kubectl.run(['create', 'token', this.pod.serviceAccountName, '-n', namespace])).trim();
    const config = join(this.directory, 'kubeconfig');
    writeFileSync(config, kubeconfig(bed.server, bed.authorityFile, { token }), { mode: 0o600 });
    const own = ['kubeconfig', 'authentication-kubeconfig', 'authorization-kubeconfig'].map((flag) => `--${flag}=${config}`);
    this.daemon = Daemon.start(bed.programs.kubernetes, ['sample-apiserver', '--bind-address=127.0.0.1', ...this.arguments(), ...own, ...furtherArguments], {
      log: this.log,
      directory: this.directory,
    });
  }

  /** Waits until it says by itself that it is ready. */
  async untilReady(seconds = 30): Promise<void> {
    await until('the server is ready', seconds, async () => {
      this.daemon!.assertRunning();
      const { ok, stderr } = await this.health('/readyz?verbose');
      if (!ok) throw new Error(stderr);
      return true;
    });
  }

  /** Asks it directly, as a probe does. */
  health(path: string): Promise<{ ok: boolean; stdout: string; stderr: string }> {
    const { kubectl, port } = this.site;
    return kubectl.try([`--server=https://127.0.0.1:${port}`, '--insecure-skip-tls-verify', 'get', '--raw', path]);
  }

  get running(): boolean {
    return this.daemon?.running ?? false;
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
  }

  assertRunning(): void {
    this.daemon?.assertRunning();
  }

  lastLines(): string {
    return this.daemon?.lastLines() ?? '';
  }

  output(): string {
    return this.daemon?.output() ?? '';
  }

  /** The container's arguments, with the paths of its mounts. */
  private arguments(): string[] {
    const [container] = this.pod.containers;
    const secrets = new Set(this.secretVolumes().map(({ name }) => name));
    const mounts = container.volumeMounts.filter(({ name }: { name: string }) => secrets.has(name)) as { name: string; mountPath: string }[];
    return container.args.map((argument: string) => mounts.reduce((text, { name, mountPath }) => text.replace(`=${mountPath}/`, `=${this.mountFolder(name)}/`), argument));
  }

  private secretVolumes(): { name: string; secret: { secretName: string } }[] {
    return this.pod.volumes.filter((volume: { secret?: unknown }) => volume.secret);
  }

  private mountFolder(volume: string): string {
    return join(this.directory, 'volumes', volume);
  }
}

/** A server that watches the folder sees one change: ..data leads to another folder, and the one before is gone. */
function swap(folder: string, data: { [file: string]: string }): void {
  mkdirSync(folder, { recursive: true });
  const link = join(folder, '..data');
  const before = existsSync(link) ? readlinkSync(link) : undefined;
  const fresh = mkdtempSync(`${folder}/..`); // a name that begins with two dots, as kubelet's do
  for (const [file, content] of Object.entries(data)) {
    writeFileSync(join(fresh, file), Buffer.from(content, 'base64'), { mode: 0o600 });
    if (!existsSync(join(folder, file))) symlinkSync(join('..data', file), join(folder, file));
  }
  symlinkSync(basename(fresh), `${link}_tmp`);
  renameSync(`${link}_tmp`, link);
  if (before) rmSync(join(folder, before), { recursive: true });
}
