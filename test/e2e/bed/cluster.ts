import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Cgroups } from './cgroups';
import { ControlPlane } from './control-plane';
import { Daemon } from './daemon';
import type { Image, Programs } from './images';
import { archiveOf, standardImages } from './images';
import type { Kubectl } from './kubectl';
import { networkPlugins } from './lacks';
import { addressOf, connect } from './network';
import { Node } from './node';
import { until } from './wait';

export interface ClusterOptions {
  readonly programs: Programs;
  /** Takes keys, data, logs and the folders of the nodes. */
  readonly directory: string;
  /** What pods may start. */
  readonly images?: Image[];
}

/** Enough for two replicas to survive the drain of one. */
const NODES = [1, 2];

/**
 * A whole cluster: a control plane, its controllers and nodes with pods.
 * Wants to be started by a process that is alone in namespaces of its own (network, mounts, processes): these end with it.
 */
export class Cluster {
  static async start(options: ClusterOptions): Promise<Cluster> {
    mkdirSync(options.directory, { recursive: true });
    const cluster = new Cluster(options);
    try {
      await cluster.startMachines();
      await allOf(cluster.startControlPlane(), cluster.startRuntimes());
      await cluster.join();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  controlPlane!: ControlPlane;
  private readonly cgroups: Cgroups;
  private readonly machines: Node[] = [];
  private readonly controllers: Daemon[] = [];

  private constructor(private readonly options: ClusterOptions) {
    this.cgroups = Cgroups.of(options.directory);
  }

  get kubectl(): Kubectl {
    return this.controlPlane.kubectl;
  }

  /** The names of the nodes. */
  get nodes(): string[] {
    return this.machines.map(({ name }) => name);
  }

  /** Ends everything and removes what no namespace would: cgroups and the folders of the nodes. Keys and logs stay in the directory. */
  async stop(): Promise<void> {
    for (const node of this.machines) await node.halt();
    for (const controller of this.controllers) await controller.kill();
    await this.cgroups.remove(); // and with them the pods, whose connections kube-apiserver would wait for
    await this.controlPlane?.stop();
    for (const node of this.machines) await node.remove();
  }

  private async startMachines(): Promise<void> {
    const { programs, directory } = this.options;
    for (const number of NODES) {
      this.machines.push(await Node.start({ number, program: programs.kubernetes, plugins: networkPlugins(), directory, cgroups: this.cgroups }));
    }
    await connect(this.machines.map(({ machine }) => machine));
  }

  private async startControlPlane(): Promise<void> {
    this.controlPlane = await ControlPlane.start({
      program: this.options.programs.kubernetes,
      directory: this.options.directory,
      address: addressOf(1),
      flags: ['--kubelet-preferred-address-types=InternalIP'], // no name server knows the nodes
    });
    const { keys, serviceAccountKey } = this.controlPlane;
    this.startController('kube-controller-manager', [
      `--root-ca-file=${keys.authorityFile}`, `--service-account-private-key-file=${serviceAccountKey}`, '--use-service-account-credentials',
      '--node-monitor-period=1s', '--node-monitor-grace-period=20s', '--kube-api-qps=200', '--kube-api-burst=400',
    ]);
    this.startController('kube-scheduler', []);
  }

  private startController(name: string, flags: string[]): void {
    const { keys, server } = this.controlPlane;
    const kubeconfig = keys.kubeconfig(name, server, keys.client(`system:${name}`));
    this.controllers.push(Daemon.start(this.options.programs.kubernetes, [
      name, `--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--bind-address=127.0.0.1', ...flags,
    ], { log: join(this.options.directory, `${name}.log`) }));
  }

  private async startRuntimes(): Promise<void> {
    const { programs, directory, images = standardImages(programs) } = this.options;
    const archive = await archiveOf(images, directory);
    await allOf(...this.machines.map((node) => node.startRuntime(archive)));
    rmSync(archive);
  }

  private async join(): Promise<void> {
    const { keys, server } = this.controlPlane;
    const proxyKubeconfig = keys.kubeconfig('kube-proxy', server, keys.client('system:kube-proxy'));
    for (const node of this.machines) node.join(this.controlPlane, proxyKubeconfig);
    await until('the nodes are ready', 60, async () => {
      this.assertRunning();
      const nodes = await this.kubectl.list('nodes');
      return nodes.length === NODES.length && nodes.every(isReady);
    });
    for (const node of this.machines) {
      await until(`${node.name} reaches Services`, 30, () => {
        this.assertRunning();
        return node.reachesServices(this.controlPlane);
      });
    }
    await until('pods may have a ServiceAccount', 30, () => this.kubectl.find('serviceaccount', 'default', 'default'));
  }

  private assertRunning(): void {
    for (const part of [...this.machines, ...this.controllers]) part.assertRunning();
  }
}

/** Ready, and open to pods: the taint goes a moment later. */
function isReady({ status, spec }: { [field: string]: any }): boolean {
  return !spec.taints && status.conditions.some(({ type, status: value }: { type: string; status: string }) => type === 'Ready' && value === 'True');
}

/** Waits for all even if one fails: whoever stops a cluster has to know everything that was started. */
async function allOf(...promises: Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(promises)) {
    if (result.status === 'rejected') throw result.reason;
  }
}
