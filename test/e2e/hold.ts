import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeCgroups } from './bed/cgroups';
import type { Size } from './bed/description';
import { runInBed } from './bed/namespaces';
import type { Hearing } from './judge';
import type { ScenarioFile } from './scenarios';
import type { Verdict } from './verdict';

/** Runs scenarios in a fresh bed for each minor and size, one bed after the other; leaves nothing behind, also after Ctrl-C. */
export async function hold(minors: string[], chosen: ScenarioFile[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const minor of minors) {
    for (const size of ['control-plane', 'cluster'] as const) {
      const files = chosen.filter((scenario) => scenario.size === size && scenario.since <= Number(minor.split('.')[1])).map(({ path }) => path);
      if (files.length > 0) verdicts.push(...await holdOne(minor, size, files));
    }
  }
  return verdicts;
}

async function holdOne(minor: string, size: Size, files: string[]): Promise<Verdict[]> {
  const directory = mkdtempSync(join(tmpdir(), 'e2e-'));
  const hearing: Hearing = { minor, size, directory, files, verdicts: join(directory, 'verdicts') };
  process.stdout.write(`\nKubernetes ${minor}, ${size}\n`);
  try {
    const code = await runInBed(size, directory, join(__dirname, 'judge.ts'), hearing);
    const verdicts = existsSync(hearing.verdicts) ? readFileSync(hearing.verdicts, 'utf8').trim().split('\n').map((line): Verdict => JSON.parse(line)) : [];
    const heard = new Set(verdicts.map(({ scenario }) => scenario));
    const error = code === 0 ? 'it was not judged' : `the test bed ended with ${code}`;
    const unheard = files.map((file) => file.replace(/^.*\//, '').replace(/\.e2e\.ts$/, '')).filter((scenario) => !heard.has(scenario));
    return [...verdicts, ...unheard.map((scenario): Verdict => ({ minor, size, scenario, title: '(all)', seconds: 0, error }))];
  } finally {
    await removeCgroups(directory);
    rmSync(directory, { recursive: true, force: true });
  }
}
