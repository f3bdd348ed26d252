import { Faults } from '../../src/private/fault';
import type { SchedulingOptions } from '../../src/workload/scheduling';
import { checkScheduling, schedulingJson, Spread, Toleration } from '../../src/workload/scheduling';
import { checked } from '../support/charts';

const LABELS = { app: 'server' };

const check = (options: SchedulingOptions) => checked({ _check: (faults: Faults) => checkScheduling(faults, options) }, '');

function spreadOf(options: SchedulingOptions, replicas = 2, minor = 37): any {
  check(options);
  return (schedulingJson(options, replicas, minor, LABELS) as any).topologySpreadConstraints;
}

test('Linux, spread over nodes where there are enough', () => {
  expect(schedulingJson({}, 2, 37, LABELS)).toEqual({
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    topologySpreadConstraints: [{
      maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: LABELS }, matchLabelKeys: ['pod-template-hash'],
    }],
  });
});

test('one replica is not spread, and neither are those that leave it to the scheduler', () => {
  expect(spreadOf({}, 1)).toBeUndefined();
  expect(spreadOf({ topologySpread: [] })).toBeUndefined();
});

test('spread over zones and nodes, in the order given', () => {
  expect(spreadOf({ topologySpread: [Spread.required('topology.kubernetes.io/zone'), Spread.preferred('kubernetes.io/hostname')] })).toMatchObject([
    { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' },
    { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
  ]);
});

test('the pods of each version are spread by themselves from Kubernetes 1.27 on', () => {
  expect([26, 27].map((minor) => spreadOf({}, 2, minor)[0].matchLabelKeys)).toEqual([undefined, ['pod-template-hash']]);
});

test('nodes, taints and priority of its own', () => {
  const options = {
    nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
    tolerations: [Toleration.exists('node-role.kubernetes.io/control-plane'), Toleration.equal('dedicated', 'apis'), Toleration.everything()],
    priorityClassName: 'system-cluster-critical',
  };
  check(options);
  expect(schedulingJson(options, 1, 37, LABELS)).toEqual({
    nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
    tolerations: [
      { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }, { key: 'dedicated', operator: 'Equal', value: 'apis' }, { operator: 'Exists' },
    ],
    priorityClassName: 'system-cluster-critical',
  });
});

test('fails for all that Kubernetes would refuse, at once', () => {
  const options = {
    nodeSelector: { 'a b': 'c d' },
    tolerations: [Toleration.exists(''), Toleration.equal('a', 'b c'), Toleration.equal('a', undefined as any)],
    priorityClassName: 'High',
    topologySpread: [Spread.preferred('a/b/c'), Spread.required(undefined as any)],
  };
  expect(() => check(options)).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'nodeSelector' must have keys of the form [subdomain/]name (the name has 1 to 63 letters, digits, '-', '_' and '.'), got "a b"
  - 'nodeSelector.a b' must be a label value (at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit), got "c d"
  - 'tolerations[0].key' must have keys of the form [subdomain/]name (the name has 1 to 63 letters, digits, '-', '_' and '.'), got ""
  - 'tolerations[1].value' must be a label value (at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit), got "b c"
  - 'tolerations[2].value' must be a label value (at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit), got nothing
  - 'priorityClassName' must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit), got "High"; write "high"
  - 'topologySpread[0].topologyKey' must have keys of the form [subdomain/]name (the name has 1 to 63 letters, digits, '-', '_' and '.'), got "a/b/c"
  - 'topologySpread[1].topologyKey' must have keys of the form [subdomain/]name (the name has 1 to 63 letters, digits, '-', '_' and '.'), got nothing"
`);
});

test('fails for a spread that is there twice', () => {
  const faults = new Faults('Receiver', 'chart/receiver');
  checkScheduling(faults, { topologySpread: [Spread.preferred('zone'), Spread.required('zone'), Spread.preferred('zone')] });
  expect(() => faults.throwIfAny()).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'topologySpread[2]' must not be there twice"
`);
});
