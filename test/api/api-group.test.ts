import { ApiGroup, ApiVersion } from '../../src/api/api-group';
import { checked } from '../support/charts';

/** `version: priority` of each version, in the order given. */
const priorities = (group: ApiGroup) => group._registrations().map(({ version, versionPriority }) => `${version}: ${versionPriority}`);

describe('priorities', () => {
  test('are computed in the order of Kubernetes, 10 apart, whatever the order given', () => {
    const group = ApiGroup.of('wardle.example.com', 'v1alpha1', 'v2', 'v1beta1', 'foo', 'v10');
    checked(group, 'apis[0]');
    expect(priorities(group)).toEqual(['v1alpha1: 20', 'v2: 40', 'v1beta1: 30', 'foo: 10', 'v10: 50']);
  });

  test('are those given', () => {
    const versions = [ApiVersion.of('v1', { versionPriority: 1000 }), ApiVersion.of('v2', { versionPriority: 1 })];
    const group = ApiGroup.withOptions('wardle.example.com', { versions, groupPriorityMinimum: 20000 });
    checked(group, 'apis[0]');
    expect(priorities(group)).toEqual(['v1: 1000', 'v2: 1']);
    expect(group._registrations().map(({ groupPriorityMinimum }) => groupPriorityMinimum)).toEqual([20000, 20000]);
  });

  test('are computed for those versions that say nothing, as if all did', () => {
    const group = ApiGroup.withOptions('wardle.example.com', { versions: [ApiVersion.of('v1beta1', { versionPriority: 7 }), ApiVersion.of('v1')] });
    checked(group, 'apis[0]');
    expect(priorities(group)).toEqual(['v1beta1: 7', 'v1: 20']);
  });

  test('of the group are 1000 unless it is said otherwise', () => {
    expect(ApiGroup.of('wardle.example.com', 'v1')._registrations()).toEqual([
      { group: 'wardle.example.com', version: 'v1', groupPriorityMinimum: 1000, versionPriority: 10 },
    ]);
  });
});

describe('fails for', () => {
  test('a group without versions', () => {
    expect(() => checked(ApiGroup.of('wardle.example.com'), 'apis[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'apis[0].versions' must have at least one version, got []; ApiGroup.of('wardle.example.com', 'v1')"
`);
  });

  test('a version twice, which is named once', () => {
    expect(() => checked(ApiGroup.of('wardle.example.com', 'v1', 'v2', 'v1', 'v1'), 'apis[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'apis[0].versions' must have each version once, got "v1""
`);
  });

  test('a group that kube-apiserver serves itself', () => {
    expect(() => checked(ApiGroup.of('apps', 'v1'), 'apis[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'apis[0].name' must not be a group that kube-apiserver serves itself, got "apps"; use a group below a DNS domain of your own, such as wardle.example.com"
`);
  });

  test('a version behind the group, and a list of versions', () => {
    expect(() => checked(ApiGroup.of('wardle.example.com/v1'), 'apis[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'apis[0].name' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "wardle.example.com/v1"; the version stands by itself: ApiGroup.of('wardle.example.com', 'v1')
  - 'apis[0].versions' must have at least one version, got []"
`);
    expect(() => checked(ApiGroup.of('wardle.example.com', ['v1', 'v2'] as any), 'apis[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'apis[0].versions[0]' must be a DNS label that starts with a letter (1 to 63 lower-case letters, digits and '-', not at the ends), such as v1 or v1beta1, got ["v1","v2"]; give the versions one by one: ApiGroup.of('wardle.example.com', 'v1', 'v1beta1')"
`);
  });

  test('versions that are no options, and options that are none', () => {
    expect(() => checked(ApiGroup.withOptions('wardle.example.com', { versions: ['v1'] as any }), 'apis[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'apis[0].versions[0]' must be made with a factory of ApiVersion, got "v1""
`);
    expect(() => checked(ApiGroup.withOptions('wardle.example.com', undefined as any), 'apis[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'apis[0]' must be an object with 'versions', got nothing"
`);
    expect(() => checked(ApiVersion.of('v1', { priority: 1 } as any), 'version')).toThrow("'version.priority' is not a prop; there are 'versionPriority'");
  });

  test('all that is wrong, at once', () => {
    const versions = [ApiVersion.of('V1', { versionPriority: 0 }), ApiVersion.of('v1.2', { versionPriority: 1001 })];
    expect(() => checked(ApiGroup.withOptions('Wardle.Example.com', { versions, groupPriorityMinimum: 20001 }), 'apis[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'apis[0].name' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "Wardle.Example.com"; write "wardle.example.com"
  - 'apis[0].groupPriorityMinimum' must be a whole number from 1 to 20000, got 20001
  - 'apis[0].versions[0]' must be a DNS label that starts with a letter (1 to 63 lower-case letters, digits and '-', not at the ends), such as v1 or v1beta1, got "V1"; write "v1"
  - 'apis[0].versions[0].versionPriority' must be a whole number from 1 to 1000, got 0
  - 'apis[0].versions[1]' must be a DNS label that starts with a letter (1 to 63 lower-case letters, digits and '-', not at the ends), such as v1 or v1beta1, got "v1.2"; write "v1-2"
  - 'apis[0].versions[1].versionPriority' must be a whole number from 1 to 1000, got 1001"
`);
  });
});

describe('a hundred versions', () => {
  const versions = Array.from({ length: 100 }, (_, i) => `v${i + 1}`);

  test('have priorities up to 1000', () => {
    const group = ApiGroup.of('wardle.example.com', ...versions);
    checked(group, 'apis[0]');
    expect(priorities(group).at(-1)).toEqual('v100: 1000');
  });

  test('fails for one more', () => {
    expect(() => checked(ApiGroup.of('wardle.example.com', ...versions, 'v101'), 'apis[0]')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'apis[0].versions' are too many for priorities 10 apart, got "v101"; give the versions their versionPriority"
`);
  });

  test('fails for one more, where another version has a priority of its own', () => {
    const given = versions.map((version, i) => ApiVersion.of(version, i === 0 ? { versionPriority: 1 } : {}));
    const group = ApiGroup.withOptions('wardle.example.com', { versions: [...given, ApiVersion.of('v101')] });
    expect(() => checked(group, 'apis[0]')).toThrow("'apis[0].versions' are too many for priorities 10 apart, got \"v101\"");
  });

  test('and one more, where those that would be too high have priorities of their own', () => {
    const group = ApiGroup.withOptions('wardle.example.com', { versions: [...versions.map((v) => ApiVersion.of(v)), ApiVersion.of('v101', { versionPriority: 1000 })] });
    expect(() => checked(group, 'apis[0]')).not.toThrow();
  });
});
