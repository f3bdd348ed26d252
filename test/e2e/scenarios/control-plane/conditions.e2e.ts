import assert from 'node:assert/strict';
import { until } from '../../bed/wait';
import { HttpClient } from '../../support/http-client';
import { onLoopback } from '../../support/loopback-server';
import type { Manifests } from '../../support/manifests';
import { scenario } from '../../support/scenario';
import type { Site } from '../../support/site';
import type { Behaviour } from '../../support/stub-server';
import { pairOf, StubServer } from '../../support/stub-server';
import { NAME, wardle } from '../../support/wardle';
import { ApiGroup } from 'cdk8s-extension-apiserver';

const GROUP = 'conditions.example.com';
const API_SERVICE = `v1.${GROUP}`;

function bundleOf(site: Site): Manifests {
  return wardle(site, { apis: [ApiGroup.of(GROUP, 'v1')], access: undefined });
}

/** What the controllers of a cluster make for a Service; there are none here. */
function endpointSlice(site: Site, fields: { readonly ready?: boolean; readonly portName?: string }): string {
  const { ready = true, portName = 'https' } = fields;
  return JSON.stringify({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'by-hand', namespace: site.namespace, labels: { 'kubernetes.io/service-name': NAME } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.1.2.3'], conditions: { ready } }],
    ports: [{ name: portName, port: site.port, protocol: 'TCP' }],
  });
}

scenario('a Service that is missing, or does not listen on the port', async (site) => {
  const bundle = bundleOf(site);
  await site.apply(bundle.without(({ kind }) => kind === 'Service'));
  const missing = await site.untilCondition(API_SERVICE, 'False', 'ServiceNotFound');
  assert.equal(missing.message, `service/${NAME} in "${site.namespace}" is not present`);

  await site.apply(bundle.changed('Service', ({ spec }) => { spec.ports[0].port = 444; }));
  const deaf = await site.untilCondition(API_SERVICE, 'False', 'ServicePortError');
  assert.equal(deaf.message, `service/${NAME} in "${site.namespace}" is not listening on port ${site.port}`);
});

scenario('a Service without endpoints, or without ready ones of its port', async (site) => {
  await site.apply(bundleOf(site));
  const none = await site.untilCondition(API_SERVICE, 'False', 'EndpointsNotFound');
  assert.match(none.message, new RegExp(`cannot find endpoint(slice)?s for service/${NAME}`));

  const port = (await site.kubectl.get('service', NAME, site.namespace)).spec.ports[0];
  for (const wrong of [{ ready: false, portName: port.name ?? '' }, { portName: 'another' }]) {
    await site.kubectl.apply(endpointSlice(site, wrong));
    const missing = await site.untilCondition(API_SERVICE, 'False', 'MissingEndpoints');
    assert.match(missing.message, new RegExp(`have no addresses with port name "${port.name ?? ''}"`));
    await site.kubectl.run(['delete', 'endpointslice', 'by-hand', '-n', site.namespace]);
    await site.untilCondition(API_SERVICE, 'False', 'EndpointsNotFound');
  }
});

scenario('a server that is not there, answers wrongly, slowly or with a redirect', async (site) => {
  const bundle = onLoopback(bundleOf(site));
  await site.apply(bundle);
  const refused = await site.untilCondition(API_SERVICE, 'False', 'FailedDiscoveryCheck');
  assert.match(refused.message, /connection refused/);

  const stub = await StubServer.start(site, pairOf(bundle));
  await site.untilCondition(API_SERVICE, 'True', 'Passed');
  const wrong: [Behaviour, RegExp][] = [
    [{ status: 401 }, /bad status from .*: 401/],
    [{ status: 404 }, /bad status from .*: 404/],
    [{ status: 503 }, /bad status from .*: 503/],
    [{ status: 302, headers: { Location: 'https://elsewhere.example.com/' } }, /bad status from .*: 302/],
    [{ seconds: 7 }, /deadline exceeded|timed out|Client\.Timeout/i],
  ];
  for (const [behaviour, message] of wrong) {
    stub.behaviour = behaviour;
    await site.askAgain(API_SERVICE);
    await until(`the condition says ${message}`, 60, async () => message.test((await site.untilCondition(API_SERVICE, 'False', 'FailedDiscoveryCheck')).message));
  }
  stub.behaviour = {};
  await site.askAgain(API_SERVICE);
  await site.untilCondition(API_SERVICE, 'True', 'Passed');
});

scenario('a client is told of an APIService that is unavailable, and gets no redirect', async (site) => {
  const bundle = onLoopback(bundleOf(site));
  await site.apply(bundle);
  await site.untilCondition(API_SERVICE, 'False', 'FailedDiscoveryCheck');
  const client = new HttpClient(site.bed);
  try {
    const unavailable = await client.get(`/apis/${GROUP}/v1/things`);
    assert.deepEqual([unavailable.status, unavailable.body.trim()], [503, 'service unavailable']);

    const stub = await StubServer.start(site, pairOf(bundle));
    await site.askAgain(API_SERVICE);
    await site.untilCondition(API_SERVICE, 'True', 'Passed');
    stub.behaviour = { status: 302, headers: { Location: 'https://elsewhere.example.com/' } };
    const redirected = await client.get(`/apis/${GROUP}/v1/things`);
    assert.equal(redirected.status, 502);
    assert.match(redirected.body, /redirect/);
  } finally {
    client.close();
  }
});
