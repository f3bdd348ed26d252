import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration } from 'cdk8s';
import type { SeedOptions } from '../../src/certificate/from-seed';
import { PrivateKeyOutput } from '../../src/certificate/private-key-output';
import { ServerCertificate } from '../../src/certificate/server-certificate';
import { ServingCertificate } from '../../src/certificate/serving-certificate';
import { ServingFiles } from '../../src/certificate/serving-files';
import { outside } from '../../src/private/outside';
import { newChart } from '../support/charts';
import { TEST_TLS_SEED } from '../support/clock';

const ISSUE: SeedOptions = { seedEnv: TEST_TLS_SEED, privateKey: PrivateKeyOutput.thisChart() };

function issue(changes: Partial<SeedOptions> = {}, props: { serviceName?: string; clusterDomain?: string; namespace?: string } = {}) {
  const certificate = ServingCertificate.fromSeed({ ...ISSUE, ...changes });
  return new ServerCertificate(newChart(), 'certificate', { certificate, serviceName: 'server', ...props }).secret!.toJson();
}

const pemOf = (secret: any, key = 'tls.crt') => Buffer.from(secret.data[key], 'base64').toString();
const leafOf = (secret: any) => new X509Certificate(pemOf(secret));

const authoritiesOf = (secret: any) => pemOf(secret, 'ca.crt').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)!;

let directory: string;
beforeAll(() => { directory = mkdtempSync(join(tmpdir(), 'seed-test-')); });
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(() => {
  delete process.env.OTHER_SEED;
  jest.restoreAllMocks();
});

function seedFile(text: string): string {
  const path = join(directory, createHash('sha256').update(text).digest('hex'));
  writeFileSync(path, text);
  return path;
}

test('the certificate is valid for the name that the aggregator asks for, and the same in the domain of the cluster', () => {
  expect(leafOf(issue()).subjectAltName).toEqual('DNS:server.wardle.svc, DNS:server.wardle.svc.cluster.local');
  expect(leafOf(issue({}, { serviceName: 'other', namespace: 'given', clusterDomain: 'example.org' })).subjectAltName)
    .toEqual('DNS:other.given.svc, DNS:other.given.svc.example.org');
});

test('more names stand sorted behind these, each once', () => {
  expect(leafOf(issue({ extraDnsNames: ['z.example.com', 'server.wardle.svc', 'a.example.com', 'z.example.com'] })).subjectAltName)
    .toEqual('DNS:server.wardle.svc, DNS:server.wardle.svc.cluster.local, DNS:a.example.com, DNS:z.example.com');
});

test('the Secret holds key, certificate and authorities, and tells its dates', () => {
  const secret = issue();
  expect(leafOf(secret).checkPrivateKey(createPrivateKey(pemOf(secret, 'tls.key')))).toBe(true);
  expect(authoritiesOf(secret)).toHaveLength(2);
  expect(secret.metadata.annotations).toEqual({
    'cdk8s-extension-apiserver/not-after': new Date(leafOf(secret).validTo).toISOString(),
    'cdk8s-extension-apiserver/renew-from': '2026-02-28T00:00:00.000Z',
  });
});

test('the authorities are the one that issued the certificate and the next', () => {
  const secret = issue();
  expect(authoritiesOf(secret).map((pem) => leafOf(secret).verify(new X509Certificate(pem).publicKey))).toEqual([true, false]);
});

test('the same seed gives the same bytes, from a variable or from a file', () => {
  expect(issue()).toEqual(issue({ seedEnv: undefined, seedFile: seedFile(`${process.env[TEST_TLS_SEED]}\n`) }));
});

test('another seed, context, Service or namespace gives another key', () => {
  process.env.OTHER_SEED = createHash('sha256').update('other').digest('hex');
  const keys = [issue(), issue({ seedEnv: 'OTHER_SEED' }), issue({ context: 'staging' }), issue({}, { serviceName: 'other' }), issue({}, { namespace: 'other' })];
  expect(new Set(keys.map((secret) => secret.data['tls.key'])).size).toEqual(keys.length);
});

