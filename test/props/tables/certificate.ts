import { Duration } from 'cdk8s';
import { Secret } from 'cdk8s-plus-27';
import type {
  CertDirOptions, ExistingSecretOptions, FlagFilesOptions, InsecureCertificateOptions, PemFilesOptions, SeedOptions, ServerCertificateProps,
} from '../../../src/index';
import { PrivateKeyOutput, ServerCertificate, ServingCertificate, ServingFiles, TlsVerification } from '../../../src/index';
import { TEST_TLS_SEED } from '../../support/clock';
import { CA_PEM, FILES, OTHER_TLS_SEED, server, UNVERIFIED } from '../fixtures';
import type { Site } from '../site';
import { between, factories, struct } from '../table';

const THIS_CHART = PrivateKeyOutput.thisChart();
const EXISTING = { secretName: 'tls', verification: UNVERIFIED };
const PEM_FILES = { certificateFile: FILES.certificate, privateKeyFile: FILES.key, caFile: FILES.ca, privateKey: THIS_CHART };

const withCertificate = (certificate: ServingCertificate | undefined) => server({ certificate });
const withFiles = (files: ServingFiles | undefined) => withCertificate(ServingCertificate.existingSecret({ ...EXISTING, files }));
const withSeed = (options: SeedOptions) => withCertificate(ServingCertificate.fromSeed(options));
const insecure = (options: InsecureCertificateOptions) => withCertificate(ServingCertificate.insecureSkipTlsVerify(options));
const existingSecret = ({ chart }: Site) => Secret.fromSecretName(chart, 'secret', 'elsewhere-made');

export const CERTIFICATE_TABLE = [
  struct<SeedOptions>('SeedOptions', withSeed, { seedEnv: TEST_TLS_SEED, privateKey: THIS_CHART }, {
    seedEnv: OTHER_TLS_SEED,
    seedFile: between<SeedOptions>({}, { seedEnv: undefined, seedFile: FILES.seed }),
    privateKey: ({ other }) => PrivateKeyOutput.chart(other),
    context: 'staging',
    leafPeriod: Duration.days(30),
    caPeriod: Duration.days(400),
    extraDnsNames: ['wardle.example.com'],
    files: ServingFiles.mounted('/certs'),
  }),
  struct<PemFilesOptions>('PemFilesOptions', (options) => withCertificate(ServingCertificate.fromPemFiles(options)), PEM_FILES, {
    certificateFile: between<PemFilesOptions>(
      { caFile: FILES.bothCas },
      { caFile: FILES.bothCas, certificateFile: FILES.otherCertificate, privateKeyFile: FILES.otherKey },
    ),
    privateKeyFile: FILES.keyInAnotherForm,
    caFile: FILES.bothCas,
    privateKey: PrivateKeyOutput.omitted(),
    files: ServingFiles.mounted('/certs'),
  }),
  struct<ExistingSecretOptions>('ExistingSecretOptions', (options) => withCertificate(ServingCertificate.existingSecret(options)), EXISTING, {
    secretName: 'other-tls',
    secret: between<ExistingSecretOptions>({}, { secretName: undefined, secret: existingSecret }),
    verification: TlsVerification.caBundle(CA_PEM),
    certificateEntry: 'server.crt',
    privateKeyEntry: 'server.key',
    files: ServingFiles.mounted('/certs'),
  }),
  struct<InsecureCertificateOptions>('InsecureCertificateOptions', insecure, { reason: 'a test' }, {
    reason: 'another test', certDir: '/var/run/certs',
  }),
  struct<FlagFilesOptions>('FlagFilesOptions', (options) => withFiles(ServingFiles.flags(options)), {}, {
    mountPath: '/certs', certificateFlag: '--cert', privateKeyFlag: '--key',
  }),
  struct<CertDirOptions>('CertDirOptions', (options) => withFiles(ServingFiles.certDir(options)), { mountPath: '/certs' }, {
    mountPath: '/other', certificateFile: 'server.crt', privateKeyFile: 'server.key', passFlag: false,
  }),
  struct<ServerCertificateProps>('ServerCertificateProps', (props) => ({ chart }) => new ServerCertificate(chart, 'certificate', props), {
    certificate: ServingCertificate.fromSeed({ seedEnv: TEST_TLS_SEED, privateKey: THIS_CHART }), serviceName: 'wardle',
  }, {
    certificate: ServingCertificate.fromSeed({ seedEnv: OTHER_TLS_SEED, privateKey: THIS_CHART }),
    serviceName: 'other',
    namespace: 'other',
    clusterDomain: 'example.internal',
    metadata: { name: 'other-tls', labels: { 'example.com/team': 'platform' } },
  }),

  factories(ServingCertificate, withCertificate, ServingCertificate.existingSecret({ ...EXISTING, secretName: 'other' }), {
    fromSeed: [{ seedEnv: TEST_TLS_SEED, privateKey: THIS_CHART }],
    fromPemFiles: [PEM_FILES],
    existingSecret: [EXISTING],
    insecureSkipTlsVerify: [{ reason: 'a test' }],
  }),
  factories(ServingFiles, withFiles, undefined, { flags: [{ mountPath: '/certs' }], certDir: [{ mountPath: '/certs' }], mounted: ['/certs'] }),
  factories(PrivateKeyOutput, (privateKey) => withSeed({ seedEnv: TEST_TLS_SEED, privateKey: privateKey! }), PrivateKeyOutput.omitted(), {
    thisChart: [], chart: [({ other }: Site) => other], omitted: { args: [], before: THIS_CHART },
  }),
];
