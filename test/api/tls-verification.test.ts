import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { ApiService } from '../../src/api/api-service';
import { TlsVerification } from '../../src/api/tls-verification';
import { issueFromSeed } from '../../src/pki/issue-from-seed';
import { Faults } from '../../src/private/fault';
import { outside } from '../../src/private/outside';
import { type Made, CA, Workshop } from '../pki/workshop';
import { faultsOf, newChart } from '../support/charts';

let workshop: Workshop;
let ca: Made;
let warn: jest.SpyInstance;

beforeAll(() => {
  workshop = new Workshop();
  ca = workshop.make({ subject: '/CN=ca', extensions: CA });
});
afterAll(() => workshop.close());
afterEach(() => jest.restoreAllMocks());
beforeEach(() => { warn = jest.spyOn(outside, 'warn').mockImplementation(() => {}); });

function register(verification: TlsVerification) {
  return new ApiService(newChart(), 'api', { group: 'wardle.example.com', version: 'v1', serviceName: 'server', verification }).toJson();
}

describe('a caBundle', () => {
  test('stands in base64, once, and is not warned of', () => {
    const { metadata, spec } = register(TlsVerification.caBundle(ca.pem));
    const pem = Buffer.from(spec.caBundle, 'base64').toString();
    expect(pem).toEqual(ca.pem);
    expect(new X509Certificate(pem).subject).toEqual('CN=ca');
    expect(spec).not.toHaveProperty('insecureSkipTLSVerify');
    expect(metadata.annotations).toBeUndefined();
    expect(warn).not.toHaveBeenCalled();
  });

  test('may hold several authorities', () => {
    const two = ca.pem + workshop.make({ subject: '/CN=next', extensions: CA }).pem;
    expect(Buffer.from(register(TlsVerification.caBundle(two)).spec.caBundle, 'base64').toString()).toEqual(two);
  });

  test('of a file is that of its text', () => {
    const file = workshop.file(ca.pem);
    expect(register(TlsVerification.caBundleFile(file))).toEqual(register(TlsVerification.caBundle(ca.pem)));
  });
});

