import type { BoundCertificate, CertificateContext, CertificateSource } from './certificate-source';
import { verifiedName } from './certificate-source';
import { PrivateKeyOutput } from './private-key-output';
import { ServingFiles } from './serving-files';
import { TlsVerification } from '../api/tls-verification';
import { checking } from '../pki/door';
import { outside } from '../private/outside';
import type { Shape } from '../private/props';
import { checkProps, required } from '../private/props';
import { readFile } from '../private/read-file';

/** A certificate of an existing PKI. */
export interface PemFilesOptions {
  /** The file with the serving certificate in PEM, then its intermediates, if any. It has to be valid for `<service>.<namespace>.svc`. */
  readonly certificateFile: string;
  /**
   * The file with the private key in PEM, not encrypted.
   *
   * @default - none, which goes with `PrivateKeyOutput.omitted()` only
   */
  readonly privateKeyFile?: string;
  /** The file with the authorities to trust, in PEM. */
  readonly caFile: string;
  /** Where the private key may be written. */
  readonly privateKey: PrivateKeyOutput;
  /**
   * How the server finds the files.
   *
   * @default - as its library does: flags, or mounted only for `ServerLibrary.custom`
   */
  readonly files?: ServingFiles;
}

const PEM_FILES: Shape<PemFilesOptions> = {
  certificateFile: required('string'),
  privateKeyFile: 'string',
  caFile: required('string'),
  privateKey: required(PrivateKeyOutput),
  files: ServingFiles,
};

/** The props that name a file. */
const PARTS = ['certificateFile', 'privateKeyFile', 'caFile'] as const;

/**
 * Takes certificate, key and authorities from files, after checking that a cluster would verify them.
 *
 * @internal
 */
export class PemFilesSource implements CertificateSource {
  public readonly makesSecret = true;

  constructor(private readonly options: PemFilesOptions) {}

  public check(context: CertificateContext): void {
    const { faults, prop } = context;
    if (!checkProps(faults, this.options, PEM_FILES, `${prop}.`)) return;
    const { files, privateKey: output } = this.options;
    files?._check(faults, `${prop}.files`);
    output._check(faults, `${prop}.privateKey`, context.owner);
    if (this.options.privateKeyFile === undefined && output._scope(context.owner) !== undefined) {
      faults.add(`${prop}.privateKeyFile`, undefined, { needs: "must be given unless 'privateKey' is PrivateKeyOutput.omitted()" });
    }
    const [certificate, privateKey, caBundle] = PARTS.map((name) => this.read(context, name));
    if (certificate === undefined || caBundle === undefined) return;

    const partFiles = { certificate: 'certificateFile', privateKey: 'privateKeyFile', caBundle: 'caFile' } as const;
    for (const { part, fault } of checking().checkPair({ certificate, privateKey, caBundle, hostName: verifiedName(context), now: outside.now() })) {
      faults.add(`${prop}.${partFiles[part]}`, this.options[partFiles[part]], fault);
    }
  }

  public bind(context: CertificateContext): BoundCertificate {
    const { files, privateKey: output } = this.options;
    const [certificate, privateKey, caBundle] = PARTS.map((name) => this.read(context, name)!);
    return {
      verification: TlsVerification.caBundle(caBundle),
      files,
      secret: {
        output,
        data: { 'ca.crt': caBundle, 'tls.crt': certificate, 'tls.key': privateKey },
        annotations: { 'cdk8s-extension-apiserver/not-after': checking().endOf(certificate).toISOString() },
      },
    };
  }

  private read({ faults, prop }: CertificateContext, name: typeof PARTS[number]): string | undefined {
    const path = this.options[name];
    if (path === undefined) return undefined;
    const text = readFile(path);
    if (typeof text === 'string') return text;
    faults.add(`${prop}.${name}`, path, text);
    return undefined;
  }
}
