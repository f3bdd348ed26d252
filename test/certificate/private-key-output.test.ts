import { App, Chart } from 'cdk8s';
import { PrivateKeyOutput } from '../../src/certificate/private-key-output';
import { ServerCertificate } from '../../src/certificate/server-certificate';
import { ServingCertificate } from '../../src/certificate/serving-certificate';
import { newChart, objectsOf } from '../support/charts';
import { TEST_TLS_SEED } from '../support/clock';

let chart: Chart;
let secrets: Chart;
beforeEach(() => {
  chart = newChart();
  secrets = new Chart(chart.node.root, 'secrets', { namespace: 'elsewhere' });
});

function issue(privateKey: PrivateKeyOutput, serviceName = 'server'): ServerCertificate {
  return new ServerCertificate(chart, `certificate-${serviceName}`, { certificate: ServingCertificate.fromSeed({ seedEnv: TEST_TLS_SEED, privateKey }), serviceName });
}

test('thisChart: the Secret stands in the chart of the server', () => {
  const { secret } = issue(PrivateKeyOutput.thisChart());
  expect(objectsOf(chart)).toEqual(['Secret wardle/server-serving-certificate']);
  expect(secret!.toJson()).toMatchObject({ type: 'kubernetes.io/tls', data: { 'tls.key': expect.any(String) } });
});

test('chart: the Secrets of several servers stand in a chart of their own, in the namespace of the servers', () => {
  issue(PrivateKeyOutput.chart(secrets));
  issue(PrivateKeyOutput.chart(secrets), 'other');
  expect(objectsOf(chart)).toEqual([]);
  expect(objectsOf(secrets)).toEqual(['Secret wardle/server-serving-certificate', 'Secret wardle/other-serving-certificate']);
});

test('omitted: no key is written anywhere, and the Secret has its name all the same', () => {
  const { secret, secretName, verification } = issue(PrivateKeyOutput.omitted());
  expect([secret, secretName]).toEqual([undefined, 'server-serving-certificate']);
  expect([...chart.toJson(), ...secrets.toJson()]).toEqual([]);
  expect(verification._fields(undefined as any, '').caBundle).toBeDefined();
});

test('what is verified does not depend on where the key goes', () => {
  const bundles = [PrivateKeyOutput.thisChart(), PrivateKeyOutput.omitted()].map((output) => {
    chart = newChart();
    return issue(output).verification._fields(undefined as any, '').caBundle;
  });
  expect(bundles[0]).toEqual(bundles[1]);
});

test('fails for a chart of another App', () => {
  expect(() => issue(PrivateKeyOutput.chart(newChart()))).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate-server' cannot be built:
  - 'certificate.privateKey' must be a Chart of the same App, got "chart""
`);
});

test('fails for what is no chart', () => {
  expect(() => issue(PrivateKeyOutput.chart(undefined as any))).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate-server' cannot be built:
  - 'certificate.privateKey' must be a Chart, got nothing"
`);
  expect(() => issue(PrivateKeyOutput.chart(new App() as any), 'other')).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate-other' cannot be built:
  - 'certificate.privateKey' must be a Chart, got an object of class App"
`);
});
