import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../bed/kubernetes-object';
import { until } from '../../bed/wait';
import { Load } from '../../support/load';
import type { Manifests } from '../../support/manifests';
import { rotation, servesAt } from '../../support/rotation';
import { scenario } from '../../support/scenario';
import { sharedEtcd } from '../../support/shared-etcd';
import type { Site } from '../../support/site';
import { NAME, wardle } from '../../support/wardle';
import { EtcdStorage } from 'cdk8s-extension-apiserver';

/** The bundle with two replicas and the etcd that they share. */
function replicated(etcd: string, site: Site, props: Parameters<typeof wardle>[1] = {}, at?: Date): Manifests {
  return wardle(site, { storage: EtcdStorage.external({ servers: [etcd], insecureReason: 'the bed has no other network' }), createNamespace: false, ...props }, at);
}

async function rolledOut(site: Site): Promise<void> {
  await site.kubectl.run(['rollout', 'status', `deployment/${NAME}`, '-n', site.namespace, '--timeout=170s']);
}

/** Applies a bundle and waits until all of its pods serve. */
async function deploy(site: Site, bundle: Manifests): Promise<void> {
  await site.apply(bundle);
  await site.untilServed(bundle, 120);
  await rolledOut(site);
}

function serverPods({ kubectl, namespace }: Site): Promise<KubernetesObject[]> {
  return kubectl.list('pods', '-n', namespace, '-l', `app.kubernetes.io/name=${NAME}`);
}

scenario('no request fails during a rolling update', async (site) => {
  const etcd = await sharedEtcd(site);
  const bundle = replicated(etcd, site);
  await deploy(site, bundle);
  const before = await podNames(site);
  await Load.during(site, async () => {
    await site.apply(replicated(etcd, site, { env: { VERSION: '2' } }));
    await rolledOut(site);
    await until('the old pods are gone', 120, async () => (await podNames(site)).every((name) => !before.includes(name)));
  });
});

scenario('no request fails while authority and leaf rotate', async (site) => {
  const etcd = await sharedEtcd(site);
  const { before, certificate } = rotation(true);
  const old = replicated(etcd, site, { certificate }, before);
  const fresh = replicated(etcd, site, { certificate });
  await deploy(site, old);
  await Load.during(site, async () => {
    await site.apply(fresh); // kubelet brings the Secret to the pods when it looks again
    for (const pod of await serverPods(site)) {
      await until(`${pod.metadata.name} serves the new leaf`, 150, () => servesAt(pod.status.podIP, 8443, fresh));
    }
  });
});

scenario('two replicas survive the drain of a node', async (site) => {
  const etcd = await sharedEtcd(site);
  const bundle = replicated(etcd, site);
  await deploy(site, bundle);
  const node = site.bed.nodes[1]; // etcd is on the other one
  const nodesOfPods = async () => (await serverPods(site)).map(({ spec }) => spec.nodeName);
  assert.ok((await nodesOfPods()).includes(node), 'the replicas are spread over the nodes');
  try {
    await Load.during(site, async () => {
      await site.kubectl.run(['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=150s']);
      await rolledOut(site);
      assert.ok(!(await nodesOfPods()).includes(node));
    });
  } finally {
    await site.kubectl.run(['uncordon', node]);
  }
});

async function podNames(site: Site): Promise<string[]> {
  return (await serverPods(site)).map(({ metadata }) => metadata.name);
}
