import type { ContainerOptions } from './container-options';
import { checkContainer, CONTAINER } from './container-options';
import { Disruption } from './disruption';
import { ETCD_PORTS } from './etcd-sidecar';
import { EtcdStorage } from './etcd-storage';
import { PodSecurityLevel } from './pod-security-level';
import { PodVolume } from './pod-volume';
import { Rollout } from './rollout';
import type { SchedulingOptions } from './scheduling';
import { checkScheduling, SCHEDULING } from './scheduling';
import { ServerLibrary } from './server-library';
import type { ServerProbes } from './server-probe';
import { SERVER_PROBES } from './server-probe';
import { Sidecar } from './sidecar';
import { kubernetesMinor, NEWEST_MINOR } from '../kubernetes/kubernetes-version';
import { dnsSubdomain, integer } from '../kubernetes/names';
import { HIDDEN } from '../private/fault';
import type { Fault, Faults } from '../private/fault';
import { struct } from '../private/props';
import type { Shape } from '../private/props';

/** The port of the container by name, for probes and the Service. */
export const PORT_NAME = 'https';
const DEFAULT_SECURE_PORT = 8443;
const DEFAULT_PRE_STOP_SECONDS = 15;
/** How long a server built on k8s.io/apiserver lets requests finish after SIGTERM, and some reserve. */
const DRAIN_SECONDS = 75;
/** The first Kubernetes minor with a sleep that needs no program in the image. */
const SLEEP_ACTION_MINOR = 30;
/** Below it a user who is not root may not listen by itself. */
export const FIRST_UNPRIVILEGED_PORT = 1024;

const LIMITS = { securePort: [1, 65535], replicas: [1, 1000], preStopSleepSeconds: [0, 3600], terminationGracePeriodSeconds: [1, 86400] } as const;

/** What the server's pods are like. */
export interface ServerWorkloadOptions extends ContainerOptions, SchedulingOptions {
  /**
   * What the server is built on: it decides flags, reads and probes.
   *
   * @default - ServerLibrary.recommendedOptions()
   */
  readonly server?: ServerLibrary;
  /**
   * Where the server keeps its objects.
   *
   * @default - has to be said for `ServerLibrary.recommendedOptions`, which exits without, unless `args` hold `--etcd-servers`; none for others
   */
  readonly storage?: EtcdStorage;
  /**
   * The port that the server listens on, in its container: 1 to 65535. For one below 1024 the pod's kernel is told that its user may.
   *
   * @default 8443
   */
  readonly securePort?: number;
  /**
   * How many pods serve.
   *
   * @default - 2; with an etcd sidecar 1
   */
  readonly replicas?: number;
  /**
   * Arguments before the flags that the bundle passes: a subcommand.
   *
   * @default - none
   */
  readonly leadingArgs?: string[];
  /**
   * Volumes that the server mounts.
   *
   * @default - none besides a writable `/tmp` and those that certificate and storage need
   */
  readonly volumes?: PodVolume[];
  /**
   * Containers beside the server's.
   *
   * @default - none besides what the storage needs
   */
  readonly sidecars?: Sidecar[];
  /**
   * Names of the Secrets with which the images are pulled.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];
  /**
   * How the kubelet asks the server whether it is well.
   *
   * @default - over HTTPS on `/livez` and `/readyz`
   */
  readonly probes?: ServerProbes;
  /**
   * The Pod Security Standard that the pods keep.
   *
   * @default - PodSecurityLevel.restricted()
   */
  readonly podSecurity?: PodSecurityLevel;
  /**
   * How a new version of the pods takes the old one's place.
   *
   * @default - Rollout.rollingUpdate(); with an etcd sidecar Rollout.recreate()
   */
  readonly rollout?: Rollout;
  /**
   * How many pods a node drain may take at a time.
   *
   * @default - Disruption.maxUnavailable(1) where there are two replicas or more
   */
  readonly disruption?: Disruption;
  /**
   * How many seconds a pod goes on serving after it was told to stop, while kube-proxy and the aggregator learn of it. Needs Kubernetes 1.30.
   *
   * @default - 15; below Kubernetes 1.30 none
   */
  readonly preStopSleepSeconds?: number;
  /**
   * How many seconds a pod has for stopping, the sleep included.
   *
   * @default - 75 and the sleep: the server lets requests finish for up to 60
   */
  readonly terminationGracePeriodSeconds?: number;
  /**
   * The version of the cluster: `1.36`. Fields that it does not know are left out.
   *
   * @default - the newest known, 1.37
   */
  readonly kubernetesVersion?: string;
}

