import type { ChartProps } from 'cdk8s';
import { App, Chart } from 'cdk8s';
import type { ApiServiceProps } from '../../src/api/api-service';
import { ApiService } from '../../src/api/api-service';
import { TlsVerification } from '../../src/api/tls-verification';
import { outside } from '../../src/private/outside';
import { faultsOf, newChart } from '../support/charts';
import { schemaErrors } from '../support/schema';

const AUTOMANAGED = 'kube-aggregator.kubernetes.io/automanaged';
const REASON = 'a cluster on my laptop';

let warn: jest.SpyInstance;
afterEach(() => jest.restoreAllMocks());
beforeEach(() => { warn = jest.spyOn(outside, 'warn').mockImplementation(() => {}); });

const REGISTRATION: ApiServiceProps = {
  group: 'wardle.example.com',
  version: 'v1beta1',
  serviceName: 'server',
  verification: TlsVerification.insecureSkip({ reason: REASON }),
};

function register(changes: Partial<ApiServiceProps> = {}, chart: ChartProps = { namespace: 'wardle' }): ApiService {
  return new ApiService(newChart(chart), 'api', { ...REGISTRATION, ...changes });
}

test('an APIService of few props', () => {
  const apiService = register();
  expect(apiService.name).toEqual('v1beta1.wardle.example.com');
  expect(apiService.toJson()).toEqual({
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1beta1.wardle.example.com', annotations: { 'cdk8s-extension-apiserver/insecure-skip-tls-verify-reason': REASON } },
    spec: {
      group: 'wardle.example.com',
      version: 'v1beta1',
      groupPriorityMinimum: 1000,
      versionPriority: 10,
      service: { name: 'server', namespace: 'wardle', port: 443 },
      insecureSkipTLSVerify: true,
    },
  });
  expect(schemaErrors([apiService.toJson()])).toEqual([]);
});

test('an APIService of all props, at their limits', () => {
  const { metadata, spec } = register({
    groupPriorityMinimum: 20000,
    versionPriority: 1000,
    serviceNamespace: 'elsewhere',
    servicePort: 65535,
    labels: { team: 'a' },
    annotations: { note: 'n' },
  }).toJson();
  expect(spec).toMatchObject({ groupPriorityMinimum: 20000, versionPriority: 1000, service: { name: 'server', namespace: 'elsewhere', port: 65535 } });
  expect(metadata.labels).toEqual({ team: 'a' });
  expect(metadata.annotations).toMatchObject({ note: 'n' });
});

test('the namespace of the Service has to be known, the one of the chart will do', () => {
  expect(register({ serviceNamespace: 'given' }, {}).toJson().spec.service.namespace).toEqual('given');
  expect(() => register({}, {})).toThrowErrorMatchingInlineSnapshot(`
"ApiService 'chart/api' cannot be built:
  - 'serviceNamespace' must be known, got nothing; give 'serviceNamespace', or the chart a namespace: new Chart(app, 'chart', { namespace: '...' })"
`);
});

const LABEL = "must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends)";
const LETTER_FIRST = "must be a DNS label that starts with a letter (1 to 63 lower-case letters, digits and '-', not at the ends)";
const VERSION = `${LETTER_FIRST}, such as v1 or v1beta1`;
const SUBDOMAIN = "must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit)";

describe('fails for each limit of ValidateAPIService', () => {
  test.each<[string, Partial<ApiServiceProps>, string]>([
    ['a group that is no DNS subdomain', { group: 'Wardle_Example' }, `'group' ${SUBDOMAIN}, got "Wardle_Example"; write "wardle-example"`],
    ['no version', { version: '' }, `'version' ${VERSION}, got ""`],
    ['a version that starts with a digit', { version: '1' }, `'version' ${VERSION}, got "1"`],
    ['a version with a dot', { version: 'v1.2' }, `'version' ${VERSION}, got "v1.2"; write "v1-2"`],
    ['a group priority below 1', { groupPriorityMinimum: 0 }, "'groupPriorityMinimum' must be a whole number from 1 to 20000, got 0"],
    ['a group priority above 20000', { groupPriorityMinimum: 20001 }, "'groupPriorityMinimum' must be a whole number from 1 to 20000, got 20001"],
    ['a version priority below 1', { versionPriority: 0 }, "'versionPriority' must be a whole number from 1 to 1000, got 0"],
    ['a version priority above 1000', { versionPriority: 1001 }, "'versionPriority' must be a whole number from 1 to 1000, got 1001"],
    ['no Service', { serviceName: '' }, `'serviceName' ${LETTER_FIRST}, got ""`],
    ['a Service that starts with a digit', { serviceName: '1server' }, `'serviceName' ${LETTER_FIRST}, got "1server"`],
    ['no namespace', { serviceNamespace: '' }, `'serviceNamespace' ${LABEL}, got ""`],
    ['port 0', { servicePort: 0 }, "'servicePort' must be a whole number from 1 to 65535, got 0"],
    ['a port above 65535', { servicePort: 65536 }, "'servicePort' must be a whole number from 1 to 65535, got 65536"],
  ])('%s', (_, changes, fault) => {
    expect(faultsOf(() => register(changes))).toEqual([fault]);
  });

  test('all of them at once', () => {
    const names = { group: 'g_', version: '1', serviceName: '1', serviceNamespace: 'n.n', labels: { 'a b': 'c d' } };
    expect(() => register({ ...names, groupPriorityMinimum: 0, versionPriority: 0, servicePort: 0 })).toThrowErrorMatchingInlineSnapshot(`
"ApiService 'chart/api' cannot be built:
  - 'serviceNamespace' must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends), got "n.n"; write "n-n"
  - 'group' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "g_"; write "g"
  - 'version' must be a DNS label that starts with a letter (1 to 63 lower-case letters, digits and '-', not at the ends), such as v1 or v1beta1, got "1"
  - 'groupPriorityMinimum' must be a whole number from 1 to 20000, got 0
  - 'versionPriority' must be a whole number from 1 to 1000, got 0
  - 'serviceName' must be a DNS label that starts with a letter (1 to 63 lower-case letters, digits and '-', not at the ends), got "1"
  - 'servicePort' must be a whole number from 1 to 65535, got 0
  - 'labels' must have keys of the form [subdomain/]name (the name has 1 to 63 letters, digits, '-', '_' and '.'), got "a b"
  - 'labels.a b' must be a label value (at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit), got "c d""
`);
  });
});

