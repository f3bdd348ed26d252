import { Manifests, SEED } from './manifests';
import type { Site } from './site';
import { minorNumber } from '../bed/description';
import {
  ApiAccess, ApiGroup, EtcdStorage, ExtensionApiServer, PrivateKeyOutput, ServerLibrary, ServingCertificate,
} from 'cdk8s-extension-apiserver';
import type { ExtensionApiServerProps } from 'cdk8s-extension-apiserver';

export const SAMPLE_IMAGE = 'registry.k8s.io/e2e-test-images/sample-apiserver:1.33.8';
export const GROUP = 'wardle.example.com';
export const PREFERRED = `v1beta1.${GROUP}`;
export const OTHER = `v1alpha1.${GROUP}`;
/** The name of the bundle, and so of its Deployment, Service and ServiceAccount. */
export const NAME = 'wardle-server';

/** The bundle of most scenarios: the sample API server, on the bed's etcd where there are no pods, else with an etcd of its own. */
export function wardle(site: Site, props: Partial<ExtensionApiServerProps> = {}, at?: Date): Manifests {
  const { bed, namespace, port } = site;
  const isLoopback = bed.size === 'control-plane';
  return Manifests.synth(namespace, (chart) => new ExtensionApiServer(chart, NAME, {
    image: SAMPLE_IMAGE,
    // what runs under that name is the sample API server of the cluster's own minor
    server: ServerLibrary.recommendedOptions({ apiserverVersion: `0.${minorNumber(bed)}` }),
    kubernetesVersion: bed.minor,
    apis: [ApiGroup.of(GROUP, 'v1beta1', 'v1alpha1')],
    certificate: seeded(),
    storage: isLoopback ? EtcdStorage.external({ servers: [bed.etcd], prefix: `/${namespace}`, insecureReason: 'it is on loopback' }) : EtcdStorage.sidecar(),
    access: [ApiAccess.viewAndEdit({ resources: ['flunders', 'fischers'] })],
    createNamespace: true,
    ...isLoopback && { securePort: port, service: { port } },
    ...props,
  }), at);
}

/** A certificate from the seed that this run of the scenario has. */
export function seeded(): ServingCertificate {
  return ServingCertificate.fromSeed({ seedEnv: SEED, privateKey: PrivateKeyOutput.thisChart() });
}

/** An object of the sample API. */
export function flunder(name: string, fields: object = {}): string {
  return JSON.stringify({ apiVersion: `${GROUP}/v1beta1`, kind: 'Flunder', metadata: { name }, ...fields });
}
