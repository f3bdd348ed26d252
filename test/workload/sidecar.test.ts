import { PodVolume } from '../../src/workload/pod-volume';
import { Sidecar } from '../../src/workload/sidecar';
import { checked } from '../support/charts';

test('a container with volumes', () => {
  const volume = PodVolume.emptyDir('/shared');
  const sidecar = Sidecar.of('proxy', { image: 'example.com/proxy:1', args: ['--verbose'], volumes: [volume] });
  checked(sidecar, 'sidecars[0]');
  expect([sidecar._name, sidecar._volumes]).toEqual(['proxy', [volume]]);
  expect(sidecar._toJson()).toMatchObject({ name: 'proxy', image: 'example.com/proxy:1', args: ['--verbose'], resources: { requests: { cpu: '100m' } } });
});

test('fails for all that is wrong, at once', () => {
  const sidecar = Sidecar.of('Proxy', { image: 'a b', env: { 1: '' }, resources: { cpuLimit: 'much' }, volumes: [PodVolume.emptyDir('shared')] });
  expect(() => checked(sidecar, 'sidecars[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'sidecars[0].name' must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends), got "Proxy"; write "proxy"
  - 'sidecars[0].image' must be the name of an image, without a scheme, the repository in lower case, got "a b"; 'registry.example.com/server:1.2.3', say
  - 'sidecars[0].env' must have names of letters, digits, '_', '-' and '.', not starting with a digit, got "1"
  - 'sidecars[0].resources.cpuLimit' must be a Kubernetes quantity, got "much"; '100m', '0.5', '128Mi' or '1Gi', say
  - 'sidecars[0].volumes[0].mountPath' must be an absolute path without ':' and '..', below '/', got "shared""
`);
});

test('fails for options that are missing or of another type', () => {
  expect(() => checked(Sidecar.of('proxy', undefined as any), 'sidecars[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'sidecars[0]' must be an object with 'image', got nothing"
`);
  expect(() => checked(Sidecar.of('proxy', { image: 7, volumes: ['/shared'] } as any), 'sidecars[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'sidecars[0].image' must be a string, got 7
  - 'sidecars[0].volumes[0]' must be made with a factory of PodVolume, got "/shared""
`);
});
