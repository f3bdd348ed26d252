import { certificateMount } from './certificate-mount';
import { containerJson } from './container-options';
import { etcdSidecar } from './etcd-sidecar';
import type { PodMount } from './pod-mount';
import { checkMounts, checkVolumeSources, secretMount, volumeMounts, volumesOf, withTmp } from './pod-mount';
import { schedulingJson } from './scheduling';
import { ServerProbe } from './server-probe';
import type { ResolvedWorkload } from './server-workload-options';
import { FIRST_UNPRIVILEGED_PORT, PORT_NAME } from './server-workload-options';
import type { ServerCertificate } from '../certificate/server-certificate';
import { toDnsLabel } from '../kubernetes/names';
import type { Faults } from '../private/fault';
import { present } from '../private/manifest';

/** The first Kubernetes minor whose sidecars start before the server and stop after it. */
const SIDECAR_MINOR = 29;
const PROBE = { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 };
const STARTUP_PROBE = { ...PROBE, periodSeconds: 5, failureThreshold: 30 };

/** What the pod is built from, besides the options. */
export interface PodContext {
  readonly name: string;
  readonly serviceAccountName: string;
  readonly selectorLabels: { [key: string]: string };
  readonly certificate?: ServerCertificate;
}

interface Container {
  readonly name: string;
  readonly json: object;
  readonly mounts: PodMount[];
}

/** The pod's spec; notes props that contradict each other in it. */
export function podSpec(faults: Faults, workload: ResolvedWorkload, context: PodContext): object {
  const security = workload.podSecurity._fields();
  const server = serverContainer(faults, workload, context);
  const sidecars = sidecarContainers(workload);
  checkMounts(faults, [server, ...sidecars].map(({ mounts }) => mounts));
  checkVolumeSources(faults, security.level, [server, ...sidecars].flatMap(({ mounts }) => mounts));
  checkContainerNames(faults, [server, ...sidecars]);

  const render = ({ json, mounts }: Container, extra: object = {}) => present({
    ...json, ...extra, securityContext: security.containerSecurityContext, volumeMounts: volumeMounts(mounts),
  });
  const sidecarsAreNative = workload.kubernetesMinor >= SIDECAR_MINOR;
  return present({
    serviceAccountName: context.serviceAccountName,
    automountServiceAccountToken: true, // the ServiceAccount itself does not hand its token out
    imagePullSecrets: workload.imagePullSecrets?.map((secret) => ({ name: secret })),
    securityContext: present({ ...security.podSecurityContext, sysctls: sysctls(workload) }),
    terminationGracePeriodSeconds: workload.terminationGracePeriodSeconds,
    ...schedulingJson(workload, workload.replicas, workload.kubernetesMinor, context.selectorLabels),
    initContainers: sidecarsAreNative && sidecars.length > 0 ? sidecars.map((sidecar) => render(sidecar, { restartPolicy: 'Always' })) : undefined,
    containers: [render(server), ...sidecarsAreNative ? [] : sidecars.map((sidecar) => render(sidecar))],
    volumes: volumesOf([server, ...sidecars].flatMap(({ mounts }) => mounts)),
  })!;
}

function serverContainer(faults: Faults, workload: ResolvedWorkload, { name, certificate }: PodContext): Container {
  const storage = workload.storage._fields();
  const serving = certificateMount(certificate, workload.server);
  const ownArgs = [...workload.server._args(workload.securePort), ...storage.args, ...serving.args];
  checkArgs(faults, workload, ownArgs);
  const args = [...workload.leadingArgs ?? [], ...ownArgs, ...workload.args ?? []];
  return {
    name,
    json: {
      ...containerJson(name, { ...workload, args: args.length > 0 ? args : undefined }),
      ports: [{ name: PORT_NAME, containerPort: workload.securePort }],
      ...probes(workload),
      lifecycle: workload.preStopSleepSeconds > 0 ? { preStop: { sleep: { seconds: workload.preStopSleepSeconds } } } : undefined,
    },
    mounts: withTmp('tmp', [
      ...serving.mounts,
      ...storage.tlsSecret ? [secretMount('etcd-client', storage.tlsSecret.name, storage.tlsSecret.mountPath)] : [],
      ...(workload.volumes ?? []).map((volume) => volume._podMount()),
    ]),
  };
}

function sidecarContainers(workload: ResolvedWorkload): Container[] {
  const { sidecarImage } = workload.storage._fields();
  const given = (workload.sidecars ?? []).map((sidecar) => ({
    name: sidecar._name,
    json: sidecar._toJson(),
    mounts: withTmp(toDnsLabel(`${sidecar._name}-tmp`), sidecar._volumes.map((volume) => volume._podMount())),
  }));
  return sidecarImage ? [etcdSidecar(sidecarImage), ...given] : given;
}

function probes(workload: ResolvedWorkload): object {
  const { livenessPath, readinessPath } = workload.server._profile;
  const liveness = workload.probes?.liveness ?? ServerProbe.https(livenessPath);
  const { startup = liveness._untimed, readiness = ServerProbe.https(readinessPath) } = workload.probes ?? {};
  return {
    startupProbe: startup._toJson(PORT_NAME, STARTUP_PROBE),
    readinessProbe: readiness._toJson(PORT_NAME, PROBE),
    livenessProbe: liveness._toJson(PORT_NAME, PROBE),
  };
}

/** Lets a user who is not root listen on a low port, in the pod's own network; allowed under every Pod Security level. */
function sysctls({ securePort, podSecurity }: ResolvedWorkload): object[] | undefined {
  if (securePort >= FIRST_UNPRIVILEGED_PORT || podSecurity._fields().level === 'privileged') return undefined;
  return [{ name: 'net.ipv4.ip_unprivileged_port_start', value: String(securePort) }];
}

function checkArgs(faults: Faults, workload: ResolvedWorkload, ownArgs: string[]): void {
  const flag = (arg: string) => arg.replace(/^-+/, '').split('=')[0].replace(/_/g, '-'); // Kubernetes takes both
  const own = new Set(ownArgs.map(flag));
  for (const prop of ['command', 'leadingArgs', 'args'] as const) {
    workload[prop]?.forEach((arg, i, all) => {
      if (arg.startsWith('-') && own.has(flag(arg))) {
        faults.add(`${prop}[${i}]`, arg, {
          needs: 'must not set a flag that the bundle passes',
          fix: "change the prop that it comes from: 'securePort', 'storage', 'certificate' or 'server'",
        });
      }
      const address = flag(arg) === 'bind-address' ? arg.split('=')[1] ?? all[i + 1] : '';
      if (arg.startsWith('-') && /^(127\.|localhost|\[?::1)/.test(address)) {
        faults.add(`${prop}[${i}]`, arg, { needs: 'must not bind the server to its loopback interface: the Service could not reach it', fix: 'leave it out' });
      }
    });
  }
}

function checkContainerNames(faults: Faults, containers: Container[]): void {
  const names = containers.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) faults.add('sidecars', twice, { needs: 'must have names that no other container of the pod has' });
}
