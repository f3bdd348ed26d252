import assert from 'node:assert/strict';
import { until } from '../../bed/wait';
import { scenario } from '../../support/scenario';
import type { Site } from '../../support/site';
import { flunder, GROUP, NAME, PREFERRED, wardle } from '../../support/wardle';

async function serving(site: Site): Promise<void> {
  const bundle = wardle(site);
  await site.apply(bundle);
  await site.untilServed(bundle, 120);
}

scenario('the default pod starts under Pod Security "restricted" and serves', async (site) => {
  await serving(site);
  const { kubectl, namespace } = site;
  const { metadata } = await kubectl.get('namespace', namespace);
  assert.equal(metadata.labels?.['pod-security.kubernetes.io/enforce'], 'restricted');
  const [pod, ...more] = await kubectl.list('pods', '-n', namespace);
  assert.equal(more.length, 0);
  for (const { name, securityContext } of [...pod.spec.containers, ...pod.spec.initContainers ?? []]) {
    assert.equal(securityContext.readOnlyRootFilesystem, true, name);
  }
  assert.ok(pod.status.containerStatuses.every(({ restartCount }: { restartCount: number }) => restartCount === 0), 'no container was restarted');

  await kubectl.apply(flunder('one'), '-n', namespace);
  assert.deepEqual((await kubectl.list('flunders', '-n', namespace)).map((object) => object.metadata.name), ['one']);
  assert.ok((await kubectl.run(['api-versions'])).split('\n').includes(`${GROUP}/v1beta1`));
  const log = await kubectl.run(['logs', `deployment/${NAME}`, '-n', namespace, '-c', NAME]);
  assert.doesNotMatch(log, /forbidden|cannot (get|list|watch|create)/i);
});

scenario('the aggregated roles let viewers read and editors write', async (site) => {
  await serving(site);
  const { kubectl, namespace } = site;
  for (const role of ['view', 'edit']) await kubectl.run(['create', 'rolebinding', role, '-n', namespace, `--clusterrole=${role}`, `--user=${role}er`]);
  const [viewer, editor] = ['viewer', 'editer'].map((user) => kubectl.as(user, 'system:authenticated'));
  const inNamespace = ['-n', namespace];
  const listed = ['get', 'flunders', ...inNamespace];
  await until('the roles are aggregated', 30, async () => (await viewer.try(listed)).ok && (await editor.try(listed)).ok);
  await until('an editor creates', 30, async () => (await editor.try(['create', ...inNamespace, '-f', '-'], flunder('edited'))).ok);
  const { ok, stderr } = await viewer.try(['delete', 'flunder', 'edited', ...inNamespace]);
  assert.equal(ok, false);
  assert.match(stderr, /"viewer" cannot delete resource "flunders"/);
  await editor.run(['delete', 'flunder', 'edited', ...inNamespace]);
  const stranger = await kubectl.as('stranger', 'system:authenticated').try(listed);
  assert.match(stranger.stderr, /"stranger" cannot list resource "flunders"/);
});

scenario('another port of the Service and of the container', async (site) => {
  const bundle = wardle(site, { securePort: 6443, service: { port: 8080, name: 'wardle-api' } });
  await site.apply(bundle);
  await site.untilServed(bundle, 120);
  const { spec } = await site.kubectl.get('apiservice', PREFERRED);
  assert.deepEqual({ ...spec.service }, { name: 'wardle-api', namespace: site.namespace, port: 8080 });
  assert.ok((await site.kubectl.try(['get', 'flunders', '-n', site.namespace])).ok);
});
