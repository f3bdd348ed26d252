import type { Chart } from 'cdk8s';
import { PolicyRule } from '../../src/delegation/policy-rule';
import { ServerRole } from '../../src/delegation/server-role';
import type { ServerRolesProps } from '../../src/delegation/server-roles';
import { ServerRoles } from '../../src/delegation/server-roles';
import { newChart, objectsOf } from '../support/charts';
import { schemaErrors } from '../support/schema';

const PODS = [PolicyRule.resources({ resources: ['pods'], verbs: ['get'] })];

let chart: Chart;
beforeEach(() => { chart = newChart(); });

function roles(given: ServerRole[], changes: Partial<ServerRolesProps> = {}): ServerRoles {
  return new ServerRoles(chart, 'roles', { roles: given, serviceAccountName: 'server', ...changes });
}

test('each role is made where it belongs and bound to the ServiceAccount', () => {
  const made = roles([ServerRole.clusterRole('wardle:pods', PODS), ServerRole.role('leases', 'kube-system', PODS)], { labels: { team: 'a' } });
  expect(objectsOf(chart)).toEqual([
    'ClusterRole wardle:pods', 'ClusterRoleBinding wardle:pods', 'Role kube-system/leases', 'RoleBinding kube-system/leases',
  ]);
  const subjects = [{ kind: 'ServiceAccount', name: 'server', namespace: 'wardle' }];
  expect(made.bindings.map((binding) => binding.toJson())).toMatchObject([
    { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'wardle:pods' }, subjects },
    { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'leases' }, subjects },
  ]);
  expect(made.roles.map((role) => role.toJson().rules)).toEqual(Array(2).fill([{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]));
  expect(chart.toJson().map(({ metadata }) => metadata.labels)).toEqual(Array(4).fill({ team: 'a' }));
  expect(schemaErrors(chart.toJson())).toEqual([]);
});

test('an existing ClusterRole is only bound, under a name of the server', () => {
  const made = roles([ServerRole.existingClusterRole('system:metrics-server')], { namespace: 'given' });
  expect(made.roles).toEqual([]);
  expect(objectsOf(chart)).toEqual(['ClusterRoleBinding given:server:system:metrics-server']);
  expect(made.bindings[0].toJson()).toMatchObject({
    roleRef: { kind: 'ClusterRole', name: 'system:metrics-server' }, subjects: [{ kind: 'ServiceAccount', name: 'server', namespace: 'given' }],
  });
});

test('a Role and a ClusterRole may have the same name', () => {
  roles([ServerRole.clusterRole('pods', PODS), ServerRole.role('pods', 'wardle', PODS), ServerRole.role('pods', 'other', PODS)]);
  expect(objectsOf(chart)).toHaveLength(6);
});

test('fails for the same role twice', () => {
  expect(() => roles([ServerRole.clusterRole('pods', PODS), ServerRole.clusterRole('pods', PODS)])).toThrowErrorMatchingInlineSnapshot(`
"ClusterRole 'chart/roles/ClusterRole:pods' cannot be built:
  - 'metadata.name' must be the only one: 'chart/roles/ClusterRole:pods' has ClusterRole/pods already, got "pods"; make it once, or under another name; where the charts are for several clusters, tell them apart: chart.node.setContext('cdk8s-extension-apiserver/cluster', 'staging')"
`);
});

test('fails for all that is wrong, at once', () => {
  const wrong = { serviceAccountName: 'A', namespace: 'n.n', labels: { a: 'b c' } };
  expect(() => roles([ServerRole.role('pods', 'wardle', PODS), ServerRole.clusterRole('', [])], wrong)).toThrowErrorMatchingInlineSnapshot(`
"ServerRoles 'chart/roles' cannot be built:
  - 'roles[1].name' must be a name without '/' and '%', and not '.' or '..', got ""
  - 'roles[1].rules' must be a list of at least one PolicyRule, got []; PolicyRule.resources({ resources: ['pods'], verbs: ['get'] }), say
  - 'serviceAccountName' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "A"; write "a"
  - 'namespace' must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends), got "n.n"; write "n-n"
  - 'labels.a' must be a label value (at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit), got "b c""
`);
});

test('fails where no namespace is known', () => {
  chart = newChart({});
  expect(() => roles([ServerRole.clusterRole('pods', PODS)])).toThrowErrorMatchingInlineSnapshot(`
"ServerRoles 'chart/roles' cannot be built:
  - 'namespace' must be known, got nothing; give 'namespace', or the chart a namespace: new Chart(app, 'chart', { namespace: '...' })"
`);
});

test('fails for props that are missing or something else', () => {
  expect(() => new ServerRoles(chart, 'roles', { roles: [{ name: 'pods' }] } as any)).toThrowErrorMatchingInlineSnapshot(`
"ServerRoles 'chart/roles' cannot be built:
  - 'roles[0]' must be made with a factory of ServerRole, got {"name":"pods"}
  - 'serviceAccountName' must be given (a string), got nothing"
`);
});

test('a role that is made and one that exists may have the same name: they are bound twice', () => {
  roles([ServerRole.clusterRole('pods', PODS), ServerRole.existingClusterRole('pods')]);
  expect(objectsOf(chart)).toEqual(['ClusterRole pods', 'ClusterRoleBinding pods', 'ClusterRoleBinding wardle:server:pods']);
});
