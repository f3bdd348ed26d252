/**
 * Runs scenarios in one test bed: opens it, lets node's own test runner run them, closes it, whatever happens.
 *
 *   run-scenarios.ts RUN   where RUN is a `ScenarioRun` in JSON
 */
import { appendFileSync } from 'node:fs';
import { basename } from 'node:path';
import { run } from 'node:test';
import type { Size } from './bed/description';
import { openBed } from './bed/open-bed';
import type { Result } from './result';
import { noteOf } from './support/note';

/** What one run of this program does. */
export interface ScenarioRun {
  readonly minor: string;
  readonly size: Size;
  /** The bed's folder, which its caller removes. */
  readonly directory: string;
  readonly files: string[];
  /** Takes one result a line, in JSON. */
  readonly results: string;
}

const LONGEST_FILE_MILLISECONDS = 15 * 60 * 1000;

async function main(scenarioRun: ScenarioRun): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

  const bed = await openBed(scenarioRun);
  try {
    for (const file of scenarioRun.files) {
      if (stop.signal.aborted) return;
      await runFile(scenarioRun, file, stop.signal);
    }
  } finally {
    await bed.close();
  }
}

async function runFile({ minor, size, directory, results }: ScenarioRun, file: string, signal: AbortSignal): Promise<void> {
  const scenario = basename(file, '.e2e.ts');
  const say = (title: string, milliseconds: number, error?: string) => {
    const result: Result = { minor, size, scenario, title, seconds: milliseconds / 1000, note: noteOf(directory, title), error };
    appendFileSync(results, `${JSON.stringify(result)}\n`);
    const details = [`${result.seconds.toFixed(1)} s`, ...result.note ? [result.note] : []].join(', ');
    process.stdout.write(`${error ? 'FAILED' : 'ok'}  ${minor} ${size}  ${scenario}: ${title} (${details})\n`);
    if (error) process.stdout.write(`${error.replaceAll(/^/gm, '    ')}\n`);
  };
  const tests = run({ files: [file], signal, timeout: LONGEST_FILE_MILLISECONDS });
  tests.on('test:pass', ({ name, details, skip }) => say(name, details.duration_ms, skip === undefined ? undefined : 'left out, which no scenario may be'));
  tests.on('test:fail', ({ name, details }) => say(name, details.duration_ms, reason(details.error)));
  tests.on('test:stdout', ({ message }) => process.stdout.write(message));
  tests.on('test:stderr', ({ message }) => process.stderr.write(message));
  for await (const _ of tests); // to the end
}

function reason(error: unknown): string {
  const cause = error instanceof Error ? error.cause ?? error : error;
  return cause instanceof Error ? cause.stack ?? cause.message : String(cause);
}

void main(JSON.parse(process.argv[2]));
