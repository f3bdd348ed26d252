import { ServerLibrary } from '../../src/workload/server-library';
import { checked } from '../support/charts';

const PLUGINS = ['NamespaceLifecycle', 'MutatingAdmissionPolicy', 'MutatingAdmissionWebhook', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionWebhook'];

/** `resource: verbs` for all that a library reads. */
const readsOf = (library: ServerLibrary) => library._reads().flatMap(({ resources, verbs }) => resources!.map((resource) => `${resource}: ${verbs.join(',')}`)).sort();

const ALL_READS = [
  'flowschemas: list,watch',
  'mutatingadmissionpolicies: list,watch',
  'mutatingadmissionpolicybindings: list,watch',
  'mutatingwebhookconfigurations: list,watch',
  'namespaces: get,list,watch',
  'prioritylevelconfigurations: list,watch',
  'validatingadmissionpolicies: list,watch',
  'validatingadmissionpolicybindings: list,watch',
  'validatingwebhookconfigurations: list,watch',
];
const without = (...parts: string[]) => ALL_READS.filter((read) => !parts.some((part) => read.startsWith(part)));

describe('recommendedOptions', () => {
  test('knows etcd and the port, and needs storage', () => {
    const library = ServerLibrary.recommendedOptions();
    checked(library, 'server');
    expect(library._args(8443)).toEqual(['--secure-port=8443']);
    expect(library._profile).toMatchObject({ needsStorage: true, etcdFlags: true, servingFlags: true, livenessPath: '/livez', readinessPath: '/readyz' });
  });

  test.each([
    [undefined, ALL_READS],
    ['0.37', ALL_READS],
    ['v0.36.3', ALL_READS],
    ['0.35', without('mutatingadmission')],
    ['0.30', without('mutatingadmission')],
    ['0.29.1', without('mutatingadmission', 'validatingadmission')],
    ['0.21', without('mutatingadmission', 'validatingadmission')],
  ])('of version %s reads what its plugins watch', (apiserverVersion, reads) => {
    const library = ServerLibrary.recommendedOptions({ apiserverVersion });
    checked(library, 'server');
    expect(readsOf(library)).toEqual(reads);
  });

  test.each([
    ['MutatingAdmissionPolicy', 'mutatingadmission'], ['ValidatingAdmissionPolicy', 'validatingadmission'],
    ['MutatingAdmissionWebhook', 'mutatingwebhook'], ['ValidatingAdmissionWebhook', 'validatingwebhook'],
  ])('without %s does not read %ss', (plugin, read) => {
    const library = ServerLibrary.recommendedOptions({ disabledAdmissionPlugins: [plugin] });
    checked(library, 'server');
    expect(library._args(443)).toEqual(['--secure-port=443', `--disable-admission-plugins=${plugin}`]);
    expect(readsOf(library)).toEqual(without(read));
  });

  test('without all of it reads nothing', () => {
    const library = ServerLibrary.recommendedOptions({ disabledAdmissionPlugins: PLUGINS, priorityAndFairness: false });
    checked(library, 'server');
    expect(library._args(443)).toEqual(['--secure-port=443', `--disable-admission-plugins=${PLUGINS.join(',')}`, '--enable-priority-and-fairness=false']);
    expect(library._reads()).toEqual([]);
  });

  test('with priority and fairness passes no flag: not every version has one', () => {
    const library = ServerLibrary.recommendedOptions({ apiserverVersion: '0.28', priorityAndFairness: true });
    checked(library, 'server');
    expect(library._args(443)).toEqual(['--secure-port=443']);
    expect(readsOf(library)).toContain('flowschemas: list,watch');
  });

  test('fails without priority and fairness before there is a flag for it', () => {
    const of = (apiserverVersion: string) => ServerLibrary.recommendedOptions({ apiserverVersion, priorityAndFairness: false });
    expect(() => checked(of('0.28'), 'server')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'server.priorityAndFairness' must not be false before k8s.io/apiserver 0.29, which has no flag for it, got false"
`);
    expect(() => checked(of('0.29'), 'server')).not.toThrow();
  });

  test('fails for a version or plugin that nobody knows', () => {
    expect(() => checked(ServerLibrary.recommendedOptions({ apiserverVersion: '1.36' }), 'server')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'server.apiserverVersion' must be a version from 0.21 to 0.37, got "1.36"; the newest known here is "0.37""
`);
    expect(() => checked(ServerLibrary.recommendedOptions({ apiserverVersion: '0.20' }), 'server')).toThrow("'server.apiserverVersion' must be a version from 0.21");
    expect(() => checked(ServerLibrary.recommendedOptions({ disabledAdmissionPlugins: ['AlwaysDeny'] }), 'server')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'server.disabledAdmissionPlugins[0]' must be an admission plugin of k8s.io/apiserver 0.37: NamespaceLifecycle, MutatingAdmissionPolicy, MutatingAdmissionWebhook, ValidatingAdmissionPolicy, ValidatingAdmissionWebhook, got "AlwaysDeny""
`);
  });

  test('fails for options of another library, and of another type', () => {
    expect(() => checked(ServerLibrary.recommendedOptions({ etcdFlags: false } as any), 'server')).toThrow("'server.etcdFlags' is not a prop");
    expect(() => checked(ServerLibrary.recommendedOptions({ apiserverVersion: 0.36 as any }), 'server')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'server.apiserverVersion' must be a string, got 0.36"
`);
    expect(() => checked(ServerLibrary.recommendedOptions(null as any), 'server')).toThrow("'server' must be an object");
  });
});

test('secureServing knows the port and the certificate, no etcd, and reads nothing', () => {
  const library = ServerLibrary.secureServing();
  checked(library, 'server');
  expect(library._args(8443)).toEqual(['--secure-port=8443']);
  expect(library._reads()).toEqual([]);
  expect(library._profile).toMatchObject({ needsStorage: false, etcdFlags: false, servingFlags: true });
});

describe('custom', () => {
  test('gets no flag that is not named', () => {
    const library = ServerLibrary.custom();
    checked(library, 'server');
    expect(library._args(8443)).toEqual([]);
    expect(library._reads()).toEqual([]);
    expect(library._profile).toEqual({ needsStorage: false, etcdFlags: false, servingFlags: false, livenessPath: '/livez', readinessPath: '/readyz' });
  });

  test('gets what is named', () => {
    const library = ServerLibrary.custom({ securePortFlag: '--port', etcdFlags: true, livenessPath: '/alive', readinessPath: '/ready' });
    checked(library, 'server');
    expect(library._args(8443)).toEqual(['--port=8443']);
    expect(library._profile).toMatchObject({ etcdFlags: true, livenessPath: '/alive', readinessPath: '/ready' });
  });

  test('fails for what is no flag and no path', () => {
    expect(() => checked(ServerLibrary.custom({ securePortFlag: '--port=', livenessPath: 'alive', readinessPath: '' }), 'server')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'server.securePortFlag' must be a flag with its dashes and without a value, got "--port="; '--secure-port', say
  - 'server.livenessPath' must start with '/', got "alive"
  - 'server.readinessPath' must start with '/', got """
`);
    expect(() => checked(ServerLibrary.custom(null as any), 'server')).toThrow("'server' must be an object");
  });
});

test('fails for disabling a plugin that an older library does not know: it would exit', () => {
  const disabling = (plugin: string, apiserverVersion: string) => (
    ServerLibrary.recommendedOptions({ apiserverVersion, disabledAdmissionPlugins: [plugin] })
  );
  expect(() => checked(disabling('MutatingAdmissionPolicy', '0.31'), 'server')).toThrow(/must be an admission plugin of k8s.io\/apiserver 0.31: NamespaceLifecycle, /);
  expect(() => checked(disabling('ValidatingAdmissionPolicy', '0.25'), 'server')).toThrow(/must be an admission plugin of k8s.io\/apiserver 0.25/);
  expect(() => checked(disabling('MutatingAdmissionPolicy', '0.32'), 'server')).not.toThrow();
  expect(() => checked(disabling('ValidatingAdmissionPolicy', '0.26'), 'server')).not.toThrow();
});

test('what a library reads is a role for those who compose the parts themselves', () => {
  const role = ServerLibrary.recommendedOptions({ apiserverVersion: '0.35' }).serverRole('wardle-reads')!;
  checked(role, 'role');
  expect(role._fields()).toMatchObject({ name: 'wardle-reads', rules: [{ resources: ['namespaces'] }, {}, { resources: ['flowschemas', 'prioritylevelconfigurations'] }] });
  expect(ServerLibrary.secureServing().serverRole('x')).toBeUndefined();
  expect(ServerLibrary.recommendedOptions({ apiserverVersion: 'latest' }).serverRole('x')).toBeUndefined();
});
