import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cgroups } from './cgroups';
import { containerdConfig, networkConfig } from './containerd-config';
import type { ControlPlane } from './control-plane';
import { KUBERNETES_SERVICE } from './control-plane';
import type { Daemon } from './daemon';
import { SANDBOX_IMAGE } from './images';
import { kubeletConfig } from './kubelet-config';
import { Machine } from './machine';
import { addressOf, POD_CIDR, podsOf } from './network';
import { until } from './wait';

export interface NodeOptions {
  /** From 1. The first shares the network of this process. */
  readonly number: number;
  /** All of Kubernetes' programs. */
  readonly program: string;
  /** Where container network plugins are. */
  readonly plugins: string;
  readonly directory: string;
  readonly cgroups: Cgroups;
}

/** The part of a node's cgroups that has containerd and what it starts; pods have another. */
const RUNTIME_CGROUP = 'runtime';
const SOCKET = '/run/containerd/containerd.sock';

/** A node of a cluster: containerd, kubelet and kube-proxy on a machine of their own. */
export class Node {
  /** Starts its machine; everything else wants a network or a control plane first. */
  static async start(options: NodeOptions): Promise<Node> {
    const directory = join(options.directory, nameOf(options.number));
    mkdirSync(directory, { recursive: true });
    const machine = await Machine.start({ name: nameOf(options.number), directory, ownNetwork: options.number > 1 });
    return new Node(options, directory, machine);
  }

  private readonly daemons: Daemon[] = [];

  private constructor(private readonly options: NodeOptions, private readonly directory: string, readonly machine: Machine) {}

  get name(): string {
    return this.machine.name;
  }

  get address(): string {
    return addressOf(this.options.number);
  }

  /** Starts containerd, with images that nobody has to pull. */
  async startRuntime(archive: string): Promise<void> {
    const { cgroups, plugins, number } = this.options;
    cgroups.create(this.name, RUNTIME_CGROUP);
    const networks = join(this.directory, 'networks');
    mkdirSync(networks);
    this.write('networks/pods.conflist', networkConfig(podsOf(number)));
    const config = this.write('containerd.toml', containerdConfig({ socket: SOCKET, plugins, networks, sandbox: SANDBOX_IMAGE }));
    const containerd = this.daemon('containerd', 'containerd', `--config=${config}`);
    cgroups.add(containerd.pid, this.name, RUNTIME_CGROUP);
    await until(`containerd of ${this.name} answers`, 30, () => {
      containerd.assertRunning();
      return this.ctr('version');
    });
    await this.ctr('images', 'import', archive);
    // kubelet's side of containerd learns of an import a moment later
    await until(`containerd of ${this.name} knows its images`, 30, async () => {
      const lines = (await this.ctr('images', 'list')).split('\n').filter((line) => /:/.test(line));
      return lines.length > 0 && lines.every((line) => line.includes('cri-containerd.image=managed'));
    });
  }

  /**
   * Starts kubelet and kube-proxy.
   *
   * @param proxyKubeconfig every kube-proxy is the same user
   */
  join({ keys, server }: ControlPlane, proxyKubeconfig: string): void {
    const { name, address } = this;
    const { program, cgroups } = this.options;
    const config = this.write('kubelet.json', JSON.stringify(kubeletConfig({
      address,
      authorityFile: keys.authorityFile,
      serving: keys.server(`kubelet-${name}`, `DNS:${name}`, `IP:${address}`),
      socket: SOCKET,
      cgroup: cgroups.create(name),
      resolverFile: this.write('resolv.conf', '# there is no name server\n'),
    })));
    const kubeconfig = keys.kubeconfig(`kubelet-${name}`, server, keys.client(`system:node:${name}`, 'system:nodes'));
    this.daemon(
      'kubelet', program, 'kubelet', `--config=${config}`, `--kubeconfig=${kubeconfig}`,
      `--hostname-override=${name}`, `--node-ip=${address}`,
    );
    this.daemon(
      'kube-proxy', program, 'kube-proxy', `--kubeconfig=${proxyKubeconfig}`, `--hostname-override=${name}`,
      '--proxy-mode=nftables', `--cluster-cidr=${POD_CIDR}`, '--conntrack-max-per-core=0', '--oom-score-adj=0',
    );
  }

  /** Whether kube-proxy leads to a Service from here: to kube-apiserver's own. */
  async reachesServices({ kubeconfig }: ControlPlane): Promise<boolean> {
    const server = `--server=https://${KUBERNETES_SERVICE}`;
    return await this.machine.run(this.options.program, 'kubectl', `--kubeconfig=${kubeconfig}`, `--cache-dir=${join(dirname(kubeconfig), 'kubectl-cache')}`, server, 'get', '--raw', '/readyz') === 'ok';
  }

  assertRunning(): void {
    for (const daemon of this.daemons) daemon.assertRunning();
  }

  /** Ends its programs without ado, as a power failure would: the cluster goes as a whole. Its pods end with its cgroups. */
  async halt(): Promise<void> {
    for (const daemon of [...this.daemons].reverse()) await daemon.kill();
  }

  /** After its cgroups, and so its last processes, have gone. */
  async remove(): Promise<void> {
    await this.machine.stop();
  }

  private daemon(name: string, command: string, ...args: string[]): Daemon {
    const daemon = this.machine.start(name, command, ...args);
    this.daemons.push(daemon);
    return daemon;
  }

  private ctr(...args: string[]): Promise<string> {
    return this.machine.run('ctr', `--address=${SOCKET}`, '--namespace=k8s.io', ...args);
  }

  private write(name: string, content: string): string {
    const path = join(this.directory, name);
    writeFileSync(path, content);
    return path;
  }
}

function nameOf(number: number): string {
  return `node-${number}`;
}
