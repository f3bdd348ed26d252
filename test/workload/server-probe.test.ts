import { ServerProbe } from '../../src/workload/server-probe';
import { checked } from '../support/charts';

const DEFAULTS = { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 };

test('asks over HTTPS, with the default timing', () => {
  const probe = ServerProbe.https('/livez');
  checked(probe, 'probes.liveness');
  expect(probe._toJson('https', DEFAULTS)).toEqual({ httpGet: { path: '/livez', port: 'https', scheme: 'HTTPS' }, ...DEFAULTS });
});

test('asks with a timing of its own, at its limits', () => {
  const probe = ServerProbe.https('/livez', { initialDelaySeconds: 0, periodSeconds: 1, timeoutSeconds: undefined, failureThreshold: 3600 });
  checked(probe, 'probes.liveness');
  expect(probe._toJson('https', DEFAULTS)).toMatchObject({ initialDelaySeconds: 0, periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 3600 });
  expect(probe._untimed._toJson('https', DEFAULTS)).toMatchObject({ httpGet: { path: '/livez' }, ...DEFAULTS });
});

test('does not ask, for a reason', () => {
  const probe = ServerProbe.none({ reason: 'it answers nothing' });
  checked(probe, 'probes.liveness');
  expect(probe._toJson('https', DEFAULTS)).toBeUndefined();
  expect(probe._untimed._toJson('https', DEFAULTS)).toBeUndefined();
  expect(probe._reason).toEqual('it answers nothing');
});

test('fails for a path that is none, and times out of their limits', () => {
  const probe = ServerProbe.https('livez', { initialDelaySeconds: -1, periodSeconds: 0, timeoutSeconds: 1.5, failureThreshold: 3601 });
  expect(() => checked(probe, 'probes.liveness')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'probes.liveness.path' must start with '/', got "livez"
  - 'probes.liveness.initialDelaySeconds' must be a whole number from 0 to 3600, got -1
  - 'probes.liveness.periodSeconds' must be a whole number from 1 to 3600, got 0
  - 'probes.liveness.timeoutSeconds' must be a whole number from 1 to 3600, got 1.5
  - 'probes.liveness.failureThreshold' must be a whole number from 1 to 3600, got 3601"
`);
  expect(() => checked(ServerProbe.https(undefined as any), 'probes.liveness')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'probes.liveness.path' must start with '/', got nothing"
`);
});

test('fails without a reason not to ask', () => {
  expect(() => checked(ServerProbe.none({ reason: ' ' }), 'probes.startup')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'probes.startup.reason' must say why, got " ""
`);
  expect(() => checked(ServerProbe.none(undefined as any), 'probes.startup')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'probes.startup' must be an object with 'reason', got nothing"
`);
});

test('fails for options of another type', () => {
  expect(() => checked(ServerProbe.https('/livez', { periodSeconds: '10' } as any), 'probes.startup')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'probes.startup.periodSeconds' must be a number, got "10""
`);
});
