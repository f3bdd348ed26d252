// The bundle with this library.
const { run } = require('./app.cjs');
const { ApiGroup, EtcdStorage, ExtensionApiServer, PrivateKeyOutput, ServingCertificate } = require('cdk8s-extension-apiserver');

run((chart, { name, namespace, group, tls }) => {
  new ExtensionApiServer(chart, name, {
    namespace,
    image: 'registry.k8s.io/e2e-test-images/sample-apiserver:1.33.8',
    apis: [ApiGroup.of(group, 'v1beta1', 'v1alpha1')],
    certificate: tls
      ? ServingCertificate.fromSeed({ seedEnv: 'BENCH_TLS_SEED', privateKey: PrivateKeyOutput.thisChart() })
      : ServingCertificate.insecureSkipTlsVerify({ reason: 'measured without a certificate' }),
    storage: EtcdStorage.sidecar(),
    createNamespace: true,
  });
});
