import assert from 'node:assert/strict';
import { Load } from '../../bed/load';
import { LoopbackServer, onLoopback } from '../../bed/loopback-server';
import type { Manifests } from '../../bed/manifests';
import { leafOf, rotation, servesAt } from '../../bed/rotation';
import { scenario } from '../../bed/scenario';
import type { Site } from '../../bed/site';
import { pause, until } from '../../bed/wait';
import { GROUP, wardle } from '../../bed/wardle';

const REQUESTS = 10_000;
/** kubelet takes up to a minute to bring a changed Secret to the pod; what matters is that there is a time in between. */
const LAG_MILLISECONDS = 3000;

/** What was synthesized before the last change, and what is synthesized today. */
function neighbours(site: Site, changesAuthority: boolean): [old: Manifests, fresh: Manifests] {
  const { certificate, before } = rotation(changesAuthority);
  const [old, fresh] = [before, undefined].map((at) => onLoopback(wardle(site, { certificate }, at)));
  assert.equal(leafOf(old).issuer !== leafOf(fresh).issuer, changesAuthority, 'the authority changes as the scenario says');
  assert.notEqual(leafOf(old).serialNumber, leafOf(fresh).serialNumber);
  return [old, fresh];
}

for (const [what, changesAuthority] of [['the leaf rotates', false], ['authority and leaf rotate', true]] as const) {
  scenario(`no request fails while ${what}`, async (site) => {
    const [old, fresh] = neighbours(site, changesAuthority);
    await site.apply(old);
    const server = await LoopbackServer.start(site, old);
    await site.untilServed(old);

    const load = Load.start(site.bed, `/apis/${GROUP}/v1beta1/namespaces/${site.namespace}/flunders`);
    try {
      await load.untilAnswered(500);
      await site.apply(fresh); // the new bundle, while the pod has the old leaf
      await pause(LAG_MILLISECONDS);
      await server.mount();
      await until('the server serves the new leaf', 90, () => servesAt('127.0.0.1', site.port, fresh));
      await load.untilAnswered(Math.max(500, REQUESTS - load.count));
    } finally {
      await load.stop();
    }
    assert.ok(load.count >= REQUESTS);
    assert.deepEqual(load.failures, []);
    await site.untilServed(fresh);
  });

  scenario(`half of an apply, when ${what}: the bundle is that of the synth before`, async (site) => {
    const [old, fresh] = neighbours(site, changesAuthority);
    await site.apply(old);
    await site.apply(fresh.without(({ kind }) => kind === 'APIService'));
    await LoopbackServer.start(site, fresh);
    await site.untilServed(old);
    const { ok, stderr } = await site.kubectl.try(['get', 'flunders', '-n', site.namespace]);
    assert.ok(ok, stderr);
  });
}
