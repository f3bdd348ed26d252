import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { TlsVerification } from '../api/tls-verification';
import { dns1035Label, dnsLabel, dnsSubdomain } from '../kubernetes/names';
import type { ObjectMetadata } from '../kubernetes/object-metadata';
import { checkMetadata, OBJECT_METADATA } from '../kubernetes/object-metadata';
import { Faults } from '../private/fault';
import { namespacedObject } from '../private/manifest';
import { namespaceOf } from '../private/namespace';
import type { Shape } from '../private/props';
import { checkProps, required, struct } from '../private/props';
import type { BoundCertificate, CertificateSecret } from './certificate-source';
import { ServingCertificate } from './serving-certificate';
import type { ServingFiles } from './serving-files';

/** Properties of `ServingCertificateSecret`. */
export interface ServingCertificateSecretProps {
  /** Where the certificate comes from. */
  readonly certificate: ServingCertificate;
  /** The name of the Service that the aggregator calls. */
  readonly serviceName: string;
  /**
   * The namespace of Service and Secret.
   *
   * @default - the chart's namespace
   */
  readonly namespace?: string;
  /**
   * The cluster's DNS domain, for the certificate's second name.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;
  /**
   * Name, labels and annotations of the Secret, where one is made.
   *
   * @default - the name is `<serviceName>-serving-certificate`
   */
  readonly metadata?: ObjectMetadata;
}

const SERVING_CERTIFICATE_SECRET: Shape<ServingCertificateSecretProps> = {
  certificate: required(ServingCertificate),
  serviceName: required('string'),
  namespace: 'string',
  clusterDomain: 'string',
  metadata: struct(OBJECT_METADATA),
};

/**
 * How the server finds its certificate in the Secret.
 *
 * @internal
 */
export interface ServingKeys {
  readonly files?: ServingFiles;
  readonly keys?: { readonly certificate: string; readonly privateKey: string };
}

/**
 * The Secret with the serving certificate, and how the aggregator verifies it: give `verification` to the `ApiService`s of that Service.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets
 */
export class ServingCertificateSecret extends Construct {
  /** The Secret, where one is made in this App: patch it with `addJsonPatch`. */
  public readonly apiObject?: ApiObject;
  /** The name of the Secret, made here or not; none where the server makes its own certificate. */
  public readonly secretName?: string;
  /** How the aggregator verifies the certificate. */
  public readonly verification: TlsVerification;
  /** @internal */
  public readonly _servingKeys: ServingKeys;

  /**
   * Issues, reads or refers to a certificate for `<serviceName>.<namespace>.svc`.
   *
   * @throws an error that names what is missing or wrong: a prop, a seed, a file, a certificate that the aggregator would not verify
   */
  constructor(scope: Construct, id: string, props: ServingCertificateSecretProps) {
    super(scope, id);
    const faults = new Faults('ServingCertificateSecret', this.node.path);
    if (!checkProps(faults, props, SERVING_CERTIFICATE_SECRET)) faults.throwIfAny();
    const namespace = namespaceOf(this, faults, props.namespace, dnsLabel);
    const { serviceName, clusterDomain = 'cluster.local' } = props;
    faults.add('serviceName', serviceName, dns1035Label(serviceName));
    faults.add('clusterDomain', clusterDomain, dnsSubdomain(clusterDomain));
    checkMetadata(faults, 'metadata.', props.metadata, dnsSubdomain);
    faults.throwIfAny();

    const bound: BoundCertificate = props.certificate._bind({ owner: this, serviceName, namespace, clusterDomain, faults, prop: 'certificate' });
    faults.throwIfAny();
    this.verification = bound.verification;
    this._servingKeys = { files: bound.files, keys: bound.keys };
    this.secretName = bound.existingSecretName;
    if (bound.secret) {
      this.secretName = props.metadata?.name ?? `${serviceName}-serving-certificate`;
      this.apiObject = this.addSecret(bound.secret, this.secretName, namespace, props.metadata);
    }
  }

  private addSecret(secret: CertificateSecret, name: string, namespace: string, metadata: ObjectMetadata | undefined): ApiObject | undefined {
    const scope = secret.output._scope(this);
    if (!scope) return undefined;
    return namespacedObject(scope, scope === this ? 'Resource' : `${namespace}:${name}`, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, labels: metadata?.labels, annotations: { ...secret.annotations, ...metadata?.annotations } },
      type: 'kubernetes.io/tls',
      data: Object.fromEntries(Object.entries(secret.data).map(([key, pem]) => [key, Buffer.from(pem).toString('base64')])),
    });
  }
}
