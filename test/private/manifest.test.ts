import { ApiObject, JsonPatch } from 'cdk8s';
import { asClusterScoped, claimed, clusterObject, filled, namespacedObject, pathOf, present } from '../../src/private/manifest';
import { newChart, objectsOf } from '../support/charts';

const MANIFEST = { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'thing' } };

test('a namespaced object is in the namespace of its manifest, else of its chart', () => {
  const chart = newChart();
  namespacedObject(chart, 'a', MANIFEST);
  namespacedObject(chart, 'b', { ...MANIFEST, metadata: { name: 'thing', namespace: 'other' } });
  expect(objectsOf(chart)).toEqual(['Thing wardle/thing', 'Thing other/thing']);
});

test('a cluster-scoped object is in no namespace, whatever the chart has', () => {
  for (const chart of [newChart(), newChart({})]) {
    clusterObject(chart, 'a', MANIFEST);
    expect(objectsOf(chart)).toEqual(['Thing thing']);
  }
});

test('a cluster-scoped object can be patched further', () => {
  const object = asClusterScoped(new ApiObject(newChart(), 'a', MANIFEST));
  object.addJsonPatch(JsonPatch.add('/metadata/annotations', { a: 'b' }));
  expect(object.toJson().metadata).toEqual({ name: 'thing', annotations: { a: 'b' } });
});

test('fails for a name that is taken, under the path that the object would have', () => {
  const chart = newChart();
  clusterObject(chart, 'a', MANIFEST);
  expect(() => claimed(chart, 'b', MANIFEST)).toThrowErrorMatchingInlineSnapshot(`
"Thing 'chart/b' cannot be built:
  - 'metadata.name' must be the only one: 'chart/a' has Thing/thing already, got "thing"; make it once, or under another name; where the charts are for several clusters, tell them apart: chart.node.setContext('cdk8s-extension-apiserver/cluster', 'staging')"
`);
  expect(() => claimed(chart, 'b', { ...MANIFEST, kind: 'Other' })).not.toThrow();
});

test('a path is that of the construct to come', () => {
  const chart = newChart();
  expect([pathOf(chart, 'a'), pathOf(chart.node.root as any, 'a')]).toEqual(['chart/a', 'a']);
});

test('what is absent is left out, and what is empty too', () => {
  expect(present({ a: undefined, b: 0, c: '', d: false })).toEqual({ b: 0, c: '', d: false });
  expect([present({ a: undefined }), present({})]).toEqual([undefined, undefined]);
  expect([filled({ a: 'b' }), filled({}), filled(undefined)]).toEqual([{ a: 'b' }, undefined, undefined]);
});
