import { Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-27';
import { TlsVerification } from '../../src/api/tls-verification';
import type { ExistingSecretOptions } from '../../src/certificate/existing-secret';
import { ServerCertificate } from '../../src/certificate/server-certificate';
import { ServingCertificate } from '../../src/certificate/serving-certificate';
import { ServingFiles } from '../../src/certificate/serving-files';
import { newChart } from '../support/charts';

const verification = TlsVerification.insecureSkip({ reason: 'a test' });

let chart: Chart;
beforeEach(() => { chart = newChart(); });

function refer(options: Partial<ExistingSecretOptions>, namespace?: string): ServerCertificate {
  const certificate = ServingCertificate.existingSecret({ verification, ...options });
  return new ServerCertificate(chart, 'certificate', { certificate, serviceName: 'server', namespace });
}

test('a Secret by its name: nothing is made, and the verification is the one given', () => {
  const certificate = refer({ secretName: 'there' });
  expect([certificate.secretName, certificate.secret]).toEqual(['there', undefined]);
  expect(certificate.verification).toBe(verification);
  expect(chart.toJson()).toEqual([]);
});

test('a Secret of cdk8s-plus, made or imported', () => {
  expect(refer({ secret: new Secret(chart, 'secret', { metadata: { name: 'made' } }) }).secretName).toEqual('made');
  chart = newChart();
  expect(refer({ secret: Secret.fromSecretName(chart, 'secret', 'imported') }).secretName).toEqual('imported');
});

test('the entries are those of a Secret for TLS, unless it is said otherwise', () => {
  expect(refer({ secretName: 'there' })._source.entries).toEqual({ certificate: 'tls.crt', privateKey: 'tls.key' });
  chart = newChart();
  expect(refer({ secretName: 'there', certificateEntry: 'cert.pem', privateKeyEntry: 'key.pem' })._source.entries).toEqual({ certificate: 'cert.pem', privateKey: 'key.pem' });
});

test('fails for a Secret in another namespace, which no pod could mount', () => {
  const secret = new Secret(new Chart(chart, 'other', { namespace: 'other' }), 'secret', { metadata: { name: 'made' } });
  expect(() => refer({ secret })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.secret' must be in the server's namespace, "wardle", got "other/made""
`);
});

test('fails for no Secret, two of them, and what is none', () => {
  expect(() => refer({})).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.secretName' or 'secret' must be given, and not both, got nothing"
`);
  chart = newChart();
  expect(() => refer({ secretName: 'there', secret: Secret.fromSecretName(chart, 'secret', 'imported') })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.secretName' or 'secret' must be given, and not both, got "there""
`);
  chart = newChart();
  expect(() => refer({ secret: { name: '' } as any })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.secret' must be an object of cdk8s-plus, with a name, got {"name":""}"
`);
});

test('fails for all that is wrong, at once', () => {
  const wrong = { certificateEntry: 'a/b', privateKeyEntry: '..', files: ServingFiles.mounted('certs'), verification: TlsVerification.caBundle('') };
  expect(() => refer({ secretName: 'A', ...wrong })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.secretName' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "A"; write "a"
  - 'certificate.certificateEntry' must be a key of letters, digits, '-', '_' and '.', got "a/b"; 'tls.crt', say
  - 'certificate.privateKeyEntry' must be a key of letters, digits, '-', '_' and '.', got ".."; 'tls.crt', say
  - 'certificate.files.mountPath' must be an absolute path without ':' and '..', below '/', got "certs"
  - 'certificate.verification' must hold a certificate in PEM, it is empty; its first line is 'BEGIN CERTIFICATE' between dashes"
`);
});

test('fails for options that are missing or of another type', () => {
  expect(() => refer({ secretName: 'there', verification: undefined, files: '/certs' as any })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.verification' must be given (made with a factory of TlsVerification), got nothing
  - 'certificate.files' must be made with a factory of ServingFiles, got "/certs""
`);
});
