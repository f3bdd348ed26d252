import { PodSecurityLevel } from '../../src/workload/pod-security-level';
import type { ServerNamespaceProps } from '../../src/workload/server-namespace';
import { ServerNamespace } from '../../src/workload/server-namespace';
import { newChart } from '../support/charts';
import { schemaErrors } from '../support/schema';

const make = (changes: Partial<ServerNamespaceProps> = {}) => new ServerNamespace(newChart(), 'namespace', { name: 'wardle', ...changes });

test('a Namespace that enforces restricted, and has no namespace itself', () => {
  const namespace = make().toJson();
  expect(namespace).toEqual({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'wardle', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } });
  expect(schemaErrors([namespace])).toEqual([]);
});

test('another level, labels and annotations', () => {
  const podSecurity = PodSecurityLevel.baseline({ reason: 'an old image' });
  expect(make({ podSecurity, labels: { 'pod-security.kubernetes.io/warn': 'restricted' }, annotations: { a: 'b' } }).toJson().metadata).toEqual({
    name: 'wardle', labels: { 'pod-security.kubernetes.io/enforce': 'baseline', 'pod-security.kubernetes.io/warn': 'restricted' }, annotations: { a: 'b' },
  });
});

test('fails for a level that stands in two places', () => {
  expect(() => make({ labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } })).toThrowErrorMatchingInlineSnapshot(`
"ServerNamespace 'chart/namespace' cannot be built:
  - 'labels' must not hold the Pod Security level, got "pod-security.kubernetes.io/enforce"; use 'podSecurity'"
`);
});

test.each(['default', 'kube-system', 'kube-public'])('fails for %s, which every cluster has', (name) => {
  expect(() => make({ name })).toThrow("'name' must not be a namespace that every cluster has");
});

test('fails for all that is wrong, at once', () => {
  expect(() => make({ name: 'a.b', labels: { a: 'b c' }, podSecurity: PodSecurityLevel.privileged({ reason: '' }) })).toThrowErrorMatchingInlineSnapshot(`
"ServerNamespace 'chart/namespace' cannot be built:
  - 'name' must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends), got "a.b"; write "a-b"
  - 'podSecurity.reason' must say why, got ""
  - 'labels.a' must be a label value (at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit), got "b c""
`);
  expect(() => make({ name: undefined, podSecurity: 'baseline' as any })).toThrowErrorMatchingInlineSnapshot(`
"ServerNamespace 'chart/namespace' cannot be built:
  - 'name' must be given (a string), got nothing
  - 'podSecurity' must be made with a factory of PodSecurityLevel, got "baseline""
`);
});
