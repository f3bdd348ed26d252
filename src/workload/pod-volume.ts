import type { Volume } from 'cdk8s-plus-27';
import type { PodMount } from './pod-mount';
import { absolutePath, dataKey, dnsLabel, dnsSubdomain, relativePath, toDnsLabel } from '../kubernetes/names';
import { memoryQuantity } from '../kubernetes/quantity';
import type { Faults } from '../private/fault';
import { present } from '../private/manifest';
import type { AnyShape, Shape } from '../private/props';
import { checkProps, mapOf } from '../private/props';

/** How a volume is mounted. */
export interface VolumeMountOptions {
  /**
   * The volume's name in the pod.
   *
   * @default - made from what is mounted
   */
  readonly name?: string;
  /**
   * Whether the container may not write to it.
   *
   * @default - true for Secrets and ConfigMaps, else false
   */
  readonly readOnly?: boolean;
}

/** How a Secret or ConfigMap is mounted: as a whole folder, so that changes reach the pod. */
export interface ProjectedMountOptions extends VolumeMountOptions {
  /**
   * The only keys that are mounted, and the file names that they get.
   *
   * @default - all keys, under their own names
   */
  readonly items?: { [key: string]: string };
  /**
   * Whether the pod starts without it.
   *
   * @default false
   */
  readonly optional?: boolean;
}

/** A folder that lives as long as the pod. */
export interface EmptyDirOptions extends VolumeMountOptions {
  /**
   * How large it may grow, as a Kubernetes quantity: `100Mi`.
   *
   * @default - as large as the node allows
   */
  readonly sizeLimit?: string;
  /**
   * Whether it is kept in memory.
   *
   * @default false
   */
  readonly inMemory?: boolean;
}

const MOUNT: Shape<VolumeMountOptions> = { name: 'string', readOnly: 'boolean' };
const PROJECTED: Shape<ProjectedMountOptions> = { ...MOUNT, items: mapOf('string'), optional: 'boolean' };
const EMPTY_DIR: Shape<EmptyDirOptions> = { ...MOUNT, sizeLimit: 'string', inMemory: 'boolean' };

type AllOptions = ProjectedMountOptions & EmptyDirOptions;

/** What a volume of cdk8s-plus has, of whatever version. */
interface PlusVolume {
  readonly name: string;
  _toKube(): object;
}

/** A volume of the server's pod, and where its container finds it. */
export class PodVolume {
  /**
   * A Secret of the server's namespace.
   *
   * @param secretName its name
   * @param mountPath the folder in the container
   */
  public static secret(secretName: string, mountPath: string, options: ProjectedMountOptions = {}): PodVolume {
    return new PodVolume(secretName, mountPath, options, PROJECTED, ({ items, optional }) => ({
      secret: present({ secretName, items: keysToPaths(items), optional }),
    }));
  }

  /**
   * A ConfigMap of the server's namespace.
   *
   * @param configMapName its name
   * @param mountPath the folder in the container
   */
  public static configMap(configMapName: string, mountPath: string, options: ProjectedMountOptions = {}): PodVolume {
    return new PodVolume(configMapName, mountPath, options, PROJECTED, ({ items, optional }) => ({
      configMap: present({ name: configMapName, items: keysToPaths(items), optional }),
    }));
  }

  /**
   * An empty folder that lives as long as the pod.
   *
   * @param mountPath the folder in the container
   */
  public static emptyDir(mountPath: string, options: EmptyDirOptions = {}): PodVolume {
    return new PodVolume(undefined, mountPath, options, EMPTY_DIR, ({ sizeLimit, inMemory }) => ({
      emptyDir: { ...present({ sizeLimit, medium: inMemory ? 'Memory' : undefined }) },
    }));
  }

  /**
   * A PersistentVolumeClaim of the server's namespace.
   *
   * @param claimName its name
   * @param mountPath the folder in the container
   */
  public static persistentVolumeClaim(claimName: string, mountPath: string, options: VolumeMountOptions = {}): PodVolume {
    return new PodVolume(claimName, mountPath, options, MOUNT, () => ({ persistentVolumeClaim: { claimName } }));
  }

  /**
   * A volume of cdk8s-plus, of any kind.
   *
   * @param volume the volume
   * @param mountPath the folder in the container
   */
  public static fromVolume(volume: Volume, mountPath: string, options: VolumeMountOptions = {}): PodVolume {
    const plus = volume as unknown as PlusVolume | undefined;
    return new PodVolume(plus?.name, mountPath, options, MOUNT, () => {
      const { name, ...source } = unwrapped(plus!._toKube()) as { name: string };
      return source;
    }, plus ?? null);
  }

  private constructor(
    /** The name of what is mounted, where it has one. */
    private readonly source: string | undefined,
    private readonly mountPath: string,
    private readonly options: AllOptions,
    private readonly shape: AnyShape,
    private readonly resolve: (options: AllOptions) => object,
    private readonly volume?: PlusVolume | null,
  ) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    if (!checkProps(faults, this.options, this.shape, `${prop}.`)) return;
    if (this.volume !== undefined && typeof this.volume?._toKube !== 'function') {
      faults.add(prop, this.volume, { needs: 'must be a Volume of cdk8s-plus' });
    }
    faults.add(`${prop}.mountPath`, this.mountPath, absolutePath(this.mountPath));
    if (this.shape !== EMPTY_DIR) faults.add(`${prop}.name`, this.source, dnsSubdomain(this.source));
    for (const [key, path] of Object.entries(this.options.items ?? {})) {
      faults.add(`${prop}.items`, key, dataKey(key));
      faults.add(`${prop}.items.${key}`, path, relativePath(path));
    }
    if (this.options.name !== undefined) faults.add(`${prop}.name`, this.options.name, dnsLabel(this.options.name));
    if (this.options.sizeLimit !== undefined) faults.add(`${prop}.sizeLimit`, this.options.sizeLimit, memoryQuantity(this.options.sizeLimit));
  }

  /** @internal */
  public _podMount(): PodMount {
    const { name = toDnsLabel(this.source ?? this.mountPath) || 'volume', readOnly = this.shape === PROJECTED } = this.options;
    return { volume: { name, ...this.resolve(this.options) }, mount: present({ mountPath: this.mountPath, readOnly: readOnly || undefined })! };
  }
}

const RENAMED: { readonly [field: string]: string } = { diskUri: 'diskURI', volumeId: 'volumeID' };

function keysToPaths(items: { [key: string]: string } | undefined): object[] | undefined {
  return items && Object.entries(items).map(([key, path]) => ({ key, path }));
}

/** cdk8s-plus wraps quantities and ports, `{ value: '1Gi' }`, and respells some fields; only its own serializers undo it. */
function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== 'object' || value === null) return value;
  if (value.constructor !== Object && 'value' in value) return value.value;
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined).map(([key, v]) => [RENAMED[key] ?? key, unwrapped(v)]));
}
