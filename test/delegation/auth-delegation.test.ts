import { App, Chart } from 'cdk8s';
import { ServiceAccount } from 'cdk8s-plus-27';
import type { AuthDelegationProps } from '../../src/delegation/auth-delegation';
import { AuthDelegation } from '../../src/delegation/auth-delegation';
import { newChart, objectsOf } from '../support/charts';
import { schemaErrors } from '../support/schema';

let chart: Chart;
beforeEach(() => { chart = newChart(); });

const delegate = (props: AuthDelegationProps) => new AuthDelegation(chart, 'auth', props);

test('both grants, and nothing else', () => {
  const { authDelegator, authReader } = delegate({ serviceAccountName: 'server' });
  const subjects = [{ kind: 'ServiceAccount', name: 'server', namespace: 'wardle' }];
  expect(authDelegator!.toJson()).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'wardle:server:auth-delegator' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:auth-delegator' },
    subjects,
  });
  expect(authReader!.toJson()).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'wardle:server:auth-reader', namespace: 'kube-system' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'extension-apiserver-authentication-reader' },
    subjects,
  });
  expect(objectsOf(chart)).toHaveLength(2);
  expect(schemaErrors(chart.toJson())).toEqual([]);
});

test('names, labels and annotations of either', () => {
  delegate({
    serviceAccountName: 'server',
    authDelegator: { name: 'ask', labels: { a: 'b' } },
    authReader: { name: 'read', annotations: { c: 'd' } },
  });
  expect(chart.toJson().map(({ metadata }) => metadata)).toEqual([
    { name: 'ask', labels: { a: 'b' } }, { name: 'read', namespace: 'kube-system', annotations: { c: 'd' } },
  ]);
});

