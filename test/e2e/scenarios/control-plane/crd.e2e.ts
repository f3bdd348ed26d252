import assert from 'node:assert/strict';
import { pause, until } from '../../bed/wait';
import { LoopbackServer, onLoopback } from '../../support/loopback-server';
import { Manifests } from '../../support/manifests';
import { scenario } from '../../support/scenario';
import { flunder, GROUP, NAME, PREFERRED, wardle } from '../../support/wardle';

/** A CustomResourceDefinition of a group and version that the bundle serves as well. */
const RIVAL = new Manifests([{
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `flunders.${GROUP}` },
  spec: {
    group: GROUP,
    names: { kind: 'Flunder', plural: 'flunders' },
    scope: 'Namespaced',
    versions: [{ name: 'v1beta1', served: true, storage: true, schema: { openAPIV3Schema: { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true } } }],
  },
}]);

scenario('a CustomResourceDefinition that comes second is shadowed', async (site) => {
  const bundle = onLoopback(wardle(site));
  await site.apply(bundle);
  await LoopbackServer.start(site, bundle);
  await site.untilServed(bundle);
  await site.apply(RIVAL);
  await until('the definition is established', 30, async () => {
    const { status } = await site.kubectl.get('customresourcedefinition', RIVAL.objects[0].metadata.name);
    return status?.conditions?.some(({ type, status: state }: { type: string; status: string }) => type === 'Established' && state === 'True');
  });
  await pause(2000); // time for a controller that would take over
  assert.equal((await site.kubectl.get('apiservice', PREFERRED)).spec.service.name, NAME);
  // the sample API server looks at a reference; the definition would take anything
  const { ok, stderr } = await site.kubectl.try(['create', '-n', site.namespace, '-f', '-'], flunder('odd', { spec: { referenceType: 'Fischer', reference: 'no such' } }));
  assert.equal(ok, false);
  assert.match(stderr, /unknown field "spec.reference"/);
});

scenario('a CustomResourceDefinition that came first takes the version back', async (site) => {
  await site.apply(RIVAL);
  await until('the definition is registered', 30, () => site.kubectl.find('apiservice', PREFERRED));
  const bundle = onLoopback(wardle(site));
  await site.apply(bundle);
  await LoopbackServer.start(site, bundle);
  await until('the APIService is local again', 60, async () => {
    const { metadata, spec } = await site.kubectl.get('apiservice', PREFERRED);
    return metadata.labels?.['kube-aggregator.kubernetes.io/automanaged'] === 'true' && spec.service === undefined;
  });
  assert.equal((await site.untilCondition(PREFERRED, 'True')).reason, 'Local');
  // the other version, which no definition has, is the bundle's
  const other = await site.untilCondition(`v1alpha1.${GROUP}`, 'True');
  assert.equal(other.reason, 'Passed');
});
