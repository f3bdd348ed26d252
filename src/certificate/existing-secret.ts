import type { ISecret } from 'cdk8s-plus-27';
import { TlsVerification } from '../api/tls-verification';
import { dnsSubdomain } from '../kubernetes/names';
import type { Shape } from '../private/props';
import { checkProps, required } from '../private/props';
import type { BoundCertificate, CertificateContext, CertificateSource } from './certificate-source';
import { ServingFiles } from './serving-files';

/** A Secret that something else makes: an external secret store, an operator, an earlier step. */
export interface ExistingSecretOptions {
  /**
   * The name of the Secret, in the server's namespace. Give this or `secret`.
   *
   * @default - the name of `secret`
   */
  readonly secretName?: string;
  /**
   * The Secret as a construct of cdk8s-plus.
   *
   * @default - the one that `secretName` names
   */
  readonly secret?: ISecret;
  /** How the aggregator verifies the certificate in that Secret. It has to be valid for `<service>.<namespace>.svc`. */
  readonly verification: TlsVerification;
  /**
   * The key in the Secret that holds the certificate.
   *
   * @default 'tls.crt'
   */
  readonly certificateKey?: string;
  /**
   * The key in the Secret that holds the private key.
   *
   * @default 'tls.key'
   */
  readonly privateKeyKey?: string;
  /**
   * How the server finds the files.
   *
   * @default - as its library does: flags, or mounted only for `ServerLibrary.custom`
   */
  readonly files?: ServingFiles;
}

const EXISTING_SECRET: Shape<ExistingSecretOptions> = {
  secretName: 'string',
  secret: 'object',
  verification: required(TlsVerification),
  certificateKey: 'string',
  privateKeyKey: 'string',
  files: ServingFiles,
};

/**
 * Mounts a Secret that is not made here.
 *
 * @internal
 */
export class ExistingSecretSource implements CertificateSource {
  constructor(private readonly options: ExistingSecretOptions) {}

  public bind({ faults, prop }: CertificateContext): BoundCertificate {
    if (!checkProps(faults, this.options, EXISTING_SECRET, `${prop}.`)) faults.throwIfAny();
    const { secretName, secret, verification, files, certificateKey = 'tls.crt', privateKeyKey = 'tls.key' } = this.options;
    if ((secretName === undefined) === (secret === undefined)) {
      faults.add(`${prop}.secretName`, secretName, { needs: "or 'secret' must be given, and not both" });
    }
    const name = secretName ?? secret?.name;
    if (name !== undefined) faults.add(`${prop}.secretName`, name, dnsSubdomain(name));
    files?._check(faults, `${prop}.files`);
    verification._fields(faults, `${prop}.verification`);
    faults.throwIfAny();
    return { verification, files, existingSecretName: name, keys: { certificate: certificateKey, privateKey: privateKeyKey } };
  }
}
