/**
 * Runs scenarios in one test bed: opens it, lets node's own test runner judge, closes it, whatever happens.
 *
 *   judge.ts OPTIONS   where OPTIONS is a `Hearing` in JSON
 */
import { appendFileSync } from 'node:fs';
import { basename } from 'node:path';
import { run } from 'node:test';
import { openBed } from './bed/open-bed';
import type { Verdict } from './verdict';

/** What one run of this program judges. */
export interface Hearing {
  readonly minor: string;
  readonly size: 'control-plane' | 'cluster';
  /** The bed's folder, which its caller removes. */
  readonly directory: string;
  readonly files: string[];
  /** Takes one verdict a line, in JSON. */
  readonly verdicts: string;
}

const LONGEST_FILE_MILLISECONDS = 15 * 60 * 1000;

async function main(hearing: Hearing): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

  const bed = await openBed(hearing);
  try {
    if (!stop.signal.aborted) await judge(hearing, stop.signal);
  } finally {
    await bed.close();
  }
}

async function judge({ minor, size, files, verdicts }: Hearing, signal: AbortSignal): Promise<void> {
  for (const file of files) {
    const scenario = basename(file, '.e2e.ts');
    const say = (title: string, milliseconds: number, error?: string) => {
      const verdict: Verdict = { minor, size, scenario, title, seconds: milliseconds / 1000, error };
      appendFileSync(verdicts, `${JSON.stringify(verdict)}\n`);
      process.stdout.write(`${error ? 'FAILED' : 'ok'}  ${minor} ${size}  ${scenario}: ${title} (${verdict.seconds.toFixed(1)} s)\n`);
      if (error) process.stdout.write(`${error.replaceAll(/^/gm, '    ')}\n`);
    };
    const tests = run({ files: [file], signal, timeout: LONGEST_FILE_MILLISECONDS });
    tests.on('test:pass', ({ name, details, skip }) => say(name, details.duration_ms, skip === undefined ? undefined : 'left out, which no scenario may be'));
    tests.on('test:fail', ({ name, details }) => say(name, details.duration_ms, reason(details.error)));
    tests.on('test:stdout', ({ message }) => process.stdout.write(message));
    tests.on('test:stderr', ({ message }) => process.stderr.write(message));
    for await (const _ of tests); // to the end
    if (signal.aborted) return;
  }
}

function reason(error: unknown): string {
  const cause = error instanceof Error ? error.cause ?? error : error;
  return cause instanceof Error ? cause.stack ?? cause.message : String(cause);
}

void main(JSON.parse(process.argv[2]));
