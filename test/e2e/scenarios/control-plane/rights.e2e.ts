import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../bed/kubernetes-object';
import { until } from '../../bed/wait';
import { LoopbackServer, onLoopback } from '../../support/loopback-server';
import type { Manifests } from '../../support/manifests';
import { scenario } from '../../support/scenario';
import type { Site } from '../../support/site';
import { flunder, GROUP, PREFERRED, wardle } from '../../support/wardle';

interface Right {
  readonly apiGroup: string;
  readonly resource: string;
  readonly verb: string;
}

/** What a server of k8s.io/apiserver 0.35 and newer does where kube-apiserver streams no lists; an older one knows no others. */
const WITHOUT_STREAMED_LISTS = '--feature-gates=kube:WatchListClient=false';

/** Every single right of a role: one resource, one verb. */
function rightsOf(role: KubernetesObject): Right[] {
  return role.rules.flatMap(({ apiGroups, resources, verbs }: { apiGroups: string[]; resources: string[]; verbs: string[] }) => apiGroups.flatMap(
    (apiGroup) => resources.flatMap((resource) => verbs.map((verb) => ({ apiGroup, resource, verb }))),
  ));
}

/** The role without one right. */
function withoutRight(role: KubernetesObject, missing: Right): KubernetesObject {
  const isMissing = (right: Right) => right.apiGroup === missing.apiGroup && right.resource === missing.resource && right.verb === missing.verb;
  const rules = rightsOf(role).filter((right) => !isMissing(right))
    .map(({ apiGroup, resource, verb }) => ({ apiGroups: [apiGroup], resources: [resource], verbs: [verb] }));
  return { ...role, rules };
}

function serverRole(bundle: Manifests): KubernetesObject {
  const [role, ...more] = bundle.all('ClusterRole').filter(({ rules }) => JSON.stringify(rules).includes('flowschemas'));
  assert.deepEqual(more, []);
  return role;
}

async function applied(site: Site, bundle: Manifests): Promise<LoopbackServer> {
  await site.apply(bundle);
  return LoopbackServer.start(site, bundle);
}

scenario('with all of its rights the server misses none', async (site) => {
  const bundle = onLoopback(wardle(site));
  const server = await applied(site, bundle);
  await site.untilServed(bundle);
  await server.untilReady();
  await site.kubectl.apply(flunder('one'), '-n', site.namespace);
  assert.doesNotMatch(server.output(), /forbidden|cannot (get|list|watch|create)/i);
});

scenario('without auth-reader the server does not start', async (site) => {
  const server = await applied(site, onLoopback(wardle(site)).without(({ kind }) => kind === 'RoleBinding'));
  await until('the server has ended', 60, () => !server.running);
  assert.match(server.output(), /configmaps \\?"extension-apiserver-authentication\\?" is forbidden/);
});

scenario('without auth-delegator it is Available, and refuses everybody but administrators', async (site) => {
  const bundle = onLoopback(wardle(site)).without(({ kind, metadata }) => kind === 'ClusterRoleBinding' && metadata.name.endsWith('auth-delegator'));
  const server = await applied(site, bundle);
  await site.untilCondition(PREFERRED, 'True');
  await server.untilReady();
  await site.kubectl.run(['create', 'clusterrolebinding', site.namespace, '--clusterrole=cluster-admin', '--user=almighty']);
  try {
    const { ok, stderr } = await site.kubectl.as('almighty', 'system:authenticated').try(['get', 'flunders', '-n', site.namespace]);
    assert.equal(ok, false);
    assert.match(stderr, /subjectaccessreviews.authorization.k8s.io is forbidden/);
    await site.kubectl.run(['get', 'flunders', '-n', site.namespace]); // an administrator is not asked about
    assert.match(server.output(), /subjectaccessreviews/);
  } finally {
    await site.kubectl.run(['delete', 'clusterrolebinding', site.namespace]);
  }
});

scenario('each right of the server is needed', async (site) => {
  const bundle = onLoopback(wardle(site));
  const role = serverRole(bundle);
  const rights = rightsOf(role);
  assert.ok(rights.length >= 15, `only ${rights.length} rights`);
  await site.apply(bundle);
  const server = await LoopbackServer.start(site, bundle);
  const superfluous: string[] = [];
  for (const right of rights) {
    await server.stop();
    await site.kubectl.apply(JSON.stringify(withoutRight(role, right)));
    await server.restart(...right.verb === 'list' ? [WITHOUT_STREAMED_LISTS] : []);
    if (!await isMissed(site, server, right)) superfluous.push(`${right.verb} ${right.resource}`);
  }
  assert.deepEqual(superfluous, []);
});

/** Whether the server shows that it lacks a right: in its log, or for the live read of a namespace in what a client is told. */
async function isMissed(site: Site, server: LoopbackServer, { verb, resource }: Right): Promise<boolean> {
  const complaint = new RegExp(`cannot ${verb} resource \\\\*"${resource}\\\\*"`);
  try {
    await until(`the server misses: ${verb} ${resource}`, 10, async () => {
      if (verb === 'get') {
        // the admission plugin asks kube-apiserver for a namespace that its informer has not seen
        const { stderr } = await site.kubectl.try(['create', '-n', 'not-there', '-f', '-'], flunder('one'));
        return complaint.test(stderr);
      }
      return complaint.test(server.output());
    });
    return true;
  } catch {
    return false;
  }
}

scenario('each right of the generated roles is what lets users in', async (site) => {
  const bundle = onLoopback(wardle(site));
  await applied(site, bundle);
  await site.untilServed(bundle);
  const roles = bundle.all('ClusterRole').filter(({ rules }) => JSON.stringify(rules).includes('flunders'));
  assert.ok(roles.length >= 2, 'one to view, one to edit');
  for (const role of roles) {
    const user = `user-of-${role.metadata.name.replaceAll(':', '-')}`;
    await site.kubectl.run(['create', 'rolebinding', user, '-n', site.namespace, `--clusterrole=${role.metadata.name}`, `--user=${user}`]);
    for (const right of rightsOf(role).filter(({ resource }) => resource === 'flunders')) {
      const may = async () => (await site.kubectl.as(user).try(['auth', 'can-i', right.verb, `flunders.${GROUP}`, '-n', site.namespace])).stdout.trim();
      await until(`${user} may ${right.verb}`, 30, async () => (await may()) === 'yes');
      await site.kubectl.apply(JSON.stringify(withoutRight(role, right)));
      await until(`${user} may no longer ${right.verb}`, 30, async () => (await may()) === 'no');
      await site.kubectl.apply(JSON.stringify(role));
    }
  }
});
