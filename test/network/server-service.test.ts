import type { ServerServiceProps } from '../../src/network/server-service';
import { ServerService } from '../../src/network/server-service';
import { newChart } from '../support/charts';
import { schemaErrors } from '../support/schema';

function service(changes: Partial<ServerServiceProps> = {}, chart = newChart()): ServerService {
  return new ServerService(chart, 'service', { name: 'server', selectorLabels: { app: 'server' }, ...changes });
}

const specOf = (changes: Partial<ServerServiceProps>) => service(changes).toJson().spec;

test('a Service of few props leads from 443 to the port https', () => {
  const made = service();
  expect([made.name, made.port]).toEqual(['server', 443]);
  expect(made.toJson()).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'server', namespace: 'wardle' },
    spec: { type: 'ClusterIP', selector: { app: 'server' }, ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 'https' }] },
  });
  expect(schemaErrors([made.toJson()])).toEqual([]);
});

test('ports of its own', () => {
  expect(service({ port: 8443 }).port).toEqual(8443);
  expect(specOf({ port: 8443, targetPort: 6443 }).ports).toEqual([{ name: 'https', protocol: 'TCP', port: 8443, targetPort: 6443 }]);
  expect(specOf({ targetPortName: 'serving' }).ports).toEqual([{ name: 'https', protocol: 'TCP', port: 443, targetPort: 'serving' }]);
});

test('namespace, labels and annotations of its own', () => {
  expect(service({ namespace: 'given', labels: { a: 'b' }, annotations: { c: 'd' } }).toJson().metadata).toEqual({
    name: 'server', namespace: 'given', labels: { a: 'b' }, annotations: { c: 'd' },
  });
});

test('fails for a name that is no DNS name', () => {
  expect(() => service({ name: '1server' })).toThrowErrorMatchingInlineSnapshot(`
"ServerService 'chart/service' cannot be built:
  - 'name' must be a DNS label that starts with a letter (1 to 63 lower-case letters, digits and '-', not at the ends), got "1server""
`);
});

test('fails for a port of the pods by number and by name', () => {
  expect(() => service({ targetPort: 6443, targetPortName: 'https' })).toThrowErrorMatchingInlineSnapshot(`
"ServerService 'chart/service' cannot be built:
  - 'targetPortName' must not be given together with 'targetPort', got "https""
`);
});

test('fails without a selector: nobody would be served', () => {
  expect(() => service({ selectorLabels: {} })).toThrowErrorMatchingInlineSnapshot(`
"ServerService 'chart/service' cannot be built:
  - 'selectorLabels' must hold at least one label, got {}"
`);
});

test('fails for all that is wrong, at once', () => {
  const wrong = { name: 'A', namespace: 'n.n', port: 0, targetPort: 65536, selectorLabels: { 'a b': 'c' }, labels: { a: 'b c' }, annotations: { '': '' } };
  expect(() => service(wrong)).toThrowErrorMatchingInlineSnapshot(`
"ServerService 'chart/service' cannot be built:
  - 'namespace' must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends), got "n.n"; write "n-n"
  - 'name' must be a DNS label that starts with a letter (1 to 63 lower-case letters, digits and '-', not at the ends), got "A"; write "a"
  - 'port' must be a whole number from 1 to 65535, got 0
  - 'targetPort' must be a whole number from 1 to 65535, got 65536
  - 'selectorLabels' must have keys of the form [subdomain/]name (the name has 1 to 63 letters, digits, '-', '_' and '.'), got "a b"
  - 'labels.a' must be a label value (at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit), got "b c"
  - 'annotations' must have keys of the form [subdomain/]name (the name has 1 to 63 letters, digits, '-', '_' and '.'), got """
`);
  expect(() => service({ targetPortName: '8443' })).toThrowErrorMatchingInlineSnapshot(`
"ServerService 'chart/service' cannot be built:
  - 'targetPortName' must be a port name (1 to 15 lower-case letters, digits and single '-', at least one letter), got "8443"; 'https', say"
`);
});

test('fails for props that are missing or of another type', () => {
  expect(() => service({ name: undefined, port: '443' as any, selectorLabels: { app: 7 as any } })).toThrowErrorMatchingInlineSnapshot(`
"ServerService 'chart/service' cannot be built:
  - 'name' must be given (a string), got nothing
  - 'selectorLabels.app' must be a string, got 7
  - 'port' must be a number, got "443""
`);
});

test('fails for a Service that the App has already', () => {
  const chart = newChart();
  service({}, chart);
  const again = () => new ServerService(chart, 'again', { name: 'server', selectorLabels: { app: 'other' } });
  expect(again).toThrow("'metadata.name' must be the only one: 'chart/service' has Service/wardle/server already");
  expect(() => new ServerService(chart, 'elsewhere', { name: 'server', namespace: 'other', selectorLabels: { app: 'server' } })).not.toThrow();
});

test('fails where no namespace is known', () => {
  expect(() => service({}, newChart({}))).toThrowErrorMatchingInlineSnapshot(`
"ServerService 'chart/service' cannot be built:
  - 'namespace' must be known, got nothing; give 'namespace', or the chart a namespace: new Chart(app, 'chart', { namespace: '...' })"
`);
});
