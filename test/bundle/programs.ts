import { App, Chart } from 'cdk8s';
import { readmeApp } from './readme';
import type { ExtensionApiServerProps } from '../../src/index';
import {
  ApiAccess, ApiGroup, ApiVersion, EtcdStorage, ExtensionApiServer, PolicyRule, PrivateKeyOutput, ServerLibrary, ServerRole, ServingCertificate,
  ServingFiles, Subject, TlsVerification,
} from '../../src/index';
import { outside } from '../../src/private/outside';
import { CA, Workshop } from '../pki/workshop';
import { TEST_TLS_SEED } from '../support/clock';

const THIS_CHART = PrivateKeyOutput.thisChart();

/** What a server has unless a test says otherwise: the certificate is another program's, so that it costs nothing. */
export const SERVER: ExtensionApiServerProps = {
  image: 'registry.example.com/wardle:1',
  apis: [ApiGroup.of('wardle.example.com', 'v1', 'v1beta1')],
  certificate: ServingCertificate.existingSecret({ secretName: 'wardle-tls', verification: TlsVerification.insecureSkip({ reason: 'a test' }) }),
  storage: EtcdStorage.none(),
};

export const SEEDED = ServingCertificate.fromSeed({ seedEnv: TEST_TLS_SEED, privateKey: THIS_CHART });

/** An App with one server. */
export function appWith(props: Partial<ExtensionApiServerProps> = {}, namespace: string | undefined = 'wardle'): App {
  const app = new App();
  newServer(new Chart(app, 'chart', { namespace }), props);
  return app;
}

/** A server, without the warning that its connection is not verified. */
export function newServer(chart: Chart, props: Partial<ExtensionApiServerProps> = {}, id = 'wardle-server'): ExtensionApiServer {
  jest.spyOn(outside, 'warn').mockImplementation(() => {});
  return new ExtensionApiServer(chart, id, { ...SERVER, ...props });
}

const workshops: Workshop[] = [];
afterAll(() => workshops.forEach((workshop) => workshop.close()));

/** Files of a PKI of their own, made now, with new keys each time. */
function pemFiles(host: string) {
  jest.spyOn(outside, 'now').mockImplementation(() => new Date());
  const workshop = new Workshop();
  workshops.push(workshop);
  const ca = workshop.make({ subject: '/CN=test-ca', extensions: CA });
  const extensions = [`subjectAltName=DNS:${host}`, 'extendedKeyUsage=serverAuth', 'authorityKeyIdentifier=keyid'];
  const leaf = workshop.make({ subject: '/CN=wardle', issuer: ca, extensions });
  return { certificateFile: workshop.file(leaf.pem), privateKeyFile: workshop.file(leaf.key), caFile: workshop.file(ca.pem) };
}

function manyCharts(): App {
  const app = new App();
  const chart = new Chart(app, 'fleet', { namespace: 'fleet' });
  const secrets = new Chart(app, 'fleet-secrets', { namespace: 'fleet' });
  const kubeSystem = new Chart(app, 'fleet-kube-system');
  newServer(chart, {
    apis: [
      ApiGroup.of('fleet.example.com', 'v1', 'v1beta1', 'v1alpha1'),
      ApiGroup.of('inventory.fleet.example.com', 'v1'),
      ApiGroup.withOptions('reports.fleet.example.com', {
        groupPriorityMinimum: 500, versions: [ApiVersion.of('v1beta1', { versionPriority: 100 })],
      }),
    ],
    certificate: ServingCertificate.fromSeed({ seedEnv: TEST_TLS_SEED, privateKey: PrivateKeyOutput.chart(secrets) }),
    storage: EtcdStorage.external({
      servers: ['https://etcd-0:2379', 'https://etcd-1:2379'], tlsSecretName: 'etcd-client', prefix: '/registry/fleet',
    }),
    access: [
      ApiAccess.viewAndEdit({ resources: ['clusters', 'reports'] }),
      ApiAccess.granted({
        name: 'report-writers',
        resources: ['reports'],
        verbs: ['create'],
        subjects: [Subject.serviceAccount('collector', 'monitoring')],
        namespaces: ['team-a'],
      }),
    ],
    serverRoles: [
      ServerRole.clusterRole('fleet-nodes', [PolicyRule.resources({ resources: ['nodes'], verbs: ['get'] })]),
      ServerRole.existingClusterRole('view'),
    ],
    retiredVersions: ['v1alpha1.reports.fleet.example.com'],
    kubeSystemChart: kubeSystem,
    createNamespace: true,
    labels: { 'example.com/team': 'platform' },
    annotations: { 'example.com/contact': 'platform@example.com' },
  }, 'fleet-apiserver');
  return app;
}

/** The Apps whose whole YAML is kept. */
export const PROGRAMS: { readonly [name: string]: () => App } = {
  'the quick start of the README': () => {
    process.env.WARDLE_TLS_SEED = process.env[TEST_TLS_SEED];
    return readmeApp('Quick start');
  },
  'a server that makes its own certificate, on a laptop': () => appWith({
    certificate: ServingCertificate.insecureSkipTlsVerify({ reason: 'a cluster on a laptop' }), storage: EtcdStorage.sidecar(),
  }),
  'a Secret that something else makes': () => appWith({
    certificate: ServingCertificate.existingSecret({
      secretName: 'wardle-tls',
      certificateEntry: 'server.pem',
      privateKeyEntry: 'server-key.pem',
      verification: TlsVerification.insecureSkip({ reason: 'a test' }),
    }),
  }),
  'certificates from PEM files': () => appWith({
    certificate: ServingCertificate.fromPemFiles({ ...pemFiles('wardle-server.wardle.svc'), privateKey: THIS_CHART }),
  }),
  'three groups with an external etcd, and charts for secrets and kube-system': manyCharts,
  'a server of secure serving only': () => appWith({ server: ServerLibrary.secureServing(), storage: undefined, securePort: 10250 }),
  'a server of another build': () => appWith({
    server: ServerLibrary.custom({ securePortFlag: '--listen-port', livenessPath: '/alive', readinessPath: '/ready' }),
    storage: undefined,
    certificate: ServingCertificate.fromSeed({
      seedEnv: TEST_TLS_SEED, privateKey: THIS_CHART, files: ServingFiles.certDir({ mountPath: '/certs' }),
    }),
  }),
  'a cluster of Kubernetes 1.25': () => appWith({ kubernetesVersion: '1.25', storage: EtcdStorage.sidecar() }),
  'a cluster of Kubernetes 1.29': () => appWith({ kubernetesVersion: '1.29', storage: EtcdStorage.sidecar() }),
};
