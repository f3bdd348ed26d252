import type { Chart } from 'cdk8s';
import { Volume } from 'cdk8s-plus-27';
import { TlsVerification } from '../../src/api/tls-verification';
import { ServerCertificate } from '../../src/certificate/server-certificate';
import { ServingCertificate } from '../../src/certificate/serving-certificate';
import { Disruption } from '../../src/workload/disruption';
import { EtcdStorage } from '../../src/workload/etcd-storage';
import { PodSecurityLevel } from '../../src/workload/pod-security-level';
import { PodVolume } from '../../src/workload/pod-volume';
import { Rollout } from '../../src/workload/rollout';
import { ServerLibrary } from '../../src/workload/server-library';
import { ServerProbe } from '../../src/workload/server-probe';
import type { ServerWorkloadProps } from '../../src/workload/server-workload';
import { ServerWorkload } from '../../src/workload/server-workload';
import { Sidecar } from '../../src/workload/sidecar';
import { faultsOf, newChart, objectsOf } from '../support/charts';
import { schemaErrors } from '../support/schema';

const IMAGE = 'registry.example.com/server:1';
const EXTERNAL = EtcdStorage.external({ servers: ['https://etcd:2379'], tlsSecretName: 'etcd-client' });
const PROXY = Sidecar.of('proxy', { image: 'registry.example.com/proxy:1' });

function run(changes: Partial<ServerWorkloadProps> = {}, chart: Chart = newChart(), id = 'workload'): ServerWorkload {
  return new ServerWorkload(chart, id, {
    name: 'server', image: IMAGE, serviceAccountName: 'account', selectorLabels: { app: 'server' }, server: ServerLibrary.secureServing(), ...changes,
  });
}

function deploymentOf(changes: Partial<ServerWorkloadProps> = {}): any {
  const manifest = run(changes).apiObject!.toJson();
  expect(schemaErrors([manifest])).toEqual([]);
  return manifest;
}

const podOf = (changes: Partial<ServerWorkloadProps> = {}) => deploymentOf(changes).spec.template.spec;
const containerOf = (changes: Partial<ServerWorkloadProps> = {}) => podOf(changes).containers[0];
const argsOf = (changes: Partial<ServerWorkloadProps>): string[] => containerOf(changes).args;
const budgetOf = (changes: Partial<ServerWorkloadProps>) => run(changes).podDisruptionBudget?.toJson().spec;

