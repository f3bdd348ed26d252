import assert from 'node:assert/strict';
import { until } from '../../bed/wait';
import { HttpClient } from '../../support/http-client';
import { LoopbackServer, onLoopback } from '../../support/loopback-server';
import { scenario } from '../../support/scenario';
import type { Site } from '../../support/site';
import { flunder, GROUP, NAME, PREFERRED, wardle } from '../../support/wardle';

async function serving(site: Site): Promise<void> {
  const bundle = onLoopback(wardle(site));
  await site.apply(bundle);
  await LoopbackServer.start(site, bundle);
  await site.untilServed(bundle);
}

scenario('an administrator creates, lists, watches, patches and deletes', async (site) => {
  await serving(site);
  const { kubectl, namespace } = site;
  const inNamespace = ['-n', namespace];
  const client = new HttpClient(site.bed);
  const watch = client.watch(`/apis/${GROUP}/v1beta1/namespaces/${namespace}/flunders`);
  try {
    await kubectl.apply(flunder('one'), ...inNamespace);
    assert.deepEqual((await kubectl.list('flunders', ...inNamespace)).map(({ metadata }) => metadata.name), ['one']);
    await kubectl.run(['patch', 'flunder', 'one', ...inNamespace, '--type=merge', '-p', '{"metadata":{"labels":{"changed":"yes"}}}']);
    assert.equal((await kubectl.get('flunder', 'one', namespace)).metadata.labels?.changed, 'yes');
    await kubectl.run(['delete', 'flunder', 'one', ...inNamespace]);
    assert.deepEqual(await kubectl.list('flunders', ...inNamespace), []);
    const kinds = await until('the watch has seen it all', 10, () => (watch.types().length >= 3 ? watch.types() : undefined));
    assert.deepEqual(kinds, ['ADDED', 'MODIFIED', 'DELETED']);
  } finally {
    watch.close();
    client.close();
  }
});

scenario('kubectl lists the group and knows its kinds', async (site) => {
  await serving(site);
  const { kubectl } = site;
  const versions = await until('kubectl api-versions lists both versions', 30, async () => {
    const lines = (await kubectl.run(['api-versions'])).split('\n').filter((line) => line.startsWith(`${GROUP}/`));
    return lines.length >= 2 && lines;
  });
  assert.deepEqual(versions.sort(), [`${GROUP}/v1alpha1`, `${GROUP}/v1beta1`]);
  // the aggregator fetches the schema once a minute
  const explained = await until('kubectl explain knows the kind', 90, () => kubectl.run(['explain', 'flunders.spec', `--api-version=${GROUP}/v1beta1`]));
  assert.match(explained, /KIND: +Flunder/);
  assert.match(explained, /referenceType/);
  const resources = await kubectl.run(['api-resources', `--api-group=${GROUP}`, '-o', 'name']);
  assert.ok(resources.split('\n').includes(`flunders.${GROUP}`));
});

scenario('a user without a grant is refused, one with the generated roles is not', async (site) => {
  await serving(site);
  const { kubectl, namespace } = site;
  const asked = ['get', 'flunders', '-n', namespace];
  const refused = await kubectl.as('stranger', 'system:authenticated').try(asked);
  assert.match(refused.stderr, /User "stranger" cannot list resource "flunders" in API group "wardle.example.com"/);
  // by both roles, as no controller here hands the one for viewers on to editors
  for (const suffix of ['view', 'edit']) {
    await kubectl.run(['create', 'rolebinding', suffix, '-n', namespace, `--clusterrole=${namespace}:${NAME}:${suffix}`, '--user=editor']);
  }
  const editor = kubectl.as('editor', 'system:authenticated');
  await until('the editor may list', 30, async () => (await editor.try(asked)).ok);
  await editor.run(['create', '-n', namespace, '-f', '-'], flunder('edited'));
  assert.equal((await editor.try(['get', 'flunders', '-n', 'default'])).ok, false);
});

scenario('headers that name another user change nothing', async (site) => {
  await serving(site);
  const { kubectl, namespace } = site;
  await kubectl.run(['create', 'serviceaccount', 'nobody', '-n', namespace]);
  const token = (await kubectl.run(['create', 'token', 'nobody', '-n', namespace])).trim();
  const client = new HttpClient(site.bed);
  const pretence = { 'X-Remote-User': 'admin', 'X-Remote-Group': 'system:masters', 'X-Remote-Extra-Scopes': 'all' };
  const path = `/apis/${GROUP}/v1beta1/namespaces/${namespace}/flunders`;
  const answer = await client.get(path, { Authorization: `Bearer ${token}`, ...pretence }, { withCertificate: false });
  client.close();
  assert.equal(answer.status, 403);
  assert.match(answer.body, new RegExp(`system:serviceaccount:${namespace}:nobody`));
  // the same, past the aggregator: who has no certificate of the front proxy is believed nothing
  const direct = await fetchDirectly(site, `/apis/${GROUP}/v1beta1/namespaces/${namespace}/flunders`, pretence);
  assert.equal(direct.status, 403);
  assert.match(direct.body, /system:anonymous/);
});

scenario('the condition says that all checks passed', async (site) => {
  await serving(site);
  const { status, reason, message } = await site.untilCondition(PREFERRED, 'True');
  assert.deepEqual({ status, reason, message }, { status: 'True', reason: 'Passed', message: 'all checks passed' });
  const row = await site.kubectl.run(['get', 'apiservice', PREFERRED, '--no-headers']);
  assert.match(row, new RegExp(`^${PREFERRED} +${site.namespace}/wardle-server +True `));
});

async function fetchDirectly(site: Site, path: string, headers: { [name: string]: string }) {
  const direct = new HttpClient({ ...site.bed, server: `https://127.0.0.1:${site.port}` });
  try {
    return await direct.get(path, headers, { withCertificate: false, verify: false });
  } finally {
    direct.close();
  }
}
