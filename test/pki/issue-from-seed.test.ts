import { createHash, X509Certificate } from 'node:crypto';
import { Workshop } from './workshop';
import { T0 } from '../../src/pki/epochs';
import { issueFromSeed, type SeededRequest } from '../../src/pki/issue-from-seed';

const DAY = 24 * 60 * 60 * 1000;
const seed = createHash('sha256').update('a seed for tests').digest();

function request(changes: Partial<SeededRequest> = {}, service = 'api', namespace = 'wardle'): SeededRequest {
  return {
    seed,
    identity: { namespace, service },
    dnsNames: [`${service}.${namespace}.svc`, `${service}.${namespace}.svc.cluster.local`],
    at: new Date('2026-11-23T12:34:56.789Z'),
    leafPeriodDays: 90,
    caPeriodDays: 1825,
    ...changes,
  };
}

const sum = (text: string) => createHash('sha256').update(text).digest('hex');
const certificatesOf = (bundle: string) => bundle.split(/(?<=END CERTIFICATE-----\n)/).map((pem) => new X509Certificate(pem));

let workshop: Workshop;
beforeAll(() => { workshop = new Workshop(); });
afterAll(() => workshop.close());

test('the same seed and time give these bytes, in every version of this library and of node', () => {
  const pair = issueFromSeed(request({ identity: { namespace: 'wardle', service: 'api', context: 'staging' } }));
  expect([pair.caBundle, pair.certificate, pair.privateKey].map(sum)).toMatchInlineSnapshot(`
[
  "ccfc13556c9b4757af6b78e37b8c1fbf11923f5eaae9aae1b406d621b5bfe9e5",
  "1cbd2ddad9751c2a53e7f4d919df56c17c099fe1fb2e84b10d4dc6413046c511",
  "28067704f64e47056519a7d7f54bfa366199d98dda23ecb11f1b1338d9415ad4",
]
`);
  expect([pair.notBefore, pair.notAfter, pair.renewFrom]).toMatchInlineSnapshot(`
[
  2026-05-29T00:00:00.000Z,
  2027-02-23T00:00:00.000Z,
  2026-11-25T00:00:00.000Z,
]
`);
});

test('libraries are loaded with the first certificate, not before', () => {
  jest.isolateModules(() => {
    const loaded: string[] = [];
    for (const library of ['@noble/curves/nist', '@peculiar/asn1-schema', '@peculiar/asn1-x509']) {
      jest.doMock(library, () => {
        loaded.push(library);
        return jest.requireActual<object>(library);
      });
    }
    const library = jest.requireActual<typeof import('../../src')>('../../src');
    expect(library.ServingCertificate).toBeDefined();
    const { issuing } = jest.requireActual<typeof import('../../src/pki/door')>('../../src/pki/door');
    expect(loaded).toEqual([]);
    issuing().issueFromSeed(request());
    expect(loaded).toHaveLength(3);
  });
});

