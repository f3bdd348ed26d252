import { ADMISSION_PLUGINS, leastKubernetesMinor, recommendedReads } from '../../src/kubernetes/server-reads';

/** `group/resource: verbs` for each resource. */
function reads(minor: number, disabled: string[] = [], priorityAndFairness = true): string[] {
  return recommendedReads(minor, disabled, priorityAndFairness)
    .flatMap(({ apiGroups, resources, verbs }) => resources!.map((resource) => `${apiGroups![0]}/${resource}: ${verbs.join(',')}`));
}

const WEBHOOKS = ['admissionregistration.k8s.io/mutatingwebhookconfigurations: list,watch', 'admissionregistration.k8s.io/validatingwebhookconfigurations: list,watch'];
const VALIDATING = ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'].map((resource) => `admissionregistration.k8s.io/${resource}: list,watch`);
const MUTATING = ['mutatingadmissionpolicies', 'mutatingadmissionpolicybindings'].map((resource) => `admissionregistration.k8s.io/${resource}: list,watch`);
const FLOWCONTROL = ['flowschemas', 'prioritylevelconfigurations'].map((resource) => `flowcontrol.apiserver.k8s.io/${resource}: list,watch`);
const NAMESPACES = '/namespaces: get,list,watch';

test.each([
  [29, [NAMESPACES, ...WEBHOOKS, ...FLOWCONTROL]],
  [30, [NAMESPACES, ...WEBHOOKS, ...VALIDATING, ...FLOWCONTROL]],
  [35, [NAMESPACES, ...WEBHOOKS, ...VALIDATING, ...FLOWCONTROL]],
  [36, [NAMESPACES, ...WEBHOOKS, ...VALIDATING, ...MUTATING, ...FLOWCONTROL]],
])('k8s.io/apiserver 0.%i reads what its plugins watch', (minor, expected) => {
  expect(reads(minor).sort()).toEqual([...expected].sort());
});

test('a disabled plugin reads nothing', () => {
  expect(reads(36, ['MutatingAdmissionPolicy', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionWebhook'], false))
    .toEqual([NAMESPACES, 'admissionregistration.k8s.io/mutatingwebhookconfigurations: list,watch']);
});

test('namespaces are read as long as one plugin is left that matches them', () => {
  expect(reads(36, ['NamespaceLifecycle'], false)).toContain(NAMESPACES);
  expect(reads(36, ADMISSION_PLUGINS, false)).toEqual([]);
  expect(reads(36, ADMISSION_PLUGINS)).toEqual(FLOWCONTROL);
});

test.each([
  [28, [], true, 0], [29, [], true, 29], [30, [], true, 30], [36, [], true, 36],
  [36, ['MutatingAdmissionPolicy'], true, 30], [36, ADMISSION_PLUGINS, true, 29], [36, ADMISSION_PLUGINS, false, 0],
])('k8s.io/apiserver 0.%i without %j and priority and fairness %p needs Kubernetes 1.%i', (minor, disabled, fairness, least) => {
  expect(leastKubernetesMinor(minor, disabled as string[], fairness)).toBe(least);
});
