import * as rules from '../../src/kubernetes/api-service-rules';
import { kubernetesMinor, libraryMinor } from '../../src/kubernetes/kubernetes-version';

test('the limits of ValidateAPIService, both ends', () => {
  const accepted = (rule: (value: unknown) => unknown, values: unknown[]) => values.filter((value) => rule(value) === undefined);
  expect(accepted(rules.groupPriorityMinimum, [-1, 0, 1, 20000, 20001, 1.5, '1'])).toEqual([1, 20000]);
  expect(accepted(rules.versionPriority, [-1, 0, 1, 1000, 1001, NaN])).toEqual([1, 1000]);
  expect(accepted(rules.apiVersion, ['v1', 'v1beta1', 'foo', '1alpha', 'V1', 'v1.2', ''])).toEqual(['v1', 'v1beta1', 'foo']);
});

test('built-in groups are refused, groups that are meant for aggregation are not', () => {
  const groups = ['', 'apps', 'rbac.authorization.k8s.io', 'resource.k8s.io', 'metrics.k8s.io', 'custom.metrics.k8s.io', 'wardle.example.com'];
  expect(groups.filter((group) => rules.servableGroup(group) === undefined)).toEqual(['metrics.k8s.io', 'custom.metrics.k8s.io', 'wardle.example.com']);
});

test('the automanaged label is refused', () => {
  expect(rules.apiServiceLabelKey('kube-aggregator.kubernetes.io/automanaged')?.needs).toMatch(/kube-apiserver deletes or resets/);
  expect(rules.apiServiceLabelKey('app.kubernetes.io/name')).toBeUndefined();
});

test('versions of Kubernetes and of k8s.io/apiserver are read as people write them', () => {
  expect(['1.36', 'v1.36', '1.36.3'].map(kubernetesMinor)).toEqual([36, 36, 36]);
  expect(['0.36', 'v0.29.1'].map(libraryMinor)).toEqual([36, 29]);
  for (const wrong of ['1', '2.36', '1.99', '1.3', 'latest', '', 1.36 as any]) expect(kubernetesMinor(wrong)).toHaveProperty('needs');
  for (const wrong of ['1.36', '0.20', '0.99', '']) expect(libraryMinor(wrong)).toHaveProperty('needs');
});
