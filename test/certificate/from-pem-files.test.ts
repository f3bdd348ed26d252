import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Chart } from 'cdk8s';
import type { PemFilesOptions } from '../../src/certificate/from-pem-files';
import { PrivateKeyOutput } from '../../src/certificate/private-key-output';
import { ServerCertificate } from '../../src/certificate/server-certificate';
import { ServingCertificate } from '../../src/certificate/serving-certificate';
import { ServingFiles } from '../../src/certificate/serving-files';
import { outside } from '../../src/private/outside';
import { type Made, CA, Workshop } from '../pki/workshop';
import { newChart } from '../support/charts';

const DAY = 24 * 60 * 60 * 1000;

let workshop: Workshop;
let ca: Made;
let leaf: Made;
let other: Made;
let given: PemFilesOptions;

beforeAll(() => {
  workshop = new Workshop();
  ca = workshop.make({ subject: '/CN=ca', extensions: CA });
  leaf = workshop.make({ subject: '/CN=server', extensions: ['subjectAltName=DNS:server.wardle.svc'], issuer: ca });
  other = workshop.make({ subject: '/CN=other', extensions: ['subjectAltName=DNS:other.wardle.svc'], issuer: ca });
  given = {
    certificateFile: workshop.file(leaf.pem),
    privateKeyFile: workshop.file(leaf.key),
    caFile: workshop.file(ca.pem),
    privateKey: PrivateKeyOutput.thisChart(),
  };
});
afterAll(() => workshop.close());
afterEach(() => jest.restoreAllMocks());
beforeEach(() => atDay(1));

function atDay(day: number): void {
  jest.spyOn(outside, 'now').mockReturnValue(new Date(Date.now() + day * DAY));
}

function take(changes: Partial<PemFilesOptions> = {}, scope = newChart()): ServerCertificate {
  return new ServerCertificate(scope, 'certificate', { certificate: ServingCertificate.fromPemFiles({ ...given, ...changes }), serviceName: 'server' });
}

/** What is said, without the folder of this run, dates and the path of the construct. */
function said(changes: Partial<PemFilesOptions>): string {
  try {
    take(changes);
  } catch (error) {
    return (error as Error).message.replaceAll(workshop.directory, '').replace(/\d{4}-[\dT:.-]*Z/g, '<date>').replace(/"\/\d+"/g, '<file>');
  }
  return '';
}

test('certificate, key and authorities stand in the Secret as they are in the files', () => {
  const { secret, secretName } = take();
  expect(secretName).toEqual('server-serving-certificate');
  expect(Object.fromEntries(Object.entries(secret!.toJson().data).map(([key, value]) => [key, Buffer.from(value as string, 'base64').toString()])))
    .toEqual({ 'tls.crt': leaf.pem, 'tls.key': leaf.key, 'ca.crt': ca.pem });
});

test('the Secret tells when the certificate ends', () => {
  const end = new Date(new X509Certificate(leaf.pem).validTo).toISOString();
  expect(take().secret!.toJson().metadata.annotations).toEqual({ 'cdk8s-extension-apiserver/not-after': end });
});

test('the aggregator is given the authorities', () => {
  const bundle = take().verification._fields(undefined as any, '').caBundle!;
  expect(Buffer.from(bundle, 'base64').toString()).toEqual(ca.pem);
});

test('the key may stay out of the program where it is written by another run', () => {
  const { secret, secretName } = take({ privateKeyFile: undefined, privateKey: PrivateKeyOutput.omitted() });
  expect([secret, secretName]).toEqual([undefined, 'server-serving-certificate']);
});

