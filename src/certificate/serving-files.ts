import { absolutePath, dataKey, flagName } from '../kubernetes/names';
import type { Faults } from '../private/fault';
import type { AnyShape, Shape } from '../private/props';
import { checkProps, required } from '../private/props';

/** Where the certificate lies in the server's container unless it is said otherwise. */
const DEFAULT_MOUNT_PATH = '/etc/serving-certificate';

/** How a server is told the paths of its certificate and key. */
export interface FlagFilesOptions {
  /**
   * The folder in the container into which the Secret is mounted.
   *
   * @default '/etc/serving-certificate'
   */
  readonly mountPath?: string;
  /**
   * The flag that takes the path of the certificate.
   *
   * @default '--tls-cert-file'
   */
  readonly certificateFlag?: string;
  /**
   * The flag that takes the path of the private key.
   *
   * @default '--tls-private-key-file'
   */
  readonly privateKeyFlag?: string;
}

/** How a server finds its certificate in a folder. */
export interface CertDirOptions {
  /** The folder in the container into which the Secret is mounted. */
  readonly mountPath: string;
  /**
   * The file name under which the server looks for the certificate.
   *
   * @default 'apiserver.crt'
   */
  readonly certificateFile?: string;
  /**
   * The file name under which the server looks for the private key.
   *
   * @default 'apiserver.key'
   */
  readonly privateKeyFile?: string;
  /**
   * Whether the folder is passed with `--cert-dir`; not needed where it is the one that the server looks in by itself.
   *
   * @default true
   */
  readonly passFlag?: boolean;
}

const FLAG_FILES: Shape<FlagFilesOptions> = { mountPath: 'string', certificateFlag: 'string', privateKeyFlag: 'string' };
const CERT_DIR: Shape<CertDirOptions> = { mountPath: required('string'), certificateFile: 'string', privateKeyFile: 'string', passFlag: 'boolean' };

/**
 * What the pod gets so that the server finds its certificate.
 *
 * @internal
 */
export interface ServingFilesFields {
  readonly args: string[];
  /** The folder into which the Secret is mounted. */
  readonly mountPath: string;
  /** The file names in that folder, where they are not the Secret's keys. */
  readonly fileNames?: { readonly certificate: string; readonly privateKey: string };
}

/** The keys of a Secret of type kubernetes.io/tls. */
const DEFAULT_KEYS = { certificate: 'tls.crt', privateKey: 'tls.key' };

/**
 * How the server finds its serving certificate. The Secret is always mounted as a whole folder, so that a renewed certificate reaches the pod.
 *
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ (`--tls-cert-file`, `--cert-dir`)
 */
export class ServingFiles {
  /** Two flags name the files. This is what a server built on k8s.io/apiserver gets unless it is said otherwise. */
  public static flags(options: FlagFilesOptions = {}): ServingFiles {
    const { mountPath = DEFAULT_MOUNT_PATH, certificateFlag = '--tls-cert-file', privateKeyFlag = '--tls-private-key-file' } = options ?? {};
    return new ServingFiles(options, FLAG_FILES, ({ certificate, privateKey }) => ({
      args: [`${certificateFlag}=${mountPath}/${certificate}`, `${privateKeyFlag}=${mountPath}/${privateKey}`],
      mountPath,
    }));
  }

  /** The server looks for names that it knows in a folder: `apiserver.crt` and `apiserver.key` in `--cert-dir`, say. */
  public static certDir(options: CertDirOptions): ServingFiles {
    const { mountPath, certificateFile = 'apiserver.crt', privateKeyFile = 'apiserver.key', passFlag = true } = options ?? {};
    return new ServingFiles(options, CERT_DIR, () => ({
      args: passFlag ? [`--cert-dir=${mountPath}`] : [],
      mountPath,
      fileNames: { certificate: certificateFile, privateKey: privateKeyFile },
    }));
  }

  /**
   * The Secret is mounted and nothing else done: the server's own configuration names the files.
   *
   * @param mountPath the folder in the container
   */
  public static mounted(mountPath: string): ServingFiles {
    return new ServingFiles({ mountPath }, { mountPath: required('string') }, () => ({ args: [], mountPath }));
  }

  private constructor(
    private readonly options: Partial<FlagFilesOptions & CertDirOptions>,
    private readonly shape: AnyShape,
    private readonly resolve: (keys: { certificate: string; privateKey: string }) => ServingFilesFields,
  ) {}

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    if (!checkProps(faults, this.options, this.shape, `${prop}.`)) return;
    const rules = {
      mountPath: absolutePath, certificateFlag: flagName, privateKeyFlag: flagName, certificateFile: dataKey, privateKeyFile: dataKey,
    } as const;
    for (const [name, rule] of Object.entries(rules)) {
      const value = this.options[name as keyof typeof rules];
      if (value !== undefined) faults.add(`${prop}.${name}`, value, rule(value));
    }
    const fields = this._fields();
    const [certificate, privateKey] = fields.fileNames ? [fields.fileNames.certificate, fields.fileNames.privateKey] : fields.args.map((arg) => arg.split('=')[0]);
    if (certificate !== undefined && certificate === privateKey) {
      faults.add(prop, certificate, { needs: 'must tell the certificate from the private key' });
    }
  }

  /** @internal */
  public _fields(keys = DEFAULT_KEYS): ServingFilesFields {
    return this.resolve(keys);
  }
}