test('periods of its own', () => {
  const secret = issue({ leafPeriod: Duration.days(30), caPeriod: Duration.days(90) });
  const days = (new Date(leafOf(secret).validTo).getTime() - new Date(leafOf(secret).validFrom).getTime()) / (24 * 60 * 60 * 1000);
  expect(days).toBeCloseTo(90, 3);
  expect(issue({ leafPeriod: Duration.hours(24), caPeriod: Duration.days(3) })).toBeDefined();
});

describe('fails for', () => {
  test('no seed, and two', () => {
    expect(() => issue({ seedEnv: undefined })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.seedEnv' or 'seedFile' must be given, and not both, got nothing; seedEnv: 'APISERVER_TLS_SEED', say"
`);
    expect(() => issue({ seedFile: 'seed' })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.seedEnv' or 'seedFile' must be given, and not both, got "TEST_TLS_SEED"; seedEnv: 'APISERVER_TLS_SEED', say"
`);
  });

  test('a variable that is not set, or empty', () => {
    expect(() => issue({ seedEnv: 'NO_SUCH_SEED' })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.seedEnv' must name an environment variable that is set, got "NO_SUCH_SEED"; put "$(openssl rand -base64 32)" into it, once, and keep it: a new seed is a new authority"
`);
    process.env.OTHER_SEED = '';
    expect(() => issue({ seedEnv: 'OTHER_SEED' })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.seedEnv' must hold a seed, it is empty, got "OTHER_SEED"; make one with \`openssl rand -base64 32\`"
`);
  });

  test('a file that cannot be read', () => {
    expect(() => issue({ seedEnv: undefined, seedFile: '/missing/seed' })).toThrow("'certificate.seedFile' must be a file that can be read (ENOENT), got \"/missing/seed\"");
  });

  test('a seed that is too short', () => {
    process.env.OTHER_SEED = 'k1'.repeat(20);
    expect(() => issue({ seedEnv: 'OTHER_SEED' })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.seedEnv' must be at least 32 bytes, it is only 30, got "OTHER_SEED"; make one with \`openssl rand -base64 32\`"
`);
  });

  test('periods that are no whole days', () => {
    expect(() => issue({ leafPeriod: Duration.hours(36) })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.leafPeriod' must be whole days, 1 to 36500, got "1.5 days""
`);
    expect(() => issue({ leafPeriod: Duration.days(0), caPeriod: Duration.minutes(1) })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.leafPeriod' must be whole days, 1 to 36500, got "0 days"
  - 'certificate.caPeriod' must be whole days, 1 to 36500, got "0.0006944444444444445 days""
`);
  });

  test('periods that no date could end', () => {
    expect(() => issue({ leafPeriod: Duration.days(12_000), caPeriod: Duration.days(36_501) })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.caPeriod' must be whole days, 1 to 36500, got "36501 days""
`);
    expect(() => issue({ leafPeriod: Duration.days(12_000), caPeriod: Duration.days(36_500) })).not.toThrow();
  });

  test('a domain that leaves no room for the name of the Service', () => {
    const domain = (length: number) => 'a.'.repeat(length).slice(0, length);
    expect(() => issue({}, { clusterDomain: domain(235) })).not.toThrow();
    expect(() => issue({}, { clusterDomain: domain(237) })).toThrow("'clusterDomain' must leave room for the Service's name: together they have 255 characters of 253");
  });

  test('a clock that is wrong', () => {
    jest.spyOn(outside, 'now').mockReturnValue(new Date('2019-12-31T23:59:59Z'));
    expect(() => issue()).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate' must be issued between 2020 and 8999; look at the clock, and at the environment variable SOURCE_DATE_EPOCH (seconds since 1970)"
`);
    jest.spyOn(outside, 'now').mockReturnValue(new Date(NaN));
    expect(() => issue()).toThrow("'certificate' must be issued between 2020 and 8999");
    jest.spyOn(outside, 'now').mockReturnValue(new Date('2020-01-01T00:00:00Z'));
    expect(() => issue()).not.toThrow();
  });

  test('an authority that lasts for less than three certificates', () => {
    expect(() => issue({ leafPeriod: Duration.days(30), caPeriod: Duration.days(89) })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.caPeriod' must be at least 3 times 'leafPeriod' (30 days), got "89 days""
`);
    expect(() => issue({ leafPeriod: Duration.days(601) })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.caPeriod' must be at least 3 times 'leafPeriod' (601 days), got "1800 days""
`);
  });

  test('all that is wrong, at once', () => {
    const files = ServingFiles.mounted('certs');
    expect(() => issue({ seedEnv: 'NO_SUCH_SEED', extraDnsNames: ['*.example.com'], files, privateKey: PrivateKeyOutput.chart(newChart()) })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.seedEnv' must name an environment variable that is set, got "NO_SUCH_SEED"; put "$(openssl rand -base64 32)" into it, once, and keep it: a new seed is a new authority
  - 'certificate.extraDnsNames[0]' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "*.example.com"
  - 'certificate.files.mountPath' must be an absolute path without ':' and '..', below '/', got "certs"
  - 'certificate.privateKey' must be a Chart of the same App, got "chart""
`);
  });

  test('options that are missing or of another type', () => {
    expect(() => issue({ privateKey: undefined, leafPeriod: 90 as any })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.privateKey' must be given (made with a factory of PrivateKeyOutput), got nothing
  - 'certificate.leafPeriod' must be made with a factory of Duration, got 90"
`);
    const certificate = ServingCertificate.fromSeed(undefined as any);
    expect(() => new ServerCertificate(newChart(), 'certificate', { certificate, serviceName: 'server' })).toThrow("'certificate' must be an object with 'privateKey', got nothing");
  });
});

describe('fails without showing the seed:', () => {
  const MARKER = 'MarkerOfTheSeed';
  const long = (text: string) => Buffer.from(text.repeat(4)).toString('base64');

  test.each<[string, string]>([
    ['a passphrase', `${MARKER} battery staple`],
    ['one that is too short', Buffer.from(MARKER).toString('base64')],
    ['one of two alphabets', `${long(MARKER)}-_+/`],
    ['one that lost a digit', createHash('sha256').update(MARKER).digest('hex').slice(1)],
    ['one that repeats', 'aA1'.repeat(30)],
  ])('%s', (_, seed) => {
    process.env.OTHER_SEED = seed;
    for (const changes of [{ seedEnv: 'OTHER_SEED' }, { seedEnv: undefined, seedFile: seedFile(seed) }]) {
      expect(errorOf(changes)).toMatch(/'certificate\.seed(Env|File)' must/);
      expect(errorOf(changes)).not.toContain(seed.slice(0, 12));
    }
  });

  test.each<[string, (seed: string) => Partial<SeedOptions>]>([
    ['in place of the variable', (seed) => ({ seedEnv: seed })],
    ['in place of the file', (seed) => ({ seedEnv: undefined, seedFile: seed })],
    ['in both places', (seed) => ({ seedEnv: seed, seedFile: seed })],
  ])('one that stands %s', (_, changes) => {
    for (const seed of [createHash('sha256').update(MARKER).digest('hex'), long(MARKER), createHash('sha256').update(MARKER).digest('base64')]) {
      expect(errorOf(changes(seed))).toMatch(/'certificate\.seed(Env|File)' /);
      expect(errorOf(changes(seed))).not.toContain(seed.slice(0, 12));
    }
  });

  function errorOf(changes: Partial<SeedOptions>): string {
    try {
      issue(changes);
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  }
});

describe('fails for what no certificate can say', () => {
  test('a DNS name that is too long', () => {
    const clusterDomain = Array(4).fill('a'.repeat(60)).join('.');
    expect(() => issue({}, { clusterDomain, namespace: 'wardle' })).toThrow(/'clusterDomain' must leave room for the Service's name: together they have 261 characters of 253/);
  });

  test.each(['1', 'abc', '1795000000000'])('the date that SOURCE_DATE_EPOCH=%s gives', (epoch) => {
    jest.restoreAllMocks(); // the test clock
    process.env.SOURCE_DATE_EPOCH = epoch;
    try {
      expect(() => issue({}, { namespace: 'wardle' })).toThrow(/'certificate' must be issued between 2020 and 8999; look at the clock, and at the environment variable SOURCE_DATE_EPOCH/);
    } finally {
      delete process.env.SOURCE_DATE_EPOCH;
    }
  });
});
