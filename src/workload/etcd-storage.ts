import { ETCD_CLIENT_URL } from './etcd-sidecar';
import { dnsSubdomain, imageName } from '../kubernetes/names';
import type { Faults } from '../private/fault';
import type { AnyShape, Shape } from '../private/props';
import { checkProps, required } from '../private/props';

const CLIENT_MOUNT_PATH = '/etc/etcd-client';
const SIDECAR_IMAGE = 'registry.k8s.io/etcd:3.6.4-0';

/** An etcd in the server's own pod. */
export interface SidecarEtcdOptions {
  /**
   * The image, with an `etcd` program.
   *
   * @default 'registry.k8s.io/etcd:3.6.4-0'
   */
  readonly image?: string;
  /**
   * The path in etcd below which the server stores its objects.
   *
   * @default - the server's own
   */
  readonly prefix?: string;
}

/** An etcd elsewhere. */
export interface ExternalEtcdOptions {
  /** The client URLs of its members: `https://etcd-0.etcd.storage.svc:2379`. */
  readonly servers: string[];
  /**
   * The Secret, in the server's namespace, with the client certificate and the authority of the members: `tls.crt`, `tls.key` and `ca.crt`.
   * All servers are `https` then, and without it all are `http`.
   *
   * @default - none, which needs `insecureReason`
   */
  readonly tlsSecretName?: string;
  /**
   * Why the objects may travel in clear text, for those who review the manifests. It is kept in an annotation.
   *
   * @default - they may not: `tlsSecretName` is needed
   */
  readonly insecureReason?: string;
  /**
   * The path in etcd below which the server stores its objects. Two servers that share an etcd need different ones.
   *
   * @default - the server's own
   */
  readonly prefix?: string;
}

const SIDECAR: Shape<SidecarEtcdOptions> = { image: 'string', prefix: 'string' };
const EXTERNAL: Shape<ExternalEtcdOptions> = { servers: required(['string']), tlsSecretName: 'string', insecureReason: 'string', prefix: 'string' };

/**
 * What the pod gets so that the server reaches its storage.
 *
 * @internal
 */
export interface StorageFields {
  readonly args: string[];
  readonly tlsSecret?: { readonly name: string; readonly mountPath: string };
  /** Why the objects travel in clear text. */
  readonly insecureReason?: string;
  /** An etcd in the pod: its objects are lost with the pod, and another replica would have others. */
  readonly sidecarImage?: string;
}

/** Where the server keeps its objects. */
export class EtcdStorage {
  /** Nowhere: it computes what it serves, or keeps it in a way of its own. */
  public static none(): EtcdStorage {
    return new EtcdStorage({}, {}, () => ({ args: [] }));
  }

  /** In an etcd in the same pod, which loses them with the pod: for development, with one replica. */
  public static sidecar(options: SidecarEtcdOptions = {}): EtcdStorage {
    return new EtcdStorage(options, SIDECAR, ({ image = SIDECAR_IMAGE, prefix }) => ({
      args: [`--etcd-servers=${ETCD_CLIENT_URL}`, ...prefixFlag(prefix)],
      sidecarImage: image,
    }));
  }

  /** In an etcd that runs elsewhere. */
  public static external(options: ExternalEtcdOptions): EtcdStorage {
    return new EtcdStorage(options, EXTERNAL, ({ servers = [], tlsSecretName: name, insecureReason, prefix }) => ({
      insecureReason,
      args: [
        `--etcd-servers=${servers.join(',')}`,
        ...name ? [['cafile', 'ca.crt'], ['certfile', 'tls.crt'], ['keyfile', 'tls.key']].map(([flag, key]) => `--etcd-${flag}=${CLIENT_MOUNT_PATH}/${key}`) : [],
        ...prefixFlag(prefix),
      ],
      tlsSecret: name ? { name, mountPath: CLIENT_MOUNT_PATH } : undefined,
    }));
  }

  private constructor(
    private readonly options: SidecarEtcdOptions & Partial<ExternalEtcdOptions>,
    private readonly shape: AnyShape,
    private readonly resolve: (options: SidecarEtcdOptions & Partial<ExternalEtcdOptions>) => StorageFields,
  ) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    if (!checkProps(faults, this.options, this.shape, `${prop}.`)) return;
    const { prefix, image } = this.options;
    if (prefix !== undefined && !/^\/[^\s]+$/.test(prefix)) faults.add(`${prop}.prefix`, prefix, { needs: "must start with '/'", fix: "'/registry/wardle.example.com', say" });
    if (image !== undefined) faults.add(`${prop}.image`, image, imageName(image));
    if (this.shape === EXTERNAL) this.checkServers(faults, prop);
  }

  /** @internal */
  public _fields(): StorageFields {
    return this.resolve(this.options);
  }

  private checkServers(faults: Faults, prop: string): void {
    const { servers = [], tlsSecretName, insecureReason } = this.options;
    if (servers.length === 0) faults.add(`${prop}.servers`, servers, { needs: 'must name at least one URL' });
    const decided = tlsSecretName !== undefined || insecureReason !== undefined;
    const scheme = tlsSecretName === undefined ? 'http' : 'https';
    servers.forEach((server, i) => {
      if (!/^https?:\/\/[^/\s,]+:\d+$/.test(server)) {
        faults.add(`${prop}.servers[${i}]`, server, { needs: 'must be a URL with a port and no path', fix: "'https://etcd-0.etcd.storage.svc:2379', say" });
      } else if (decided && !server.startsWith(`${scheme}:`)) {
        faults.add(`${prop}.servers[${i}]`, server, { needs: `must be ${scheme} ${tlsSecretName === undefined ? "without 'tlsSecretName'" : "with 'tlsSecretName'"}` });
      }
    });
    if (tlsSecretName !== undefined) {
      faults.add(`${prop}.tlsSecretName`, tlsSecretName, dnsSubdomain(tlsSecretName));
      if (insecureReason !== undefined) faults.add(`${prop}.insecureReason`, insecureReason, { needs: "must not be given together with 'tlsSecretName'" });
    } else if (!insecureReason?.trim()) {faults.add(`${prop}.tlsSecretName`, undefined, { needs: "must be given, or an 'insecureReason' why the objects may travel in clear text" });}
  }
}

function prefixFlag(prefix: string | undefined): string[] {
  return prefix === undefined ? [] : [`--etcd-prefix=${prefix}`];
}