describe('a workload of few props', () => {
  test('is a Deployment of two pods and their PodDisruptionBudget', () => {
    const chart = newChart();
    const workload = run({}, chart);
    expect(objectsOf(chart)).toEqual(['Deployment wardle/server', 'PodDisruptionBudget wardle/server']);
    expect(workload.securePort).toEqual(8443);
    expect(workload.apiObject!.toJson().spec).toMatchObject({
      replicas: 2,
      selector: { matchLabels: { app: 'server' } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: { metadata: { labels: { app: 'server' } } },
    });
    expect(workload.podDisruptionBudget!.toJson().spec).toEqual({
      maxUnavailable: 1, selector: { matchLabels: { app: 'server' } }, unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
    expect(schemaErrors(chart.toJson())).toEqual([]);
  });

  test('runs under its ServiceAccount, with a token, as restricted asks', () => {
    expect(podOf()).toMatchObject({
      serviceAccountName: 'account',
      automountServiceAccountToken: true,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      terminationGracePeriodSeconds: 90,
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      topologySpreadConstraints: [{ labelSelector: { matchLabels: { app: 'server' } } }],
    });
    expect(containerOf().securityContext).toMatchObject({ readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
  });

  test('serves on one port, is asked on it, and may write to /tmp', () => {
    const probe = { httpGet: { port: 'https', scheme: 'HTTPS' }, timeoutSeconds: 5 };
    expect(containerOf()).toMatchObject({
      name: 'server',
      image: IMAGE,
      args: ['--secure-port=8443', '--cert-dir=/tmp'],
      ports: [{ name: 'https', containerPort: 8443 }],
      startupProbe: { ...probe, httpGet: { path: '/livez' }, periodSeconds: 5, failureThreshold: 30 },
      readinessProbe: { ...probe, httpGet: { path: '/readyz' }, periodSeconds: 10, failureThreshold: 3 },
      livenessProbe: { ...probe, httpGet: { path: '/livez' }, periodSeconds: 10, failureThreshold: 3 },
      lifecycle: { preStop: { sleep: { seconds: 15 } } },
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    });
    expect(podOf().volumes).toEqual([{ name: 'tmp', emptyDir: {} }]);
  });
});

describe('names, labels and annotations', () => {
  test('of Deployment, pods and PodDisruptionBudget', () => {
    const chart = newChart();
    run({
      namespace: 'given',
      metadata: { name: 'deployment', labels: { a: '1' }, annotations: { b: '1' } },
      podMetadata: { labels: { a: '2' }, annotations: { b: '2' } },
      podDisruptionBudgetMetadata: { name: 'budget', labels: { a: '3' }, annotations: { b: '3' } },
    }, chart);
    expect(chart.toJson().map(({ metadata }) => metadata)).toEqual([
      { name: 'deployment', namespace: 'given', labels: { a: '1' }, annotations: { b: '1' } },
      { name: 'budget', namespace: 'given', labels: { a: '3' }, annotations: { b: '3' } },
    ]);
    expect(chart.toJson()[0].spec.template.metadata).toEqual({ labels: { a: '2', app: 'server' }, annotations: { b: '2' } });
  });

  test('the labels of the pods may repeat the selector', () => {
    expect(deploymentOf({ podMetadata: { labels: { app: 'server' } } }).spec.template.metadata).toEqual({ labels: { app: 'server' } });
  });

  test('fails where the labels of the pods differ from the selector', () => {
    expect(() => run({ podMetadata: { labels: { app: 'other' } } })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'podMetadata.labels.app' must not differ from 'selectorLabels' ("server"), got "other""
`);
  });

  test('fails for a selector that Kubernetes would refuse', () => {
    expect(() => run({ selectorLabels: { 'a b': 'c d' } })).toThrow("'selectorLabels.a b' must be a label value");
  });

  test('fails for all that is wrong, at once', () => {
    const metadata = { name: 'A', labels: { a: 'b c' }, annotations: { 'a b': '' } };
    const names = { name: 'a.b', namespace: 'n.n', serviceAccountName: 'A', selectorLabels: {}, imagePullSecrets: ['A'] };
    expect(() => run({ ...names, metadata, podMetadata: { labels: { '': '' } }, podDisruptionBudgetMetadata: metadata })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'namespace' must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends), got "n.n"; write "n-n"
  - 'name' must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends), got "a.b"; write "a-b"
  - 'serviceAccountName' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "A"; write "a"
  - 'selectorLabels' must hold at least one label, got {}
  - 'metadata.name' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "A"; write "a"
  - 'metadata.labels.a' must be a label value (at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit), got "b c"
  - 'metadata.annotations' must have keys of the form [subdomain/]name (the name has 1 to 63 letters, digits, '-', '_' and '.'), got "a b"
  - 'podMetadata.labels' must have keys of the form [subdomain/]name (the name has 1 to 63 letters, digits, '-', '_' and '.'), got ""
  - 'podDisruptionBudgetMetadata.name' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "A"; write "a"
  - 'podDisruptionBudgetMetadata.labels.a' must be a label value (at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit), got "b c"
  - 'podDisruptionBudgetMetadata.annotations' must have keys of the form [subdomain/]name (the name has 1 to 63 letters, digits, '-', '_' and '.'), got "a b"
  - 'imagePullSecrets[0]' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "A"; write "a""
`);
  });
});

describe('two workloads with one selector', () => {
  test('fails in one namespace, in whatever order the labels are', () => {
    const chart = newChart();
    run({ selectorLabels: { a: '1', b: '2' } }, chart);
    const other = { name: 'other', selectorLabels: { b: '2', a: '1' } };
    expect(() => run(other, chart, 'other')).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/other' cannot be built:
  - 'selectorLabels' must tell the pods from those of 'chart/workload', each would get requests for the other, got {"b":"2","a":"1"}; choose labels that only these pods have; where the charts are for several clusters, tell them apart: chart.node.setContext('cdk8s-extension-apiserver/cluster', 'staging')"
`);
  });

  test('fails where one selects what the other runs', () => {
    const chart = newChart();
    run({}, chart);
    expect(() => run({ name: 'other', selectorLabels: { tier: 'api' }, podMetadata: { labels: { app: 'server' } } }, chart, 'other'))
      .toThrow("'selectorLabels' must tell the pods from those of 'chart/workload'");
  });

  test('may stand in two namespaces', () => {
    const chart = newChart();
    run({}, chart);
    expect(() => run({ namespace: 'other' }, chart, 'other')).not.toThrow();
  });
});

describe('arguments', () => {
  test('stand around those that the bundle passes', () => {
    const storage = EtcdStorage.external({ servers: ['https://etcd:2379'], tlsSecretName: 'etcd', prefix: '/wardle' });
    expect(argsOf({ leadingArgs: ['serve'], args: ['-v=2', '--', 'x'], server: ServerLibrary.recommendedOptions({ priorityAndFairness: false }), storage })).toEqual([
      'serve',
      '--secure-port=8443',
      '--enable-priority-and-fairness=false',
      '--etcd-servers=https://etcd:2379',
      '--etcd-cafile=/etc/etcd-client/ca.crt',
      '--etcd-certfile=/etc/etcd-client/tls.crt',
      '--etcd-keyfile=/etc/etcd-client/tls.key',
      '--etcd-prefix=/wardle',
      '--cert-dir=/tmp',
      '-v=2',
      '--',
      'x',
    ]);
  });

  test('are not there where a library knows none', () => {
    expect(containerOf({ server: ServerLibrary.custom() })).not.toHaveProperty('args');
    expect(argsOf({ server: ServerLibrary.custom(), args: ['--secure-port=1', '--cert-dir=/x'] })).toEqual(['--secure-port=1', '--cert-dir=/x']);
  });

  test('fails for a flag that the bundle passes, however it is written', () => {
    const faults = (args: string[]) => faultsOf(() => run({ args }));
    expect(() => run({ args: ['--secure-port=443'] })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'args[0]' must not set a flag that the bundle passes, got "--secure-port=443"; change the prop that it comes from: 'securePort', 'storage', 'certificate' or 'server'"
`);
    for (const args of [['--secure-port', '443'], ['-secure-port=443'], ['--secure_port=443'], ['--cert-dir=/x']]) expect(faults(args)).toEqual([expect.stringMatching(/^'args\[0\]' must not set a flag/)]);
    expect(faults(['--secure-ports=443', 'secure-port=443', '--tls-cert-file=/x'])).toEqual([]);
  });

  test('fails for such a flag in the command and before the others, too', () => {
    expect(() => run({ command: ['/server', '--cert-dir=/x'], leadingArgs: ['--secure-port=1'] })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'command[1]' must not set a flag that the bundle passes, got "--cert-dir=/x"; change the prop that it comes from: 'securePort', 'storage', 'certificate' or 'server'
  - 'leadingArgs[0]' must not set a flag that the bundle passes, got "--secure-port=1"; change the prop that it comes from: 'securePort', 'storage', 'certificate' or 'server'"
`);
  });

  test('fails for a server that nobody could reach', () => {
    expect(() => run({ args: ['--bind-address=127.0.0.1'] })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'args[0]' must not bind the server to its loopback interface: the Service could not reach it, got "--bind-address=127.0.0.1"; leave it out"
`);
    for (const address of ['localhost', '::1', '[::1]']) expect(faultsOf(() => run({ args: [`--bind-address=${address}`] }))).toHaveLength(1);
    expect(faultsOf(() => run({ args: ['--bind-address', '127.0.0.1'] }))).toHaveLength(1);
    for (const args of [['--bind-address=0.0.0.0'], ['--bind-address', '0.0.0.0'], ['--bind-address']]) expect(() => run({ args })).not.toThrow();
  });
});

describe('storage', () => {
  test('fails where a server of RecommendedOptions is given none', () => {
    expect(() => run({ server: undefined })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'storage' must be said: a server built on RecommendedOptions exits without --etcd-servers, got nothing; EtcdStorage.sidecar() for development, EtcdStorage.external(...), or EtcdStorage.none() where it runs without etcd; for an adapter without etcd and admission say server: ServerLibrary.secureServing()"
`);
  });

  test('may be left out where the arguments name it, or said to be none', () => {
    expect(argsOf({ server: undefined, args: ['--etcd-servers=http://etcd:2379'] })).toContain('--etcd-servers=http://etcd:2379');
    expect(argsOf({ server: undefined, args: ['--etcd-servers', 'http://etcd:2379'] })).toContain('--etcd-servers');
    expect(argsOf({ server: undefined, storage: EtcdStorage.none() })).toEqual(['--secure-port=8443', '--cert-dir=/tmp']);
  });

  test('fails where the server knows no etcd flags', () => {
    expect(() => run({ storage: EXTERNAL })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'storage' must be EtcdStorage.none(): the 'server' given knows no etcd flags"
`);
    expect(() => run({ storage: EXTERNAL, server: ServerLibrary.custom({ etcdFlags: true }) })).not.toThrow();
  });

  test('fails where the arguments name it again', () => {
    expect(faultsOf(() => run({ server: undefined, storage: EXTERNAL, args: ['--etcd-servers=http://etcd:2379'] }))).toEqual([
      expect.stringMatching(/^'args\[0\]' must not set a flag that the bundle passes/),
    ]);
  });

  test('external mounts its certificates', () => {
    expect(podOf({ server: undefined, storage: EXTERNAL }).volumes).toEqual([
      { name: 'etcd-client', secret: { secretName: 'etcd-client', defaultMode: 0o440 } }, { name: 'tmp', emptyDir: {} },
    ]);
  });

  test('in clear text keeps its reason', () => {
    const storage = EtcdStorage.external({ servers: ['http://etcd:2379'], insecureReason: 'a laptop' });
    expect(deploymentOf({ server: undefined, storage }).metadata.annotations).toEqual({ 'cdk8s-extension-apiserver/insecure-etcd-reason': 'a laptop' });
  });
});

describe('an etcd sidecar', () => {
  const ETCD = { server: ServerLibrary.recommendedOptions(), storage: EtcdStorage.sidecar() };

  test('has one replica, which stops before the next starts, and no PodDisruptionBudget', () => {
    const { spec } = deploymentOf(ETCD);
    expect([spec.replicas, spec.strategy, budgetOf(ETCD)]).toEqual([1, { type: 'Recreate' }, undefined]);
  });

  test('keeps to the loopback interface, as restricted as the server', () => {
    const [etcd] = podOf(ETCD).initContainers;
    expect(etcd.command).toEqual(expect.arrayContaining(['etcd', '--listen-client-urls=http://127.0.0.1:2379', '--listen-peer-urls=http://127.0.0.1:2380']));
    expect(etcd.securityContext).toEqual(containerOf(ETCD).securityContext);
    expect(etcd.volumeMounts).toEqual([{ name: 'etcd-data', mountPath: '/var/lib/etcd' }]);
    expect(podOf(ETCD).volumes).toContainEqual({ name: 'etcd-data', emptyDir: {} });
  });

  test('fails with several replicas: each would have objects of its own', () => {
    expect(() => run({ ...ETCD, replicas: 2 })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'replicas' must be 1 with an etcd sidecar: each replica would have objects of its own, got 2; EtcdStorage.external(...) for more"
`);
  });

  test('fails where the server takes its ports', () => {
    expect(() => run({ ...ETCD, securePort: 2379 })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'securePort' must not be a port of the etcd sidecar, got 2379"
`);
    expect(() => run({ ...ETCD, securePort: 2381 })).not.toThrow();
  });

  test('fails beside a sidecar of its name', () => {
    expect(() => run({ ...ETCD, sidecars: [Sidecar.of('etcd', { image: IMAGE })] })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'sidecars' must have names that no other container of the pod has, got "etcd""
`);
  });
});

describe('sidecars', () => {
  test('start before the server from Kubernetes 1.29 on', () => {
    const pod = podOf({ sidecars: [PROXY], kubernetesVersion: '1.29' });
    expect(pod.containers.map(({ name }: any) => name)).toEqual(['server']);
    expect(pod.initContainers).toMatchObject([{ name: 'proxy', restartPolicy: 'Always', securityContext: pod.containers[0].securityContext }]);
  });

  test('are plain containers before', () => {
    const pod = podOf({ sidecars: [PROXY], kubernetesVersion: '1.28' });
    expect(pod).not.toHaveProperty('initContainers');
    expect(pod.containers.map(({ name }: any) => name)).toEqual(['server', 'proxy']);
    expect(pod.containers[1]).not.toHaveProperty('restartPolicy');
  });

  test('are not there where there is none', () => {
    expect(podOf({ sidecars: [] })).not.toHaveProperty('initContainers');
  });

  test('have a /tmp of their own, and share the volumes of one name', () => {
    const shared = (path: string) => PodVolume.emptyDir(path, { name: 'shared' });
    const pod = podOf({ volumes: [shared('/out')], sidecars: [Sidecar.of('proxy', { image: IMAGE, volumes: [shared('/in')] })] });
    expect(pod.containers[0].volumeMounts).toEqual([{ name: 'shared', mountPath: '/out' }, { name: 'tmp', mountPath: '/tmp' }]);
    expect(pod.initContainers[0].volumeMounts).toEqual([{ name: 'shared', mountPath: '/in' }, { name: 'proxy-tmp', mountPath: '/tmp' }]);
    expect(pod.volumes.map(({ name }: any) => name)).toEqual(['shared', 'tmp', 'proxy-tmp']);
  });

  test('fails for the name of the server, and for one name twice', () => {
    expect(() => run({ sidecars: [Sidecar.of('server', { image: IMAGE })] })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'sidecars' must have names that no other container of the pod has, got "server""
`);
    expect(() => run({ sidecars: [PROXY, PROXY] })).toThrow("'sidecars' must have names that no other container of the pod has, got \"proxy\"");
  });
});

describe('volumes', () => {
  test('a /tmp of its own takes the place of the default one', () => {
    expect(podOf({ volumes: [PodVolume.emptyDir('/tmp', { sizeLimit: '1Gi' })] }).volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }]);
  });

  test('one volume may be mounted at two paths', () => {
    const pod = podOf({ volumes: [PodVolume.secret('keys', '/a'), PodVolume.secret('keys', '/b')] });
    expect(pod.volumes.filter(({ name }: any) => name === 'keys')).toHaveLength(1);
    expect(pod.containers[0].volumeMounts).toHaveLength(3);
  });

  test('fails for one writable folder at two paths, which the names of both would give', () => {
    expect(() => run({ volumes: [PodVolume.emptyDir('/a/b'), PodVolume.emptyDir('/a-b')] })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'volumes' must not be one folder at two paths, got "a-b"; give one of them another 'name'"
`);
    expect(() => run({ volumes: [PodVolume.emptyDir('/a/b'), PodVolume.emptyDir('/a-b', { name: 'other' })] })).not.toThrow();
  });

  test('fails for a kind of volume that Pod Security forbids', () => {
    const chart = newChart();
    const hostPath = PodVolume.fromVolume(Volume.fromHostPath(chart, 'h', 'logs', { path: '/var/log' }), '/logs');
    const nfs = PodVolume.fromVolume(Volume.fromNfs(chart, 'n', 'share', { server: 'nfs.example.com', path: '/share' }), '/share');
    const kindsRefused = (podSecurity?: PodSecurityLevel) => faultsOf(() => run({ volumes: [hostPath, nfs], podSecurity })).map((fault) => /a (\w+) volume/.exec(fault)![1]);
    expect(kindsRefused()).toEqual(['hostPath', 'nfs']);
    expect(kindsRefused(PodSecurityLevel.baseline({ reason: 'tests' }))).toEqual(['hostPath']);
    expect(kindsRefused(PodSecurityLevel.privileged({ reason: 'tests' }))).toEqual([]);
  });

  test('fails for a certificate in another namespace', () => {
    const chart = newChart();
    const certificate = ServingCertificate.existingSecret({ secretName: 'tls', verification: TlsVerification.insecureSkip({ reason: 'tests' }) });
    const serverCertificate = new ServerCertificate(chart, 'certificate', { certificate, serviceName: 'server', namespace: 'other' });
    expect(() => run({ serverCertificate }, chart)).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'serverCertificate' must be in the server's namespace, "wardle", got "other""
`);
  });

  test('fails for two volumes of one name', () => {
    expect(() => run({ volumes: [PodVolume.secret('keys', '/a'), PodVolume.configMap('keys', '/b')] })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'volumes' must not have two volumes of the same name, got "keys"; give one of them another 'name'"
`);
  });

  test('fails for two volumes at one path', () => {
    expect(() => run({ volumes: [PodVolume.secret('a', '/keys'), PodVolume.secret('b', '/keys')] })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'volumes' must not mount two volumes at the same path, got "/keys""
`);
  });

  test('the certificate is mounted', () => {
    const chart = newChart();
    const certificate = ServingCertificate.existingSecret({ secretName: 'tls', verification: TlsVerification.insecureSkip({ reason: 'a test' }) });
    const serverCertificate = new ServerCertificate(chart, 'certificate', { certificate, serviceName: 'server' });
    const pod = run({ serverCertificate }, chart).apiObject!.toJson().spec.template.spec;
    expect(pod.containers[0].args).toContain('--tls-cert-file=/etc/serving-certificate/tls.crt');
    expect(pod.volumes[0]).toEqual({ name: 'serving-certificate', secret: { secretName: 'tls', defaultMode: 0o440 } });
    expect(() => run({ serverCertificate, volumes: [PodVolume.secret('a', '/etc/serving-certificate')] }, chart, 'other')).toThrow('must not mount two volumes at the same path');
  });
});

describe('the port', () => {
  test('below 1024 is opened to a user who is not root', () => {
    expect(podOf({ securePort: 443 }).securityContext).toMatchObject({ runAsNonRoot: true, sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '443' }] });
    expect(containerOf({ securePort: 443 })).toMatchObject({ args: ['--secure-port=443', '--cert-dir=/tmp'], ports: [{ containerPort: 443 }] });
    expect(run({ securePort: 443 }).securePort).toEqual(443);
  });

  test('from 1024 on needs nothing, nor does a privileged pod', () => {
    expect(podOf({ securePort: 1024 }).securityContext).not.toHaveProperty('sysctls');
    expect(podOf({ securePort: 443, podSecurity: PodSecurityLevel.privileged({ reason: 'a test' }) })).not.toHaveProperty('securityContext');
  });

  test('fails where it is none', () => {
    expect(() => run({ securePort: 0 })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'securePort' must be a whole number from 1 to 65535, got 0"
`);
    expect(() => run({ securePort: 65536 })).toThrow("'securePort' must be a whole number from 1 to 65535, got 65536");
  });
});

describe('stopping', () => {
  const timesOf = (changes: Partial<ServerWorkloadProps>) => {
    const pod = podOf(changes);
    return [pod.containers[0].lifecycle?.preStop.sleep.seconds, pod.terminationGracePeriodSeconds];
  };

  test.each<[string, Partial<ServerWorkloadProps>, unknown[]]>([
    ['sleeps', {}, [15, 90]],
    ['sleeps from Kubernetes 1.30 on', { kubernetesVersion: '1.30' }, [15, 90]],
    ['does not sleep before', { kubernetesVersion: '1.29' }, [undefined, 75]],
    ['does not sleep where it need not', { preStopSleepSeconds: 0 }, [undefined, 75]],
    ['sleeps longer, and has longer for it', { preStopSleepSeconds: 60 }, [60, 135]],
    ['has as long as it is given', { terminationGracePeriodSeconds: 16 }, [15, 16]],
  ])('%s', (_, changes, times) => {
    expect(timesOf(changes)).toEqual(times);
  });

  test('fails where Kubernetes has no sleep', () => {
    expect(() => run({ kubernetesVersion: '1.29', preStopSleepSeconds: 5 })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'preStopSleepSeconds' must be 0 before Kubernetes 1.30, which has no sleep action, got 5"
`);
    expect(() => run({ kubernetesVersion: '1.29', preStopSleepSeconds: 0 })).not.toThrow();
  });

  test('fails where the pod would be killed in its sleep', () => {
    expect(() => run({ terminationGracePeriodSeconds: 15 })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'terminationGracePeriodSeconds' must be more than 'preStopSleepSeconds' (15), got 15"
`);
  });

  test('fails for times that are none', () => {
    expect(() => run({ preStopSleepSeconds: -1, terminationGracePeriodSeconds: 1.5 })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'preStopSleepSeconds' must be a whole number from 0 to 3600, got -1
  - 'terminationGracePeriodSeconds' must be a whole number from 1 to 86400, got 1.5"
`);
  });
});

