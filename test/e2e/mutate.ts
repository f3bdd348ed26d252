/**
 * Breaks the library on purpose, one fault at a time, in a copy: for each the named scenario must turn red, and say why.
 *
 *   npm run e2e:mutate                       all
 *   npm run e2e:mutate -- --only overlap     those whose fault has this word
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { removeCgroups } from './bed/cgroups';
import type { Size } from './bed/description';
import { lacks } from './bed/lacks';
import { runInBed } from './bed/namespaces';
import type { Mutation } from './mutations';
import { MUTATIONS } from './mutations';
import { buildPrograms } from './programs/build';
import type { Trial } from './try-mutations';

/** The newest: its aggregator verifies, so that Available tells. */
const MINOR = '1.37';

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
  const chosen = MUTATIONS.filter(({ fault }) => fault.includes(values.only));
  if (chosen.length === 0) throw new Error(`no fault has '${values.only}' in its text:\n${MUTATIONS.map(({ fault }) => `  ${fault}`).join('\n')}`);
  const lacking = [...new Set(chosen.flatMap(({ size }) => lacks(size)))];
  if (lacking.length > 0) throw new Error(`this machine lacks what the test bed needs:\n${lacking.join('\n')}`);
  await buildPrograms(MINOR, (line) => process.stdout.write(line));

  let noticed = 0;
  for (const size of ['control-plane', 'cluster'] as const) noticed += await tryAll(size, chosen.filter((mutation) => mutation.size === size));
  process.stdout.write(`${noticed} passed, ${chosen.length - noticed} failed\n`);
  return noticed === chosen.length ? 0 : 1;
}

/** Tries the faults that one bed can show; returns how many were noticed. */
async function tryAll(size: Size, mutations: Mutation[]): Promise<number> {
  if (mutations.length === 0) return 0;
  const directory = mkdtempSync(join(tmpdir(), 'e2e-'));
  const trial: Trial = { minor: MINOR, size, directory, faults: mutations.map(({ fault }) => fault), noticed: join(directory, 'noticed') };
  try {
    await runInBed(size, directory, join(__dirname, 'try-mutations.ts'), trial);
    return existsSync(trial.noticed) ? readFileSync(trial.noticed, 'utf8').trim().split('\n').length : 0;
  } finally {
    await removeCgroups(directory);
    rmSync(directory, { recursive: true, force: true });
  }
}

main().then((code) => { process.exitCode = code; }, (error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
