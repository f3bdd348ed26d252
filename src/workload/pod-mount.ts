import type { Faults } from '../private/fault';
import { present } from '../private/manifest';

/** Lets the group of the pod read, and nobody else. */
const SECRET_MODE = 0o440;

/** A volume of the pod, and where one of its containers mounts it. */
export interface PodMount {
  readonly volume: { readonly name: string; readonly [source: string]: unknown };
  readonly mount: { readonly mountPath: string; readonly readOnly?: boolean };
}

/** A Secret, mounted as a whole folder, so that a renewed one reaches the pod. */
export function secretMount(name: string, secretName: string, mountPath: string, items?: object[]): PodMount {
  return { volume: { name, secret: present({ secretName, defaultMode: SECRET_MODE, items }) }, mount: { mountPath } };
}

/** A writable folder that lives as long as the pod. */
export function emptyDirMount(name: string, mountPath: string): PodMount {
  return { volume: { name, emptyDir: {} }, mount: { mountPath } };
}

/** The root file system is read-only, and most programs want to write to /tmp. */
export function withTmp(name: string, mounts: PodMount[]): PodMount[] {
  return mounts.some(({ mount }) => mount.mountPath === '/tmp') ? mounts : [...mounts, emptyDirMount(name, '/tmp')];
}

/** The mounts of a container as they stand in the manifest. */
export function volumeMounts(mounts: PodMount[]): object[] {
  return mounts.map(({ volume, mount }) => ({ name: volume.name, ...mount }));
}

/** The volumes of a pod, each once: containers may share one. */
export function volumesOf(mounts: PodMount[]): object[] {
  return [...new Map(mounts.map(({ volume }) => [volume.name, volume])).values()];
}

/** Notes two volumes of one name, and two mounts of one container at the same path. */
export function checkMounts(faults: Faults, containers: PodMount[][]): void {
  const volumes = new Map<string, string>();
  for (const { volume } of containers.flat()) {
    const written = JSON.stringify(volume);
    if ((volumes.get(volume.name) ?? written) !== written) {
      faults.add('volumes', volume.name, { needs: 'must not have two volumes of the same name', fix: "give one of them another 'name'" });
    }
    volumes.set(volume.name, written);
  }
  for (const mounts of containers) {
    const paths = mounts.map(({ mount }) => mount.mountPath);
    const twice = paths.find((path, i) => paths.indexOf(path) !== i);
    if (twice !== undefined) faults.add('volumes', twice, { needs: 'must not mount two volumes at the same path' });
    const folders = mounts.filter(({ volume }) => 'emptyDir' in volume).map(({ volume }) => volume.name);
    const shared = folders.find((name, i) => folders.indexOf(name) !== i);
    if (shared !== undefined) faults.add('volumes', shared, { needs: 'must not be one folder at two paths', fix: "give one of them another 'name'" });
  }
}

/** What each Pod Security level lets a pod mount; privileged ones mount everything. */
const ALLOWED_SOURCES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'];

/** Notes volumes that a Pod Security level forbids. */
export function checkVolumeSources(faults: Faults, level: string, mounts: PodMount[]): void {
  for (const { volume: { name, ...source } } of mounts) {
    const [kind] = Object.keys(source);
    if (level === 'privileged' || ALLOWED_SOURCES.includes(kind) || (level === 'baseline' && kind !== 'hostPath')) continue;
    faults.add('volumes', name, { needs: `must not be a ${kind} volume under Pod Security ${level}`, fix: "use a PersistentVolumeClaim, or another 'podSecurity'" });
  }
}
