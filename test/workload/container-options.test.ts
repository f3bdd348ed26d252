import type { Faults } from '../../src/private/fault';
import type { ContainerOptions } from '../../src/workload/container-options';
import { checkContainer, containerJson, ImagePullPolicy } from '../../src/workload/container-options';
import { EnvValue } from '../../src/workload/env-value';
import { checked } from '../support/charts';

const IMAGE = 'registry.example.com/server:1';

const check = (options: ContainerOptions) => checked({ _check: (faults: Faults) => checkContainer(faults, '', options) }, '');
const resourcesOf = (resources: ContainerOptions['resources']) => containerJson('server', { image: IMAGE, resources }).resources;

test('image, policy, command and arguments stand as they are given', () => {
  const options = { image: IMAGE, imagePullPolicy: ImagePullPolicy.NEVER, command: ['/server'], args: ['-v', '2'] };
  check(options);
  expect(containerJson('server', options)).toMatchObject({ name: 'server', ...options });
});

describe('environment variables', () => {
  test('those with a value from elsewhere stand first, so that the others may refer to them', () => {
    const options = { image: IMAGE, env: { URL: 'https://$(HOST)', B: '' }, envValueFrom: { HOST: EnvValue.fromField('status.podIP') } };
    check(options);
    expect(containerJson('server', options).env).toEqual([
      { name: 'HOST', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }, { name: 'URL', value: 'https://$(HOST)' }, { name: 'B', value: '' },
    ]);
  });

  test('none leave no list', () => {
    expect(containerJson('server', { image: IMAGE, env: {} }).env).toBeUndefined();
  });

  test('fails for a name that is none, one in both places, and a value from nowhere', () => {
    const envValueFrom = { 'B': EnvValue.fromField('status.podIP'), '1C': EnvValue.fromSecret('', 'key') };
    expect(() => check({ image: IMAGE, env: { 'A B': '', 'B': '' }, envValueFrom })).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'env' must have names of letters, digits, '_', '-' and '.', not starting with a digit, got "A B"
  - 'envValueFrom' must have names of letters, digits, '_', '-' and '.', not starting with a digit, got "1C"
  - 'env' must not have a variable that 'envValueFrom' has too, got "B"
  - 'envValueFrom.1C' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got """
`);
  });
});

describe('resources', () => {
  test.each<[ContainerOptions['resources'], object]>([
    [undefined, { requests: { cpu: '100m', memory: '128Mi' } }],
    [{ cpuRequest: '2', memoryRequest: '1Gi' }, { requests: { cpu: '2', memory: '1Gi' } }],
    [{ memoryLimit: '1Gi' }, { requests: { cpu: '100m', memory: '1Gi' }, limits: { memory: '1Gi' } }],
    [{ cpuLimit: '50m', memoryLimit: '64Mi' }, { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '50m', memory: '64Mi' } }],
    [{ cpuRequest: '0.5', cpuLimit: '500m' }, { requests: { cpu: '0.5', memory: '128Mi' }, limits: { cpu: '500m' } }],
    [{ memoryRequest: '1000M', memoryLimit: '1Gi' }, { requests: { cpu: '100m', memory: '1000M' }, limits: { memory: '1Gi' } }],
  ])('%j', (given, written) => {
    check({ image: IMAGE, resources: given });
    expect(resourcesOf(given)).toEqual(written);
  });

  test('fails for a limit below its request, in whatever units', () => {
    expect(() => check({ image: IMAGE, resources: { cpuRequest: '1', cpuLimit: '999m', memoryRequest: '1Gi', memoryLimit: '1G' } })).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'resources.cpuLimit' must not be less than the request ("1"), got "999m"
  - 'resources.memoryLimit' must not be less than the request ("1Gi"), got "1G""
`);
    expect(() => check({ image: IMAGE, resources: { memoryRequest: '1e10', memoryLimit: '9Gi' } })).toThrow("'resources.memoryLimit' must not be less than the request");
  });

  test('fails for what is no quantity, and for a tenth of a byte', () => {
    const resources = { cpuRequest: '100 m', memoryRequest: '128MB', cpuLimit: '-1', memoryLimit: '100m' };
    expect(() => check({ image: IMAGE, resources })).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'resources.cpuRequest' must be a Kubernetes quantity, got "100 m"; '100m', '0.5', '128Mi' or '1Gi', say
  - 'resources.memoryRequest' must be a Kubernetes quantity, got "128MB"; '100m', '0.5', '128Mi' or '1Gi', say
  - 'resources.cpuLimit' must be a Kubernetes quantity, got "-1"; '100m', '0.5', '128Mi' or '1Gi', say
  - 'resources.memoryLimit' must be a quantity of memory, in bytes, got "100m"; '128Mi' or '1Gi', say"
`);
  });
});

test('fails for what is no image and no policy', () => {
  expect(() => check({ image: 'a b', imagePullPolicy: 'Sometimes' as any })).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'image' must be the name of an image, without a scheme, the repository in lower case, got "a b"; 'registry.example.com/server:1.2.3', say
  - 'imagePullPolicy' must be one of Always, IfNotPresent, Never, got "Sometimes""
`);
  for (const image of ['', 'https://example.com/server', ':1']) expect(() => check({ image })).toThrow("'image' must be the name of an image, without a scheme");
});
