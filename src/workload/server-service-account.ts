import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { dnsLabel, dnsSubdomain } from '../kubernetes/names';
import type { MetadataOptions } from '../kubernetes/object-metadata';
import { checkMetadata, METADATA } from '../kubernetes/object-metadata';
import { Faults } from '../private/fault';
import type { Manifest } from '../private/manifest';
import { claimed, pathOf } from '../private/manifest';
import { namespaceOf } from '../private/namespace';
import type { Shape } from '../private/props';
import { checkProps, required } from '../private/props';

/** Properties of `ServerServiceAccount`. */
export interface ServerServiceAccountProps extends MetadataOptions {
  /** The name. */
  readonly name: string;
  /**
   * The namespace.
   *
   * @default - the chart's namespace
   */
  readonly namespace?: string;
}

const SERVER_SERVICE_ACCOUNT: Shape<ServerServiceAccountProps> = {
  ...METADATA,
  name: required('string'),
  namespace: 'string',
};

/**
 * The ServiceAccount of an extension API server. Its token is mounted into pods that ask for it only, as those of `ServerWorkload` do.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/service-account-v1/
 */
export class ServerServiceAccount extends ApiObject {
  /**
   * Makes the ServiceAccount.
   *
   * @throws an error that names every prop which Kubernetes would refuse, and one where no namespace is known
   */
  constructor(scope: Construct, id: string, props: ServerServiceAccountProps) {
    super(scope, id, claimed(scope, id, serviceAccountManifest(scope, id, props)));
  }
}

function serviceAccountManifest(scope: Construct, id: string, props: ServerServiceAccountProps): Manifest {
  const faults = new Faults('ServerServiceAccount', pathOf(scope, id));
  if (!checkProps(faults, props, SERVER_SERVICE_ACCOUNT)) faults.throwIfAny();
  const namespace = namespaceOf(scope, faults, props.namespace, dnsLabel);
  faults.add('name', props.name, dnsSubdomain(props.name));
  checkMetadata(faults, '', props);
  faults.throwIfAny();

  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: props.name, namespace, labels: props.labels, annotations: props.annotations },
    automountServiceAccountToken: false,
  };
}
