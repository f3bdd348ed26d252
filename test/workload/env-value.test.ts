import { EnvValue } from '../../src/workload/env-value';
import { checked } from '../support/charts';

test('values of a Secret, a ConfigMap, the pod and the container', () => {
  const values = [
    EnvValue.fromSecret('secret', 'pass.word'), EnvValue.fromConfigMap('config', 'a_b'), EnvValue.fromField('metadata.namespace'), EnvValue.fromResource('limits.memory'),
  ];
  for (const value of values) checked(value, 'env');
  expect(values.map((value) => value._toJson())).toEqual([
    { secretKeyRef: { name: 'secret', key: 'pass.word' } },
    { configMapKeyRef: { name: 'config', key: 'a_b' } },
    { fieldRef: { fieldPath: 'metadata.namespace' } },
    { resourceFieldRef: { resource: 'limits.memory' } },
  ]);
});

test.each([
  'metadata.name', 'metadata.uid', "metadata.labels['app.kubernetes.io/name']", "metadata.annotations['a']", 'spec.nodeName', 'spec.serviceAccountName', 'status.podIPs', 'status.hostIP',
])('%s is a field that containers may get', (field) => {
  expect(() => checked(EnvValue.fromField(field), 'env')).not.toThrow();
});

test.each(['metadata.labels', 'spec.containers', 'status.phase', 'metadata.namespace.x', '', undefined as any])('fails for the field %p', (field) => {
  expect(() => checked(EnvValue.fromField(field), 'env')).toThrow("'env' must be a field that Kubernetes hands to containers, got ");
});

test('fails for names and keys that Kubernetes would refuse', () => {
  expect(() => checked(EnvValue.fromSecret('Secret', 'a/b'), 'envValueFrom.A')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'envValueFrom.A' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "Secret"; write "secret"
  - 'envValueFrom.A' must be a key of letters, digits, '-', '_' and '.', got "a/b"; 'tls.crt', say"
`);
  expect(() => checked(EnvValue.fromConfigMap('', undefined as any), 'envValueFrom.A')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'envValueFrom.A' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got ""
  - 'envValueFrom.A' must be a key of letters, digits, '-', '_' and '.', got nothing; 'tls.crt', say"
`);
});

test('fails for a resource that containers do not have', () => {
  expect(() => checked(EnvValue.fromResource('memory'), 'envValueFrom.A')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'envValueFrom.A' must be a field that Kubernetes hands to containers, got "memory"; 'limits.memory' or 'requests.cpu', say"
`);
});
