import { EtcdStorage } from '../../src/workload/etcd-storage';
import { checked } from '../support/charts';

const SERVERS = ['https://etcd-0.etcd.storage.svc:2379', 'https://[fd00::1]:2379'];

test('none passes nothing', () => {
  checked(EtcdStorage.none(), 'storage');
  expect(EtcdStorage.none()._fields()).toEqual({ args: [] });
});

test('sidecar is found on the loopback interface', () => {
  checked(EtcdStorage.sidecar(), 'storage');
  expect(EtcdStorage.sidecar()._fields()).toEqual({ args: ['--etcd-servers=http://127.0.0.1:2379'], sidecarImage: expect.stringMatching(/^registry\.k8s\.io\/etcd:/) });
});

test('sidecar with an image and a prefix of its own', () => {
  const storage = EtcdStorage.sidecar({ image: 'example.com/etcd@sha256:0123456789abcdef0123456789abcdef', prefix: '/registry/wardle' });
  checked(storage, 'storage');
  expect(storage._fields()).toEqual({
    args: ['--etcd-servers=http://127.0.0.1:2379', '--etcd-prefix=/registry/wardle'], sidecarImage: 'example.com/etcd@sha256:0123456789abcdef0123456789abcdef',
  });
});

test('external with certificates', () => {
  const storage = EtcdStorage.external({ servers: SERVERS, tlsSecretName: 'etcd-client', prefix: '/registry/wardle' });
  checked(storage, 'storage');
  expect(storage._fields()).toEqual({
    args: [
      `--etcd-servers=${SERVERS.join(',')}`,
      '--etcd-cafile=/etc/etcd-client/ca.crt',
      '--etcd-certfile=/etc/etcd-client/tls.crt',
      '--etcd-keyfile=/etc/etcd-client/tls.key',
      '--etcd-prefix=/registry/wardle',
    ],
    tlsSecret: { name: 'etcd-client', mountPath: '/etc/etcd-client' },
  });
});

test('external in clear text, for a reason', () => {
  const storage = EtcdStorage.external({ servers: ['http://etcd:2379'], insecureReason: 'a laptop' });
  checked(storage, 'storage');
  expect(storage._fields()).toEqual({ args: ['--etcd-servers=http://etcd:2379'], insecureReason: 'a laptop' });
});

describe('external fails', () => {
  test('without servers', () => {
    expect(() => checked(EtcdStorage.external({ servers: [], tlsSecretName: 'etcd' }), 'storage')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'storage.servers' must name at least one URL, got []"
`);
    expect(() => checked(EtcdStorage.external({} as any), 'storage')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'storage.servers' must be given (a list, each element a string), got nothing"
`);
  });

  test('without certificates and without a reason', () => {
    expect(() => checked(EtcdStorage.external({ servers: ['https://etcd:2379'] }), 'storage')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'storage.tlsSecretName' must be given, or an 'insecureReason' why the objects may travel in clear text, got nothing"
`);
    expect(() => checked(EtcdStorage.external({ servers: ['http://etcd:2379'], insecureReason: ' ' }), 'storage')).toThrow("'storage.tlsSecretName' must be given, or an 'insecureReason'");
  });

  test('for a scheme that does not fit', () => {
    expect(() => checked(EtcdStorage.external({ servers: ['http://etcd:2379'], tlsSecretName: 'etcd' }), 'storage')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'storage.servers[0]' must be https with 'tlsSecretName', got "http://etcd:2379""
`);
    expect(() => checked(EtcdStorage.external({ servers: SERVERS, insecureReason: 'a laptop' }), 'storage')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'storage.servers[0]' must be http without 'tlsSecretName', got "https://etcd-0.etcd.storage.svc:2379"
  - 'storage.servers[1]' must be http without 'tlsSecretName', got "https://[fd00::1]:2379""
`);
  });

  test('for what is no URL of a member', () => {
    const servers = ['etcd:2379', 'https://etcd', 'https://etcd:2379/v3', 'https://a:1,https://b:1', 'https://etcd:2379'];
    expect(() => checked(EtcdStorage.external({ servers, tlsSecretName: 'Etcd', prefix: 'registry' }), 'storage')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'storage.prefix' must start with '/', got "registry"; '/registry/wardle.example.com', say
  - 'storage.servers[0]' must be a URL with a port and no path, got "etcd:2379"; 'https://etcd-0.etcd.storage.svc:2379', say
  - 'storage.servers[1]' must be a URL with a port and no path, got "https://etcd"; 'https://etcd-0.etcd.storage.svc:2379', say
  - 'storage.servers[2]' must be a URL with a port and no path, got "https://etcd:2379/v3"; 'https://etcd-0.etcd.storage.svc:2379', say
  - 'storage.servers[3]' must be a URL with a port and no path, got "https://a:1,https://b:1"; 'https://etcd-0.etcd.storage.svc:2379', say
  - 'storage.tlsSecretName' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "Etcd"; write "etcd""
`);
  });
});

test('sidecar fails for what is no image and no prefix', () => {
  expect(() => checked(EtcdStorage.sidecar({ image: 'a b', prefix: '/' }), 'storage')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'storage.prefix' must start with '/', got "/"; '/registry/wardle.example.com', say
  - 'storage.image' must be the name of an image, without a scheme, the repository in lower case, got "a b"; 'registry.example.com/server:1.2.3', say"
`);
  expect(() => checked(EtcdStorage.sidecar({ servers: SERVERS } as any), 'storage')).toThrow("'storage.servers' is not a prop");
});

test('fails for a reason why objects travel in clear text where they do not', () => {
  const storage = EtcdStorage.external({ servers: ['https://etcd:2379'], tlsSecretName: 'etcd', insecureReason: 'a laptop' });
  expect(() => checked(storage, 'storage')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'storage.insecureReason' must not be given together with 'tlsSecretName', got "a laptop""
`);
});
