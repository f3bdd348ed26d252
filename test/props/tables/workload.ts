import { Size } from 'cdk8s';
import { Volume } from 'cdk8s-plus-27';
import type {
  ContainerOptions, ContainerResources, CustomLibraryOptions, EmptyDirOptions, ExternalEtcdOptions, NoProbeOptions, PodUserOptions,
  ProjectedMountOptions, RecommendedLibraryOptions, RollingUpdateOptions, SchedulingOptions, ServerNamespaceProps, ServerProbeOptions,
  ServerProbes, ServerWorkloadOptions, ServerWorkloadProps, SidecarEtcdOptions, SidecarOptions, VolumeMountOptions, WeakenedPodOptions,
} from '../../../src/index';
import {
  Disruption, EnvValue, EtcdStorage, ImagePullPolicy, PodSecurityLevel, PodVolume, PrivateKeyOutput, Rollout, ServerCertificate, ServerLibrary,
  ServerNamespace, ServerProbe, ServerWorkload, ServingCertificate, Sidecar, Spread, Toleration,
} from '../../../src/index';
import { TEST_TLS_SEED } from '../../support/clock';
import { server } from '../fixtures';
import type { Site } from '../site';
import { between, factories, permits, struct } from '../table';
import { metadataOptions } from './metadata';

const IMAGE = 'registry.example.com/wardle:1';
const SIDECAR = Sidecar.of('proxy', { image: 'registry.example.com/proxy:1' });
const ETCD_SERVERS = { servers: ['https://etcd:2379'], tlsSecretName: 'etcd-client' };
const ETCD = EtcdStorage.external(ETCD_SERVERS);
const LABELS = { 'example.com/team': 'platform' };

const withServer = (library: ServerLibrary | undefined) => server({ server: library });
const withStorage = (storage: EtcdStorage | undefined) => server({ storage });
// flags of etcd are there only for a storage
const withCustom = (options: CustomLibraryOptions) => {
  return server({ server: ServerLibrary.custom(options), storage: options?.etcdFlags === undefined ? EtcdStorage.none() : ETCD });
};
const withPodSecurity = (podSecurity: PodSecurityLevel | undefined) => server({ podSecurity });
const withReadiness = (readiness: ServerProbe | undefined) => server({ probes: { readiness } });
const withVolume = (volume: PodVolume | undefined) => server({ volumes: volume && [volume] });
const withClaim = (options: VolumeMountOptions) => withVolume(PodVolume.persistentVolumeClaim('data', '/data', options));
const withSidecar = (sidecar: Sidecar | undefined) => server({ sidecars: sidecar && [sidecar] });
const plusVolume = ({ chart }: Site) => Volume.fromEmptyDir(chart, 'volume', 'scratch', { sizeLimit: Size.gibibytes(1) });
const certificate = ({ chart }: Site) => new ServerCertificate(chart, 'certificate', {
  serviceName: 'server', certificate: ServingCertificate.fromSeed({ seedEnv: TEST_TLS_SEED, privateKey: PrivateKeyOutput.omitted() }),
});

const container = struct<ContainerOptions>('ContainerOptions', server, { image: IMAGE }, {
  image: 'registry.example.com/wardle:2',
  imagePullPolicy: ImagePullPolicy.ALWAYS,
  command: ['/wardle'],
  args: ['--v=2'],
  env: { GREETING: 'hello' },
  envValueFrom: { POD: EnvValue.fromField('metadata.name') },
  resources: { memoryLimit: '1Gi' },
});

const scheduling = struct<SchedulingOptions>('SchedulingOptions', server, {}, {
  nodeSelector: { 'kubernetes.io/arch': 'arm64' },
  tolerations: [Toleration.everything()],
  priorityClassName: 'system-cluster-critical',
  topologySpread: [Spread.required('topology.kubernetes.io/zone')],
});

