import { createHash, createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Program } from './site';
import type { ExtensionApiServerProps } from '../../src/index';
import { ApiGroup, ApiService, EtcdStorage, ExtensionApiServer, ServingCertificate, TlsVerification } from '../../src/index';
import { issueFromSeed } from '../../src/pki/issue-from-seed';
import { TEST_NOW } from '../support/clock';

/** The environment variable of a seed that is not the test seed. */
export const OTHER_TLS_SEED = 'OTHER_TLS_SEED';
const otherSeed = createHash('sha256').update('other').digest('hex');
process.env[OTHER_TLS_SEED] = otherSeed;

export const UNVERIFIED = TlsVerification.insecureSkip({ reason: 'a test' });

/** What every server of the tables has: cheap to build, with every kind of object. */
const SERVER: ExtensionApiServerProps = {
  image: 'registry.example.com/wardle:1',
  apis: [ApiGroup.of('wardle.example.com', 'v1beta1', 'v1alpha1')],
  certificate: ServingCertificate.existingSecret({ secretName: 'tls', verification: UNVERIFIED }),
  storage: EtcdStorage.none(),
};

/** A program with one server that has these props, too. */
export function server(props: Partial<ExtensionApiServerProps>): Program {
  return ({ chart }) => new ExtensionApiServer(chart, 'server', { ...SERVER, ...props });
}

/** A program with one APIService that is verified like that. */
export function apiService(verification: TlsVerification | undefined): Program {
  const group = { group: 'wardle.example.com', version: 'v1', serviceName: 'wardle' };
  return ({ chart }) => new ApiService(chart, 'api', { ...group, verification: verification as TlsVerification });
}

/** Certificates of two PKIs for `server.wardle.svc`, the name of those servers. */
const [one, two] = [createHash('sha256').update('one').digest('hex'), otherSeed].map((seed) => issueFromSeed({
  seed: Buffer.from(seed, 'hex'),
  identity: { namespace: 'wardle', service: 'server' },
  dnsNames: ['server.wardle.svc'],
  at: TEST_NOW,
  leafPeriodDays: 90,
  caPeriodDays: 1800,
}));

const folder = mkdtempSync(join(tmpdir(), 'props-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export const CA_PEM = one.caBundle;
export const OTHER_CA_PEM = two.caBundle;

export const FILES = {
  seed: file('seed', otherSeed),
  certificate: file('one.crt', one.certificate),
  key: file('one.key', one.privateKey),
  keyInAnotherForm: file('one.sec1.key', createPrivateKey(one.privateKey).export({ type: 'sec1', format: 'pem' }) as string),
  ca: file('one.ca', one.caBundle),
  bothCas: file('both.ca', one.caBundle + two.caBundle),
  otherCertificate: file('two.crt', two.certificate),
  otherKey: file('two.key', two.privateKey),
};
