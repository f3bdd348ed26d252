import { App, Chart } from 'cdk8s';
import {
  ApiAccess, ApiGroup, ApiVersion, EtcdStorage, ExtensionApiServer, PrivateKeyOutput, ServerLibrary, ServingCertificate, Subject,
} from 'cdk8s-extension-apiserver';

const app = new App();
const chart = new Chart(app, 'fleet', { namespace: 'fleet' });
const secrets = new Chart(app, 'fleet-secrets', { namespace: 'fleet' }); // kept out of Git
const kubeSystem = new Chart(app, 'fleet-kube-system'); // applied by an administrator

new ExtensionApiServer(chart, 'fleet-apiserver', {
  image: 'registry.example.com/fleet/apiserver:2.4.0',
  server: ServerLibrary.recommendedOptions({ apiserverVersion: '0.35.2' }),
  apis: [
    ApiGroup.of('fleet.example.com', 'v1', 'v1beta1', 'v1alpha1'),
    ApiGroup.of('inventory.fleet.example.com', 'v1'),
    ApiGroup.withOptions('reports.fleet.example.com', { groupPriorityMinimum: 500, versions: [ApiVersion.of('v1beta1')] }),
  ],
  certificate: ServingCertificate.fromSeed({ seedEnv: 'FLEET_TLS_SEED', privateKey: PrivateKeyOutput.chart(secrets) }),
  storage: EtcdStorage.external({
    servers: ['https://etcd-0.etcd.storage.svc:2379', 'https://etcd-1.etcd.storage.svc:2379', 'https://etcd-2.etcd.storage.svc:2379'],
    tlsSecretName: 'fleet-etcd-client',
    prefix: '/registry/fleet.example.com',
  }),
  access: [
    ApiAccess.viewAndEdit({ resources: ['clusters', 'machines', 'reports'] }),
    ApiAccess.granted({
      name: 'fleet-report-writers',
      apiGroups: ['reports.fleet.example.com'],
      resources: ['reports'],
      verbs: ['create', 'patch', 'update'],
      subjects: [Subject.serviceAccount('report-collector', 'monitoring'), Subject.group('fleet-auditors')],
    }),
  ],
  retiredVersions: ['v1alpha1.reports.fleet.example.com'],
  kubeSystemChart: kubeSystem,
  createNamespace: true,
});

app.synth();