test.each(['', 'apps', 'rbac.authorization.k8s.io', 'apiregistration.k8s.io'])('fails for %j, which kube-apiserver serves itself', (group) => {
  expect(faultsOf(() => register({ group }))).toEqual([
    `'group' must not be a group that kube-apiserver serves itself, got "${group}"; use a group below a DNS domain of your own, such as wardle.example.com`,
  ]);
});

test('the groups of metrics may be registered, they are made for aggregation', () => {
  expect(['metrics.k8s.io', 'custom.metrics.k8s.io'].map((group) => register({ group }).name)).toEqual(['v1beta1.metrics.k8s.io', 'v1beta1.custom.metrics.k8s.io']);
});

describe('the label of kube-apiserver', () => {
  test('fails where it is given', () => {
    expect(() => register({ labels: { [AUTOMANAGED]: 'true' } })).toThrowErrorMatchingInlineSnapshot(`
"ApiService 'chart/api' cannot be built:
  - 'labels' must not hold kube-aggregator.kubernetes.io/automanaged: kube-apiserver deletes or resets what carries it, got "kube-aggregator.kubernetes.io/automanaged"; leave that label out"
`);
  });

  test('fails where the chart gives it', () => {
    expect(() => register({}, { namespace: 'wardle', labels: { [AUTOMANAGED]: 'onstart' } })).toThrowErrorMatchingInlineSnapshot(`
"ApiService 'chart/api' cannot be built:
  - 'labels' must not hold kube-aggregator.kubernetes.io/automanaged: kube-apiserver deletes or resets what carries it, got "kube-aggregator.kubernetes.io/automanaged"; leave that label out"
`);
  });

  test('is the only one of a chart that matters', () => {
    expect(register({}, { namespace: 'wardle', labels: { team: 'a' } }).toJson().metadata.labels).toEqual({ team: 'a' });
  });
});

describe('a group and version', () => {
  const twice = (a: Chart, b: Chart) => {
    new ApiService(a, 'one', REGISTRATION);
    return new ApiService(b, 'two', REGISTRATION);
  };

  test('fails twice in one App, in whatever charts', () => {
    const app = new App();
    expect(() => twice(new Chart(app, 'a', { namespace: 'a' }), new Chart(app, 'b', { namespace: 'b' }))).toThrowErrorMatchingInlineSnapshot(`
"APIService 'b/two' cannot be built:
  - 'metadata.name' must be the only one: 'a/one' has APIService/v1beta1.wardle.example.com already, got "v1beta1.wardle.example.com"; make it once, or under another name; where the charts are for several clusters, tell them apart: chart.node.setContext('cdk8s-extension-apiserver/cluster', 'staging')"
`);
  });

  test('may be registered once for each cluster', () => {
    const app = new App();
    const charts = ['staging', 'production'].map((cluster) => {
      const chart = new Chart(app, cluster, { namespace: 'wardle' });
      chart.node.setContext('cdk8s-extension-apiserver/cluster', cluster);
      return chart;
    });
    expect(twice(charts[0], charts[1]).name).toEqual('v1beta1.wardle.example.com');
    expect(() => new ApiService(charts[1], 'three', REGISTRATION)).toThrow("'production/two' has APIService/v1beta1.wardle.example.com already");
  });

  test('may be registered in each of two Apps', () => {
    expect(twice(newChart(), newChart()).name).toEqual('v1beta1.wardle.example.com');
  });

  test('leaves its group and its version to others', () => {
    const chart = newChart();
    new ApiService(chart, 'one', REGISTRATION);
    expect(new ApiService(chart, 'two', { ...REGISTRATION, version: 'v1' }).name).toEqual('v1.wardle.example.com');
    expect(new ApiService(chart, 'three', { ...REGISTRATION, group: 'other.example.com' }).name).toEqual('v1beta1.other.example.com');
  });
});

describe('a connection that is not verified', () => {
  test('is warned of once for each APIService', () => {
    register();
    expect(warn.mock.calls).toEqual([["Warning: APIService v1beta1.wardle.example.com ('chart/api') does not verify its server's certificate."]]);
  });

  test('is not warned of where the APIService is refused', () => {
    expect(() => register({ servicePort: 0 })).toThrow();
    expect(warn).not.toHaveBeenCalled();
  });

  test('keeps its reason under an annotation that a user may replace', () => {
    const key = 'cdk8s-extension-apiserver/insecure-skip-tls-verify-reason';
    expect(register({ annotations: { [key]: 'TICKET-1' } }).toJson().metadata.annotations).toEqual({ [key]: 'TICKET-1' });
  });
});

test('fails for props that are missing or of another type', () => {
  expect(() => register({ group: undefined, verification: { reason: REASON } as any, servicePort: '443' as any })).toThrowErrorMatchingInlineSnapshot(`
"ApiService 'chart/api' cannot be built:
  - 'group' must be given (a string), got nothing
  - 'servicePort' must be a number, got "443"
  - 'verification' must be made with a factory of TlsVerification, got {"reason":"a cluster on my laptop"}"
`);
});
