import { App, Chart } from 'cdk8s';
import { newServer } from './programs';
import { ApiGroup, ApiVersion, ServingCertificate, TlsVerification } from '../../src/index';

const OTHER_APIS = { apis: [ApiGroup.of('other.example.com', 'v1')] };

/** Two charts of one App, for one cluster unless it is said otherwise. */
function twoCharts(...clusters: string[]): Chart[] {
  const app = new App();
  return ['one', 'two'].map((id, i) => {
    const chart = new Chart(app, id, { namespace: 'wardle' });
    if (clusters[i]) chart.node.setContext('cdk8s-extension-apiserver/cluster', clusters[i]);
    return chart;
  });
}

test('two servers of one name in one namespace are an error that names both', () => {
  const [one, two] = twoCharts();
  newServer(one);
  const both = /cannot be built:\n.* must be the only one: 'one\/wardle-server\/.*' has .*wardle\/wardle-server already/;
  expect(() => newServer(two, OTHER_APIS)).toThrow(both);
});

test('two servers of one name in one chart are an error, too', () => {
  const [chart] = twoCharts();
  newServer(chart);
  expect(() => newServer(chart, { ...OTHER_APIS, name: 'wardle-server' }, 'another-id')).toThrow(/must be the only one: 'one\/wardle-server\//);
});

test('the same group and version of two servers is an error', () => {
  const [one, two] = twoCharts();
  newServer(one);
  const both = /must be the only one: 'one\/wardle-server\/.*' has APIService\/v1.wardle.example.com already/;
  expect(() => newServer(two, {}, 'other-server')).toThrow(both);
});

test('another version of the same group may be served by another server', () => {
  const [one, two] = twoCharts();
  newServer(one);
  newServer(two, { apis: [ApiGroup.of('wardle.example.com', 'v2')] }, 'other-server');
  expect(two.toJson().at(-1).metadata.name).toBe('v2.wardle.example.com');
});

test('two servers of other names and groups stand beside each other in one chart', () => {
  const [chart] = twoCharts();
  newServer(chart);
  newServer(chart, OTHER_APIS, 'other-server');
  const ids = chart.toJson().map(({ kind, metadata }) => `${kind}/${metadata.namespace}/${metadata.name}`);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => id.startsWith('Deployment/'))).toEqual(['Deployment/wardle/wardle-server', 'Deployment/wardle/other-server']);
});

test('two servers whose pods have the same labels are an error: each would get the other\'s requests', () => {
  const [chart] = twoCharts();
  const selectorLabels = { app: 'wardle' };
  newServer(chart, { selectorLabels });
  expect(() => newServer(chart, { ...OTHER_APIS, selectorLabels }, 'other-server')).toThrow(/'selectorLabels' must tell the pods from those of/);
});

test('so are two servers of which one selects the other\'s pods too, in whatever order', () => {
  const narrow = { app: 'wardle', tier: 'api' };
  for (const [first, second] of [[{ app: 'wardle' }, narrow], [narrow, { app: 'wardle' }]]) {
    const [chart] = twoCharts();
    newServer(chart, { selectorLabels: first });
    expect(() => newServer(chart, { ...OTHER_APIS, selectorLabels: second }, 'other-server')).toThrow(/'selectorLabels' must tell the pods from those of/);
  }
});

test('labels of the pods that differ from the selector are an error, also where the selector is the default one', () => {
  const [chart] = twoCharts();
  const pod = { labels: { 'app.kubernetes.io/name': 'mine' } };
  expect(() => newServer(chart, { metadata: { pod } })).toThrow(/'metadata.pod.labels.app.kubernetes.io\/name' must not differ from the selector's/);
});

test('the same server for two clusters is fine, and the same YAML', () => {
  const [staging, production] = twoCharts('staging', 'production');
  newServer(staging);
  newServer(production);
  expect(staging.toJson()).toEqual(production.toJson());
  expect(staging.toJson().length).toBeGreaterThan(7);
});

test('the same server twice for the same cluster is an error', () => {
  const [one, two] = twoCharts('staging', 'staging');
  newServer(one);
  expect(() => newServer(two)).toThrow(/must be the only one/);
});

test('a server without a namespace is an error that says where to put it', () => {
  const chart = new Chart(new App(), 'chart');
  expect(() => newServer(chart)).toThrow([
    "ExtensionApiServer 'chart/wardle-server' cannot be built:",
    "  - 'namespace' must be known, got nothing; give 'namespace', or the chart a namespace: new Chart(app, 'chart', { namespace: '...' })",
  ].join('\n'));
});

test('a namespace of its own goes before that of the chart, in every object', () => {
  const [chart] = twoCharts();
  newServer(chart, { namespace: 'own' });
  const namespaces = new Set(chart.toJson().map(({ metadata }) => metadata.namespace));
  expect([...namespaces].filter(Boolean).sort()).toEqual(['kube-system', 'own']);
});

describe('a version that one server retires', () => {
  const retired = `v1alpha1.${OTHER_APIS.apis[0].name}`;

  test.each(['before', 'after'])('cannot be served by another that comes %s it: it would be deleted', (order) => {
    const [chart] = twoCharts();
    const other = { apis: [ApiGroup.of(OTHER_APIS.apis[0].name, 'v1alpha1')], selectorLabels: { app: 'other' } };
    const steps = [() => newServer(chart, { retiredVersions: [retired] }), () => newServer(chart, other, 'other-server')];
    const [first, second] = order === 'after' ? steps : steps.reverse();
    first();
    expect(second).toThrow(/must be the only one: '[^']*' has APIService\/v1alpha1/);
  });

  test('cannot be one of kube-apiserver itself', () => {
    const [chart] = twoCharts();
    expect(() => newServer(chart, { retiredVersions: ['v1.apps'] })).toThrow(/'retiredVersions\[0\]' must not be a group that kube-apiserver serves itself/);
  });
});

test('one group has one priority, in whatever servers its versions are', () => {
  const [chart] = twoCharts();
  const group = (version: string, groupPriorityMinimum: number) => ApiGroup.withOptions('shared.example.com', { versions: [ApiVersion.of(version)], groupPriorityMinimum });
  newServer(chart, { apis: [group('v1', 1500)] });
  expect(() => newServer(chart, { apis: [group('v2', 1600)] }, 'other-server')).toThrow(/'groupPriorityMinimum' must be 1500, as 'one\/wardle-server\/v1.shared.example.com' says for the same group, got 1600/);
});

test('metadata of what is not made would be lost, and is an error', () => {
  const [chart] = twoCharts();
  const certificate = ServingCertificate.existingSecret({ secretName: 'tls', verification: TlsVerification.insecureSkip({ reason: 'tests' }) });
  expect(() => newServer(chart, { certificate, metadata: { secret: { name: 'mine' } } })).toThrow(/'metadata.secret' must not be given: no such object is made/);
  expect(() => newServer(chart, { metadata: { access: { labels: { a: 'b' } } } }, 'other-server')).toThrow(/'metadata.access' must not be given/);
});
