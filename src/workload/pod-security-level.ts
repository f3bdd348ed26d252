import { integer } from '../kubernetes/names';
import type { Faults } from '../private/fault';
import { present } from '../private/manifest';
import type { Shape } from '../private/props';
import { checkProps, required } from '../private/props';

/** The user and group of distroless images; any other number would do as well. */
const DEFAULT_ID = 65532;
const LARGEST_ID = 2 ** 31 - 1;

/** As whom the pod runs. */
export interface PodUserOptions {
  /**
   * The numeric user. Where it is not root, an image that runs as root starts too, as this user.
   *
   * @default - 65532; of a privileged pod the image's own
   */
  readonly runAsUser?: number;
  /**
   * The numeric group.
   *
   * @default - `runAsUser`
   */
  readonly runAsGroup?: number;
  /**
   * The group that volumes belong to, so that the server can read its key.
   *
   * @default - `runAsGroup`
   */
  readonly fsGroup?: number;
}

/** A pod that may do more than it should. */
export interface WeakenedPodOptions extends PodUserOptions {
  /** Why, for those who review the manifests. It is kept in an annotation. */
  readonly reason: string;
}

const USER: Shape<PodUserOptions> = { runAsUser: 'number', runAsGroup: 'number', fsGroup: 'number' };
const WEAKENED: Shape<WeakenedPodOptions> = { ...USER, reason: required('string') };

/**
 * What a level gives to the manifests.
 *
 * @internal
 */
export interface PodSecurityFields {
  readonly level: string;
  readonly podSecurityContext?: object;
  readonly containerSecurityContext?: object;
  readonly reason?: string;
}

/**
 * The Pod Security Standard that the pod keeps, and the label of the namespace where one is made.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export class PodSecurityLevel {
  /** Everything that the standard asks for, and a read-only root file system. */
  public static restricted(options: PodUserOptions = {}): PodSecurityLevel {
    return new PodSecurityLevel('restricted', options);
  }

  /** Root, a writable root file system, and the capabilities that the container runtime gives by itself. */
  public static baseline(options: WeakenedPodOptions): PodSecurityLevel {
    return new PodSecurityLevel('baseline', options);
  }

  /** Whatever the image does; root, if it wants. */
  public static privileged(options: WeakenedPodOptions): PodSecurityLevel {
    return new PodSecurityLevel('privileged', options);
  }

  private constructor(private readonly level: 'restricted' | 'baseline' | 'privileged', private readonly options: PodUserOptions & { reason?: string }) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    const restricted = this.level === 'restricted';
    if (!checkProps(faults, this.options, restricted ? USER : WEAKENED, `${prop}.`)) return;
    for (const name of ['runAsUser', 'runAsGroup', 'fsGroup'] as const) {
      const id = this.options[name];
      if (id === undefined) continue;
      const fault = integer(id, restricted && name === 'runAsUser' ? 1 : 0, LARGEST_ID);
      faults.add(`${prop}.${name}`, id, fault && { ...fault, fix: id === 0 ? 'root needs PodSecurityLevel.baseline or privileged' : undefined });
    }
    if (this.options.reason?.trim() === '') faults.add(`${prop}.reason`, this.options.reason, { needs: 'must say why' });
  }

  /** @internal */
  public _fields(): PodSecurityFields {
    const { runAsUser = this.level === 'privileged' ? undefined : DEFAULT_ID, runAsGroup = runAsUser, fsGroup = runAsGroup, reason } = this.options;
    const podSecurityContext = present({
      runAsNonRoot: runAsUser ? true : undefined,
      runAsUser,
      runAsGroup,
      fsGroup,
      seccompProfile: this.level === 'privileged' ? undefined : { type: 'RuntimeDefault' },
    });
    if (this.level === 'restricted') return { level: this.level, podSecurityContext, containerSecurityContext: RESTRICTED_CONTAINER };
    const containerSecurityContext = this.level === 'baseline' ? { allowPrivilegeEscalation: false } : undefined;
    return { level: this.level, podSecurityContext, containerSecurityContext, reason };
  }
}

const RESTRICTED_CONTAINER = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, privileged: false, readOnlyRootFilesystem: true };