export const SERVER_WORKLOAD_OPTIONS: Shape<ServerWorkloadOptions> = {
  ...CONTAINER,
  ...SCHEDULING,
  server: ServerLibrary,
  storage: EtcdStorage,
  securePort: 'number',
  replicas: 'number',
  leadingArgs: ['string'],
  volumes: [PodVolume],
  sidecars: [Sidecar],
  imagePullSecrets: ['string'],
  probes: struct(SERVER_PROBES),
  podSecurity: PodSecurityLevel,
  rollout: Rollout,
  disruption: Disruption,
  preStopSleepSeconds: 'number',
  terminationGracePeriodSeconds: 'number',
  kubernetesVersion: 'string',
};

/**
 * The options with every default filled in.
 *
 * @internal
 */
export interface ResolvedWorkload extends ServerWorkloadOptions {
  readonly server: ServerLibrary;
  readonly storage: EtcdStorage;
  readonly securePort: number;
  readonly replicas: number;
  readonly podSecurity: PodSecurityLevel;
  readonly rollout: Rollout;
  readonly disruption: Disruption;
  readonly preStopSleepSeconds: number;
  readonly terminationGracePeriodSeconds: number;
  readonly kubernetesMinor: number;
}

/** Notes what is wrong with single options. */
export function checkServerWorkload(faults: Faults, options: ServerWorkloadOptions): void {
  checkContainer(faults, '', options);
  checkScheduling(faults, options);
  options.server?._check(faults, 'server');
  options.storage?._check(faults, 'storage');
  options.podSecurity?._check(faults, 'podSecurity');
  options.rollout?._check(faults, 'rollout');
  options.disruption?._check(faults, 'disruption');
  for (const [name, probe] of Object.entries(options.probes ?? {})) probe?._check(faults, `probes.${name}`);
  options.volumes?.forEach((volume, i) => volume._check(faults, `volumes[${i}]`));
  options.sidecars?.forEach((sidecar, i) => sidecar._check(faults, `sidecars[${i}]`));
  options.imagePullSecrets?.forEach((name, i) => faults.add(`imagePullSecrets[${i}]`, name, dnsSubdomain(name)));
  if (options.kubernetesVersion !== undefined) faults.add('kubernetesVersion', options.kubernetesVersion, minorFault(options.kubernetesVersion));
  for (const [name, [least, most]] of Object.entries(LIMITS)) {
    const value = options[name as keyof typeof LIMITS];
    if (value !== undefined) faults.add(name, value, integer(value, least, most));
  }
}