describe('probes', () => {
  test('take their paths from the library', () => {
    const container = containerOf({ server: ServerLibrary.custom({ livenessPath: '/alive', readinessPath: '/ready' }) });
    expect([container.startupProbe, container.livenessProbe, container.readinessProbe].map(({ httpGet }) => httpGet.path)).toEqual(['/alive', '/alive', '/ready']);
  });

  test('the startup probe asks what the liveness probe asks, with its own timing', () => {
    const { startupProbe, livenessProbe } = containerOf({ probes: { liveness: ServerProbe.https('/alive', { periodSeconds: 60 }) } });
    expect([startupProbe.httpGet.path, startupProbe.periodSeconds, livenessProbe.periodSeconds]).toEqual(['/alive', 5, 60]);
  });

  test('each may be its own, or none for a reason that is kept', () => {
    const none = (reason: string) => ServerProbe.none({ reason });
    const deployment = deploymentOf({ probes: { startup: ServerProbe.https('/started'), readiness: none('always ready'), liveness: none('never dies') } });
    const [container] = deployment.spec.template.spec.containers;
    expect(container.startupProbe.httpGet.path).toEqual('/started');
    expect(container).not.toHaveProperty('readinessProbe');
    expect(container).not.toHaveProperty('livenessProbe');
    expect(deployment.metadata.annotations).toEqual({
      'cdk8s-extension-apiserver/no-readiness-probe-reason': 'always ready', 'cdk8s-extension-apiserver/no-liveness-probe-reason': 'never dies',
    });
  });

  test('without a liveness probe there is no startup probe', () => {
    expect(containerOf({ probes: { liveness: ServerProbe.none({ reason: 'never dies' }) } })).not.toHaveProperty('startupProbe');
  });

  test('fails for what is wrong with one', () => {
    expect(() => run({ probes: { readiness: ServerProbe.https('ready'), startup: undefined } })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'probes.readiness.path' must start with '/', got "ready""
`);
  });
});

describe('replicas', () => {
  test('one has no PodDisruptionBudget, and two have', () => {
    expect([1, 2].map((replicas) => budgetOf({ replicas })?.maxUnavailable)).toEqual([undefined, 1]);
  });

  test('a PodDisruptionBudget of its own', () => {
    expect(budgetOf({ replicas: 3, disruption: Disruption.minAvailable(2) })).toMatchObject({ minAvailable: 2 });
    expect(budgetOf({ disruption: Disruption.unlimited() })).toBeUndefined();
    expect(budgetOf({ kubernetesVersion: '1.26' })).not.toHaveProperty('unhealthyPodEvictionPolicy');
    expect(budgetOf({ kubernetesVersion: '1.27' })).toMatchObject({ unhealthyPodEvictionPolicy: 'AlwaysAllow' });
  });

  test('fails where no node could be drained', () => {
    expect(() => run({ disruption: Disruption.minAvailable(2) })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'disruption.minAvailable' must be less than 'replicas' (2): no node could be drained, got 2; Disruption.maxUnavailable(1)"
`);
  });

  test('fails for what is no number of pods', () => {
    expect(() => run({ replicas: 1.5 })).toThrow("'replicas' must be a whole number from 1 to 1000, got 1.5");
  });
});

