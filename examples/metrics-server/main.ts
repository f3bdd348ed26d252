import { App, Chart } from 'cdk8s';
import {
  ApiAccess, ApiGroup, ApiVersion, ExtensionApiServer, PolicyRule, PrivateKeyOutput, ServerLibrary, ServerRole, ServingCertificate, UserRole,
} from 'cdk8s-extension-apiserver';

const app = new App();
const chart = new Chart(app, 'metrics-server', { namespace: 'kube-system' });

// https://github.com/kubernetes-sigs/metrics-server
new ExtensionApiServer(chart, 'metrics-server', {
  image: 'registry.k8s.io/metrics-server/metrics-server:v0.9.0',
  apis: [ApiGroup.withOptions('metrics.k8s.io', { groupPriorityMinimum: 100, versions: [ApiVersion.of('v1beta1', { versionPriority: 100 })] })],
  certificate: ServingCertificate.fromSeed({ seedEnv: 'METRICS_SERVER_TLS_SEED', privateKey: PrivateKeyOutput.thisChart() }),
  server: ServerLibrary.secureServing(),
  securePort: 10250, // private clusters let the control plane reach this port without a firewall rule
  replicas: 2,
  args: ['--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname', '--kubelet-use-node-status-port', '--metric-resolution=15s'],
  resources: { cpuRequest: '100m', memoryRequest: '200Mi' },
  priorityClassName: 'system-cluster-critical',
  serverRoles: [
    ServerRole.clusterRole('system:metrics-server', [
      PolicyRule.resources({ resources: ['nodes/metrics'], verbs: ['get'] }),
      PolicyRule.resources({ resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] }),
    ]),
  ],
  access: [
    ApiAccess.aggregated({ name: 'system:aggregated-metrics-reader', resources: ['pods', 'nodes'], to: [UserRole.VIEW, UserRole.EDIT, UserRole.ADMIN] }),
  ],
});

app.synth();
