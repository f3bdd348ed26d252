import type { Chart } from 'cdk8s';
import { ApiAccess, UserRole } from '../../src/api/api-access';
import type { ApiAccessRolesProps } from '../../src/api/api-access-roles';
import { ApiAccessRoles } from '../../src/api/api-access-roles';
import { Subject } from '../../src/api/subject';
import { newChart, objectsOf } from '../support/charts';
import { schemaErrors } from '../support/schema';

let chart: Chart;
beforeEach(() => { chart = newChart(); });

const JANE = Subject.user('jane');

function roles(access: ApiAccess, changes: Partial<ApiAccessRolesProps> = {}): ApiAccessRoles {
  return new ApiAccessRoles(chart, 'access', { access, apiGroups: ['wardle.example.com'], namePrefix: 'wardle:server', ...changes });
}

test('aggregated roles are labelled for the roles that take them over, and bound to nobody', () => {
  const { clusterRoles, bindings } = roles(ApiAccess.viewAndEdit({ resources: ['flunders'] }), { labels: { team: 'a' } });
  expect(bindings).toEqual([]);
  expect(clusterRoles.map((role) => role.toJson().metadata)).toEqual([
    {
      name: 'wardle:server:view',
      labels: {
        'team': 'a',
        'rbac.authorization.k8s.io/aggregate-to-view': 'true',
        'rbac.authorization.k8s.io/aggregate-to-edit': 'true',
        'rbac.authorization.k8s.io/aggregate-to-admin': 'true',
      },
    },
    {
      name: 'wardle:server:edit',
      labels: { 'team': 'a', 'rbac.authorization.k8s.io/aggregate-to-edit': 'true', 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' },
    },
  ]);
  expect(schemaErrors(chart.toJson())).toEqual([]);
});

test('a role that is granted in the whole cluster has a ClusterRoleBinding', () => {
  const { bindings } = roles(ApiAccess.granted({ resources: ['flunders'], subjects: [JANE] }), { annotations: { note: 'n' } });
  expect(objectsOf(chart)).toEqual(['ClusterRole wardle:server:access', 'ClusterRoleBinding wardle:server:access']);
  expect(bindings.map((binding) => binding.toJson())).toEqual([{
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'wardle:server:access', annotations: { note: 'n' } },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'wardle:server:access' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane' }],
  }]);
  expect(schemaErrors(chart.toJson())).toEqual([]);
});

test('a role that is granted in namespaces has a RoleBinding in each', () => {
  roles(ApiAccess.granted({ resources: ['flunders'], subjects: [JANE], namespaces: ['team-a', 'team-b'], name: 'flunder-readers' }));
  expect(objectsOf(chart)).toEqual(['ClusterRole flunder-readers', 'RoleBinding team-a/flunder-readers', 'RoleBinding team-b/flunder-readers']);
  expect(schemaErrors(chart.toJson())).toEqual([]);
});

test('the rules are about the groups of the server, or those that the access names', () => {
  const rules = (access: ApiAccess) => new ApiAccessRoles(newChart(), 'access', { access, apiGroups: ['a.example.com', 'b.example.com'], namePrefix: 'p' })
    .clusterRoles.flatMap((role) => role.toJson().rules);
  expect(rules(ApiAccess.aggregated({ resources: ['flunders'], to: [UserRole.VIEW] }))).toEqual([
    { apiGroups: ['a.example.com', 'b.example.com'], resources: ['flunders'], verbs: ['get', 'list', 'watch'] },
  ]);
  expect(rules(ApiAccess.aggregated({ resources: ['fischers'], to: [UserRole.EDIT], apiGroups: ['b.example.com'], verbs: ['patch'] }))).toEqual([
    { apiGroups: ['b.example.com'], resources: ['fischers'], verbs: ['patch'] },
  ]);
});

test('fails for all that is wrong, at once', () => {
  const wrong = { apiGroups: [], namePrefix: 'a/b', labels: { 'a b': 'c d' }, annotations: { '/': '' } };
  expect(() => roles(ApiAccess.granted({ resources: [''], subjects: [JANE] }), wrong)).toThrowErrorMatchingInlineSnapshot(`
"ApiAccessRoles 'chart/access' cannot be built:
  - 'access.resources[0]' must be the lower-case plural name of a resource, or of a subresource behind a slash, got ""; 'flunders' or 'flunders/status', say
  - 'namePrefix' must be a name without '/' and '%', and not '.' or '..', got "a/b"
  - 'apiGroups' must name at least one group, got []
  - 'labels' must have keys of the form [subdomain/]name (the name has 1 to 63 letters, digits, '-', '_' and '.'), got "a b"
  - 'labels.a b' must be a label value (at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit), got "c d"
  - 'annotations' must have keys of the form [subdomain/]name (the name has 1 to 63 letters, digits, '-', '_' and '.'), got "/""
`);
});

test('fails for props that are missing', () => {
  expect(() => new ApiAccessRoles(chart, 'access', {} as any)).toThrowErrorMatchingInlineSnapshot(`
"ApiAccessRoles 'chart/access' cannot be built:
  - 'access' must be given (made with a factory of ApiAccess), got nothing
  - 'apiGroups' must be given (a list, each element a string), got nothing
  - 'namePrefix' must be given (a string), got nothing"
`);
});

test('fails for a role name that the App has already', () => {
  const access = ApiAccess.granted({ resources: ['flunders'], subjects: [JANE], name: 'readers' });
  roles(access);
  expect(() => new ApiAccessRoles(chart, 'more', { access, apiGroups: ['wardle.example.com'], namePrefix: 'other' })).toThrowErrorMatchingInlineSnapshot(`
"ClusterRole 'chart/more/ClusterRole:access' cannot be built:
  - 'metadata.name' must be the only one: 'chart/access/ClusterRole:access' has ClusterRole/readers already, got "readers"; make it once, or under another name; where the charts are for several clusters, tell them apart: chart.node.setContext('cdk8s-extension-apiserver/cluster', 'staging')"
`);
});
