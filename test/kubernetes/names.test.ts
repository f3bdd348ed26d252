import * as fc from 'fast-check';
import * as names from '../../src/kubernetes/names';
import { quantity } from '../../src/kubernetes/quantity';

const accepts = (rule: (value: unknown) => unknown, values: unknown[]) => values.filter((value) => rule(value) === undefined);

const long = (length: number) => 'a'.repeat(length);

describe('each rule accepts what Kubernetes accepts, and nothing else', () => {
  const table: [string, (value: unknown) => unknown, unknown[], unknown[]][] = [
    ['dnsLabel', names.dnsLabel, ['a', '1a', 'a-b', long(63)], ['', 'A', '-a', 'a-', 'a.b', 'a_b', long(64), 1, undefined, null, {}]],
    ['dns1035Label', names.dns1035Label, ['a', 'v1', 'a-1', long(63)], ['', '1a', 'V1', 'v1.2', 'a-', long(64), undefined]],
    [
      'dnsSubdomain', names.dnsSubdomain, ['a', 'a.b', '1.2', `${long(63)}.${long(63)}`, long(253)],
      ['', '.', 'a.', '.a', 'a..b', 'A.b', 'a_b', 'a.-b', long(254), 7, undefined],
    ],
    ['pathSegment', names.pathSegment, ['a', 'system:auth-delegator', 'A b', '...'], ['', '.', '..', 'a/b', 'a%b', undefined]],
    ['portName', names.portName, ['https', 'a', '8080a', 'a-b'], ['', '8080', 'a--b', '-a', 'a-', 'HTTPS', long(16), undefined]],
    ['portNumber', names.portNumber, [1, 443, 65535], [0, -1, 65536, 1.5, NaN, '443', undefined]],
    ['qualifiedName', names.qualifiedName, ['a', 'A.b_c-d', 'example.com/a', long(63)], ['', 'a/', '/a', 'a/b/c', 'E/a', '-a', long(64), undefined]],
    ['labelValue', names.labelValue, ['', 'a', 'A.b_c', long(63)], ['-a', 'a b', 'a/b', long(64), 1, undefined]],
    ['environmentVariableName', names.environmentVariableName, ['A', '_a', 'a.b', 'a-1'], ['', '1A', 'a b', 'a=b', undefined]],
    [
      'imageName', names.imageName,
      ['a', 'a:1', 'registry.k8s.io/etcd:3.6.4-0', 'localhost:5000/a/b_c.d--e', `r.io/a:1@sha256:${'0'.repeat(64)}`, `a@sha256:${'a'.repeat(64)}`],
      ['', 'https://r.io/a', 'r.io/A', 'a/b:', 'a b', '/a', 'a//b', 'a@sha256:1', 1, undefined],
    ],
    ['absolutePath', names.absolutePath, ['/a', '/a/b', '/a.b'], ['', '/', '/a/', 'a', './a', '/a:b', '/a/../b', undefined]],
    ['quantity', quantity, ['1', '100m', '0.5', '.5', '128Mi', '1Gi', '1e3', '2E'], ['', '-1', '1 Gi', '1KB', 'Mi', 1, undefined]],
  ];

  test.each(table)('%s', (_, rule, good, bad) => {
    expect(accepts(rule, [...good, ...bad])).toEqual(good);
  });
});

describe('toDnsLabel', () => {
  test('makes a label of a construct id', () => {
    expect(['wardle-server', 'Wardle Server', 'a_b.c', '--x--', 'Ünïcode', '!!'].map(names.toDnsLabel))
      .toEqual(['wardle-server', 'wardle-server', 'a-b-c', 'x', 'n-code', '']);
  });

  test('gives a DNS label or nothing, whatever the text, and leaves a label as it is', () => {
    fc.assert(fc.property(fc.string({ maxLength: 100 }), (text) => {
      const label = names.toDnsLabel(text);
      expect(label === '' || names.dnsLabel(label) === undefined).toBe(true);
      expect(names.toDnsLabel(label)).toBe(label);
    }));
  });
});

test('a rule suggests the nearest name that would do, and none where there is none', () => {
  expect(names.dnsLabel('My_Name')).toMatchObject({ fix: 'write "my-name"' });
  expect(names.dnsSubdomain('Wardle.Example.com')).toMatchObject({ fix: 'write "wardle.example.com"' });
  expect(names.dns1035Label('1a')?.fix).toBeUndefined();
  expect(names.dnsLabel('!')?.fix).toBeUndefined();
});
