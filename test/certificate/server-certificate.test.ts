import { PrivateKeyOutput } from '../../src/certificate/private-key-output';
import type { ServerCertificateProps } from '../../src/certificate/server-certificate';
import { ServerCertificate } from '../../src/certificate/server-certificate';
import { ServingCertificate } from '../../src/certificate/serving-certificate';
import { newChart } from '../support/charts';
import { TEST_TLS_SEED } from '../support/clock';
import { schemaErrors } from '../support/schema';

const certificate = ServingCertificate.fromSeed({ seedEnv: TEST_TLS_SEED, privateKey: PrivateKeyOutput.thisChart() });

function make(changes: Partial<ServerCertificateProps> = {}, chart = newChart()): ServerCertificate {
  return new ServerCertificate(chart, 'certificate', { certificate, serviceName: 'server', ...changes });
}

test('the Secret is one for TLS', () => {
  const secret = make().secret!.toJson();
  expect(secret).toMatchObject({
    apiVersion: 'v1', kind: 'Secret', metadata: { name: 'server-serving-certificate', namespace: 'wardle' }, type: 'kubernetes.io/tls',
  });
  expect(Object.keys(secret.data).sort()).toEqual(['ca.crt', 'tls.crt', 'tls.key']);
  expect(schemaErrors([secret])).toEqual([]);
});

test('name, labels and annotations of its own are added', () => {
  const { secret, secretName } = make({ metadata: { name: 'tls', labels: { a: 'b' }, annotations: { c: 'd' } }, namespace: 'given' });
  expect(secretName).toEqual('tls');
  expect(secret!.toJson().metadata).toMatchObject({ name: 'tls', namespace: 'given', labels: { a: 'b' }, annotations: { c: 'd' } });
  expect(secret!.toJson().metadata.annotations).toHaveProperty(['cdk8s-extension-apiserver/not-after']);
});

test('fails for all that is wrong, at once', () => {
  const unseeded = ServingCertificate.fromSeed({ privateKey: PrivateKeyOutput.thisChart() });
  const wrong = { serviceName: '1', namespace: 'n.n', clusterDomain: '.', metadata: { name: 'A', labels: { a: 'b c' } }, certificate: unseeded };
  expect(() => make(wrong)).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'namespace' must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends), got "n.n"; write "n-n"
  - 'serviceName' must be a DNS label that starts with a letter (1 to 63 lower-case letters, digits and '-', not at the ends), got "1"
  - 'clusterDomain' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "."
  - 'metadata.name' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "A"; write "a"
  - 'metadata.labels.a' must be a label value (at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit), got "b c"
  - 'certificate.seedEnv' or 'seedFile' must be given, and not both, got nothing; seedEnv: 'APISERVER_TLS_SEED', say"
`);
});

test('fails where no namespace is known, as the certificate names it', () => {
  expect(() => make({}, newChart({}))).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'namespace' must be known, got nothing; give 'namespace', or the chart a namespace: new Chart(app, 'chart', { namespace: '...' })"
`);
});

test('fails for props that are missing or of another type', () => {
  expect(() => make({ certificate: { seedEnv: 'SEED' } as any, serviceName: undefined })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate' must be made with a factory of ServingCertificate, got {"seedEnv":"SEED"}
  - 'serviceName' must be given (a string), got nothing"
`);
});

test('fails for a Secret that the App has already', () => {
  const chart = newChart();
  make({}, chart);
  expect(() => new ServerCertificate(chart, 'again', { certificate, serviceName: 'server' })).toThrow('has Secret/wardle/server-serving-certificate already');
});