describe('the ServiceAccount', () => {
  const subjectsOf = (delegation: AuthDelegation) => [delegation.authDelegator!, delegation.authReader!].map((binding) => binding.toJson().subjects);

  test('may be in a namespace of its own', () => {
    const given = [{ kind: 'ServiceAccount', name: 'server', namespace: 'given' }];
    expect(subjectsOf(delegate({ serviceAccountName: 'server', namespace: 'given' }))).toEqual([given, given]);
  });

  test('may be a construct of cdk8s-plus', () => {
    const made = new ServiceAccount(chart, 'account', { metadata: { name: 'made' } });
    expect(subjectsOf(delegate({ serviceAccount: made }))[0]).toEqual([{ kind: 'ServiceAccount', name: 'made', namespace: 'wardle' }]);
    const imported = ServiceAccount.fromServiceAccountName(chart, 'imported', 'there', { namespaceName: 'wardle' });
    const delegation = new AuthDelegation(chart, 'auth-2', { serviceAccount: imported });
    expect(subjectsOf(delegation)[1]).toEqual([{ kind: 'ServiceAccount', name: 'there', namespace: 'wardle' }]);
  });

  test('fails where it is in another namespace', () => {
    const other = new ServiceAccount(new Chart(chart, 'other', { namespace: 'other' }), 'account', { metadata: { name: 'made' } });
    expect(() => delegate({ serviceAccount: other })).toThrowErrorMatchingInlineSnapshot(`
"AuthDelegation 'chart/auth' cannot be built:
  - 'serviceAccount' must be in the server's namespace, "wardle", got "other/made""
`);
    expect(() => new AuthDelegation(chart, 'auth-2', { serviceAccount: other, namespace: 'other' })).not.toThrow();
    const imported = ServiceAccount.fromServiceAccountName(chart, 'imported', 'there', { namespaceName: 'other' });
    expect(() => new AuthDelegation(chart, 'auth-3', { serviceAccount: imported })).toThrow(/'serviceAccount' must be in the server's namespace/);
  });

  test('fails where it is given twice, not at all, or is none', () => {
    const account = new ServiceAccount(chart, 'account');
    expect(() => delegate({ serviceAccountName: 'server', serviceAccount: account })).toThrowErrorMatchingInlineSnapshot(`
"AuthDelegation 'chart/auth' cannot be built:
  - 'serviceAccountName' or 'serviceAccount' must be given, and not both, got "server""
`);
    chart = newChart();
    expect(() => delegate({})).toThrowErrorMatchingInlineSnapshot(`
"AuthDelegation 'chart/auth' cannot be built:
  - 'serviceAccountName' or 'serviceAccount' must be given, and not both, got nothing"
`);
    chart = newChart();
    expect(() => delegate({ serviceAccount: {} as any })).toThrowErrorMatchingInlineSnapshot(`
"AuthDelegation 'chart/auth' cannot be built:
  - 'serviceAccount' must be an object of cdk8s-plus, with a name, got {}"
`);
  });
});

describe('what goes to kube-system', () => {
  test('may go to a chart of its own, several to the same', () => {
    const admin = new Chart(chart.node.root, 'admin');
    const first = delegate({ serviceAccountName: 'server', kubeSystemChart: admin });
    new AuthDelegation(chart, 'auth-2', { serviceAccountName: 'other', kubeSystemChart: admin });
    expect(objectsOf(chart)).toEqual(['ClusterRoleBinding wardle:server:auth-delegator', 'ClusterRoleBinding wardle:other:auth-delegator']);
    expect(objectsOf(admin)).toEqual(['RoleBinding kube-system/wardle:server:auth-reader', 'RoleBinding kube-system/wardle:other:auth-reader']);
    expect(Chart.of(first.authReader!)).toBe(admin);
  });

  test('goes to kube-system, whatever namespace that chart has', () => {
    const admin = new Chart(chart.node.root, 'admin', { namespace: 'admin' });
    expect(delegate({ serviceAccountName: 'server', kubeSystemChart: admin }).authReader!.metadata.namespace).toEqual('kube-system');
  });

  test('fails where the chart is none, or one of another App', () => {
    expect(() => delegate({ serviceAccountName: 'server', kubeSystemChart: new App() as any })).toThrowErrorMatchingInlineSnapshot(`
"AuthDelegation 'chart/auth' cannot be built:
  - 'kubeSystemChart' must be a Chart, got an object of class App"
`);
    chart = newChart();
    expect(() => delegate({ serviceAccountName: 'server', kubeSystemChart: newChart() })).toThrowErrorMatchingInlineSnapshot(`
"AuthDelegation 'chart/auth' cannot be built:
  - 'kubeSystemChart' must be a Chart of the same App, got "chart""
`);
  });
});

test('fails for all that is wrong, at once', () => {
  const metadata = { name: 'a/b', labels: { a: 'b c' }, annotations: { 'd e': 'f' } };
  expect(() => delegate({ serviceAccountName: 'A', namespace: 'n.n', authDelegator: metadata, authReader: { name: '..' } })).toThrowErrorMatchingInlineSnapshot(`
"AuthDelegation 'chart/auth' cannot be built:
  - 'namespace' must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends), got "n.n"; write "n-n"
  - 'serviceAccountName' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "A"; write "a"
  - 'authDelegator.name' must be a name without '/' and '%', and not '.' or '..', got "a/b"
  - 'authDelegator.labels.a' must be a label value (at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit), got "b c"
  - 'authDelegator.annotations' must have keys of the form [subdomain/]name (the name has 1 to 63 letters, digits, '-', '_' and '.'), got "d e"
  - 'authReader.name' must be a name without '/' and '%', and not '.' or '..', got "..""
`);
});

test('fails for props of another type', () => {
  expect(() => delegate({ serviceAccountName: 7, authReader: { nam: 'a' } } as any)).toThrowErrorMatchingInlineSnapshot(`
"AuthDelegation 'chart/auth' cannot be built:
  - 'serviceAccountName' must be a string, got 7
  - 'authReader.nam' is not a prop; did you mean 'name'?"
`);
});

test('fails where no namespace is known', () => {
  chart = newChart({});
  expect(() => delegate({ serviceAccountName: 'server' })).toThrowErrorMatchingInlineSnapshot(`
"AuthDelegation 'chart/auth' cannot be built:
  - 'namespace' must be known, got nothing; give 'namespace', or the chart a namespace: new Chart(app, 'chart', { namespace: '...' })"
`);
});