describe('fails for', () => {
  test('no key where it has to be written', () => {
    expect(said({ privateKeyFile: undefined })).toMatchInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.privateKeyFile' must be given unless 'privateKey' is PrivateKeyOutput.omitted(), got nothing"
`);
    const chart = newChart();
    const secrets = new Chart(chart.node.root, 'secrets');
    expect(() => take({ privateKeyFile: undefined, privateKey: PrivateKeyOutput.chart(secrets) }, chart)).toThrow("'certificate.privateKeyFile' must be given unless");
  });

  test('the key of another certificate', () => {
    expect(said({ privateKeyFile: workshop.file(other.key) })).toMatchInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.privateKeyFile' must belong to the certificate, it is the key of another one, got <file>; give the key that was made together with it"
`);
  });

  test('a certificate for another name', () => {
    expect(said({ certificateFile: workshop.file(other.pem), privateKeyFile: workshop.file(other.key) })).toMatchInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.certificateFile' must be valid for server.wardle.svc, it names only other.wardle.svc, got <file>; issue it with that DNS name among its subject alternative names"
`);
  });

  test('a certificate that has expired', () => {
    atDay(31);
    expect(said({})).toMatchInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.certificateFile' must be valid on <date>, it expired on <date>, got <file>; renew it
  - 'certificate.caFile' must be valid on <date>, the CA 'CN=ca' expired on <date>, got <file>; replace that CA"
`);
  });

  test('a certificate of another authority', () => {
    const stranger = workshop.make({ subject: '/CN=stranger', extensions: CA });
    expect(said({ caFile: workshop.file(stranger.pem) })).toMatchInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.caFile' must hold the CA that issued the certificate, 'CN=ca', got <file>; add that CA; if it is an intermediate one, it may stand after the certificate of the server instead"
`);
  });

  test('a certificate for clients only', () => {
    const client = workshop.make({ subject: '/CN=c', extensions: ['subjectAltName=DNS:server.wardle.svc', 'extendedKeyUsage=clientAuth'], issuer: ca });
    expect(said({ certificateFile: workshop.file(client.pem), privateKeyFile: workshop.file(client.key) })).toMatchInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.certificateFile' must allow the authentication of servers, its extended key usage does not, got <file>; issue it with extended key usage serverAuth"
`);
  });

  test('files that are not there, all of them at once', () => {
    jest.spyOn(process, 'cwd').mockReturnValue('/work');
    expect(said({ certificateFile: '/missing/tls.crt', privateKeyFile: '/missing/tls.key', caFile: '/missing/ca.crt' })).toMatchInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.certificateFile' must be a file that can be read (ENOENT), got "/missing/tls.crt"; the path is taken from the working directory, /work
  - 'certificate.privateKeyFile' must be a file that can be read (ENOENT), got "/missing/tls.key"; the path is taken from the working directory, /work
  - 'certificate.caFile' must be a file that can be read (ENOENT), got "/missing/ca.crt"; the path is taken from the working directory, /work"
`);
  });

  test('a key that is not there, and a certificate for another name', () => {
    jest.spyOn(process, 'cwd').mockReturnValue('/work');
    expect(said({ certificateFile: workshop.file(other.pem), privateKeyFile: '/missing/tls.key' })).toMatchInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.privateKeyFile' must be a file that can be read (ENOENT), got "/missing/tls.key"; the path is taken from the working directory, /work
  - 'certificate.certificateFile' must be valid for server.wardle.svc, it names only other.wardle.svc, got <file>; issue it with that DNS name among its subject alternative names"
`);
  });

  test('files in each other\'s place', () => {
    expect(said({ certificateFile: given.privateKeyFile, privateKeyFile: given.certificateFile })).toMatchInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.certificateFile' must hold certificates only, it holds a private key, got <file>; remove the key, and replace it if others have read it
  - 'certificate.privateKeyFile' must hold a private key, it holds a certificate, got <file>; give the key that was made together with the certificate"
`);
  });

  test('DER', () => {
    const der = workshop.file('');
    writeFileSync(der, new X509Certificate(leaf.pem).raw);
    expect(said({ certificateFile: der })).toMatchInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.certificateFile' must hold a certificate in PEM, it is DER, got <file>; convert it with \`openssl x509 -inform DER\`"
`);
  });

  test('options that are missing, and parts of it that are wrong', () => {
    expect(said({ caFile: undefined, privateKey: 'omitted' as any })).toMatchInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.caFile' must be given (a string), got nothing
  - 'certificate.privateKey' must be made with a factory of PrivateKeyOutput, got "omitted""
`);
    expect(said({ files: ServingFiles.mounted('certs'), privateKey: PrivateKeyOutput.chart(newChart()) })).toMatchInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.files.mountPath' must be an absolute path without ':' and '..', below '/', got "certs"
  - 'certificate.privateKey' must be a Chart of the same App, got "chart""
`);
  });
});

describe('fails without showing the key', () => {
  test.each<[string, (key: string) => Partial<PemFilesOptions>]>([
    ['in the file of the certificate', (key) => ({ certificateFile: workshop.file(leaf.pem + key) })],
    ['in the file of the authorities', (key) => ({ caFile: workshop.file(ca.pem + key) })],
    ['of another certificate', (key) => ({ privateKeyFile: workshop.file(key) })],
    ['cut off', (key) => ({ privateKeyFile: workshop.file(key.slice(0, -30)) })],
    ['on one line', (key) => ({ privateKeyFile: workshop.file(key.replaceAll('\n', ' ')) })],
    ['in base64', (key) => ({ privateKeyFile: workshop.file(Buffer.from(key).toString('base64')) })],
    ['without its borders', (key) => ({ privateKeyFile: workshop.file(key.replace(/-----.*-----\n/g, '')) })],
    ['in place of its path', (key) => ({ privateKeyFile: key })],
    ['in place of the path of the certificate', (key) => ({ certificateFile: key })],
  ])('%s', (_, changes) => {
    const { key } = other;
    const message = said(changes(key));
    expect(message).toMatch(/^ServerCertificate 'chart\/certificate' cannot be built:\n {2}- 'certificate\.(certificateFile|privateKeyFile|caFile)' must/);
    const [first, second] = key.split('\n').slice(1);
    for (const part of [first, second, first.slice(10, 30), Buffer.from(key).toString('base64').slice(40, 80)]) expect(message).not.toContain(part);
  });
});
