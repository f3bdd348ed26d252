import type { ServingCertificateSecret } from '../certificate/serving-certificate-secret';
import type { ServingFilesFields } from '../certificate/serving-files';
import { ServingFiles } from '../certificate/serving-files';
import type { Faults } from '../private/fault';
import { present } from '../private/manifest';
import { containerJson } from './container-options';
import { schedulingJson } from './scheduling';
import type { ServerPod } from './server-pod-options';
import { checkMountPaths, PORT_NAME } from './server-pod-options';
import { ServerProbe } from './server-probe';

const SECRET_MODE = 0o440;
const ETCD_DATA_PATH = '/var/lib/etcd';
const PROBE = { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 };
const STARTUP_PROBE = { ...PROBE, periodSeconds: 5, failureThreshold: 30 };

interface Mount {
  readonly volume: { readonly name: string };
  readonly mount: { readonly mountPath: string };
}

/** The pod's spec, and what in the props contradicts it. */
export function podSpec(faults: Faults, pod: ServerPod, name: string, serviceAccountName: string, matchLabels: { [key: string]: string },
  certificate: ServingCertificateSecret | undefined): object {
  const files = servingFiles(pod, certificate);
  const storage = pod.storage._fields();
  const security = pod.podSecurity._fields();
  const mounts = [
    ...certificateMounts(files, certificate),
    ...storage.tlsSecret ? [secretMount('etcd-client', storage.tlsSecret.name, storage.tlsSecret.mountPath)] : [],
    ...(pod.volumes ?? []).map((volume) => ({ volume: volume._volume(), mount: volume._mount() }) as Mount),
  ];
  const containers = [
    { ...serverContainer(faults, pod, name, files), ...withTmp('tmp', mounts) },
    ...(pod.sidecars ?? []).map((sidecar) => {
      const own = sidecar._volumes.map((volume) => ({ volume: volume._volume(), mount: volume._mount() }) as Mount);
      return { ...sidecar._toJson(), ...withTmp(`tmp-${sidecar._name}`, own) };
    }),
    ...storage.sidecarImage ? [etcdContainer(storage.sidecarImage)] : [],
  ];
  checkContainers(faults, containers);
  return {
    serviceAccountName,
    automountServiceAccountToken: true, // the ServiceAccount itself does not hand its token out
    imagePullSecrets: pod.imagePullSecrets?.map((secret) => ({ name: secret })),
    securityContext: security.podSecurityContext,
    terminationGracePeriodSeconds: pod.terminationGracePeriodSeconds,
    ...schedulingJson(pod, pod.replicas, matchLabels),
    containers: containers.map(({ mounts: ofContainer, ...container }) => present({
      ...container,
      securityContext: security.containerSecurityContext,
      volumeMounts: ofContainer.map(({ volume, mount }) => ({ name: volume.name, ...mount })),
    })),
    volumes: volumesOf(faults, containers.flatMap((container) => container.mounts)),
  };
}

function serverContainer(faults: Faults, pod: ServerPod, name: string, files: ServingFilesFields) {
  const ownArgs = [...pod.server._args(pod.securePort), ...pod.storage._fields().args, ...files.args];
  checkArgs(faults, pod, ownArgs);
  const args = [...pod.leadingArgs ?? [], ...ownArgs, ...pod.args ?? []];
  const { livenessPath, readinessPath } = pod.server._profile;
  const liveness = pod.probes?.liveness ?? ServerProbe.https(livenessPath);
  const { startup = liveness._untimed, readiness = ServerProbe.https(readinessPath) } = pod.probes ?? {};
  return {
    ...containerJson(name, { ...pod, args: args.length > 0 ? args : undefined }),
    ports: [{ name: PORT_NAME, containerPort: pod.securePort }],
    startupProbe: startup._toJson(PORT_NAME, STARTUP_PROBE),
    readinessProbe: readiness._toJson(PORT_NAME, PROBE),
    livenessProbe: liveness._toJson(PORT_NAME, PROBE),
    lifecycle: pod.preStopSleepSeconds > 0 ? { preStop: { sleep: { seconds: pod.preStopSleepSeconds } } } : undefined,
  };
}

