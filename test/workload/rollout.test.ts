import { Rollout } from '../../src/workload/rollout';
import { checked } from '../support/charts';

test('one pod after another, unless it is said otherwise', () => {
  checked(Rollout.rollingUpdate(), 'rollout');
  expect(Rollout.rollingUpdate()._toJson()).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
  const eager = Rollout.rollingUpdate({ maxSurge: 0, maxUnavailable: 2 });
  checked(eager, 'rollout');
  expect(eager._toJson()).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 2 } });
});

test('all at once', () => {
  checked(Rollout.recreate(), 'rollout');
  expect(Rollout.recreate()._toJson()).toEqual({ type: 'Recreate' });
});

test('fails where no pod could be replaced', () => {
  expect(() => checked(Rollout.rollingUpdate({ maxSurge: 0 }), 'rollout')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'rollout.maxUnavailable' must not be 0 where 'maxSurge' is: no pod could be replaced, got 0"
`);
});

test('fails for what is no number of pods', () => {
  expect(() => checked(Rollout.rollingUpdate({ maxSurge: -1, maxUnavailable: 1001 }), 'rollout')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'rollout.maxSurge' must be a whole number from 0 to 1000, got -1
  - 'rollout.maxUnavailable' must be a whole number from 0 to 1000, got 1001"
`);
  expect(() => checked(Rollout.rollingUpdate({ maxSurge: '25%' as any }), 'rollout')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'rollout.maxSurge' must be a number, got "25%""
`);
});