describe('pod security', () => {
  test('what is weaker keeps its reason', () => {
    const deployment = deploymentOf({ podSecurity: PodSecurityLevel.baseline({ reason: 'an old image', runAsUser: 0 }) });
    expect(deployment.metadata.annotations).toEqual({ 'cdk8s-extension-apiserver/pod-security-reason': 'an old image' });
    expect(deployment.spec.template.spec.securityContext).toMatchObject({ runAsUser: 0 });
    expect(deployment.spec.template.spec.containers[0].securityContext).toEqual({ allowPrivilegeEscalation: false });
  });

  test('an annotation of a user takes the place of the reason', () => {
    const key = 'cdk8s-extension-apiserver/pod-security-reason';
    const podSecurity = PodSecurityLevel.baseline({ reason: 'an old image' });
    expect(deploymentOf({ podSecurity, metadata: { annotations: { [key]: 'TICKET-1' } } }).metadata.annotations).toEqual({ [key]: 'TICKET-1' });
  });
});

test('rollout, pull secrets and what the container runs', () => {
  const container = { command: ['/server'], env: { A: 'b' }, resources: { memoryLimit: '1Gi' } };
  const { spec } = deploymentOf({ rollout: Rollout.recreate(), imagePullSecrets: ['registry'], ...container });
  expect(spec.strategy).toEqual({ type: 'Recreate' });
  expect(spec.template.spec.imagePullSecrets).toEqual([{ name: 'registry' }]);
  expect(spec.template.spec.containers[0]).toMatchObject({ command: ['/server'], env: [{ name: 'A', value: 'b' }], resources: { limits: { memory: '1Gi' } } });
});

