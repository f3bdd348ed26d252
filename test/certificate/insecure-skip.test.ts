import { ApiService } from '../../src/api/api-service';
import type { InsecureCertificateOptions } from '../../src/certificate/insecure-skip';
import { ServerCertificate } from '../../src/certificate/server-certificate';
import { ServingCertificate } from '../../src/certificate/serving-certificate';
import { outside } from '../../src/private/outside';
import { newChart } from '../support/charts';

afterEach(() => jest.restoreAllMocks());

function skip(options: InsecureCertificateOptions, chart = newChart()): ServerCertificate {
  return new ServerCertificate(chart, 'certificate', { certificate: ServingCertificate.insecureSkipTlsVerify(options), serviceName: 'server' });
}

test('no Secret is made, and the APIService says that and why it does not verify', () => {
  const warn = jest.spyOn(outside, 'warn').mockImplementation(() => {});
  const chart = newChart();
  const { secret, secretName, verification } = skip({ reason: 'my laptop' }, chart);
  expect([secret, secretName, chart.toJson()]).toEqual([undefined, undefined, []]);
  expect(warn).not.toHaveBeenCalled();

  const apiService = new ApiService(chart, 'api', { group: 'wardle.example.com', version: 'v1', serviceName: 'server', verification });
  expect(apiService.toJson().spec.insecureSkipTLSVerify).toBe(true);
  expect(apiService.toJson().metadata.annotations).toEqual({ 'cdk8s-extension-apiserver/insecure-skip-tls-verify-reason': 'my laptop' });
  expect(warn).toHaveBeenCalledTimes(1);
});

test('the folder for the certificate may be named', () => {
  expect(skip({ reason: 'my laptop', certDir: '/certs' })._source.selfMadeDir).toEqual('/certs');
});

test('fails without a reason', () => {
  expect(() => skip({ reason: '' })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.reason' must say why, got ""; reason: 'a cluster on my laptop', say"
`);
  expect(() => skip({} as any)).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.reason' must be given (a string), got nothing"
`);
  expect(() => skip(undefined as any)).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate' must be an object with 'reason', got nothing"
`);
});

test('fails for a folder that is no path', () => {
  expect(() => skip({ reason: 'my laptop', certDir: 'certs' })).toThrowErrorMatchingInlineSnapshot(`
"ServerCertificate 'chart/certificate' cannot be built:
  - 'certificate.certDir' must be an absolute path without ':' and '..', below '/', got "certs""
`);
});
