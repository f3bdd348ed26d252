import type { Chart } from 'cdk8s';
import { Size } from 'cdk8s';
import {
  ConfigMap, EmptyDirMedium, HostPathVolumeType, PersistentVolumeClaim, Secret, Volume,
} from 'cdk8s-plus-27';
import { PodVolume } from '../../src/workload/pod-volume';
import { checked, newChart } from '../support/charts';
import { schemaErrors } from '../support/schema';

describe('a volume by name', () => {
  test.each<[string, PodVolume, object]>([
    ['a Secret', PodVolume.secret('my.secret', '/etc/secret'), {
      volume: { name: 'my-secret', secret: { secretName: 'my.secret' } }, mount: { mountPath: '/etc/secret', readOnly: true },
    }],
    ['some keys of a Secret that may be missing', PodVolume.secret('s', '/s', { items: { 'a.pem': 'certs/a.pem' }, optional: true, readOnly: false, name: 'keys' }), {
      volume: { name: 'keys', secret: { secretName: 's', items: [{ key: 'a.pem', path: 'certs/a.pem' }], optional: true } }, mount: { mountPath: '/s' },
    }],
    ['a ConfigMap', PodVolume.configMap('config', '/etc/config'), {
      volume: { name: 'config', configMap: { name: 'config' } }, mount: { mountPath: '/etc/config', readOnly: true },
    }],
    ['some keys of a ConfigMap', PodVolume.configMap('config', '/etc/config', { items: { a: 'b' } }), {
      volume: { name: 'config', configMap: { name: 'config', items: [{ key: 'a', path: 'b' }] } }, mount: { mountPath: '/etc/config', readOnly: true },
    }],
    ['an empty folder', PodVolume.emptyDir('/var/cache'), { volume: { name: 'var-cache', emptyDir: {} }, mount: { mountPath: '/var/cache' } }],
    ['a folder whose path makes no name', PodVolume.emptyDir('/_'), { volume: { name: 'volume', emptyDir: {} }, mount: { mountPath: '/_' } }],
    ['a small folder in memory', PodVolume.emptyDir('/cache', { sizeLimit: '10Mi', inMemory: true, readOnly: true }), {
      volume: { name: 'cache', emptyDir: { sizeLimit: '10Mi', medium: 'Memory' } }, mount: { mountPath: '/cache', readOnly: true },
    }],
    ['a claim', PodVolume.persistentVolumeClaim('data', '/data'), {
      volume: { name: 'data', persistentVolumeClaim: { claimName: 'data' } }, mount: { mountPath: '/data' },
    }],
  ])('%s', (_, volume, mount) => {
    checked(volume, 'volumes[0]');
    expect(volume._podMount()).toEqual(mount);
  });
});

