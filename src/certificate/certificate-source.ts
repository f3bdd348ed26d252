import type { Construct } from 'constructs';
import type { PrivateKeyOutput } from './private-key-output';
import type { ServingFiles } from './serving-files';
import type { TlsVerification } from '../api/tls-verification';
import type { Faults } from '../private/fault';

/** What a source has to know, and where it says what is wrong. */
export interface CertificateContext {
  /** The construct that the certificate is for. */
  readonly owner: Construct;
  readonly serviceName: string;
  readonly namespace: string;
  readonly clusterDomain: string;
  readonly faults: Faults;
  /** The prop that holds the certificate. */
  readonly prop: string;
}

/** What a source gives: Secret, files and verification together, so that none of them can contradict another. */
export interface BoundCertificate {
  readonly verification: TlsVerification;
  /** How the server finds the files; where it is not said, the server's library decides. */
  readonly files?: ServingFiles;
  /** Where a server without a Secret writes the certificate that it makes. */
  readonly selfMadeDir?: string;
  /** The name of a Secret that is not made here. */
  readonly existingSecretName?: string;
  /** The Secret that is made here, or in another run of the program. */
  readonly secret?: CertificateSecret;
  /** The entries of the Secret, where they are not `tls.crt` and `tls.key`. */
  readonly entries?: { readonly certificate: string; readonly privateKey: string };
}

export interface CertificateSecret {
  readonly output: PrivateKeyOutput;
  /** PEM by key. */
  readonly data: { readonly [key: string]: string };
  readonly annotations?: { [key: string]: string };
}

/** One way to come by a serving certificate. */
export interface CertificateSource {
  /** Whether a Secret is made, here or in another run of the program. */
  readonly makesSecret: boolean;

  /** Notes what is wrong. */
  check(context: CertificateContext): void;

  /** Issues, reads or refers to the certificate, after a check that noted nothing. */
  bind(context: CertificateContext): BoundCertificate;
}

/** The DNS name by which the aggregator verifies the server. It is the only one that it asks for. */
export function verifiedName(context: Pick<CertificateContext, 'serviceName' | 'namespace'>): string {
  return `${context.serviceName}.${context.namespace}.svc`;
}
