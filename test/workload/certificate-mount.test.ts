import { TlsVerification } from '../../src/api/tls-verification';
import { ServerCertificate } from '../../src/certificate/server-certificate';
import { ServingCertificate } from '../../src/certificate/serving-certificate';
import { ServingFiles } from '../../src/certificate/serving-files';
import { certificateMount } from '../../src/workload/certificate-mount';
import { ServerLibrary } from '../../src/workload/server-library';
import { newChart } from '../support/charts';

const verification = TlsVerification.insecureSkip({ reason: 'a test' });

const bind = (certificate: ServingCertificate) => new ServerCertificate(newChart(), 'certificate', { certificate, serviceName: 'server' });
const existing = (options: object = {}) => bind(ServingCertificate.existingSecret({ secretName: 'tls', verification, ...options }));
const selfMade = (options: object = {}) => bind(ServingCertificate.insecureSkipTlsVerify({ reason: 'a test', ...options }));

const SECRET = { volume: { name: 'serving-certificate', secret: { secretName: 'tls', defaultMode: 0o440 } }, mount: { mountPath: '/etc/serving-certificate' } };

describe('a Secret', () => {
  test.each([ServerLibrary.recommendedOptions(), ServerLibrary.secureServing()])('is named with the flags of k8s.io/apiserver', (library) => {
    expect(certificateMount(existing(), library)).toEqual({
      args: ['--tls-cert-file=/etc/serving-certificate/tls.crt', '--tls-private-key-file=/etc/serving-certificate/tls.key'], mounts: [SECRET],
    });
  });

  test('is only mounted for a server that may not know these flags', () => {
    expect(certificateMount(existing(), ServerLibrary.custom())).toEqual({ args: [], mounts: [SECRET] });
  });

  test('is named with flags that are given, whatever the library', () => {
    const files = ServingFiles.flags({ certificateFlag: '--cert', privateKeyFlag: '--key' });
    expect(certificateMount(existing({ files, certificateEntry: 'a.crt', privateKeyEntry: 'a.key' }), ServerLibrary.custom()).args)
      .toEqual(['--cert=/etc/serving-certificate/a.crt', '--key=/etc/serving-certificate/a.key']);
  });

  test('gives its entries the names that the server looks for', () => {
    const files = ServingFiles.certDir({ mountPath: '/certs' });
    const { args, mounts } = certificateMount(existing({ files, certificateEntry: 'a.crt' }), ServerLibrary.recommendedOptions());
    expect(args).toEqual(['--cert-dir=/certs']);
    expect(mounts).toEqual([{
      volume: {
        name: 'serving-certificate',
        secret: { secretName: 'tls', defaultMode: 0o440, items: [{ key: 'a.crt', path: 'apiserver.crt' }, { key: 'tls.key', path: 'apiserver.key' }] },
      },
      mount: { mountPath: '/certs' },
    }]);
  });

  test('is mounted where the configuration of the server looks', () => {
    const { args, mounts } = certificateMount(existing({ files: ServingFiles.mounted('/certs') }), ServerLibrary.recommendedOptions());
    expect([args, mounts[0].mount.mountPath]).toEqual([[], '/certs']);
  });
});

describe('a certificate that the server makes', () => {
  test('lies in /tmp, which is writable', () => {
    expect(certificateMount(selfMade(), ServerLibrary.secureServing())).toEqual({ args: ['--cert-dir=/tmp'], mounts: [] });
    expect(certificateMount(undefined, ServerLibrary.recommendedOptions())).toEqual({ args: ['--cert-dir=/tmp'], mounts: [] });
  });

  test('lies in a writable folder of its own', () => {
    expect(certificateMount(selfMade({ certDir: '/certs' }), ServerLibrary.recommendedOptions())).toEqual({
      args: ['--cert-dir=/certs'], mounts: [{ volume: { name: 'cert-dir', emptyDir: {} }, mount: { mountPath: '/certs' } }],
    });
  });

  test('is left to a server that may not know the flag', () => {
    expect(certificateMount(undefined, ServerLibrary.custom())).toEqual({ args: [], mounts: [] });
    expect(certificateMount(selfMade({ certDir: '/certs' }), ServerLibrary.custom()).args).toEqual([]);
  });
});
