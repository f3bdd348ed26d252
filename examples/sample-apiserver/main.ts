import { App, Chart } from 'cdk8s';
import { ApiAccess, ApiGroup, EtcdStorage, ExtensionApiServer, PrivateKeyOutput, ServerLibrary, ServingCertificate } from 'cdk8s-extension-apiserver';

const app = new App();
const chart = new Chart(app, 'wardle', { namespace: 'wardle' });

// https://github.com/kubernetes/sample-apiserver
new ExtensionApiServer(chart, 'wardle-server', {
  image: 'registry.k8s.io/e2e-test-images/sample-apiserver:1.33.8',
  server: ServerLibrary.recommendedOptions({ apiserverVersion: '0.33' }),
  apis: [ApiGroup.of('wardle.example.com', 'v1beta1', 'v1alpha1')],
  certificate: ServingCertificate.fromSeed({ seedEnv: 'WARDLE_TLS_SEED', privateKey: PrivateKeyOutput.thisChart() }),
  storage: EtcdStorage.sidecar(),
  access: [ApiAccess.viewAndEdit({ resources: ['flunders', 'fischers'] })],
  createNamespace: true,
});

app.synth();
