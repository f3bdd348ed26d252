import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Mutation } from './mutations';

const REPO = resolve(__dirname, '../../..');
const COPIED = ['src', 'test/e2e', 'test/support', 'test/tsconfig.json', 'tsconfig.json', 'package.json'];

/** A copy of this project whose library has one fault, or none. */
export class Mutant {
  constructor(private readonly folder: string, mutation?: Pick<Mutation, 'file' | 'from' | 'to'>) {
    for (const path of COPIED) cpSync(join(REPO, path), join(folder, path), { recursive: true });
    symlinkSync(join(REPO, 'node_modules'), join(folder, 'node_modules'));
    if (mutation) this.break(mutation);
    // types do not matter here, so no jsii
    const sources = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    execFileSync(join(REPO, 'node_modules/.bin/esbuild'), [
      ...sources.map((file) => join('src', file)), '--outbase=src', '--outdir=lib', '--format=cjs', '--platform=node', '--target=node20', '--log-level=warning',
    ], { cwd: folder, stdio: 'inherit' });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private break({ file, from, to }: Pick<Mutation, 'file' | 'from' | 'to'>): void {
    const path = join(this.folder, 'src', file);
    const parts = readFileSync(path, 'utf8').split(from);
    if (parts.length !== 2) throw new Error(`src/${file} has '${from.trim()}' ${parts.length - 1} times, not once: mend test/e2e/mutations.ts`);
    writeFileSync(path, parts.join(to));
  }
}
