import { reading } from '../pki/door';
import type { Fault, Faults } from '../private/fault';
import { HIDDEN } from '../private/fault';
import { outside } from '../private/outside';
import type { Shape } from '../private/props';
import { checkProps, required } from '../private/props';
import { readFile } from '../private/read-file';

/** Why a default that protects is given up. */
export interface InsecureSkipOptions {
  /** Why the connection need not be verified, for those who review the manifests. It is kept in an annotation. */
  readonly reason: string;
}

export const INSECURE_SKIP: Shape<InsecureSkipOptions> = { reason: required('string') };

/**
 * What an APIService carries so that the aggregator knows whom to trust.
 *
 * @internal
 */
export interface VerificationFields {
  /** The caBundle as it stands in the manifest: PEM in base64, once. */
  readonly caBundle?: string;
  readonly insecureSkipTLSVerify?: boolean;
  readonly annotations?: { [key: string]: string };
}

/**
 * How kube-apiserver's aggregator verifies the extension API server's certificate.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/api-service-v1/#APIServiceSpec
 */
export class TlsVerification {
  /**
   * The certificate must be issued by one of these authorities.
   *
   * What is wrong with the PEM is said by the construct that receives it.
   *
   * @param pem one or more CA certificates in PEM, not base64-encoded again
   */
  public static caBundle(pem: string): TlsVerification {
    return new TlsVerification((faults, prop) => bundled(faults, prop, pem));
  }

  /**
   * The certificate must be issued by one of the authorities in a PEM file.
   *
   * What is wrong with the file is said by the construct that receives it.
   *
   * @param path the file, relative to the working directory
   */
  public static caBundleFile(path: string): TlsVerification {
    return new TlsVerification((faults, prop) => {
      const pem = readFile(path);
      return typeof pem === 'string' ? bundled(faults, prop, pem) : refused(faults, prop, path, pem);
    });
  }

  /**
   * The certificate is not verified: whoever can answer in the server's place is believed, with every user's rights. For development.
   *
   * A warning goes to the error output when the APIService is built.
   */
  public static insecureSkip(options: InsecureSkipOptions): TlsVerification {
    return new TlsVerification((faults, prop) => {
      checkReason(faults, prop, options);
      return { insecureSkipTLSVerify: true, annotations: { 'cdk8s-extension-apiserver/insecure-skip-tls-verify-reason': options?.reason } };
    });
  }

  private constructor(private readonly resolve: (faults: Faults, prop: string) => VerificationFields) {}

  /**
   * What the APIService carries; notes what is wrong with it.
   *
   * @internal
   */
  public _fields(faults: Faults, prop: string): VerificationFields {
    return this.resolve(faults, prop);
  }
}

/** Notes a missing or empty reason. */
export function checkReason(faults: Faults, prop: string, options: InsecureSkipOptions): void {
  if (checkProps(faults, options, INSECURE_SKIP, `${prop}.`) && options.reason.trim() === '') {
    faults.add(`${prop}.reason`, options.reason, { needs: 'must say why', fix: "reason: 'a cluster on my laptop', say" });
  }
}

function bundled(faults: Faults, prop: string, pem: string): VerificationFields {
  const certificates = typeof pem === 'string' ? reading().readCertificates(pem) : { needs: 'must be PEM text' };
  if (!Array.isArray(certificates)) return refused(faults, prop, HIDDEN, { ...certificates, ...pathHint(pem) });
  const ended = reading().endedFault(certificates, outside.now());
  if (ended) return refused(faults, prop, HIDDEN, ended);
  return { caBundle: Buffer.from(pem).toString('base64') };
}

/** For those who give a path where PEM belongs. */
function pathHint(pem: unknown): { fix?: string } {
  return typeof pem === 'string' && /^[^\s]{1,200}\.(pem|crt|cer|ca)$/.test(pem) ? { fix: 'a file is read by TlsVerification.caBundleFile' } : {};
}

function refused(faults: Faults, prop: string, value: unknown, fault: Fault): VerificationFields {
  faults.add(prop, value, fault);
  return {};
}
