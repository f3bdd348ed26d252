import { ApiAccess, UserRole } from '../../src/api/api-access';
import { Subject } from '../../src/api/subject';
import { checked as checkedBy } from '../support/charts';

/** Throws what an access says against itself where the server serves two groups. */
function checked(access: ApiAccess, prop: string): void {
  checkedBy({ _check: (faults, name) => access._check(faults, name, ['wardle.example.com', 'other.example.com']) }, prop);
}

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

describe('what is allowed', () => {
  test('viewAndEdit: to read for view and above, to write for edit and above', () => {
    const access = ApiAccess.viewAndEdit({ resources: ['flunders'] });
    checked(access, 'access');
    expect(access._roles()).toMatchObject([
      { suffix: 'view', to: ['view', 'edit', 'admin'], verbs: READ, resources: ['flunders'], subjects: [] },
      { suffix: 'edit', to: ['edit', 'admin'], verbs: WRITE, resources: ['flunders'], subjects: [] },
    ]);
  });

  test('viewAndEdit: under names that begin with the one given', () => {
    expect(ApiAccess.viewAndEdit({ resources: ['flunders'], name: 'wardle' })._roles().map(({ name }) => name)).toEqual(['wardle:view', 'wardle:edit']);
    expect(ApiAccess.viewAndEdit({ resources: ['flunders'] })._roles().map(({ name }) => name)).toEqual([undefined, undefined]);
  });

  test.each([
    [[UserRole.VIEW], READ], [[UserRole.EDIT, UserRole.VIEW], READ], [[UserRole.EDIT], WRITE], [[UserRole.ADMIN], WRITE],
  ])('aggregated to %j: %j', (to, verbs) => {
    const access = ApiAccess.aggregated({ resources: ['flunders'], to });
    checked(access, 'access');
    expect(access._roles()).toMatchObject([{ suffix: to[0], to, verbs }]);
  });

  test('granted: to read, unless it is said otherwise', () => {
    const granted = { resources: ['*', 'flunders/status', '*/scale'], subjects: [Subject.user('jane')], apiGroups: ['wardle.example.com'] };
    const access = ApiAccess.granted(granted);
    checked(access, 'access');
    expect(access._roles()).toMatchObject([{ suffix: 'access', to: [], verbs: READ, ...granted }]);
    expect(ApiAccess.granted({ ...granted, verbs: ['patch'], namespaces: ['team-a'] })._roles()).toMatchObject([{ verbs: ['patch'], namespaces: ['team-a'] }]);
  });
});

describe('fails for', () => {
  test('empty lists', () => {
    const nobody = ApiAccess.granted({ resources: [], subjects: [], verbs: [], apiGroups: [], namespaces: [] });
    expect(() => checked(nobody, 'access[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'access[0].resources' must name at least one, got []
  - 'access[0].verbs' must name at least one, got []
  - 'access[0].subjects' must name at least one, got []
  - 'access[0].apiGroups' must name at least one, got []
  - 'access[0].namespaces' must name at least one, got []"
`);
    expect(() => checked(ApiAccess.aggregated({ resources: ['flunders'], to: [] }), 'access[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'access[0].to' must name at least one, got []"
`);
  });

  test('names that Kubernetes would refuse', () => {
    const rule = { resources: ['Flunder', 'flunders/a/b'], verbs: ['read', 'List'], apiGroups: ['Wardle'] };
    const access = ApiAccess.granted({ ...rule, subjects: [Subject.user('')], namespaces: ['a.b'], name: 'a/b' });
    expect(() => checked(access, 'access[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'access[0].resources[0]' must be the lower-case plural name of a resource, or of a subresource behind a slash, got "Flunder"; 'flunders' or 'flunders/status', say
  - 'access[0].resources[1]' must be the lower-case plural name of a resource, or of a subresource behind a slash, got "flunders/a/b"; 'flunders' or 'flunders/status', say
  - 'access[0].verbs[0]' must be a verb of Kubernetes, got "read"; use 'get', 'list' and 'watch'
  - 'access[0].verbs[1]' must be a verb of Kubernetes, got "List"; use 'get' or 'list', say
  - 'access[0].subjects[0].name' must be the name of a user, got ""
  - 'access[0].apiGroups[0]' must be a group that the server serves (wardle.example.com, other.example.com), got "Wardle"
  - 'access[0].namespaces[0]' must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends), got "a.b"; write "a-b"
  - 'access[0].name' must be a name without '/' and '%', and not '.' or '..', got "a/b""
`);
  });

  test('a group that the server does not serve, and for all groups', () => {
    const access = ApiAccess.aggregated({ resources: ['flunders'], to: [UserRole.VIEW], apiGroups: ['apps', '*', 'other.example.com'] });
    expect(() => checked(access, 'access[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'access[0].apiGroups[0]' must be a group that the server serves (wardle.example.com, other.example.com), got "apps"
  - 'access[0].apiGroups[1]' must be a group that the server serves (wardle.example.com, other.example.com), got "*""
`);
  });

  test('the name of a role that every cluster has', () => {
    const access = ApiAccess.aggregated({ resources: ['flunders'], to: [UserRole.VIEW], name: 'view' });
    expect(() => checked(access, 'access[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'access[0].name' must not be a role that every cluster has: applying it would change that role, got "view"; use a name of your own"
`);
  });

  test('a role of users that Kubernetes does not have', () => {
    expect(() => checked(ApiAccess.aggregated({ resources: ['flunders'], to: ['owner' as any] }), 'access[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'access[0].to[0]' must be a UserRole: view, edit or admin, got "owner""
`);
  });

  test('options that are none, and options of another factory', () => {
    expect(() => checked(ApiAccess.viewAndEdit(undefined as any), 'access[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'access[0]' must be an object with 'resources', got nothing"
`);
    expect(() => checked(ApiAccess.viewAndEdit({ resources: ['flunders'], name: 7 as any }), 'access[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'access[0].name' must be a string, got 7"
`);
    expect(() => checked(ApiAccess.viewAndEdit({ resources: ['flunders'], verbs: ['get'] } as any), 'access[0]')).toThrow("'access[0].verbs' is not a prop");
    expect(() => checked(ApiAccess.viewAndEdit({ resources: ['flunders'], subjects: [] } as any), 'access[0]')).toThrow("'access[0].subjects' is not a prop");
  });
});
