import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Manifests } from './manifests';

const REPO = resolve(__dirname, '../../..');
const FOLDER = join(REPO, 'examples');

export function exampleNames(): string[] {
  return readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Synthesizes an example as its user does. */
export function synthesizeExample(name: string): Manifests {
  execFileSync(process.execPath, [join(FOLDER, 'synth.mjs'), name], { cwd: REPO, stdio: ['ignore', 'ignore', 'inherit'] });
  return Manifests.read(join(FOLDER, name, 'dist'));
}
