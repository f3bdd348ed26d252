import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { DEFAULT_SERVICE_PORT } from '../kubernetes/api-service-rules';
import { dns1035Label, dnsLabel, portName, portNumber } from '../kubernetes/names';
import type { MetadataOptions } from '../kubernetes/object-metadata';
import { checkMetadata, checkSelectorLabels, METADATA } from '../kubernetes/object-metadata';
import { Faults } from '../private/fault';
import type { Manifest } from '../private/manifest';
import { claimed, pathOf } from '../private/manifest';
import { namespaceOf } from '../private/namespace';
import type { Shape } from '../private/props';
import { checkProps, mapOf, required } from '../private/props';

/** The Service of an `ExtensionApiServer`. */
export interface ServiceOptions {
  /**
   * The name, a DNS label that starts with a letter. It is part of the name that the certificate has to be valid for.
   *
   * @default - the server's name
   */
  readonly name?: string;
  /**
   * The port of the Service, and of the APIServices.
   *
   * @default 443
   */
  readonly port?: number;
}

export const SERVICE_OPTIONS: Shape<ServiceOptions> = { name: 'string', port: 'number' };

/** Properties of `ServerService`. */
export interface ServerServiceProps extends MetadataOptions {
  /** The name, a DNS label that starts with a letter. The certificate has to be valid for `<name>.<namespace>.svc`. */
  readonly name: string;
  /**
   * The namespace.
   *
   * @default - the chart's namespace
   */
  readonly namespace?: string;
  /** The labels of the pods that serve. */
  readonly selectorLabels: { [key: string]: string };
  /**
   * The port of the Service.
   *
   * @default 443
   */
  readonly port?: number;
  /**
   * The number of the pods' port.
   *
   * @default - the port that `targetPortName` names
   */
  readonly targetPort?: number;
  /**
   * The name of the pods' port. Give this or `targetPort`.
   *
   * @default 'https'
   */
  readonly targetPortName?: string;
}

const SERVER_SERVICE: Shape<ServerServiceProps> = {
  ...METADATA,
  name: required('string'),
  namespace: 'string',
  selectorLabels: required(mapOf('string')),
  port: 'number',
  targetPort: 'number',
  targetPortName: 'string',
};

/**
 * The Service in front of an extension API server: a plain ClusterIP one, which every aggregator can route to.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/
 */
export class ServerService extends ApiObject {
  /** The port of the Service. */
  public readonly port: number;

  /**
   * Makes the Service.
   *
   * @throws an error that names every prop which Kubernetes would refuse, and one where no namespace is known
   */
  constructor(scope: Construct, id: string, props: ServerServiceProps) {
    super(scope, id, claimed(scope, id, serviceManifest(scope, id, props)));
    this.port = props.port ?? DEFAULT_SERVICE_PORT;
  }
}

function serviceManifest(scope: Construct, id: string, props: ServerServiceProps): Manifest {
  const faults = new Faults('ServerService', pathOf(scope, id));
  if (!checkProps(faults, props, SERVER_SERVICE)) faults.throwIfAny();
  const namespace = namespaceOf(scope, faults, props.namespace, dnsLabel);
  faults.add('name', props.name, dns1035Label(props.name));
  checkPorts(faults, props);
  checkSelectorLabels(faults, props.selectorLabels);
  checkMetadata(faults, '', props);
  faults.throwIfAny();

  const { port = DEFAULT_SERVICE_PORT, targetPortName = 'https', targetPort = targetPortName } = props;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: props.name, namespace, labels: props.labels, annotations: props.annotations },
    spec: { type: 'ClusterIP', selector: props.selectorLabels, ports: [{ name: 'https', protocol: 'TCP', port, targetPort }] },
  };
}

function checkPorts(faults: Faults, props: ServerServiceProps): void {
  if (props.port !== undefined) faults.add('port', props.port, portNumber(props.port));
  if (props.targetPort !== undefined) faults.add('targetPort', props.targetPort, portNumber(props.targetPort));
  if (props.targetPortName !== undefined) faults.add('targetPortName', props.targetPortName, portName(props.targetPortName));
  if (props.targetPort !== undefined && props.targetPortName !== undefined) {
    faults.add('targetPortName', props.targetPortName, { needs: "must not be given together with 'targetPort'" });
  }
}