/** Fills the defaults in, and notes options that contradict each other; only for options whose check noted nothing. */
export function resolveServerWorkload(faults: Faults, options: ServerWorkloadOptions): ResolvedWorkload {
  const { server = ServerLibrary.recommendedOptions(), storage = EtcdStorage.none(), kubernetesVersion } = options;
  const minor = kubernetesVersion === undefined ? NEWEST_MINOR : kubernetesMinor(kubernetesVersion) as number;
  const hasSidecarEtcd = storage._fields().sidecarImage !== undefined;
  const replicas = options.replicas ?? (hasSidecarEtcd ? 1 : 2);
  const preStopSleepSeconds = options.preStopSleepSeconds ?? (minor >= SLEEP_ACTION_MINOR ? DEFAULT_PRE_STOP_SECONDS : 0);
  const workload: ResolvedWorkload = {
    ...options,
    server,
    storage,
    replicas,
    preStopSleepSeconds,
    kubernetesMinor: minor,
    securePort: options.securePort ?? DEFAULT_SECURE_PORT,
    podSecurity: options.podSecurity ?? PodSecurityLevel.restricted(),
    rollout: options.rollout ?? (hasSidecarEtcd ? Rollout.recreate() : Rollout.rollingUpdate()),
    disruption: options.disruption ?? (replicas > 1 ? Disruption.maxUnavailable(1) : Disruption.unlimited()),
    terminationGracePeriodSeconds: options.terminationGracePeriodSeconds ?? DRAIN_SECONDS + preStopSleepSeconds,
  };
  if (minor < server._leastKubernetesMinor) {
    faults.add('kubernetesVersion', kubernetesVersion, {
      needs: `must be 1.${server._leastKubernetesMinor} or newer for the 'server' given: it watches what older ones do not serve, and never gets ready`,
      fix: "or disable what watches it: 'disabledAdmissionPlugins', 'priorityAndFairness'",
    });
  }
  checkStorage(faults, options, workload, hasSidecarEtcd);
  checkTimes(faults, workload);
  workload.disruption._checkAgainst(faults, 'disruption', replicas);
  return workload;
}

function checkStorage(faults: Faults, options: ServerWorkloadOptions, workload: ResolvedWorkload, hasSidecarEtcd: boolean): void {
  const { needsStorage, etcdFlags } = workload.server._profile;
  const passedByUser = options.args?.some((arg) => /^--etcd-servers(=|$)/.test(arg));
  if (needsStorage && options.storage === undefined && !passedByUser) {
    faults.add('storage', undefined, {
      needs: 'must be said: a server built on RecommendedOptions exits without --etcd-servers',
      fix: 'EtcdStorage.sidecar() for development, EtcdStorage.external(...), or EtcdStorage.none() where it runs without etcd; '
        + 'for an adapter without etcd and admission say server: ServerLibrary.secureServing()',
    });
  }
  if (!etcdFlags && workload.storage._fields().args.length > 0) {
    faults.add('storage', HIDDEN, { needs: "must be EtcdStorage.none(): the 'server' given knows no etcd flags" });
  }
  if (!hasSidecarEtcd) return;
  if (workload.replicas > 1) {
    faults.add('replicas', workload.replicas, { needs: 'must be 1 with an etcd sidecar: each replica would have objects of its own', fix: 'EtcdStorage.external(...) for more' });
  }
  if (workload.rollout._surges) {
    faults.add('rollout', HIDDEN, { needs: 'must not start a pod beside another with an etcd sidecar: each has objects of its own', fix: 'Rollout.recreate()' });
  }
  if (ETCD_PORTS.includes(workload.securePort)) faults.add('securePort', workload.securePort, { needs: 'must not be a port of the etcd sidecar' });
}

function checkTimes(faults: Faults, { preStopSleepSeconds, terminationGracePeriodSeconds, kubernetesMinor: minor }: ResolvedWorkload): void {
  if (preStopSleepSeconds > 0 && minor < SLEEP_ACTION_MINOR) {
    faults.add('preStopSleepSeconds', preStopSleepSeconds, { needs: `must be 0 before Kubernetes 1.${SLEEP_ACTION_MINOR}, which has no sleep action` });
  }
  if (terminationGracePeriodSeconds <= preStopSleepSeconds) {
    faults.add('terminationGracePeriodSeconds', terminationGracePeriodSeconds, { needs: `must be more than 'preStopSleepSeconds' (${preStopSleepSeconds})` });
  }
}

function minorFault(version: string): Fault | undefined {
  const minor = kubernetesMinor(version);
  return typeof minor === 'number' ? undefined : minor;
}
