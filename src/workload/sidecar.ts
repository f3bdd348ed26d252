import type { ContainerOptions } from './container-options';
import { checkContainer, CONTAINER, containerJson } from './container-options';
import { PodVolume } from './pod-volume';
import { dnsLabel } from '../kubernetes/names';
import type { Faults } from '../private/fault';
import type { Shape } from '../private/props';
import { checkProps } from '../private/props';

/** What runs beside the server. */
export interface SidecarOptions extends ContainerOptions {
  /**
   * Volumes that the container mounts; one that the server mounts too is shared by its name.
   *
   * @default - none besides a writable `/tmp` of its own
   */
  readonly volumes?: PodVolume[];
}

const SIDECAR: Shape<SidecarOptions> = { ...CONTAINER, volumes: [PodVolume] };

/** A container beside the server's, in the same pod. It gets the same security context. */
export class Sidecar {
  /**
   * A container.
   *
   * @param name its name in the pod
   */
  public static of(name: string, options: SidecarOptions): Sidecar {
    return new Sidecar(name, options);
  }

  private constructor(private readonly name: string, private readonly options: SidecarOptions) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    faults.add(`${prop}.name`, this.name, dnsLabel(this.name));
    if (!checkProps(faults, this.options, SIDECAR, `${prop}.`)) return;
    checkContainer(faults, `${prop}.`, this.options);
    this._volumes.forEach((volume, i) => volume._check(faults, `${prop}.volumes[${i}]`));
  }

  /** @internal */
  public get _name(): string {
    return this.name;
  }

  /** @internal */
  public get _volumes(): PodVolume[] {
    return this.options.volumes ?? [];
  }

  /** @internal */
  public _toJson() {
    return containerJson(this.name, this.options);
  }
}
