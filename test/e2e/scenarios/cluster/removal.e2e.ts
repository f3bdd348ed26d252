import assert from 'node:assert/strict';
import { until } from '../../bed/wait';
import { Manifests } from '../../support/manifests';
import { scenario } from '../../support/scenario';
import type { Site } from '../../support/site';
import { GROUP, NAME, PREFERRED, wardle } from '../../support/wardle';

scenario('deleted in the documented order, nothing is left and no namespace is blocked', async (site) => {
  const bundle = wardle(site);
  await site.apply(bundle);
  await site.untilServed(bundle, 120);
  const { kubectl, namespace } = site;
  // the two commands of the README
  await kubectl.run(['delete', 'apiservice', '-l', `app.kubernetes.io/name=${NAME},cdk8s-extension-apiserver/namespace=${namespace}`]);
  assert.deepEqual((await kubectl.list('apiservice')).filter(({ spec }) => spec.group === GROUP), [], 'APIServices are left');
  await kubectl.run(['delete', '--ignore-not-found', '--timeout=150s', '-f', '-'], bundle.toYaml());
  for (const { kind, metadata } of bundle.objects) {
    assert.equal(await kubectl.find(kind, metadata.name, metadata.namespace), undefined, `${kind} ${metadata.name} is left`);
  }
  const bystander = await namespaceBeside(site);
  await kubectl.run(['delete', 'namespace', bystander, '--timeout=60s']);
});

scenario('an APIService that is left behind blocks the deletion of every namespace', async (site) => {
  const bundle = wardle(site);
  await site.apply(bundle);
  await site.untilServed(bundle, 120);
  const { kubectl, namespace } = site;
  await kubectl.run(['delete', 'deployment', NAME, '-n', namespace]); // the server before its APIServices
  await site.untilCondition(PREFERRED, 'False', undefined, 120);
  const bystander = await namespaceBeside(site);
  await kubectl.run(['delete', 'namespace', bystander, '--wait=false']);
  // which of the two depends on whether discovery has noticed yet that the group is gone
  const blocked = await until('the deletion is blocked', 60, async () => {
    const { status } = await kubectl.get('namespace', bystander);
    const failures = (status?.conditions ?? []).filter(({ type, status: state }: { type: string; status: string }) => state === 'True' && /Failure$/.test(type));
    return failures.length > 0 && failures as { type: string; message: string }[];
  });
  for (const { type } of blocked) assert.match(type, /^NamespaceDeletion(Discovery|Content)Failure$/);
  assert.match(JSON.stringify(blocked), /wardle\.example\.com\/v1|unable to handle the request/);
  // the cure that the README names
  await kubectl.run(['delete', 'apiservice', '-l', `app.kubernetes.io/name=${NAME},cdk8s-extension-apiserver/namespace=${namespace}`]);
  await until('the namespace is gone', 120, async () => (await kubectl.find('namespace', bystander)) === undefined);
});

/** A namespace that has nothing to do with the server. */
async function namespaceBeside(site: Site): Promise<string> {
  const name = `${site.namespace}-beside`;
  await site.apply(new Manifests([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }]));
  return name;
}
