import type { BoundCertificate, CertificateContext, CertificateSource } from './certificate-source';
import type { ExistingSecretOptions } from './existing-secret';
import { ExistingSecretSource } from './existing-secret';
import type { PemFilesOptions } from './from-pem-files';
import { PemFilesSource } from './from-pem-files';
import type { SeedOptions } from './from-seed';
import { SeedSource } from './from-seed';
import type { InsecureCertificateOptions } from './insecure-skip';
import { InsecureSkipSource } from './insecure-skip';

/**
 * Where the server's certificate comes from. One choice decides Secret, mount, flags and the APIServices' caBundle together.
 *
 * A value only holds what it was given: what is wrong with it is said by the construct that receives it.
 */
export class ServingCertificate {
  /**
   * Issued at synth from a secret seed: the same bytes on every machine, renewed by synthesizing and applying once in each period (90 days).
   * The caBundle holds the authority in use, the next, and the one before while it is valid, so that no order of applying breaks the connection.
   */
  public static fromSeed(options: SeedOptions): ServingCertificate {
    return new ServingCertificate(new SeedSource(options));
  }

  /** Issued by an existing PKI, read from PEM files at synth and checked: pair, name, dates, issuer. */
  public static fromPemFiles(options: PemFilesOptions): ServingCertificate {
    return new ServingCertificate(new PemFilesSource(options));
  }

  /** In a Secret that something else makes. */
  public static existingSecret(options: ExistingSecretOptions): ServingCertificate {
    return new ServingCertificate(new ExistingSecretSource(options));
  }

  /**
   * None that could be verified: the aggregator believes whoever answers. For development.
   *
   * A warning goes to the error output for each APIService.
   */
  public static insecureSkipTlsVerify(options: InsecureCertificateOptions): ServingCertificate {
    return new ServingCertificate(new InsecureSkipSource(options));
  }

  private constructor(private readonly source: CertificateSource) {}

  /**
   * Whether a Secret is made, here or in another run of the program.
   *
   * @internal
   */
  public get _makesSecret(): boolean {
    return this.source.makesSecret;
  }

  /** @internal */
  public _check(context: CertificateContext): void {
    this.source.check(context);
  }

  /** @internal */
  public _bind(context: CertificateContext): BoundCertificate {
    return this.source.bind(context);
  }
}
