import { Subject } from '../../src/api/subject';
import { checked } from '../support/charts';

test('a user, a group and a ServiceAccount, as RBAC names them', () => {
  const subjects = [Subject.user('jane@example.com'), Subject.group('system:authenticated'), Subject.serviceAccount('robot', 'factory')];
  for (const subject of subjects) checked(subject, 'subject');
  expect(subjects.map((subject) => subject._toJson())).toEqual([
    { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane@example.com' },
    { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:authenticated' },
    { kind: 'ServiceAccount', name: 'robot', namespace: 'factory' },
  ]);
});

test('fails for a user without a name', () => {
  expect(() => checked(Subject.user(''), 'subjects[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'subjects[0].name' must be the name of a user, got """
`);
  expect(() => checked(Subject.user(7 as any), 'subjects[0]')).toThrow("'subjects[0].name' must be the name of a user, got 7");
});

test('fails for a group without a name', () => {
  expect(() => checked(Subject.group(undefined as any), 'subjects[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'subjects[0].name' must be the name of a group, got nothing"
`);
});

test('fails for a ServiceAccount whose name or namespace Kubernetes would refuse', () => {
  expect(() => checked(Subject.serviceAccount('Robot', undefined as any), 'subjects[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'subjects[0].name' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "Robot"; write "robot"
  - 'subjects[0].namespace' must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends), got nothing"
`);
});
