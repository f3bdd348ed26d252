import type { InsecureSkipOptions } from '../api/tls-verification';
import { checkReason, INSECURE_SKIP, TlsVerification } from '../api/tls-verification';
import type { Shape } from '../private/props';
import { checkProps } from '../private/props';
import type { BoundCertificate, CertificateContext, CertificateSource } from './certificate-source';
import { ServingFiles } from './serving-files';

/** No certificate that anybody could verify. */
export interface InsecureCertificateOptions extends InsecureSkipOptions {
  /**
   * How the server comes by some certificate: TLS needs one all the same.
   *
   * @default - the server makes one at each start, in `/tmp`; a `ServerLibrary.custom` is told nothing
   */
  readonly files?: ServingFiles;
}

const INSECURE_CERTIFICATE: Shape<InsecureCertificateOptions> = { ...INSECURE_SKIP, files: ServingFiles };

/**
 * Leaves the certificate to the server, and verification out.
 *
 * @internal
 */
export class InsecureSkipSource implements CertificateSource {
  constructor(private readonly options: InsecureCertificateOptions) {}

  public bind({ faults, prop }: CertificateContext): BoundCertificate {
    if (!checkProps(faults, this.options, INSECURE_CERTIFICATE, `${prop}.`)) faults.throwIfAny();
    const { reason, files } = this.options;
    checkReason(faults, prop, { reason });
    files?._check(faults, `${prop}.files`);
    if (files && !files._isSelfSigned) {
      faults.add(`${prop}.files`, undefined, {
        needs: 'must be ServingFiles.selfSigned(): there is no Secret to mount',
        fix: 'with a Secret, use ServingCertificate.existingSecret({ verification: TlsVerification.insecureSkip(...) })',
      });
    }
    return { verification: TlsVerification.insecureSkip({ reason }), files };
  }
}
