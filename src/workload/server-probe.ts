import { integer } from '../kubernetes/names';
import type { Faults } from '../private/fault';
import { present } from '../private/manifest';
import type { AnyShape, Shape } from '../private/props';
import { checkProps, required } from '../private/props';

/** The timing of a probe. */
export interface ServerProbeOptions {
  /**
   * Seconds before the first try.
   *
   * @default 0
   */
  readonly initialDelaySeconds?: number;
  /**
   * Seconds from one try to the next.
   *
   * @default - 10; of the startup probe 5
   */
  readonly periodSeconds?: number;
  /**
   * Seconds after which a try counts as failed.
   *
   * @default - 5: the first request after a pause may have to wait for kube-apiserver
   */
  readonly timeoutSeconds?: number;
  /**
   * How many tries in a row have to fail.
   *
   * @default - 3; of the startup probe 30
   */
  readonly failureThreshold?: number;
}

/** No probe. */
export interface NoProbeOptions {
  /** Why the kubelet need not know, for those who review the manifests. It is kept in an annotation. */
  readonly reason: string;
}

const NO_PROBE: Shape<NoProbeOptions> = { reason: required('string') };
const SERVER_PROBE: Shape<ServerProbeOptions> = {
  initialDelaySeconds: 'number', periodSeconds: 'number', timeoutSeconds: 'number', failureThreshold: 'number',
};

/**
 * How the kubelet asks the server whether it is well: over HTTPS, on the port that it serves on.
 *
 * @see https://kubernetes.io/docs/reference/using-api/health-checks/
 */
export class ServerProbe {
  /**
   * Asks a path.
   *
   * @param path the path, which the server has to answer without authentication: `/livez` or `/readyz`
   */
  public static https(path: string, options: ServerProbeOptions = {}): ServerProbe {
    return new ServerProbe(path, options, SERVER_PROBE);
  }

  /** Does not ask. */
  public static none(options: NoProbeOptions): ServerProbe {
    return new ServerProbe(undefined, options, NO_PROBE);
  }

  private constructor(
    private readonly path: string | undefined,
    private readonly options: ServerProbeOptions & Partial<NoProbeOptions>,
    private readonly shape: AnyShape,
  ) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    if (!checkProps(faults, this.options, this.shape, `${prop}.`)) return;
    if (this.shape === NO_PROBE) {
      if (this.options.reason!.trim() === '') faults.add(`${prop}.reason`, this.options.reason, { needs: 'must say why' });
      return;
    }
    if (typeof this.path !== 'string' || !this.path.startsWith('/')) faults.add(`${prop}.path`, this.path, { needs: "must start with '/'" });
    for (const [name, value] of Object.entries(this.options)) {
      if (value !== undefined) faults.add(`${prop}.${name}`, value, integer(value, name === 'initialDelaySeconds' ? 0 : 1, 3600));
    }
  }

  /**
   * The same path with the default timing, for the probe that waits for the start.
   *
   * @internal
   */
  public get _untimed(): ServerProbe {
    return this.path === undefined ? this : ServerProbe.https(this.path);
  }

  /** @internal */
  public get _reason(): string | undefined {
    return this.options.reason;
  }

  /**
   * The probe as it stands in the manifest, with what is not said taken from `defaults`.
   *
   * @internal
   */
  public _toJson(port: string, defaults: ServerProbeOptions): object | undefined {
    if (this.path === undefined) return undefined;
    return present({ httpGet: { path: this.path, port, scheme: 'HTTPS' }, ...defaults, ...present(this.options) });
  }
}

/** The three probes of the server. */
export interface ServerProbes {
  /**
   * Holds the others back until the server has started.
   *
   * @default - the liveness path, every 5 seconds, 30 times
   */
  readonly startup?: ServerProbe;
  /**
   * Takes the pod out of the Service while it fails.
   *
   * @default - `/readyz`, or what `ServerLibrary.custom` says
   */
  readonly readiness?: ServerProbe;
  /**
   * Restarts the container when it fails.
   *
   * @default - `/livez`, or what `ServerLibrary.custom` says
   */
  readonly liveness?: ServerProbe;
}

export const SERVER_PROBES: Shape<ServerProbes> = { startup: ServerProbe, readiness: ServerProbe, liveness: ServerProbe };
