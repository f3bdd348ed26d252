import { App, Chart } from 'cdk8s';
import { ApiService, TlsVerification } from 'cdk8s-extension-apiserver';

const app = new App();

// the server runs already, behind the Service auth-api in the namespace default: all that is missing is its registration
const authApi = { group: 'auth.ilinux.io', version: 'v2beta1', versionPriority: 15, serviceName: 'auth-api', serviceNamespace: 'default' };

const laptop = new Chart(app, 'auth-api-laptop');
laptop.node.setContext('cdk8s-extension-apiserver/cluster', 'laptop');
new ApiService(laptop, 'auth-api', {
  ...authApi,
  verification: TlsVerification.insecureSkip({ reason: 'a cluster on one laptop, whose server makes its own certificate' }),
});

const production = new Chart(app, 'auth-api-production');
production.node.setContext('cdk8s-extension-apiserver/cluster', 'production');
new ApiService(production, 'auth-api', { ...authApi, verification: TlsVerification.caBundleFile('ca.crt') });

app.synth();
