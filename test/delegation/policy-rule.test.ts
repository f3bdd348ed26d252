import { PolicyRule } from '../../src/delegation/policy-rule';
import { checked } from '../support/charts';

test('a rule about resources is about the core group, unless it is said otherwise', () => {
  const rules = [
    PolicyRule.resources({ resources: ['pods', 'nodes/metrics'], verbs: ['get'] }),
    PolicyRule.resources({ apiGroups: ['apps'], resources: ['deployments'], verbs: ['*'], resourceNames: ['server'] }),
  ];
  for (const rule of rules) checked(rule, 'rule');
  expect(rules.map((rule) => rule._toJson())).toEqual([
    { apiGroups: [''], resources: ['pods', 'nodes/metrics'], verbs: ['get'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['*'], resourceNames: ['server'] },
  ]);
});

test('a rule about paths has no groups', () => {
  const rule = PolicyRule.nonResourceUrls({ urls: ['/metrics', '/healthz/*', '*'], verbs: ['get'] });
  checked(rule, 'rule');
  expect(rule._toJson()).toEqual({ nonResourceURLs: ['/metrics', '/healthz/*', '*'], verbs: ['get'] });
});

test('fails for empty lists', () => {
  const nothing = PolicyRule.resources({ apiGroups: [], resources: [], verbs: [], resourceNames: [] });
  expect(() => checked(nothing, 'rules[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'rules[0].apiGroups' must name at least one, got []
  - 'rules[0].resources' must name at least one, got []
  - 'rules[0].verbs' must name at least one, got []
  - 'rules[0].resourceNames' must name at least one, got []"
`);
  expect(() => checked(PolicyRule.nonResourceUrls({ urls: [], verbs: ['get'] }), 'rules[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'rules[0].urls' must name at least one, got []"
`);
});

test('fails for resources and verbs that Kubernetes does not have', () => {
  const rule = PolicyRule.resources({ resources: ['Pod', 'pods/'], verbs: ['read', 'GET', 'all', '*'] });
  expect(() => checked(rule, 'rules[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'rules[0].resources[0]' must be the lower-case plural name of a resource, or of a subresource behind a slash, got "Pod"; 'flunders' or 'flunders/status', say
  - 'rules[0].resources[1]' must be the lower-case plural name of a resource, or of a subresource behind a slash, got "pods/"; 'flunders' or 'flunders/status', say
  - 'rules[0].verbs[0]' must be a verb of Kubernetes, got "read"; use 'get', 'list' and 'watch'
  - 'rules[0].verbs[1]' must be a verb of Kubernetes, got "GET"; use 'get' or 'list', say
  - 'rules[0].verbs[2]' must be a verb of Kubernetes, got "all"; use '*'"
`);
  expect(() => checked(PolicyRule.nonResourceUrls({ urls: ['/metrics'], verbs: [''] }), 'rules[0]')).toThrow("'rules[0].verbs[0]' must be a verb of Kubernetes");
});

test('fails for paths that RBAC would refuse', () => {
  const rule = PolicyRule.nonResourceUrls({ urls: ['metrics', '/a/*/b', ''], verbs: ['get'] });
  expect(() => checked(rule, 'rules[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'rules[0].urls[0]' must start with '/', with '*' at the end only, got "metrics"
  - 'rules[0].urls[1]' must start with '/', with '*' at the end only, got "/a/*/b"
  - 'rules[0].urls[2]' must start with '/', with '*' at the end only, got """
`);
});

test('fails for options of the other factory, and for none', () => {
  expect(() => checked(PolicyRule.resources({ urls: ['/metrics'], verbs: ['get'] } as any), 'rules[0]')).toThrow("'rules[0].urls' is not a prop");
  expect(() => checked(PolicyRule.nonResourceUrls(undefined as any), 'rules[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'rules[0]' must be an object with 'urls', 'verbs', got nothing"
`);
});