test('fails for all that is wrong with its parts, at once', () => {
  const parts = {
    image: '',
    server: ServerLibrary.custom({ livenessPath: 'x' }),
    storage: EtcdStorage.sidecar({ prefix: 'x' }),
    podSecurity: PodSecurityLevel.restricted({ runAsUser: -1 }),
    rollout: Rollout.rollingUpdate({ maxSurge: -1 }),
    disruption: Disruption.maxUnavailable(0),
    volumes: [PodVolume.emptyDir('x')],
    sidecars: [Sidecar.of('', { image: 'a' })],
    kubernetesVersion: '2.0',
    priorityClassName: 'A',
  };
  expect(() => run(parts)).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'image' must be the name of an image, without a scheme, the repository in lower case, got ""; 'registry.example.com/server:1.2.3', say
  - 'priorityClassName' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "A"; write "a"
  - 'server.livenessPath' must start with '/', got "x"
  - 'storage.prefix' must start with '/', got "x"; '/registry/wardle.example.com', say
  - 'podSecurity.runAsUser' must be a whole number from 1 to 2147483647, got -1
  - 'rollout.maxSurge' must be a whole number from 0 to 1000, got -1
  - 'disruption.maxUnavailable' must be a whole number from 1 to 1000, got 0
  - 'volumes[0].mountPath' must be an absolute path without ':' and '..', below '/', got "x"
  - 'sidecars[0].name' must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends), got ""
  - 'kubernetesVersion' must be a version from 1.25 to 1.37, got "2.0"; the newest known here is "1.37""
`);
});

test('fails for props that are missing or of another type', () => {
  expect(() => run({ image: undefined, server: 'custom' as any, replicas: '2' as any, selectorLabels: undefined })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'image' must be given (a string), got nothing
  - 'server' must be made with a factory of ServerLibrary, got "custom"
  - 'replicas' must be a number, got "2"
  - 'selectorLabels' must be given (an object of names and values), got nothing"
`);
});

