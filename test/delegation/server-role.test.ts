import { PolicyRule } from '../../src/delegation/policy-rule';
import { ServerRole } from '../../src/delegation/server-role';
import { checked } from '../support/charts';

const PODS = PolicyRule.resources({ resources: ['pods'], verbs: ['get'] });
const PATHS = PolicyRule.nonResourceUrls({ urls: ['/metrics'], verbs: ['get'] });

test('a ClusterRole may hold rules of both kinds, and has no namespace', () => {
  const role = ServerRole.clusterRole('wardle:pods', [PODS, PATHS]);
  checked(role, 'roles[0]');
  expect(role._fields()).toEqual({
    name: 'wardle:pods', rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }, { nonResourceURLs: ['/metrics'], verbs: ['get'] }],
  });
});

test('a Role has a namespace', () => {
  const role = ServerRole.role('pods', 'kube-system', [PODS]);
  checked(role, 'roles[0]');
  expect(role._fields().namespace).toEqual('kube-system');
});

test('an existing ClusterRole has no rules', () => {
  const role = ServerRole.existingClusterRole('system:metrics-server');
  checked(role, 'roles[0]');
  expect(role._fields()).toEqual({ name: 'system:metrics-server', namespace: undefined, rules: undefined });
});

test('fails for a Role without a namespace', () => {
  expect(() => checked(ServerRole.role('pods', undefined as any, [PODS]), 'roles[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'roles[0].namespace' must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends), got nothing"
`);
  expect(() => checked(ServerRole.role('pods', '', [PODS]), 'roles[0]')).toThrow("'roles[0].namespace' must be a DNS label");
});

test('fails for a Role about paths', () => {
  expect(() => checked(ServerRole.role('paths', 'wardle', [PODS, PATHS]), 'roles[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'roles[0].rules[1]' must be about resources: a Role cannot hold paths; use ServerRole.clusterRole"
`);
});

test.each([[undefined], [[]], [['pods']], [PODS]])('fails for %p in place of rules', (rules) => {
  expect(() => checked(ServerRole.clusterRole('pods', rules as any), 'roles[0]')).toThrow(/'roles\[0\]\.rules' must be a list of at least one PolicyRule, got /);
});

test('fails for a ClusterRole that every cluster has, which may be bound all the same', () => {
  expect(() => checked(ServerRole.clusterRole('system:auth-delegator', [PODS]), 'roles[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'roles[0].name' must not be a role that every cluster has: applying it would change that role, got "system:auth-delegator"; use a name of your own, or bind the one that is there: ServerRole.existingClusterRole('system:auth-delegator')"
`);
  expect(() => checked(ServerRole.clusterRole('system:controller:job-controller', [PODS]), 'roles[0]')).toThrow('must not be a role that every cluster has');
  expect(() => checked(ServerRole.existingClusterRole('system:auth-delegator'), 'roles[0]')).not.toThrow();
  expect(() => checked(ServerRole.role('view', 'wardle', [PODS]), 'roles[0]')).not.toThrow();
});

test('fails for a name that RBAC would refuse, and says what is wrong with each rule', () => {
  const nothing = PolicyRule.resources({ resources: [], verbs: ['get'] });
  expect(() => checked(ServerRole.clusterRole('a/b', [PODS, nothing]), 'roles[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'roles[0].name' must be a name without '/' and '%', and not '.' or '..', got "a/b"
  - 'roles[0].rules[1].resources' must name at least one, got []"
`);
  expect(() => checked(ServerRole.existingClusterRole(''), 'roles[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'roles[0].name' must be a name without '/' and '%', and not '.' or '..', got """
`);
});