test('each PEM ends in one newline', () => {
  const pair = issueFromSeed(request());
  for (const pem of [pair.caBundle, pair.certificate, pair.privateKey]) expect(pem).toMatch(/[^\n]\n$/);
  expect(pair.caBundle.match(/^-----BEGIN CERTIFICATE-----$/gm)).toHaveLength(2);
  expect(pair.certificate.match(/^-----BEGIN CERTIFICATE-----$/gm)).toHaveLength(1);
  expect(pair.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
});

test('the bundle holds the CA before as long as it and its leaves are valid, and no CA that has ended', () => {
  const [leafPeriodDays, caPeriodDays] = [90, 1800];
  for (let day = caPeriodDays - 2 * leafPeriodDays; day <= caPeriodDays + 4 * leafPeriodDays; day += leafPeriodDays / 2) {
    const at = new Date(T0 + day * DAY);
    const bundle = certificatesOf(issueFromSeed(request({ at, leafPeriodDays, caPeriodDays })).caBundle);
    const afterChange = day - caPeriodDays;
    expect([day, bundle.length]).toEqual([day, afterChange >= 0 && afterChange < 2 * leafPeriodDays ? 3 : 2]);
    for (const authority of bundle) expect(Date.parse(authority.validTo)).toBeGreaterThan(at.getTime());
  }
});

test('has the profile that is wanted', () => {
  const { caBundle, certificate } = issueFromSeed(request());
  const shown = (pem: string) => workshop.openssl('x509', '-in', workshop.file(pem), '-noout', '-text', '-certopt', 'no_pubkey,no_sigdump,no_header')
    .replace(/ +$/gm, '');
  expect(shown(certificate)).toMatchInlineSnapshot(`
"        Version: 3 (0x2)
        Serial Number:
            4b:dc:28:2a:14:12:e8:9a:45:15:b3:d4:bd:d0:91:b2
        Signature Algorithm: ecdsa-with-SHA256
        Issuer: O = cdk8s-extension-apiserver, CN = apiserver-ca-39f68d34198baedc
        Validity
            Not Before: May 29 00:00:00 2026 GMT
            Not After : Feb 23 00:00:00 2027 GMT
        Subject: CN = api.wardle.svc
        X509v3 extensions:
            X509v3 Basic Constraints: critical
                CA:FALSE
            X509v3 Key Usage: critical
                Digital Signature
            X509v3 Extended Key Usage:
                TLS Web Server Authentication
            X509v3 Subject Alternative Name:
                DNS:api.wardle.svc, DNS:api.wardle.svc.cluster.local
            X509v3 Subject Key Identifier:
                8B:BD:C3:CD:68:27:E9:8B:8B:65:9A:77:31:4C:49:BB:CB:44:35:D2
            X509v3 Authority Key Identifier:
                39:F6:8D:34:19:8B:AE:DC:86:D9:F0:3C:DE:A7:F1:76:4C:22:D8:1D
"
`);
  expect(shown(caBundle)).toMatchInlineSnapshot(`
"        Version: 3 (0x2)
        Serial Number:
            73:80:97:ef:86:d9:39:c8:bf:94:99:f6:2a:23:38:c5
        Signature Algorithm: ecdsa-with-SHA256
        Issuer: O = cdk8s-extension-apiserver, CN = apiserver-ca-39f68d34198baedc
        Validity
            Not Before: Oct  1 00:00:00 2024 GMT
            Not After : Jun 27 00:00:00 2030 GMT
        Subject: O = cdk8s-extension-apiserver, CN = apiserver-ca-39f68d34198baedc
        X509v3 extensions:
            X509v3 Basic Constraints: critical
                CA:TRUE, pathlen:0
            X509v3 Key Usage: critical
                Certificate Sign, CRL Sign
            X509v3 Name Constraints: critical
                Permitted:
                  DNS:api.wardle.svc
                  DNS:api.wardle.svc.cluster.local
                Excluded:
                  IP:0.0.0.0/0.0.0.0
                  IP:0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0
            X509v3 Subject Key Identifier:
                39:F6:8D:34:19:8B:AE:DC:86:D9:F0:3C:DE:A7:F1:76:4C:22:D8:1D
"
`);
  for (const one of [...certificatesOf(caBundle), new X509Certificate(certificate)]) expect(one.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
});

describe('openssl verifies', () => {
  test('both names', () => {
    const { dnsNames, at } = request();
    const { caBundle, certificate } = issueFromSeed(request());
    for (const name of dnsNames) expect(workshop.verify(caBundle, certificate, name, at)).toContain('OK');
    expect(() => workshop.verify(caBundle, certificate, 'other.wardle.svc', at)).toThrow('hostname mismatch');
  });

  test('names of 63 characters, which are too long for a common name', () => {
    const long = request({}, 's'.repeat(63), 'n'.repeat(63));
    const { caBundle, certificate } = issueFromSeed(long);
    expect(workshop.verify(caBundle, certificate, long.dnsNames[0], long.at)).toContain('OK');
    expect(new X509Certificate(certificate).subject).toMatchInlineSnapshot('"CN=apiserver-da770836f842092d"');
  });

  test('a name of 64 characters, which is not', () => {
    const longest = request({}, 's'.repeat(49), 'namespace1');
    const { caBundle, certificate } = issueFromSeed(longest);
    expect(longest.dnsNames[0]).toHaveLength(64);
    expect(new X509Certificate(certificate).subject).toBe(`CN=${longest.dnsNames[0]}`);
    expect(workshop.verify(caBundle, certificate, longest.dnsNames[0], longest.at)).toContain('OK');
  });

  test('around the year 2050, when the encoding of time changes', () => {
    const border = Date.UTC(2050, 0, 1);
    for (let time = border - 200 * DAY; time <= border + 200 * DAY; time += 80 * DAY) {
      const at = new Date(time);
      const { caBundle, certificate, notBefore, notAfter } = issueFromSeed(request({ at }));
      expect(workshop.verify(caBundle, certificate, 'api.wardle.svc', at)).toContain('OK');
      const encoded = workshop.openssl('asn1parse', '-in', workshop.file(certificate)).match(/UTCTIME|GENERALIZEDTIME/g);
      expect(encoded).toEqual([notBefore, notAfter].map((date) => (date.getTime() < border ? 'UTCTIME' : 'GENERALIZEDTIME')));
    }
  });

  test('the leaf of the period before or after, where the CA changes in between', () => {
    const at = new Date(T0 + 1825 * DAY); // CA 1 issues from the next leaf border, day 1890
    const [before, after] = [issueFromSeed(request({ at })), issueFromSeed(request({ at: new Date(at.getTime() + 90 * DAY) }))];
    expect(before.caBundle).not.toBe(after.caBundle);
    for (const now of [at, new Date(at.getTime() + 90 * DAY)]) {
      expect(workshop.verify(before.caBundle, after.certificate, 'api.wardle.svc', now)).toContain('OK');
      expect(workshop.verify(after.caBundle, before.certificate, 'api.wardle.svc', now)).toContain('OK');
    }
  });

  test('no name that the CA may not certify', () => {
    // the keys are the same, the constraints are not
    const wide = issueFromSeed(request({ dnsNames: [...request().dnsNames, 'kubernetes.default.svc'] }));
    const narrow = issueFromSeed(request());
    expect(() => workshop.verify(narrow.caBundle, wide.certificate, 'api.wardle.svc', request().at)).toThrow('permitted subtree violation');
    expect(workshop.verify(wide.caBundle, narrow.certificate, 'api.wardle.svc', request().at)).toContain('OK');
  });
});

test('a long CA period reaches back before 1950, which is written with four digits', () => {
  const [first] = certificatesOf(issueFromSeed(request({ at: new Date(T0), caPeriodDays: 36_500 })).caBundle);
  expect(first.validFrom).toMatch(/ 1919 GMT$/);
});

test('what the caller must have checked is checked again', () => {
  const wrong: [string, Partial<SeededRequest>][] = [
    ['a time before 2020', { at: new Date(T0 - 1) }],
    ['no time', { at: new Date(NaN) }],
    ['half a day', { leafPeriodDays: 0.5 }],
    ['no day', { leafPeriodDays: 0 }],
    ['no CA period', { caPeriodDays: NaN }],
    ['a CA period of less than three leaf periods', { leafPeriodDays: 90, caPeriodDays: 269 }],
    ['no name', { dnsNames: [] }],
  ];
  const messages = wrong.map(([what, changes]) => {
    try {
      return [what, issueFromSeed(request(changes))];
    } catch (error) {
      return [what, (error as Error).message];
    }
  });
  expect(Object.fromEntries(messages)).toMatchInlineSnapshot(`
{
  "a CA period of less than three leaf periods": "a CA period must be at least 3 leaf periods",
  "a time before 2020": "a certificate can be issued only from 2020 to 8999",
  "half a day": "a period must be 1 to 36500 whole days",
  "no CA period": "a period must be 1 to 36500 whole days",
  "no day": "a period must be 1 to 36500 whole days",
  "no name": "a certificate needs a DNS name",
  "no time": "a certificate can be issued only from 2020 to 8999",
}
`);
});