describe('fails for', () => {
  test('a bundle that is empty, no text, or something else', () => {
    expect(() => register(TlsVerification.caBundle(''))).toThrowErrorMatchingInlineSnapshot(`
"ApiService 'chart/api' cannot be built:
  - 'verification' must hold a certificate in PEM, it is empty; its first line is 'BEGIN CERTIFICATE' between dashes"
`);
    expect(() => register(TlsVerification.caBundle(undefined as any))).toThrowErrorMatchingInlineSnapshot(`
"ApiService 'chart/api' cannot be built:
  - 'verification' must be PEM text"
`);
    expect(() => register(TlsVerification.caBundle('ca.crt'))).toThrowErrorMatchingInlineSnapshot(`
"ApiService 'chart/api' cannot be built:
  - 'verification' must hold a certificate in PEM, it holds no PEM block; a file is read by TlsVerification.caBundleFile"
`);
  });

  test('a bundle that is base64 already', () => {
    expect(() => register(TlsVerification.caBundle(Buffer.from(ca.pem).toString('base64')))).toThrowErrorMatchingInlineSnapshot(`
"ApiService 'chart/api' cannot be built:
  - 'verification' must hold a certificate in PEM, it is base64 of PEM; decode it once, as with \`base64 -d\`"
`);
  });

  test('a bundle with a private key', () => {
    expect(() => register(TlsVerification.caBundle(ca.pem + ca.key))).toThrowErrorMatchingInlineSnapshot(`
"ApiService 'chart/api' cannot be built:
  - 'verification' must hold certificates only, it holds a private key; remove the key, and replace it if others have read it"
`);
  });

  test('a file of DER', () => {
    const file = workshop.file('');
    writeFileSync(file, new X509Certificate(ca.pem).raw);
    expect(() => register(TlsVerification.caBundleFile(file))).toThrowErrorMatchingInlineSnapshot(`
"ApiService 'chart/api' cannot be built:
  - 'verification' must hold a certificate in PEM, it is DER; convert it with \`openssl x509 -inform DER\`"
`);
  });

  test('a file that is not there, is a folder, or has no name', () => {
    jest.spyOn(process, 'cwd').mockReturnValue('/work');
    expect(() => register(TlsVerification.caBundleFile('/missing/ca.crt'))).toThrowErrorMatchingInlineSnapshot(`
"ApiService 'chart/api' cannot be built:
  - 'verification' must be a file that can be read (ENOENT), got "/missing/ca.crt"; the path is taken from the working directory, /work"
`);
    expect(() => register(TlsVerification.caBundleFile('/'))).toThrow("'verification' must be a file that can be read (EISDIR), got \"/\"");
    expect(() => register(TlsVerification.caBundleFile(undefined as any))).toThrow("'verification' must be a file that can be read (ERR_INVALID_ARG_TYPE), got nothing");
  });

  test('a failure to read that has no code', () => {
    jest.spyOn(outside, 'readFile').mockImplementation(() => { throw new Error('no luck'); });
    expect(() => register(TlsVerification.caBundleFile('ca.crt'))).toThrow("'verification' must be a file that can be read (unknown), got \"ca.crt\"");
  });

  test('a reason that is missing, empty or no text', () => {
    expect(() => register(TlsVerification.insecureSkip({ reason: ' ' }))).toThrowErrorMatchingInlineSnapshot(`
"ApiService 'chart/api' cannot be built:
  - 'verification.reason' must say why, got " "; reason: 'a cluster on my laptop', say"
`);
    expect(() => register(TlsVerification.insecureSkip(undefined as any))).toThrowErrorMatchingInlineSnapshot(`
"ApiService 'chart/api' cannot be built:
  - 'verification' must be an object with 'reason', got nothing"
`);
    expect(() => register(TlsVerification.insecureSkip({ reason: true } as any))).toThrowErrorMatchingInlineSnapshot(`
"ApiService 'chart/api' cannot be built:
  - 'verification.reason' must be a string, got true"
`);
  });
});

test.each<[string, (key: string) => TlsVerification]>([
  ['in the bundle', (key) => TlsVerification.caBundle(ca.pem + key)],
  ['alone', (key) => TlsVerification.caBundle(key)],
  ['in the file', (key) => TlsVerification.caBundleFile(workshop.file(key))],
  ['in place of the path', (key) => TlsVerification.caBundleFile(key)],
  ['in base64 in place of the path', (key) => TlsVerification.caBundleFile(Buffer.from(key).toString('base64'))],
])('fails for a private key %s without showing it', (_, verification) => {
  const { key } = workshop.make({ subject: '/CN=secret', extensions: CA });
  let message = '';
  try {
    register(verification(key));
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(/^ApiService 'chart\/api' cannot be built:\n  - 'verification' must/);
  for (const line of key.split('\n').filter((text) => text.length > 10 && !text.startsWith('-----'))) expect(message).not.toContain(line);
  expect(message).not.toContain(Buffer.from(key).toString('base64').slice(40, 80));
  expect(message).not.toContain('-----BEGIN');
});

test('fails for a bundle of which every member has ended, not where one is left', () => {
  const authorities = ['2020-01-01', '2099-01-01'].map((day) => issueFromSeed({
    seed: Buffer.from('0123456789abcdef0123456789abcdef'),
    identity: { namespace: 'wardle', service: 'api' },
    dnsNames: ['api.wardle.svc'],
    at: new Date(`${day}T00:00:00Z`),
    leafPeriodDays: 1,
    caPeriodDays: 3,
  }).caBundle);
  const fields = (pem: string) => faultsOf(() => {
    const faults = new Faults('Receiver', 'chart/receiver');
    TlsVerification.caBundle(pem)._fields(faults, 'verification');
    faults.throwIfAny();
  });
  expect(fields(authorities[0])).toEqual([
    expect.stringMatching(/^'verification' must hold an authority that is valid on 2026-01-01T00:00:00Z, the last one expired on 2020-/),
  ]);
  expect(fields(authorities.join(''))).toEqual([]);
});
