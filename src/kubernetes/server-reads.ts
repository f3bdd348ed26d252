/** One rule of a Role or ClusterRole, as it stands in the manifest. */
export interface RbacRule {
  readonly apiGroups?: string[];
  readonly resources?: string[];
  readonly resourceNames?: string[];
  readonly nonResourceURLs?: string[];
  readonly verbs: string[];
}

/** The admission plugins that a server built on k8s.io/apiserver's RecommendedOptions runs, in their order. */
export const ADMISSION_PLUGINS = [
  'NamespaceLifecycle', 'MutatingAdmissionPolicy', 'MutatingAdmissionWebhook', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionWebhook',
];

/** The k8s.io/apiserver minors in which a plugin of RecommendedOptions starts to run by default. */
const FIRST_MINOR: { readonly [plugin: string]: number } = { MutatingAdmissionPolicy: 36, ValidatingAdmissionPolicy: 30 };

/** The k8s.io/apiserver minors that know a plugin, where not all do; of an unknown name the server exits. */
const FIRST_KNOWN: { readonly [plugin: string]: number } = { MutatingAdmissionPolicy: 32, ValidatingAdmissionPolicy: 26 };

/** From here on flow control is watched in its version v1, which Kubernetes serves from the same minor on. */
const FLOWCONTROL_V1_MINOR = 29;

/** What each plugin's informers watch. */
const PLUGIN_READS: { readonly [plugin: string]: RbacRule } = {
  // the plugin also gets a namespace directly, when its informer has not seen it yet
  NamespaceLifecycle: { apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list', 'watch'] },
  MutatingAdmissionPolicy: watch('admissionregistration.k8s.io', 'mutatingadmissionpolicies', 'mutatingadmissionpolicybindings'),
  MutatingAdmissionWebhook: watch('admissionregistration.k8s.io', 'mutatingwebhookconfigurations'),
  ValidatingAdmissionPolicy: watch('admissionregistration.k8s.io', 'validatingadmissionpolicies', 'validatingadmissionpolicybindings'),
  ValidatingAdmissionWebhook: watch('admissionregistration.k8s.io', 'validatingwebhookconfigurations'),
};

/** The admission plugins that a k8s.io/apiserver minor knows. */
export function admissionPlugins(minor: number): string[] {
  return ADMISSION_PLUGINS.filter((plugin) => minor >= (FIRST_KNOWN[plugin] ?? 0));
}

/**
 * What a server built on RecommendedOptions reads from kube-apiserver besides the delegation: without it an informer never syncs,
 * `/readyz` stays red and writes are refused.
 *
 * @param minor the minor of its k8s.io/apiserver
 * @param disabledPlugins admission plugins that it runs without
 * @param priorityAndFairness whether it runs with API priority and fairness
 */
export function recommendedReads(minor: number, disabledPlugins: string[], priorityAndFairness: boolean): RbacRule[] {
  const running = runningPlugins(minor, disabledPlugins);
  const reads: RbacRule[] = [];
  // every plugin's matcher looks at namespaces, so that the read stays needed without NamespaceLifecycle
  if (running.length > 0) reads.push(PLUGIN_READS.NamespaceLifecycle);
  const admission = running.filter((plugin) => plugin !== 'NamespaceLifecycle').flatMap((plugin) => PLUGIN_READS[plugin].resources!);
  if (admission.length > 0) reads.push(watch('admissionregistration.k8s.io', ...admission.sort()));
  if (priorityAndFairness) reads.push(watch('flowcontrol.apiserver.k8s.io', 'flowschemas', 'prioritylevelconfigurations'));
  return reads;
}

/** The Kubernetes minor from which on all API versions are served that such a server watches; on an older one it never gets ready. */
export function leastKubernetesMinor(minor: number, disabledPlugins: string[], priorityAndFairness: boolean): number {
  const watched = runningPlugins(minor, disabledPlugins).map((plugin) => FIRST_MINOR[plugin] ?? 0);
  return Math.max(0, ...watched, priorityAndFairness && minor >= FLOWCONTROL_V1_MINOR ? FLOWCONTROL_V1_MINOR : 0);
}

function runningPlugins(minor: number, disabledPlugins: string[]): string[] {
  return ADMISSION_PLUGINS.filter((plugin) => !disabledPlugins.includes(plugin) && minor >= (FIRST_MINOR[plugin] ?? 0));
}

function watch(apiGroup: string, ...resources: string[]): RbacRule {
  return { apiGroups: [apiGroup], resources, verbs: ['list', 'watch'] };
}
