import type { BoundCertificate, CertificateContext, CertificateSource } from './certificate-source';
import type { InsecureSkipOptions } from '../api/tls-verification';
import { checkReason, INSECURE_SKIP, TlsVerification } from '../api/tls-verification';
import { absolutePath } from '../kubernetes/names';
import type { Shape } from '../private/props';
import { checkProps } from '../private/props';

/** No certificate that anybody could verify. */
export interface InsecureCertificateOptions extends InsecureSkipOptions {
  /**
   * The folder into which the server writes the certificate that it makes at each start. It is writable, and passed with `--cert-dir` where the server's
   * library knows that flag.
   *
   * @default '/tmp'
   */
  readonly certDir?: string;
}

const INSECURE_CERTIFICATE: Shape<InsecureCertificateOptions> = { ...INSECURE_SKIP, certDir: 'string' };

/**
 * Leaves the certificate to the server, and verification out.
 *
 * @internal
 */
export class InsecureSkipSource implements CertificateSource {
  public readonly makesSecret = false;

  constructor(private readonly options: InsecureCertificateOptions) {}

  public check({ faults, prop }: CertificateContext): void {
    if (!checkProps(faults, this.options, INSECURE_CERTIFICATE, `${prop}.`)) return;
    const { reason, certDir } = this.options;
    checkReason(faults, prop, { reason });
    if (certDir !== undefined) faults.add(`${prop}.certDir`, certDir, absolutePath(certDir));
  }

  public bind(): BoundCertificate {
    const { reason, certDir } = this.options;
    return { verification: TlsVerification.insecureSkip({ reason }), selfMadeDir: certDir };
  }
}
