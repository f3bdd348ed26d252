import type { BundleMetadata, ExtensionApiServerProps } from '../../../src/index';
import {
  ApiAccess, ApiGroup, EtcdStorage, ExtensionApiServer, PolicyRule, PrivateKeyOutput, ServerRole, ServingCertificate,
} from '../../../src/index';
import { TEST_TLS_SEED } from '../../support/clock';
import { server, UNVERIFIED } from '../fixtures';
import { between, struct } from '../table';
import { serviceAccount } from './delegation';
import { WORKLOAD_TABLE } from './workload';

const LABELS = { labels: { 'example.com/team': 'platform' } };
const ACCESS = [ApiAccess.viewAndEdit({ resources: ['flunders'] })];
const SEEDED = ServingCertificate.fromSeed({ seedEnv: TEST_TLS_SEED, privateKey: PrivateKeyOutput.thisChart() });

const workloadOptions = WORKLOAD_TABLE.find((entry) => entry.name === 'ServerWorkloadOptions')!;
if (workloadOptions.kind !== 'struct') throw new Error('ServerWorkloadOptions is no struct');

export const BUNDLE_TABLE = [
  struct<ExtensionApiServerProps>('ExtensionApiServerProps', (props) => ({ chart }) => new ExtensionApiServer(chart, 'server', props), {
    image: 'registry.example.com/wardle:1',
    apis: [ApiGroup.of('wardle.example.com', 'v1')],
    certificate: ServingCertificate.existingSecret({ secretName: 'tls', verification: UNVERIFIED }),
    storage: EtcdStorage.none(),
  }, {
    apis: [ApiGroup.of('wardle.example.com', 'v2')],
    certificate: ServingCertificate.insecureSkipTlsVerify({ reason: 'a test' }),
    name: 'other',
    namespace: 'other',
    createNamespace: true,
    serviceAccountName: 'made-elsewhere',
    serviceAccount,
    service: { port: 8443 },
    clusterDomain: between<ExtensionApiServerProps>({ certificate: SEEDED }, { certificate: SEEDED, clusterDomain: 'example.internal' }),
    serverRoles: [ServerRole.clusterRole('wardle-reads', [PolicyRule.resources({ resources: ['pods'], verbs: ['get'] })])],
    access: ACCESS,
    retiredVersions: ['v1alpha1.wardle.example.com'],
    kubeSystemChart: ({ other }) => other,
    selectorLabels: { app: 'wardle' },
    metadata: { pod: LABELS },
    ...LABELS,
    annotations: { 'example.com/contact': 'platform@example.com' },
  }, [workloadOptions]),
  struct<BundleMetadata>('BundleMetadata', (metadata) => server({ metadata, access: ACCESS, createNamespace: true, certificate: SEEDED }), {}, {
    namespace: LABELS,
    serviceAccount: { ...LABELS, name: 'special' },
    deployment: { ...LABELS, name: 'special' },
    pod: LABELS,
    podDisruptionBudget: { ...LABELS, name: 'special' },
    service: LABELS,
    secret: { ...LABELS, name: 'special' },
    authDelegator: { ...LABELS, name: 'special' },
    authReader: { ...LABELS, name: 'special' },
    serverRole: { ...LABELS, name: 'special' },
    access: LABELS,
    apiServices: LABELS,
  }),
];