test('fails where no namespace is known', () => {
  expect(() => run({}, newChart({}))).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'namespace' must be known, got nothing; give 'namespace', or the chart a namespace: new Chart(app, 'chart', { namespace: '...' })"
`);
});

test('fails for a Deployment that the App has already', () => {
  const chart = newChart();
  run({}, chart);
  expect(() => run({ selectorLabels: { app: 'other' } }, chart, 'other')).toThrow("'metadata.name' must be the only one: 'chart/workload/Resource' has Deployment/wardle/server already");
});

test('fails where the server watches what the cluster does not serve yet', () => {
  const server = ServerLibrary.recommendedOptions({ apiserverVersion: '0.36' });
  expect(() => run({ server, storage: EXTERNAL, kubernetesVersion: '1.35' })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'kubernetesVersion' must be 1.36 or newer for the 'server' given: it watches what older ones do not serve, and never gets ready, got "1.35"; or disable what watches it: 'disabledAdmissionPlugins', 'priorityAndFairness'"
`);
  expect(() => run({ server, storage: EXTERNAL, kubernetesVersion: '1.36' })).not.toThrow();
  expect(() => run({ server: ServerLibrary.recommendedOptions(), storage: EXTERNAL, kubernetesVersion: '1.28' })).not.toThrow();
});

test('fails where two pods would each have an etcd of its own, if only during a rollout', () => {
  const server = ServerLibrary.recommendedOptions();
  const storage = EtcdStorage.sidecar();
  expect(() => run({ server, storage, rollout: Rollout.rollingUpdate() })).toThrowErrorMatchingInlineSnapshot(`
"ServerWorkload 'chart/workload' cannot be built:
  - 'rollout' must not start a pod beside another with an etcd sidecar: each has objects of its own; Rollout.recreate()"
`);
  expect(() => run({ server, storage, rollout: Rollout.rollingUpdate({ maxSurge: 0, maxUnavailable: 1 }) })).not.toThrow();
});
