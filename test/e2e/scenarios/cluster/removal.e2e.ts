import assert from 'node:assert/strict';
import { scenario } from '../../bed/scenario';
import { until } from '../../bed/wait';
import { GROUP, NAME, PREFERRED, wardle } from '../../bed/wardle';

const BYSTANDER = 'bystander';

scenario('deleted in the documented order, nothing is left and no namespace is blocked', async (site) => {
  const bundle = wardle(site);
  await site.apply(bundle);
  await site.untilServed(bundle, 120);
  const { kubectl, namespace } = site;
  // the two commands of the README
  await kubectl.run(['delete', 'apiservice', '-l', `app.kubernetes.io/name=${NAME},cdk8s-extension-apiserver/namespace=${namespace}`]);
  await kubectl.run(['delete', '--ignore-not-found', '--timeout=150s', '-f', '-'], bundle.toYaml());
  for (const { kind, metadata } of bundle.objects) {
    assert.equal(await kubectl.find(kind, metadata.name, metadata.namespace), undefined, `${kind} ${metadata.name} is left`);
  }
  assert.deepEqual((await kubectl.list('apiservice')).filter(({ spec }) => spec.group === GROUP), []);
  await kubectl.run(['create', 'namespace', BYSTANDER]);
  await kubectl.run(['delete', 'namespace', BYSTANDER, '--timeout=60s']);
});

scenario('an APIService that is left behind blocks the deletion of every namespace', async (site) => {
  const bundle = wardle(site);
  await site.apply(bundle);
  await site.untilServed(bundle, 120);
  const { kubectl, namespace } = site;
  await kubectl.run(['delete', 'deployment', NAME, '-n', namespace]); // the server before its APIServices
  await site.untilCondition(PREFERRED, 'False', undefined, 120);
  await kubectl.run(['create', 'namespace', BYSTANDER]);
  await kubectl.run(['delete', 'namespace', BYSTANDER, '--wait=false']);
  // which of the two depends on whether discovery has noticed yet that the group is gone
  const blocked = await until('the deletion is blocked', 60, async () => {
    const { status } = await kubectl.get('namespace', BYSTANDER);
    const failures = (status?.conditions ?? []).filter(({ type, status: state }: { type: string; status: string }) => state === 'True' && /Failure$/.test(type));
    return failures.length > 0 && failures as { type: string; message: string }[];
  });
  for (const { type } of blocked) assert.match(type, /^NamespaceDeletion(Discovery|Content)Failure$/);
  assert.match(JSON.stringify(blocked), /wardle\.example\.com\/v1|unable to handle the request/);
  // the cure that the README names
  await kubectl.run(['delete', 'apiservice', '-l', `app.kubernetes.io/name=${NAME},cdk8s-extension-apiserver/namespace=${namespace}`]);
  await until('the namespace is gone', 120, async () => (await kubectl.find('namespace', BYSTANDER)) === undefined);
});
