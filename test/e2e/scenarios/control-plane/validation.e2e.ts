import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../bed/kubernetes-object';
import { Manifests } from '../../support/manifests';
import { scenario } from '../../support/scenario';
import type { Site } from '../../support/site';
import { ApiService, TlsVerification } from 'cdk8s-extension-apiserver';
import type { ApiServiceProps } from 'cdk8s-extension-apiserver';

const PROPS: ApiServiceProps = {
  group: 'validation.example.com',
  version: 'v1',
  serviceName: 'server',
  verification: TlsVerification.insecureSkip({ reason: 'no server is asked' }),
};

interface Rule {
  readonly title: string;
  /** What kube-apiserver says; nothing where it accepts. */
  readonly message?: RegExp;
  /** The same as props, where the library can say it at all. */
  readonly props?: Partial<ApiServiceProps>;
  change(apiService: KubernetesObject): void;
}

const RULES: Rule[] = [
  { title: 'another name', message: /must be `spec\.version\+"\."\+spec\.group`/, change: ({ metadata }) => { metadata.name = 'v1.other.example.com'; } },
  { title: 'a group that is no subdomain', message: /spec\.group: Invalid value/, props: { group: 'a_b.example.com' }, change: rename('a_b.example.com', 'v1') },
  { title: 'a version that is no label', message: /spec\.version: Invalid value/, props: { version: 'V1' }, change: rename(PROPS.group, 'V1') },
  ...number('groupPriorityMinimum', [0, 20_001], /must be positive and less than 20000/),
  ...number('groupPriorityMinimum', [1, 20_000]),
  ...number('versionPriority', [0, 1001], /must be positive and less than 1000/),
  ...number('versionPriority', [1, 1000]),
  ...[70_000, -1].map((port): Rule => ({
    title: `the port ${port}`, message: /port is not valid/, props: { servicePort: port }, change: ({ spec }) => { spec.service.port = port; },
  })),
  { title: 'a Service without a name', message: /spec\.service\.name: Required/, props: { serviceName: '' }, change: ({ spec }) => { spec.service.name = ''; } },
  { title: 'a caBundle that is not looked at', message: /may not be true if caBundle is present/, change: ({ spec }) => { spec.caBundle = 'Q0E='; } },
  { title: 'no verification of no Service', message: /local APIServices may not have insecureSkipTLSVerify/, change: ({ spec }) => { delete spec.service; } },
];

function rename(group: string, version: string): Rule['change'] {
  return ({ metadata, spec }) => {
    metadata.name = `${version}.${group}`;
    Object.assign(spec, { group, version });
  };
}

function number(field: 'groupPriorityMinimum' | 'versionPriority', values: number[], message?: RegExp): Rule[] {
  return values.map((value) => ({ title: `${field} ${value}`, message, props: { [field]: value }, change: ({ spec }) => { spec[field] = value; } }));
}

function synthesize({ namespace }: Site, props: Partial<ApiServiceProps> = {}): Manifests {
  return Manifests.synth(namespace, (chart) => new ApiService(chart, 'api-service', { ...PROPS, ...props }));
}

scenario('what kube-apiserver refuses of an APIService, synth refuses, and nothing else', async (site) => {
  const wrong: string[] = [];
  for (const { title, message, props, change } of RULES) {
    const { ok, stderr } = await site.kubectl.try(['apply', '--dry-run=server', '-f', '-'], synthesize(site).changed('APIService', change).toYaml());
    if (ok !== !message || (message && !message.test(stderr))) wrong.push(`${title}: kube-apiserver says ${stderr || 'yes'}`);
    if (props && accepts(site, props) === Boolean(message)) wrong.push(`${title}: synth says ${message ? 'yes' : 'no'}`);
  }
  assert.deepEqual(wrong, []);
});

function accepts(site: Site, props: Partial<ApiServiceProps>): boolean {
  try {
    synthesize(site, props);
    return true;
  } catch {
    return false;
  }
}