function checkArgs(faults: Faults, pod: ServerPod, ownArgs: string[]): void {
  const flag = (arg: string) => arg.replace(/^-+/, '').split('=')[0];
  const own = new Set(ownArgs.map(flag));
  for (const prop of ['leadingArgs', 'args'] as const) {
    pod[prop]?.forEach((arg, i) => {
      if (!arg.startsWith('-') || !own.has(flag(arg))) return;
      faults.add(`${prop}[${i}]`, arg, { needs: 'must not set a flag that the bundle passes', fix: "change the prop that it comes from: 'securePort', 'storage', 'certificate' or 'server'" });
    });
  }
}

/** How the server finds its certificate: as the certificate says, else as its library does. */
function servingFiles(pod: ServerPod, certificate: ServingCertificateSecret | undefined): ServingFilesFields {
  const { files, keys } = certificate?._servingKeys ?? {};
  const hasFlags = pod.server._profile.servingFlags;
  if (files) return files._fields(keys);
  if (certificate?.secretName === undefined) return hasFlags ? ServingFiles.selfSigned()._fields() : { args: [] };
  const fields = ServingFiles.flags()._fields(keys);
  return hasFlags ? fields : { ...fields, args: [] };
}

function certificateMounts(files: ServingFilesFields, certificate: ServingCertificateSecret | undefined): Mount[] {
  if (files.mountPath !== undefined && certificate?.secretName !== undefined) {
    const { certificate: crt, privateKey: key } = certificate._servingKeys.keys ?? { certificate: 'tls.crt', privateKey: 'tls.key' };
    const items = files.fileNames && [{ key: crt, path: files.fileNames.certificate }, { key, path: files.fileNames.privateKey }];
    return [secretMount('serving-certificate', certificate.secretName, files.mountPath, items)];
  }
  if (files.writableDir === undefined || files.writableDir === '/tmp') return [];
  return [{ volume: emptyDir('cert-dir'), mount: { mountPath: files.writableDir } }];
}

function etcdContainer(image: string) {
  const client = 'http://127.0.0.1:2379';
  const peer = 'http://127.0.0.1:2380';
  const command = [
    // a folder of etcd's own below the volume, which the kubelet makes readable for the group
    'etcd', `--data-dir=${ETCD_DATA_PATH}/data`, `--listen-client-urls=${client}`, `--advertise-client-urls=${client}`, `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`, `--initial-cluster=default=${peer}`,
  ];
  return { ...containerJson('etcd', { image, command }), mounts: [{ volume: emptyDir('etcd-data'), mount: { mountPath: ETCD_DATA_PATH } }] };
}

function secretMount(name: string, secretName: string, mountPath: string, items?: object[]): Mount {
  return { volume: present({ name, secret: present({ secretName, defaultMode: SECRET_MODE, items }) }) as Mount['volume'], mount: { mountPath } };
}

function emptyDir(name: string) {
  return { name, emptyDir: {} };
}

/** The root file system is read-only, and most programs want to write to /tmp. */
function withTmp(name: string, mounts: Mount[]): { mounts: Mount[] } {
  if (mounts.some(({ mount }) => mount.mountPath === '/tmp')) return { mounts };
  return { mounts: [...mounts, { volume: emptyDir(name), mount: { mountPath: '/tmp' } }] };
}

function checkContainers(faults: Faults, containers: { name: string; mounts: Mount[] }[]): void {
  const names = containers.map((container) => container.name);
  names.forEach((name, i) => {
    if (names.indexOf(name) !== i) faults.add('sidecars', name, { needs: 'must have names that no other container of the pod has' });
  });
  for (const { mounts } of containers) checkMountPaths(faults, 'volumes', mounts.map(({ mount }) => mount.mountPath));
}

/** Each volume once: containers may share one. */
function volumesOf(faults: Faults, mounts: Mount[]): object[] {
  const volumes = new Map<string, object>();
  for (const { volume } of mounts) {
    const other = volumes.get(volume.name);
    if (other && JSON.stringify(other) !== JSON.stringify(volume)) {
      faults.add('volumes', volume.name, { needs: 'must not have two volumes of the same name', fix: "give one of them another 'name'" });
    }
    volumes.set(volume.name, volume);
  }
  return [...volumes.values()];
}