const workload = struct<ServerWorkloadOptions>('ServerWorkloadOptions', server, { image: IMAGE }, {
  server: ServerLibrary.secureServing(),
  storage: ETCD,
  securePort: 6443,
  replicas: 3,
  leadingArgs: ['serve'],
  volumes: [PodVolume.emptyDir('/scratch')],
  sidecars: [SIDECAR],
  imagePullSecrets: ['registry'],
  probes: { readiness: ServerProbe.https('/ready') },
  podSecurity: PodSecurityLevel.baseline({ reason: 'a test' }),
  rollout: Rollout.recreate(),
  disruption: Disruption.minAvailable(1),
  preStopSleepSeconds: 5,
  terminationGracePeriodSeconds: 300,
  kubernetesVersion: '1.26',
}, [container, scheduling]);

const userOptions = struct<PodUserOptions>('PodUserOptions', (options) => withPodSecurity(PodSecurityLevel.restricted(options)), {}, {
  runAsUser: 1000, runAsGroup: 2000, fsGroup: 3000,
});
const mountOptions = struct<VolumeMountOptions>('VolumeMountOptions', withClaim, {}, {
  name: 'objects', readOnly: true,
});

export const WORKLOAD_TABLE = [
  container,
  scheduling,
  workload,
  userOptions,
  mountOptions,
  struct<ServerWorkloadProps>('ServerWorkloadProps', (props) => ({ chart }) => new ServerWorkload(chart, 'workload', props), {
    name: 'wardle', serviceAccountName: 'wardle', selectorLabels: { app: 'wardle' }, image: IMAGE, storage: EtcdStorage.none(),
  }, {
    name: 'other',
    namespace: 'other',
    serviceAccountName: 'other',
    server: ServerLibrary.custom(), // secureServing() differs from the default in what it reads only, which is not the workload's
    serverCertificate: certificate,
    selectorLabels: { app: 'other' },
    metadata: { name: 'special' },
    podMetadata: { labels: LABELS },
    podDisruptionBudgetMetadata: { labels: LABELS },
  }, [workload]),
  struct<ContainerResources>('ContainerResources', (resources) => server({ resources }), {}, {
    cpuRequest: '200m', memoryRequest: '64Mi', cpuLimit: '50m', memoryLimit: '1Gi',
  }),
  struct<SidecarOptions>('SidecarOptions', (options) => withSidecar(Sidecar.of('proxy', options)), { image: IMAGE }, {
    volumes: [PodVolume.configMap('proxy', '/etc/proxy')],
  }, [container]),
  struct<RecommendedLibraryOptions>('RecommendedLibraryOptions', (options) => withServer(ServerLibrary.recommendedOptions(options)), {}, {
    apiserverVersion: '0.29.4', disabledAdmissionPlugins: ['ValidatingAdmissionWebhook'], priorityAndFairness: false,
  }),
  struct<CustomLibraryOptions>('CustomLibraryOptions', withCustom, {}, {
    securePortFlag: '--listen-port',
    etcdFlags: permits<CustomLibraryOptions>({ etcdFlags: false }, { etcdFlags: true }),
    livenessPath: '/alive',
    readinessPath: '/ready',
  }),
  struct<SidecarEtcdOptions>('SidecarEtcdOptions', (options) => withStorage(EtcdStorage.sidecar(options)), {}, {
    image: 'registry.example.com/etcd:3', prefix: '/registry/wardle',
  }),
  struct<ExternalEtcdOptions>('ExternalEtcdOptions', (options) => withStorage(EtcdStorage.external(options)), ETCD_SERVERS, {
    servers: ['https://etcd-0:2379', 'https://etcd-1:2379'],
    tlsSecretName: 'other-client',
    insecureReason: between<ExternalEtcdOptions>({}, {
      servers: ['http://etcd:2379'], tlsSecretName: undefined, insecureReason: 'a mesh encrypts it',
    }),
    prefix: '/registry/wardle',
  }),
  struct<ServerProbeOptions>('ServerProbeOptions', (options) => withReadiness(ServerProbe.https('/readyz', options)), {}, {
    initialDelaySeconds: 3, periodSeconds: 20, timeoutSeconds: 2, failureThreshold: 7,
  }),
  struct<NoProbeOptions>('NoProbeOptions', (options) => withReadiness(ServerProbe.none(options)), { reason: 'a test' }, { reason: 'another test' }),
  struct<ServerProbes>('ServerProbes', (probes) => server({ probes }), {}, {
    startup: ServerProbe.https('/started'), readiness: ServerProbe.https('/ready'), liveness: ServerProbe.none({ reason: 'a test' }),
  }),
  struct<WeakenedPodOptions>('WeakenedPodOptions', (options) => withPodSecurity(PodSecurityLevel.baseline(options)), { reason: 'a test' }, {
    reason: 'another test',
  }, [userOptions]),
  struct<RollingUpdateOptions>('RollingUpdateOptions', (options) => server({ rollout: Rollout.rollingUpdate(options) }), {}, {
    maxSurge: 3, maxUnavailable: 2,
  }),
  struct<ProjectedMountOptions>('ProjectedMountOptions', (options) => withVolume(PodVolume.configMap('config', '/config', options)), {}, {
    items: { key: 'file' }, optional: true, readOnly: false,
  }, [mountOptions]),
  struct<EmptyDirOptions>('EmptyDirOptions', (options) => withVolume(PodVolume.emptyDir('/scratch', options)), {}, {
    sizeLimit: '1Gi', inMemory: true,
  }, [mountOptions]),
  struct<ServerNamespaceProps>('ServerNamespaceProps', (props) => ({ chart }) => new ServerNamespace(chart, 'namespace', props), { name: 'wardle' }, {
    name: 'other', podSecurity: PodSecurityLevel.privileged({ reason: 'a test' }),
  }, [metadataOptions]),

  factories(ServerLibrary, withServer, ServerLibrary.secureServing(), {
    recommendedOptions: [{ apiserverVersion: '0.30' }],
    secureServing: { args: [], before: ServerLibrary.custom() },
    custom: [{ livenessPath: '/alive' }],
  }),
  factories(EtcdStorage, withStorage, EtcdStorage.none(), {
    none: { args: [], before: EtcdStorage.sidecar() },
    sidecar: [{ prefix: '/wardle' }],
    external: [ETCD_SERVERS],
  }),
  factories(PodSecurityLevel, withPodSecurity, undefined, {
    restricted: [{ runAsUser: 1000 }], baseline: [{ reason: 'a test' }], privileged: [{ reason: 'a test' }],
  }),
  factories(ServerProbe, withReadiness, undefined, { https: ['/ready', { periodSeconds: 3 }], none: [{ reason: 'a test' }] }),
  factories(Rollout, (rollout) => server({ rollout }), undefined, { rollingUpdate: [{ maxSurge: 2 }], recreate: [] }),
  factories(Disruption, (disruption) => server({ disruption, replicas: 5 }), undefined, { maxUnavailable: [2], minAvailable: [3], unlimited: [] }),
  factories(Toleration, (toleration) => server({ tolerations: toleration && [toleration] }), undefined, {
    exists: ['example.com/gpu'], equal: ['example.com/gpu', 'yes'], everything: [],
  }),
  factories(Spread, (spread) => server({ topologySpread: spread && [spread] }), undefined, {
    preferred: ['topology.kubernetes.io/zone'], required: ['topology.kubernetes.io/zone'],
  }),
  factories(EnvValue, (value) => server({ envValueFrom: value && { VALUE: value } }), undefined, {
    fromSecret: ['passwords', 'wardle'], fromConfigMap: ['config', 'wardle'], fromField: ['status.podIP'], fromResource: ['limits.memory'],
  }),
  factories(PodVolume, withVolume, undefined, {
    secret: ['passwords', '/passwords', { optional: true }],
    configMap: ['config', '/config', { items: { key: 'file' } }],
    emptyDir: ['/scratch', { inMemory: true }],
    persistentVolumeClaim: ['data', '/data', { readOnly: true }],
    fromVolume: [plusVolume, '/scratch', { name: 'space' }],
  }),
  factories(Sidecar, withSidecar, undefined, { of: ['proxy', { image: IMAGE, args: ['--quiet'] }] }),
];
