/**
 * Breaks the library on purpose, one fault at a time, in a copy: for each the named scenario must turn red, and say why.
 *
 *   npm run e2e:mutate                       all
 *   npm run e2e:mutate -- --only overlap     those whose fault has this word
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Mutation } from './mutations';
import { MUTATIONS } from './mutations';
import type { MutationRun } from './run-in-bed';
import { withBedFolder } from '../bed/bed-folder';
import type { Size } from '../bed/description';
import { runInBed } from '../bed/namespaces';
import { checkMachine, Refusal, runCommand } from '../command';
import { buildPrograms } from '../programs/build';

/** The newest: its aggregator verifies, so that Available tells. */
const MINOR = '1.37';

runCommand(async () => {
  const { values } = parseArgs({ options: { only: { type: 'string', default: '' }, help: { type: 'boolean', short: 'h' } } });
  const faults = MUTATIONS.map(({ fault }) => `  ${fault}\n`).join('');
  if (values.help) {
    process.stdout.write(`npm run e2e:mutate -- [--only WORD]\n\nThe faults:\n${faults}`);
    return 0;
  }
  const chosen = MUTATIONS.filter(({ fault }) => fault.includes(values.only));
  if (chosen.length === 0) throw new Refusal(`no fault has '${values.only}' in its text:\n${faults}`);
  checkMachine(chosen.map(({ size }) => size));
  await buildPrograms(MINOR, (text) => process.stdout.write(text));

  const noticed = [
    ...await tryAll('control-plane', chosen.filter(({ size }) => size === 'control-plane')),
    ...await tryAll('cluster', chosen.filter(({ size }) => size === 'cluster')),
  ];
  const others = chosen.filter(({ fault }) => !noticed.includes(fault));
  for (const { fault } of others) process.stdout.write(`not noticed: ${fault}\n`);
  process.stdout.write(`${noticed.length} passed, ${others.length} failed\n`);
  return others.length > 0 ? 1 : 0;
});

/** Tries the faults that one bed can show; returns those that were noticed. */
async function tryAll(size: Size, mutations: Mutation[]): Promise<string[]> {
  if (mutations.length === 0) return [];
  return withBedFolder(async (directory) => {
    const run: MutationRun = { minor: MINOR, size, directory, faults: mutations.map(({ fault }) => fault), noticed: join(directory, 'noticed') };
    await runInBed(size, directory, join(__dirname, 'run-in-bed.ts'), run);
    return existsSync(run.noticed) ? readFileSync(run.noticed, 'utf8').trim().split('\n') : [];
  });
}