describe('fails for', () => {
  test('names, paths and sizes that Kubernetes would refuse', () => {
    const secret = PodVolume.secret('Secret', 'etc', { items: { 'a/b': '../c' }, name: 'a.b' });
    expect(() => checked(secret, 'volumes[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'volumes[0].mountPath' must be an absolute path without ':' and '..', below '/', got "etc"
  - 'volumes[0].name' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "Secret"; write "secret"
  - 'volumes[0].items' must be a key of letters, digits, '-', '_' and '.', got "a/b"; 'tls.crt', say
  - 'volumes[0].items.a/b' must be a path below the folder, without '..', got "../c"
  - 'volumes[0].name' must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends), got "a.b"; write "a-b""
`);
    expect(() => checked(PodVolume.emptyDir('/a:b', { sizeLimit: '10MB' }), 'volumes[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'volumes[0].mountPath' must be an absolute path without ':' and '..', below '/', got "/a:b"
  - 'volumes[0].sizeLimit' must be a Kubernetes quantity, got "10MB"; '100m', '0.5', '128Mi' or '1Gi', say"
`);
    expect(() => checked(PodVolume.persistentVolumeClaim('', '/a'), 'volumes[0]')).toThrow("'volumes[0].name' must be a DNS subdomain");
    expect(() => checked(PodVolume.configMap(undefined as any, '/a'), 'volumes[0]')).toThrow("'volumes[0].name' must be a DNS subdomain");
  });

  test('options of another volume, and of another type', () => {
    expect(() => checked(PodVolume.configMap('config', '/a', { sizeLimit: '1Mi' } as any), 'volumes[0]')).toThrow("'volumes[0].sizeLimit' is not a prop");
    expect(() => checked(PodVolume.secret('secret', '/a', { items: { a: 1 } } as any), 'volumes[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'volumes[0].items.a' must be a string, got 1"
`);
  });

  test('what is no volume of cdk8s-plus', () => {
    expect(() => checked(PodVolume.fromVolume({ name: 'a' } as any, '/a'), 'volumes[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'volumes[0]' must be a Volume of cdk8s-plus, got {"name":"a"}"
`);
    expect(() => checked(PodVolume.fromVolume(undefined as any, '/a'), 'volumes[0]')).toThrow("'volumes[0]' must be a Volume of cdk8s-plus, got nothing");
  });

  test('a mount path that is none, of a volume of cdk8s-plus', () => {
    const volume = Volume.fromEmptyDir(newChart(), 'volume', 'cache');
    expect(() => checked(PodVolume.fromVolume(volume, 'cache'), 'volumes[0]')).toThrow("'volumes[0].mountPath' must be an absolute path");
  });
});

function isWrittenAs(_: string, make: (chart: Chart) => Volume, written: object): void {
  const volume = PodVolume.fromVolume(make(newChart()), '/mnt/volume');
  checked(volume, 'volumes[0]');
  expect(volume._podMount()).toEqual({ volume: written, mount: { mountPath: '/mnt/volume' } });
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod' }, spec: { containers: [{ name: 'a' }], volumes: [volume._podMount().volume] } };
  expect(schemaErrors([pod])).toEqual([]);
}

describe('a volume of cdk8s-plus', () => {
  test.each<[string, (chart: Chart) => Volume, object]>([
    ['emptyDir', (chart) => Volume.fromEmptyDir(chart, 'v', 'cache', { medium: EmptyDirMedium.MEMORY, sizeLimit: Size.gibibytes(1) }), {
      name: 'cache', emptyDir: { medium: 'Memory', sizeLimit: '1024Mi' },
    }],
    ['plain emptyDir', (chart) => Volume.fromEmptyDir(chart, 'v', 'cache'), { name: 'cache', emptyDir: {} }],
    ['secret', (chart) => Volume.fromSecret(chart, 'v', Secret.fromSecretName(chart, 's', 'there'), { items: { value: { path: 'a/b', mode: 0o400 } }, defaultMode: 0o440 }), {
      name: 'secret-there', secret: { secretName: 'there', defaultMode: 0o440, items: [{ key: 'value', path: 'a/b', mode: 0o400 }] },
    }],
    ['configMap', (chart) => Volume.fromConfigMap(chart, 'v', ConfigMap.fromConfigMapName(chart, 'c', 'there'), { optional: true }), {
      name: 'configmap-there', configMap: { name: 'there', optional: true },
    }],
    ['persistentVolumeClaim', (chart) => Volume.fromPersistentVolumeClaim(chart, 'v', PersistentVolumeClaim.fromClaimName(chart, 'p', 'there')), {
      name: 'pvc-there', persistentVolumeClaim: { claimName: 'there', readOnly: false },
    }],
    ['hostPath', (chart) => Volume.fromHostPath(chart, 'v', 'dev', { path: '/dev', type: HostPathVolumeType.DIRECTORY }), {
      name: 'dev', hostPath: { path: '/dev', type: 'Directory' },
    }],
    ['nfs', (chart) => Volume.fromNfs(chart, 'v', 'share', { server: 'nfs.example.com', path: '/share', readOnly: true }), {
      name: 'share', nfs: { server: 'nfs.example.com', path: '/share', readOnly: true },
    }],
    ['csi', (chart) => Volume.fromCsi(chart, 'v', 'secrets-store.csi.k8s.io', { name: 'store', readOnly: true, attributes: { value: 'a' } }), {
      name: 'store', csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true, volumeAttributes: { value: 'a' } },
    }],
    ['gcePersistentDisk', (chart) => Volume.fromGcePersistentDisk(chart, 'v', 'disk', { name: 'gce' }), {
      name: 'gce', gcePersistentDisk: { pdName: 'disk', fsType: 'ext4', readOnly: false },
    }],
    // cdk8s-plus calls them volumeId and diskUri until its own serializers write them
    ['awsElasticBlockStore', (chart) => Volume.fromAwsElasticBlockStore(chart, 'v', 'vol-1', { name: 'ebs', partition: 1 }), {
      name: 'ebs', awsElasticBlockStore: { volumeID: 'vol-1', fsType: 'ext4', partition: 1, readOnly: false },
    }],
    ['azureDisk', (chart) => Volume.fromAzureDisk(chart, 'v', 'disk', 'https://example.com/disk', { name: 'azure' }), {
      name: 'azure', azureDisk: { diskName: 'disk', diskURI: 'https://example.com/disk', cachingMode: 'None', fsType: 'ext4', kind: 'Shared', readOnly: false },
    }],
  ])('%s', isWrittenAs);

  test('may have another name and be read only', () => {
    const volume = PodVolume.fromVolume(Volume.fromEmptyDir(newChart(), 'v', 'cache'), '/cache', { name: 'other', readOnly: true });
    checked(volume, 'volumes[0]');
    expect(volume._podMount()).toEqual({ volume: { name: 'other', emptyDir: {} }, mount: { mountPath: '/cache', readOnly: true } });
  });
});

test('the volumes of cdk8s-plus are those that are tested here', () => {
  const factories = Object.getOwnPropertyNames(Volume).filter((name) => name.startsWith('from'));
  expect(factories.sort()).toEqual([
    'fromAwsElasticBlockStore', 'fromAzureDisk', 'fromConfigMap', 'fromCsi', 'fromEmptyDir', 'fromGcePersistentDisk', 'fromHostPath', 'fromNfs',
    'fromPersistentVolumeClaim', 'fromSecret',
  ]);
});
