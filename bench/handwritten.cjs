// The same bundle written by hand on cdk8s-plus-27's L1 classes. With TLS it embeds a certificate that was made elsewhere, from files.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { run } = require('./app.cjs');
const { k8s } = require('cdk8s-plus-27');

run((chart, { name, namespace, group, tls }) => {
  const pem = tls && Object.fromEntries(['ca.crt', 'tls.crt', 'tls.key'].map((file) => [file, readFileSync(join(process.env.BENCH_TLS_FOLDER, file), 'base64')]));

  const own = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'apiserver' };
  const abroad = { ...own, 'cdk8s-extension-apiserver/namespace': namespace };
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];

  new k8s.KubeNamespace(chart, `${name}-namespace`, {
    metadata: { name: namespace, labels: { ...abroad, 'pod-security.kubernetes.io/enforce': 'restricted' } },
  });
  new k8s.KubeServiceAccount(chart, `${name}-service-account`, {
    metadata: { name, namespace, labels: own },
    automountServiceAccountToken: false,
  });

  new k8s.KubeClusterRoleBinding(chart, `${name}-auth-delegator`, {
    metadata: { name: `${namespace}:${name}:auth-delegator`, labels: abroad },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:auth-delegator' },
    subjects,
  });
  new k8s.KubeRoleBinding(chart, `${name}-auth-reader`, {
    metadata: { name: `${namespace}:${name}:auth-reader`, namespace: 'kube-system', labels: abroad },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'extension-apiserver-authentication-reader' },
    subjects,
  });
  new k8s.KubeClusterRole(chart, `${name}-server-role`, {
    metadata: { name: `${namespace}:${name}:server`, labels: abroad },
    rules: [
      { apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list', 'watch'] },
      {
        apiGroups: ['admissionregistration.k8s.io'],
        resources: [
          'mutatingadmissionpolicies', 'mutatingadmissionpolicybindings', 'mutatingwebhookconfigurations',
          'validatingadmissionpolicies', 'validatingadmissionpolicybindings', 'validatingwebhookconfigurations',
        ],
        verbs: ['list', 'watch'],
      },
      { apiGroups: ['flowcontrol.apiserver.k8s.io'], resources: ['flowschemas', 'prioritylevelconfigurations'], verbs: ['list', 'watch'] },
    ],
  });
  new k8s.KubeClusterRoleBinding(chart, `${name}-server-role-binding`, {
    metadata: { name: `${namespace}:${name}:server`, labels: abroad },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: `${namespace}:${name}:server` },
    subjects,
  });

  if (tls) {
    new k8s.KubeSecret(chart, `${name}-certificate`, {
      metadata: { name: `${name}-serving-certificate`, namespace, labels: own },
      type: 'kubernetes.io/tls',
      data: pem,
    });
  }
  new k8s.KubeService(chart, `${name}-service`, {
    metadata: { name, namespace, labels: own },
    spec: {
      type: 'ClusterIP',
      selector: own,
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: k8s.IntOrString.fromString('https') }],
    },
  });

  const probe = (path, timing) => ({
    httpGet: { path, port: k8s.IntOrString.fromString('https'), scheme: 'HTTPS' }, timeoutSeconds: 5, ...timing,
  });
  const resources = { requests: { cpu: k8s.Quantity.fromString('100m'), memory: k8s.Quantity.fromString('128Mi') } };
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, privileged: false, readOnlyRootFilesystem: true };
  new k8s.KubeDeployment(chart, `${name}-deployment`, {
    metadata: { name, namespace, labels: own },
    spec: {
      replicas: 1,
      selector: { matchLabels: own },
      strategy: { type: 'Recreate' },
      template: {
        metadata: { labels: own },
        spec: {
          automountServiceAccountToken: true,
          serviceAccountName: name,
          terminationGracePeriodSeconds: 90,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          securityContext: { fsGroup: 65532, runAsGroup: 65532, runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name,
              image: 'registry.k8s.io/e2e-test-images/sample-apiserver:1.33.8',
              args: [
                '--secure-port=8443',
                '--etcd-servers=http://127.0.0.1:2379',
                ...tls ? ['--tls-cert-file=/etc/serving-certificate/tls.crt', '--tls-private-key-file=/etc/serving-certificate/tls.key'] : ['--cert-dir=/tmp'],
              ],
              ports: [{ containerPort: 8443, name: 'https' }],
              startupProbe: probe('/livez', { failureThreshold: 30, periodSeconds: 5 }),
              livenessProbe: probe('/livez', { failureThreshold: 3, periodSeconds: 10 }),
              readinessProbe: probe('/readyz', { failureThreshold: 3, periodSeconds: 10 }),
              resources,
              securityContext,
              volumeMounts: [
                ...tls ? [{ name: 'serving-certificate', mountPath: '/etc/serving-certificate' }] : [],
                { name: 'tmp', mountPath: '/tmp' },
              ],
            },
            {
              name: 'etcd',
              image: 'registry.k8s.io/etcd:3.6.4-0',
              command: [
                'etcd',
                '--data-dir=/var/lib/etcd/data',
                '--listen-client-urls=http://127.0.0.1:2379',
                '--advertise-client-urls=http://127.0.0.1:2379',
                '--listen-peer-urls=http://127.0.0.1:2380',
                '--initial-advertise-peer-urls=http://127.0.0.1:2380',
                '--initial-cluster=default=http://127.0.0.1:2380',
              ],
              resources,
              securityContext,
              volumeMounts: [{ name: 'etcd-data', mountPath: '/var/lib/etcd' }],
            },
          ],
          volumes: [
            ...tls ? [{ name: 'serving-certificate', secret: { secretName: `${name}-serving-certificate`, defaultMode: 0o440 } }] : [],
            { name: 'tmp', emptyDir: {} },
            { name: 'etcd-data', emptyDir: {} },
          ],
        },
      },
    },
  });

  for (const [version, versionPriority] of [['v1beta1', 20], ['v1alpha1', 10]]) {
    new k8s.KubeApiService(chart, `${name}-${version}`, {
      metadata: { name: `${version}.${group}`, labels: abroad },
      spec: {
        group,
        version,
        groupPriorityMinimum: 1000,
        versionPriority,
        service: { name, namespace, port: 443 },
        ...tls ? { caBundle: pem['ca.crt'] } : { insecureSkipTlsVerify: true },
      },
    });
  }
});
