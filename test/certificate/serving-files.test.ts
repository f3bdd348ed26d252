import { ServingFiles } from '../../src/certificate/serving-files';
import { checked } from '../support/charts';

const ENTRIES = { certificate: 'cert.pem', privateKey: 'key.pem' };

test('flags name the two files', () => {
  const files = ServingFiles.flags();
  checked(files, 'files');
  expect(files._fields()).toEqual({
    args: ['--tls-cert-file=/etc/serving-certificate/tls.crt', '--tls-private-key-file=/etc/serving-certificate/tls.key'], mountPath: '/etc/serving-certificate',
  });
});

test('flags and folder of its own, and the entries of the Secret', () => {
  const files = ServingFiles.flags({ mountPath: '/certs', certificateFlag: '--cert', privateKeyFlag: '-key' });
  checked(files, 'files');
  expect(files._fields(ENTRIES)).toEqual({ args: ['--cert=/certs/cert.pem', '-key=/certs/key.pem'], mountPath: '/certs' });
});

test('certDir gives the files the names that the server looks for', () => {
  const files = ServingFiles.certDir({ mountPath: '/certs' });
  checked(files, 'files');
  expect(files._fields(ENTRIES)).toEqual({
    args: ['--cert-dir=/certs'], mountPath: '/certs', fileNames: { certificate: 'apiserver.crt', privateKey: 'apiserver.key' },
  });
});

test('certDir with names of its own, and without the flag', () => {
  const files = ServingFiles.certDir({ mountPath: '/certs', certificateFile: 'a.crt', privateKeyFile: 'a.key', passFlag: false });
  checked(files, 'files');
  expect(files._fields()).toEqual({ args: [], mountPath: '/certs', fileNames: { certificate: 'a.crt', privateKey: 'a.key' } });
});

test('mounted only mounts', () => {
  const files = ServingFiles.mounted('/certs');
  checked(files, 'files');
  expect(files._fields()).toEqual({ args: [], mountPath: '/certs' });
});

test('fails for what is no flag, path or file name', () => {
  expect(() => checked(ServingFiles.flags({ mountPath: 'certs', certificateFlag: 'cert', privateKeyFlag: '--key=x' }), 'files')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'files.mountPath' must be an absolute path without ':' and '..', below '/', got "certs"
  - 'files.certificateFlag' must be a flag with its dashes and without a value, got "cert"; '--secure-port', say
  - 'files.privateKeyFlag' must be a flag with its dashes and without a value, got "--key=x"; '--secure-port', say"
`);
  expect(() => checked(ServingFiles.certDir({ mountPath: '/a/../b', certificateFile: 'a/b', privateKeyFile: '..' }), 'files')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'files.mountPath' must be an absolute path without ':' and '..', below '/', got "/a/../b"
  - 'files.certificateFile' must be a key of letters, digits, '-', '_' and '.', got "a/b"; 'tls.crt', say
  - 'files.privateKeyFile' must be a key of letters, digits, '-', '_' and '.', got ".."; 'tls.crt', say"
`);
  expect(() => checked(ServingFiles.mounted('/certs/'), 'files')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'files.mountPath' must be an absolute path without ':' and '..', below '/', got "/certs/""
`);
});

test('fails for options that are missing or of another type', () => {
  expect(() => checked(ServingFiles.flags(null as any), 'files')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'files' must be an object with props, got nothing"
`);
  expect(() => checked(ServingFiles.certDir({ passFlag: 'no' } as any), 'files')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'files.mountPath' must be given (a string), got nothing
  - 'files.passFlag' must be a boolean, got "no""
`);
  expect(() => checked(ServingFiles.certDir(undefined as any), 'files')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'files' must be an object with 'mountPath', got nothing"
`);
  expect(() => checked(ServingFiles.mounted(undefined as any), 'files')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'files.mountPath' must be given (a string), got nothing"
`);
});

test('fails where certificate and private key would be the same file', () => {
  expect(() => checked(ServingFiles.flags({ certificateFlag: '--tls', privateKeyFlag: '--tls' }), 'files')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'files' must tell the certificate from the private key, got "--tls""
`);
  expect(() => checked(ServingFiles.certDir({ mountPath: '/certs', certificateFile: 'apiserver.key' }), 'files')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'files' must tell the certificate from the private key, got "apiserver.key""
`);
});
