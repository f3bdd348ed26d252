import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What a user may have set otherwise, and what would change the result. */
export const GO_ENVIRONMENT = { CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' };

const OLDEST = 'Go 1.21 or newer is needed to build the programs of the test bed: install it';

let identity: Promise<string> | undefined;

/** Which go builds, and for what machine. */
export function goIdentity(): Promise<string> {
  identity ??= promisify(execFile)('go', ['env', 'GOVERSION', 'GOOS', 'GOARCH', 'GOAMD64', 'GOARM64', 'GOEXPERIMENT'], {
    env: { ...process.env, ...GO_ENVIRONMENT },
  }).then(({ stdout }) => stdout, (error) => {
    throw new Error(error.code === 'ENOENT' ? OLDEST : error.message);
  });
  return identity;
}

/** Sets string variables of Go packages. */
export function variables(values: { readonly [path: string]: string }): string {
  return `-ldflags=-s -w ${Object.entries(values).map(([path, value]) => `-X ${path}=${value}`).join(' ')}`;
}
