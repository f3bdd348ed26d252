import assert from 'node:assert/strict';
import { until } from '../../bed/wait';
import { LoopbackServer, onLoopback } from '../../support/loopback-server';
import { scenario } from '../../support/scenario';
import { pairOf, StubServer } from '../../support/stub-server';
import { GROUP, wardle } from '../../support/wardle';
import { ApiGroup, ApiVersion } from 'cdk8s-extension-apiserver';

interface Group {
  readonly name: string;
  readonly versions: { version: string }[];
  readonly preferredVersion: { version: string };
}

scenario('groups and versions stand in the order that the bundle says', async (site) => {
  const bundle = onLoopback(wardle(site, {
    access: undefined,
    apis: [
      ApiGroup.withOptions('zeta.example.com', { groupPriorityMinimum: 2000, versions: [ApiVersion.of('v1')] }),
      // Kubernetes' own order, whatever the order here
      ApiGroup.of('beta.example.com', 'v1alpha1', 'v2beta1', 'v10', 'v2'),
      ApiGroup.withOptions('alpha.example.com', {
        groupPriorityMinimum: 500,
        versions: [ApiVersion.of('v2', { versionPriority: 10 }), ApiVersion.of('v1', { versionPriority: 20 })],
      }),
    ],
  }));
  await site.apply(bundle);
  await StubServer.start(site, pairOf(bundle));
  await site.untilServed(bundle);

  const expected = [
    { name: 'zeta.example.com', versions: ['v1'], preferred: 'v1' },
    { name: 'beta.example.com', versions: ['v10', 'v2', 'v2beta1', 'v1alpha1'], preferred: 'v10' },
    { name: 'alpha.example.com', versions: ['v1', 'v2'], preferred: 'v1' },
  ];
  const listed = await until('/apis lists the groups', 30, async () => {
    const { groups } = JSON.parse(await site.kubectl.run(['get', '--raw', '/apis'])) as { groups: Group[] };
    const ours = groups.filter(({ name }) => name.endsWith('.example.com'));
    return ours.length === 3 && ours;
  });
  assert.deepEqual(listed.map(({ name, versions, preferredVersion }) => ({
    name, versions: versions.map(({ version }) => version), preferred: preferredVersion.version,
  })), expected);
  // what kubectl itself asks since 1.27: the first version is the preferred one
  const lines = await until('kubectl api-versions lists all versions', 60, async () => {
    const found = (await site.kubectl.run(['api-versions'])).split('\n').filter((line) => line.includes('.example.com/'));
    return found.length === 7 && found;
  });
  assert.deepEqual(lines.sort(), expected.flatMap(({ name, versions }) => versions.map((version) => `${name}/${version}`)).sort());
});

scenario('two servers with three groups stand side by side', async (site) => {
  const neighbour = await site.neighbour();
  const sample = onLoopback(wardle(site));
  const stub = onLoopback(wardle(neighbour, { access: undefined, apis: [ApiGroup.of('one.example.com', 'v1', 'v1beta1'), ApiGroup.of('two.example.com', 'v1')] }));
  await site.apply(sample);
  await neighbour.apply(stub);
  await LoopbackServer.start(site, sample);
  await StubServer.start(neighbour, pairOf(stub));
  await site.untilServed(sample);
  await neighbour.untilServed(stub);
  const services = (await site.kubectl.list('apiservice')).filter(({ spec }) => spec.service);
  assert.deepEqual(services.map(({ metadata, spec }) => [metadata.name, spec.service.namespace]).sort(), [
    ['v1.one.example.com', neighbour.namespace],
    ['v1.two.example.com', neighbour.namespace],
    [`v1alpha1.${GROUP}`, site.namespace],
    ['v1beta1.one.example.com', neighbour.namespace],
    [`v1beta1.${GROUP}`, site.namespace],
  ]);
  const lines = await until('kubectl api-versions lists all', 60, async () => {
    const found = (await site.kubectl.run(['api-versions'])).split('\n').filter((line) => line.includes('.example.com/'));
    return found.length === 5 && found;
  });
  assert.deepEqual(lines.sort(), ['one.example.com/v1', 'one.example.com/v1beta1', 'two.example.com/v1', `${GROUP}/v1alpha1`, `${GROUP}/v1beta1`]);
});
