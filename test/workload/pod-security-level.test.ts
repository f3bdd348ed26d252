import { PodSecurityLevel } from '../../src/workload/pod-security-level';
import { checked } from '../support/charts';

const SECCOMP = { type: 'RuntimeDefault' };

test('restricted is all that the standard asks for', () => {
  checked(PodSecurityLevel.restricted(), 'podSecurity');
  expect(PodSecurityLevel.restricted()._fields()).toEqual({
    level: 'restricted',
    podSecurityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532, seccompProfile: SECCOMP },
    containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, privileged: false, readOnlyRootFilesystem: true },
  });
});

test('groups are those of the user, unless it is said otherwise', () => {
  const ids = (options: object) => PodSecurityLevel.restricted(options)._fields().podSecurityContext;
  expect(ids({ runAsUser: 1 })).toMatchObject({ runAsUser: 1, runAsGroup: 1, fsGroup: 1 });
  expect(ids({ runAsUser: 1, runAsGroup: 2 })).toMatchObject({ runAsUser: 1, runAsGroup: 2, fsGroup: 2 });
  expect(ids({ runAsUser: 1, runAsGroup: 2, fsGroup: 3 })).toMatchObject({ runAsUser: 1, runAsGroup: 2, fsGroup: 3 });
});

test('baseline may be root and write', () => {
  const level = PodSecurityLevel.baseline({ reason: 'an old image', runAsUser: 0 });
  checked(level, 'podSecurity');
  expect(level._fields()).toEqual({
    level: 'baseline',
    podSecurityContext: { runAsUser: 0, runAsGroup: 0, fsGroup: 0, seccompProfile: SECCOMP },
    containerSecurityContext: { allowPrivilegeEscalation: false },
    reason: 'an old image',
  });
  expect(PodSecurityLevel.baseline({ reason: 'an old image' })._fields().podSecurityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 65532 });
});

test('privileged says nothing but what is given', () => {
  const level = PodSecurityLevel.privileged({ reason: 'it mounts devices' });
  checked(level, 'podSecurity');
  expect(level._fields()).toEqual({ level: 'privileged', reason: 'it mounts devices' });
  expect(PodSecurityLevel.privileged({ reason: 'r', runAsUser: 5 })._fields().podSecurityContext).toMatchObject({ runAsUser: 5, runAsNonRoot: true });
});

test('fails for root under restricted, and says what allows it', () => {
  expect(() => checked(PodSecurityLevel.restricted({ runAsUser: 0 }), 'podSecurity')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'podSecurity.runAsUser' must be a whole number from 1 to 2147483647, got 0; root needs PodSecurityLevel.baseline or privileged"
`);
  expect(() => checked(PodSecurityLevel.restricted({ runAsUser: 1, runAsGroup: 0, fsGroup: 0 }), 'podSecurity')).not.toThrow();
});

test('fails for numbers that are none of a user', () => {
  expect(() => checked(PodSecurityLevel.restricted({ runAsUser: 2 ** 31, runAsGroup: -1, fsGroup: 1.5 }), 'podSecurity')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'podSecurity.runAsUser' must be a whole number from 1 to 2147483647, got 2147483648
  - 'podSecurity.runAsGroup' must be a whole number from 0 to 2147483647, got -1
  - 'podSecurity.fsGroup' must be a whole number from 0 to 2147483647, got 1.5"
`);
  expect(() => checked(PodSecurityLevel.restricted({ runAsUser: 2 ** 31 - 1 }), 'podSecurity')).not.toThrow();
});

test('fails without a reason to be weaker', () => {
  expect(() => checked(PodSecurityLevel.baseline({ reason: ' ' }), 'podSecurity')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'podSecurity.reason' must say why, got " ""
`);
  expect(() => checked(PodSecurityLevel.privileged({} as any), 'podSecurity')).toThrowErrorMatchingInlineSnapshot(`
"Receiver 'chart/receiver' cannot be built:
  - 'podSecurity.reason' must be given (a string), got nothing"
`);
  expect(() => checked(PodSecurityLevel.restricted({ reason: 'none' } as any), 'podSecurity')).toThrow("'podSecurity.reason' is not a prop");
});
