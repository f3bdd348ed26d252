import { integer } from '../kubernetes/names';
import type { Faults } from '../private/fault';
import { present } from '../private/manifest';
import type { Shape } from '../private/props';
import { checkProps } from '../private/props';

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
    return new ServerProbe(path, options, '');
  }

  /**
   * Does not ask.
   *
   * @param reason why the kubelet need not know
   */
  public static none(reason: string): ServerProbe {
    return new ServerProbe(undefined, {}, reason);
  }

  private constructor(private readonly path: string | undefined, private readonly options: ServerProbeOptions, private readonly reason: string) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    if (this.path === undefined) {
      if (typeof this.reason !== 'string' || this.reason.trim() === '') faults.add(prop, this.reason, { needs: 'must say why', fix: "ServerProbe.none('the server has no health endpoint'), say" });
      return;
    }
    if (typeof this.path !== 'string' || !this.path.startsWith('/')) faults.add(`${prop}.path`, this.path, { needs: "must start with '/'" });
    if (!checkProps(faults, this.options, SERVER_PROBE, `${prop}.`)) return;
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
