import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withBedFolder } from './bed/bed-folder';
import type { Size } from './bed/description';
import { runInBed } from './bed/namespaces';
import type { Result } from './result';
import type { ScenarioRun } from './run-scenarios';
import type { ScenarioFile } from './scenarios';

/** Runs scenarios in a fresh bed for each minor and size, one bed after the other; leaves nothing behind, also after Ctrl-C. */
export async function runBeds(minors: string[], chosen: ScenarioFile[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const minor of minors) {
    for (const size of ['control-plane', 'cluster'] as const) {
      const files = chosen.filter((scenario) => scenario.size === size && scenario.minors.includes(minor));
      if (files.length > 0) results.push(...await runBed(minor, size, files));
    }
  }
  return results;
}

function runBed(minor: string, size: Size, files: ScenarioFile[]): Promise<Result[]> {
  return withBedFolder(async (directory) => {
    const run: ScenarioRun = { minor, size, directory, files: files.map(({ path }) => path), results: join(directory, 'results') };
    process.stdout.write(`\nKubernetes ${minor}, ${size}\n`);
    const code = await runInBed(size, directory, join(__dirname, 'run-scenarios.ts'), run);
    const results = existsSync(run.results) ? readFileSync(run.results, 'utf8').trim().split('\n').map((line): Result => JSON.parse(line)) : [];
    const missing = files.filter(({ name }) => !results.some(({ scenario }) => name === `${size}/${scenario}`));
    const failure = (scenario: string, error: string): Result => ({ minor, size, scenario, title: '(all)', seconds: 0, error });
    return [
      ...results,
      ...missing.map(({ name }) => failure(name.split('/')[1], 'it did not run')),
      ...code === 0 ? [] : [failure('(test bed)', `it ended with ${code}`)],
    ];
  });
}
