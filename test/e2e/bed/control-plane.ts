import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Daemon } from './daemon';
import { freePort } from './free-port';
import { Keys } from './keys';
import type { KeyFiles } from './kubeconfig';
import { Kubectl } from './kubectl';
import { until } from './wait';

export interface ControlPlaneOptions {
  /** The program that is all of Kubernetes' programs, of one minor. */
  readonly program: string;
  /** Takes keys, data and logs. */
  readonly directory: string;
  /** Where kube-apiserver listens, and by which address the cluster knows it. */
  readonly address?: string;
  /** Further flags of kube-apiserver. */
  readonly flags?: string[];
}

const LOOPBACK = '127.0.0.1';
export const SERVICE_CIDR = '10.96.0.0/16';
/** The first address of the range: kube-apiserver's own Service. */
export const KUBERNETES_SERVICE = '10.96.0.1';

/** etcd and kube-apiserver: all that objects, TLS, RBAC and discovery need. Runs on loopback and without root. */
export class ControlPlane {
  static async start(options: ControlPlaneOptions): Promise<ControlPlane> {
    mkdirSync(options.directory, { recursive: true });
    const { address = LOOPBACK } = options;
    const ports = { etcd: await freePort(), peers: await freePort(), server: await freePort() };
    const controlPlane = new ControlPlane(options, address, ports);
    try {
      await controlPlane.startEtcd();
      await controlPlane.startServer();
    } catch (error) {
      await controlPlane.stop();
      throw error;
    }
    return controlPlane;
  }

  readonly keys: Keys;
  readonly server: string;
  readonly etcd: string;
  readonly administrator: KeyFiles;
  /** The administrator's. */
  readonly kubeconfig: string;
  readonly kubectl: Kubectl;
  private readonly signer: { readonly key: string; readonly publicKey: string };
  private etcdDaemon?: Daemon;
  private serverDaemon?: Daemon;

  private constructor(
    private readonly options: ControlPlaneOptions,
    private readonly address: string,
    private readonly ports: { readonly etcd: number; readonly peers: number; readonly server: number },
  ) {
    this.keys = new Keys(options.directory);
    this.signer = this.keys.serviceAccountSigner();
    this.server = `https://${address}:${ports.server}`;
    this.etcd = `http://${LOOPBACK}:${ports.etcd}`;
    this.administrator = this.keys.client('admin', 'system:masters');
    this.kubeconfig = this.keys.kubeconfig('admin', this.server, this.administrator);
    this.kubectl = new Kubectl(options.program, this.kubeconfig);
  }

  /** The files that kube-controller-manager needs as well. */
  get serviceAccountKey(): string {
    return this.signer.key;
  }

  private get log(): string {
    return join(this.options.directory, 'kube-apiserver.log');
  }

  /** Replaces kube-apiserver by another version over the same data. */
  async upgrade(program: string): Promise<void> {
    await this.serverDaemon?.stop();
    await this.startServer(program);
  }

  /** kube-apiserver first: without etcd it takes half a minute to end. */
  async stop(): Promise<void> {
    await this.serverDaemon?.stop();
    await this.etcdDaemon?.stop();
    this.keys.close();
  }

  private async startEtcd(): Promise<void> {
    const peers = `http://${LOOPBACK}:${this.ports.peers}`;
    this.etcdDaemon = Daemon.start(this.options.program, [
      'etcd', '--unsafe-no-fsync', `--data-dir=${join(this.options.directory, 'etcd')}`,
      `--listen-client-urls=${this.etcd}`, `--advertise-client-urls=${this.etcd}`,
      `--listen-peer-urls=${peers}`, `--initial-advertise-peer-urls=${peers}`, `--initial-cluster=default=${peers}`,
    ], { log: join(this.options.directory, 'etcd.log') });
    await until('etcd is healthy', 30, async () => {
      this.etcdDaemon!.assertRunning();
      return (await fetch(`${this.etcd}/health`)).ok;
    });
  }

  private async startServer(program = this.options.program): Promise<void> {
    this.serverDaemon = Daemon.start(program, ['kube-apiserver', ...this.flags()], { log: this.log });
    await until('kube-apiserver is ready', 60, async () => {
      this.serverDaemon!.assertRunning();
      return (await this.kubectl.run(['get', '--raw', '/readyz'])) === 'ok';
    });
    // published by kube-apiserver itself, a moment after it is ready: an extension API server that starts before it knows no proxy
    await until('kube-apiserver has published its authorities', 30, () => this.kubectl.find('configmap', 'extension-apiserver-authentication', 'kube-system'));
  }

  private flags(): string[] {
    const { keys, options, address, ports } = this;
    const serving = keys.server('kube-apiserver', `IP:${address}`, `IP:${LOOPBACK}`, `IP:${KUBERNETES_SERVICE}`, 'DNS:kubernetes.default.svc', 'DNS:localhost');
    const proxy = keys.frontProxyClient();
    const kubelet = keys.client('kube-apiserver-kubelet-client', 'system:masters');
    return [
      `--etcd-servers=${this.etcd}`, `--bind-address=${address}`, `--advertise-address=${address}`, `--secure-port=${ports.server}`,
      `--tls-cert-file=${serving.certificate}`, `--tls-private-key-file=${serving.key}`, `--client-ca-file=${keys.authorityFile}`,
      `--kubelet-client-certificate=${kubelet.certificate}`, `--kubelet-client-key=${kubelet.key}`,
      '--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${this.signer.publicKey}`,
      `--service-account-signing-key-file=${this.signer.key}`, `--service-cluster-ip-range=${SERVICE_CIDR}`,
      '--authorization-mode=Node,RBAC', '--allow-privileged=true', '--enable-admission-plugins=NodeRestriction',
      `--requestheader-client-ca-file=${keys.frontProxyAuthorityFile}`, '--requestheader-allowed-names=front-proxy-client',
      '--requestheader-username-headers=X-Remote-User', '--requestheader-group-headers=X-Remote-Group', '--requestheader-extra-headers-prefix=X-Remote-Extra-',
      `--proxy-client-cert-file=${proxy.certificate}`, `--proxy-client-key-file=${proxy.key}`,
      ...address === LOOPBACK ? ['--endpoint-reconciler-type=none'] : [],
      ...options.flags ?? [],
    ];
  }
}
