import type { ISecret } from 'cdk8s-plus-27';
import type { BoundCertificate, CertificateContext, CertificateSource } from './certificate-source';
import { ServingFiles } from './serving-files';
import { TlsVerification } from '../api/tls-verification';
import { dataKey, dnsSubdomain } from '../kubernetes/names';
import type { Shape } from '../private/props';
import { checkProps, required } from '../private/props';
import { checkNameOrReference } from '../private/reference';

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
  readonly certificateEntry?: string;
  /**
   * The key in the Secret that holds the private key.
   *
   * @default 'tls.key'
   */
  readonly privateKeyEntry?: string;
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
  certificateEntry: 'string',
  privateKeyEntry: 'string',
  files: ServingFiles,
};

/**
 * Mounts a Secret that is not made here.
 *
 * @internal
 */
export class ExistingSecretSource implements CertificateSource {
  public readonly makesSecret = false;

  constructor(private readonly options: ExistingSecretOptions) {}

  public check({ faults, prop, namespace }: CertificateContext): void {
    if (!checkProps(faults, this.options, EXISTING_SECRET, `${prop}.`)) return;
    const { secretName, secret, verification, files, ...entries } = this.options;
    checkNameOrReference(faults, `${prop}.`, ['secretName', 'secret'], [secretName, secret], namespace, dnsSubdomain);
    for (const entry of ['certificateEntry', 'privateKeyEntry'] as const) {
      if (entries[entry] !== undefined) faults.add(`${prop}.${entry}`, entries[entry], dataKey(entries[entry]));
    }
    files?._check(faults, `${prop}.files`);
    verification._fields(faults, `${prop}.verification`);
  }

  public bind(): BoundCertificate {
    const { secretName, secret, verification, files, certificateEntry = 'tls.crt', privateKeyEntry = 'tls.key' } = this.options;
    const entries = { certificate: certificateEntry, privateKey: privateKeyEntry };
    return { verification, files, existingSecretName: secretName ?? secret!.name, entries };
  }
}
