import type { ServerServiceAccountProps } from '../../src/workload/server-service-account';
import { ServerServiceAccount } from '../../src/workload/server-service-account';
import { newChart } from '../support/charts';
import { schemaErrors } from '../support/schema';

function make(changes: Partial<ServerServiceAccountProps> = {}, chart = newChart()) {
  return new ServerServiceAccount(chart, 'account', { name: 'server', ...changes });
}

test('a ServiceAccount that hands no token out by itself', () => {
  const account = make().toJson();
  expect(account).toEqual({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'server', namespace: 'wardle' }, automountServiceAccountToken: false });
  expect(schemaErrors([account])).toEqual([]);
});

test('namespace, labels and annotations of its own', () => {
  expect(make({ namespace: 'given', labels: { a: 'b' }, annotations: { c: 'd' } }, newChart({})).toJson().metadata)
    .toEqual({ name: 'server', namespace: 'given', labels: { a: 'b' }, annotations: { c: 'd' } });
});

test('fails where no namespace is known', () => {
  expect(() => make({}, newChart({}))).toThrowErrorMatchingInlineSnapshot(`
"ServerServiceAccount 'chart/account' cannot be built:
  - 'namespace' must be known, got nothing; give 'namespace', or the chart a namespace: new Chart(app, 'chart', { namespace: '...' })"
`);
});

test('fails for all that is wrong, at once', () => {
  expect(() => make({ name: 'A', namespace: 'n.n', annotations: { 'a b': '' } })).toThrowErrorMatchingInlineSnapshot(`
"ServerServiceAccount 'chart/account' cannot be built:
  - 'namespace' must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends), got "n.n"; write "n-n"
  - 'name' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "A"; write "a"
  - 'annotations' must have keys of the form [subdomain/]name (the name has 1 to 63 letters, digits, '-', '_' and '.'), got "a b""
`);
  expect(() => make({ name: 7 as any })).toThrowErrorMatchingInlineSnapshot(`
"ServerServiceAccount 'chart/account' cannot be built:
  - 'name' must be a string, got 7"
`);
});
