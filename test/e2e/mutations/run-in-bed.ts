/**
 * Tries mutations in one test bed.
 *
 *   run-in-bed.ts RUN   where RUN is a `MutationRun` in JSON
 */
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mutant } from './mutant';
import type { Mutation } from './mutations';
import { MUTATIONS } from './mutations';
import type { Size } from '../bed/description';
import { openBed } from '../bed/open-bed';

/** What one run of this program does. */
export interface MutationRun {
  readonly minor: string;
  readonly size: Size;
  readonly directory: string;
  readonly faults: string[];
  /** Takes a line for each fault that was noticed. */
  readonly noticed: string;
}

/** The scenarios are quick where nothing is wrong. */
const PATIENCE: { readonly [size in Size]: string } = { 'control-plane': '0.25', 'cluster': '0.4' };

interface Outcome {
  readonly green: boolean;
  readonly output: string;
}

async function main(run: MutationRun): Promise<void> {
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { stopped = true; });
  const mutations = MUTATIONS.filter(({ size, fault }) => size === run.size && run.faults.includes(fault));
  const bed = await openBed(run);
  try {
    const withoutFault = new Map<string, Outcome>();
    for (const mutation of mutations) {
      if (stopped) return;
      const started = Date.now();
      const key = `${mutation.scenario}: ${mutation.title}`;
      // what is red without a fault says nothing about one
      const before = withoutFault.get(key) ?? await attempt(run, mutation);
      withoutFault.set(key, before);
      const verdict = before.green ? whyNotNoticed(mutation, await attempt(run, mutation, mutation)) : `'${key}' is red without it:\n${before.output.slice(0, 4000)}`;
      if (!verdict) appendFileSync(run.noticed, `${mutation.fault}\n`);
      process.stdout.write(`${verdict ? 'FAILED' : 'ok'}  ${mutation.fault}: ${key} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
      if (verdict) process.stdout.write(`${verdict.replaceAll(/^/gm, '    ')}\n`);
    }
  } finally {
    await bed.close();
  }
}

/** Why a fault was not noticed; nothing where it was. */
function whyNotNoticed({ says }: Mutation, { green, output }: Outcome): string | undefined {
  if (green) return 'the scenario stayed green';
  const [error] = output.split('\n  applied: '); // what follows is said of every failure
  return says.test(error) ? undefined : `it is red, but does not say ${says}:\n${output.slice(0, 4000)}`;
}

/** Runs one scenario against a copy of the library with a fault, or without. */
async function attempt({ directory }: MutationRun, { size, scenario, title }: Mutation, mutation?: Mutation): Promise<Outcome> {
  const folder = join(directory, 'mutant');
  const mutant = new Mutant(folder, mutation);
  try {
    const file = join(folder, 'test/e2e/scenarios', size, `${scenario}.e2e.ts`);
    const pattern = `--test-name-pattern=^${title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`;
    return await new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--import', 'tsx', '--test-reporter=spec', pattern, file], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, E2E_PATIENCE: mutation ? PATIENCE[size] : '1' },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => { output += text; });
      child.once('error', reject);
      child.once('close', (code) => resolve({ green: code === 0 && /^ℹ pass [1-9]/m.test(output), output }));
    });
  } finally {
    mutant.remove();
  }
}

void main(JSON.parse(process.argv[2]));
