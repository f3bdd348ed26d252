import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { BoundCertificate, CertificateSecret } from './certificate-source';
import { ServingCertificate } from './serving-certificate';
import { TlsVerification } from '../api/tls-verification';
import { dns1035Label, dnsLabel, dnsSubdomain } from '../kubernetes/names';
import type { ObjectMetadata } from '../kubernetes/object-metadata';
import { checkMetadata, OBJECT_METADATA } from '../kubernetes/object-metadata';
import { Faults } from '../private/fault';
import { namespacedObject } from '../private/manifest';
import { namespaceOf } from '../private/namespace';
import type { Shape } from '../private/props';
import { checkProps, required, struct } from '../private/props';

/** Properties of `ServerCertificate`. */
export interface ServerCertificateProps {
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

const SERVER_CERTIFICATE: Shape<ServerCertificateProps> = {
  certificate: required(ServingCertificate),
  serviceName: required('string'),
  namespace: 'string',
  clusterDomain: 'string',
  metadata: struct(OBJECT_METADATA),
};

/** How the pod comes by the certificate. */
type ServingFilesSource = Pick<BoundCertificate, 'files' | 'selfMadeDir' | 'entries'>;

/**
 * The serving certificate of an extension API server, and how the aggregator verifies it: give `verification` to the `ApiService`s of that Service.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets
 */
export class ServerCertificate extends Construct {
  /** The Secret, where one is made in this App: patch it with `addJsonPatch`. */
  public readonly secret?: ApiObject;
  /** The name of the Secret, made here or not; none where the server makes its own certificate. */
  public readonly secretName?: string;
  /** How the aggregator verifies the certificate. */
  public readonly verification: TlsVerification;
  /** @internal */
  public readonly _source: ServingFilesSource;
  /** @internal */
  public readonly _namespace: string;

  /**
   * Issues, reads or refers to a certificate for `<serviceName>.<namespace>.svc`.
   *
   * @throws an error that names what is missing or wrong: a prop, a seed, a file, a certificate that the aggregator would not verify
   */
  constructor(scope: Construct, id: string, props: ServerCertificateProps) {
    super(scope, id);
    const faults = new Faults('ServerCertificate', this.node.path);
    if (!checkProps(faults, props, SERVER_CERTIFICATE)) faults.throwIfAny();
    const { certificate, serviceName, clusterDomain = 'cluster.local', metadata } = props;
    const namespace = namespaceOf(this, faults, props.namespace, dnsLabel);
    faults.add('serviceName', serviceName, dns1035Label(serviceName));
    faults.add('clusterDomain', clusterDomain, dnsSubdomain(clusterDomain));
    checkMetadata(faults, 'metadata.', metadata, dnsSubdomain);
    const context = { owner: this, serviceName, namespace, clusterDomain, faults, prop: 'certificate' };
    certificate._check(context);
    faults.throwIfAny();

    const bound = certificate._bind(context);
    this.verification = bound.verification;
    this._source = bound;
    this._namespace = namespace;
    this.secretName = bound.secret ? metadata?.name ?? `${serviceName}-serving-certificate` : bound.existingSecretName;
    if (bound.secret) this.secret = this.addSecret(bound.secret, this.secretName!, namespace, metadata);
  }

  private addSecret(secret: CertificateSecret, name: string, namespace: string, metadata: ObjectMetadata | undefined): ApiObject | undefined {
    const scope = secret.output._scope(this);
    if (!scope) return undefined;
    return namespacedObject(scope, scope === this ? 'Secret' : `${namespace}:${name}`, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, labels: metadata?.labels, annotations: { ...secret.annotations, ...metadata?.annotations } },
      type: 'kubernetes.io/tls',
      data: Object.fromEntries(Object.entries(secret.data).map(([key, pem]) => [key, Buffer.from(pem).toString('base64')])),
    });
  }
}
