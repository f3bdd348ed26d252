import { schemaErrors } from './schema';

/** A copy of `manifest` with one field set (or removed, by undefined) at a dotted path. */
function changed<T extends object>(manifest: T, path: string, value: unknown): T {
  const copy = structuredClone(manifest);
  const keys = path.split('.');
  const last = keys.pop()!;
  const parent = keys.reduce<any>((object, key) => object[key], copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'wardle', namespace: 'wardle', labels: { any: 'label' } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'wardle' } },
    template: {
      metadata: { labels: { app: 'wardle' }, annotations: { 'example.com/any': 'annotation' } },
      spec: {
        containers: [{
          name: 'server',
          image: 'registry.k8s.io/e2e-test-images/sample-apiserver:1.33.8',
          securityContext: { runAsNonRoot: true, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } },
          resources: { requests: { cpu: '100m', memory: '128Mi' } },
          readinessProbe: { httpGet: { path: '/readyz', port: 'https', scheme: 'HTTPS' } },
          lifecycle: { preStop: { sleep: { seconds: 15 } } },
        }],
        volumes: [{ name: 'certs', secret: { secretName: 'wardle-tls', defaultMode: 288 } }, { name: 'tmp', emptyDir: {} }],
        topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' }],
      },
    },
  },
};

const apiService = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta1.wardle.example.com' },
  spec: { group: 'wardle.example.com', version: 'v1beta1', groupPriorityMinimum: 1000, versionPriority: 10, caBundle: 'AAAA', service: { name: 'wardle', namespace: 'wardle' } },
};

const certificate = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'wardle', namespace: 'wardle' },
  spec: { secretName: 'wardle-tls', dnsNames: ['wardle.wardle.svc'], issuerRef: { name: 'wardle' }, privateKey: { algorithm: 'ECDSA', size: 256 } },
};

test.each([
  deployment,
  apiService,
  certificate,
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'wardle' } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'wardle' }, automountServiceAccountToken: false },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tls' }, type: 'kubernetes.io/tls', data: { 'tls.crt': 'AAAA', 'tls.key': 'AAAA' } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' }, data: { 'any.yaml': 'text' } },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { trafficDistribution: 'PreferClose', ports: [{ port: 443, targetPort: 'https' }] } },
  { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'p' }, spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' } },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'n' }, spec: { podSelector: {}, ingress: [{ ports: [{ port: 6443 }] }] } },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'r' }, rules: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['get'] }] },
])('a right $kind is accepted', (manifest) => {
  expect(schemaErrors([manifest])).toEqual([]);
});

test.each<[object, string, unknown, string]>([
  [deployment, 'specs', {}, 'Deployment/wardle: specs is unknown'],
  [deployment, 'metadata.namespaces', 'x', 'Deployment/wardle: metadata.namespaces is unknown'],
  [deployment, 'spec.replcias', 2, 'Deployment/wardle: spec.replcias is unknown'],
  [deployment, 'spec.template.spec.volumes.0.secret.secretname', 'x', 'Deployment/wardle: spec.template.spec.volumes.0.secret.secretname is unknown'],
  [deployment, 'spec.template.spec.volumes.1.emptyDir.size', '1Mi', 'Deployment/wardle: spec.template.spec.volumes.1.emptyDir.size is unknown'],
  [deployment, 'spec.template.spec.containers.0.arg', ['--x'], 'Deployment/wardle: spec.template.spec.containers.0.arg is unknown'],
  [
    deployment, 'spec.template.spec.containers.0.securityContext.runAsNonroot', true,
    'Deployment/wardle: spec.template.spec.containers.0.securityContext.runAsNonroot is unknown',
  ],
  [
    deployment, 'spec.template.spec.containers.0.lifecycle.preStop.sleep.second', 1,
    'Deployment/wardle: spec.template.spec.containers.0.lifecycle.preStop.sleep.second is unknown',
  ],
  [apiService, 'spec.caBundel', 'AAAA', 'APIService/v1beta1.wardle.example.com: spec.caBundel is unknown'],
  [apiService, 'spec.service.targetPort', 443, 'APIService/v1beta1.wardle.example.com: spec.service.targetPort is unknown'],
  [certificate, 'spec.privateKey.algoritm', 'ECDSA', 'Certificate/wardle: spec.privateKey.algoritm is unknown'],
])('a misspelt field is refused: %#', (manifest, path, value, error) => {
  expect(schemaErrors([changed(manifest, path, value)])).toEqual([error]);
});

test.each<[object, string, unknown, string]>([
  [deployment, 'spec.replicas', '2', 'Deployment/wardle: spec.replicas must be integer'],
  [deployment, 'metadata.labels.any', 1, 'Deployment/wardle: metadata.labels.any must be string'],
  [deployment, 'spec.template.spec.containers.0.securityContext.runAsNonRoot', 'yes', 'Deployment/wardle: spec.template.spec.containers.0.securityContext.runAsNonRoot must be boolean'],
  [apiService, 'spec.groupPriorityMinimum', undefined, 'APIService/v1beta1.wardle.example.com: spec must have required property groupPriorityMinimum'],
])('a wrong type and a missing field are refused: %#', (manifest, path, value, error) => {
  expect(schemaErrors([changed(manifest, path, value)])).toEqual([error]);
});

test('several errors are told at once, each with the manifest that it is in', () => {
  expect(schemaErrors([changed(deployment, 'spec.replcias', 1), changed(changed(apiService, 'spec.group', 7), 'spec.x', 1)])).toEqual([
    'Deployment/wardle: spec.replcias is unknown',
    'APIService/v1beta1.wardle.example.com: spec.group must be string',
    'APIService/v1beta1.wardle.example.com: spec.x is unknown',
  ]);
});

test.each<[unknown, string]>([
  [{ apiVersion: 'apps/v1', kind: 'Deploymnt', metadata: { name: 'x' } }, 'Deploymnt/x: no schema is known for apps/v1 Deploymnt'],
  [{ apiVersion: 'apps/v7', kind: 'Deployment', metadata: { name: 'x' } }, 'Deployment/x: no schema is known for apps/v7 Deployment'],
  [{ apiVersion: 'v1', kind: 'PodSpec', metadata: { name: 'x' } }, 'PodSpec/x: no schema is known for v1 PodSpec'],
  [{ apiVersion: 'monitoring.coreos.com/v1', kind: 'ServiceMonitor', metadata: { name: 'x' } }, 'ServiceMonitor/x: no schema is known for monitoring.coreos.com/v1 ServiceMonitor'],
  [{}, 'undefined/undefined: no schema is known for undefined undefined'],
  [undefined, 'undefined/undefined: no schema is known for undefined undefined'],
])('an unknown kind is refused: %#', (manifest, error) => {
  expect(schemaErrors([manifest])).toEqual([error]);
});

test('the manifest itself is not changed', () => {
  const before = JSON.stringify(deployment);
  schemaErrors([deployment]);
  expect(JSON.stringify(deployment)).toEqual(before);
});
