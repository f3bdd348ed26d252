import assert from 'node:assert/strict';
import { pause, until } from '../../bed/wait';
import { Load } from '../../support/load';
import { LoopbackServer, onLoopback } from '../../support/loopback-server';
import type { Manifests } from '../../support/manifests';
import { leafOf, rotation, servesAt } from '../../support/rotation';
import { scenario } from '../../support/scenario';
import type { Site } from '../../support/site';
import { wardle } from '../../support/wardle';

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

    await Load.during(site, async () => {
      await site.apply(fresh); // the new bundle, while the pod has the old leaf
      await pause(LAG_MILLISECONDS);
      await server.mount();
      await until('the server serves the new leaf', 90, () => servesAt('127.0.0.1', site.port, fresh));
    });
    // the open connections have seen the old leaf only
    await server.restart();
    await until('a new connection is made', 60, () => site.kubectl.run(['get', 'flunders', '-n', site.namespace]).then(() => true));
    assert.ok(await servesAt('127.0.0.1', site.port, fresh));
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
