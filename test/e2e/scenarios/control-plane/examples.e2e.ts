import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../bed/kubernetes-object';
import { exampleNames, synthesizeExample } from '../../support/examples';
import { scenario } from '../../support/scenario';
import type { Site } from '../../support/site';

const examples = exampleNames();
assert.ok(examples.length >= 4);

for (const name of examples) {
  scenario(`the example ${name} is accepted`, async (site) => {
    const bundle = synthesizeExample(name);
    const namespaces = new Set(bundle.objects.map(({ metadata }) => metadata.namespace).filter((namespace) => namespace !== undefined));
    const made = new Set(bundle.all('Namespace').map(({ metadata }) => metadata.name));
    for (const namespace of namespaces) {
      if (!made.has(namespace) && !await site.kubectl.find('namespace', namespace)) await site.kubectl.run(['create', 'namespace', namespace]);
    }
    await site.apply(bundle);
    for (const { kind, metadata } of bundle.objects) await site.kubectl.get(kind, metadata.name, metadata.namespace);

    for (const deployment of bundle.all('Deployment')) await admits(site, deployment);
  });
}

/** Whether Pod Security admission lets the pod into a namespace of the level "restricted". */
async function admits({ kubectl, namespace }: Site, { metadata, spec }: KubernetesObject): Promise<void> {
  const { template } = spec;
  const strict = `${namespace}-strict`;
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  await kubectl.apply(JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: strict, labels } }));
  await kubectl.run(['create', 'serviceaccount', template.spec.serviceAccountName, '-n', strict]);
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...template.metadata, name: metadata.name, namespace: strict }, spec: template.spec };
  await kubectl.apply(JSON.stringify(pod), '--dry-run=server');
}
