import { Faults } from '../../src/private/fault';
import { Disruption } from '../../src/workload/disruption';
import { checked } from '../support/charts';

test.each<[string, Disruption, object | undefined]>([
  ['at most so many', Disruption.maxUnavailable(1), { maxUnavailable: 1 }],
  ['as long as so many are left', Disruption.minAvailable(1000), { minAvailable: 1000 }],
  ['all', Disruption.unlimited(), undefined],
])('%s', (_, disruption, json) => {
  checked(disruption, 'disruption');
  expect(disruption._toJson()).toEqual(json);
});

test('fails for what is no number of pods', () => {
  expect(() => checked(Disruption.maxUnavailable(0), 'disruption')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'disruption.maxUnavailable' must be a whole number from 1 to 1000, got 0"
`);
  expect(() => checked(Disruption.minAvailable('50%' as any), 'disruption')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'disruption.minAvailable' must be a whole number from 1 to 1000, got "50%""
`);
});

describe('where a drain would wait forever', () => {
  const against = (disruption: Disruption, replicas: number) => checked({ _check: (faults: Faults, prop) => disruption._checkAgainst(faults, prop, replicas) }, 'disruption');

  test('fails', () => {
    expect(() => against(Disruption.minAvailable(2), 2)).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'disruption.minAvailable' must be less than 'replicas' (2): no node could be drained, got 2; Disruption.maxUnavailable(1)"
`);
  });

  test('does not fail as long as one may go', () => {
    expect(() => against(Disruption.minAvailable(1), 2)).not.toThrow();
    expect(() => against(Disruption.maxUnavailable(5), 2)).not.toThrow();
  });
});
