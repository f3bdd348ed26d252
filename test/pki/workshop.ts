import { spawnSync } from 'node:child_process';

export * from '../support/workshop';

// without openssl the tests of a file that makes certificates are left out, as shown; CI, where none may be, runs into the error
if (!process.env.CI && spawnSync('openssl', ['version']).error) {
  process.stderr.write('openssl is missing: the tests that need it are left out\n');
  const nothing = () => {};
  const hooks = { beforeAll: nothing, beforeEach: nothing, afterAll: nothing, afterEach: nothing };
  Object.assign(globalThis, { test: test.skip, describe: describe.skip, ...hooks });
}
