import type { Size } from './bed/description';
import { lacks } from './bed/lacks';
import { Interrupted } from './bed/namespaces';

const INTERRUPTED = 130;

/** What a command says instead of doing its work. */
export class Refusal extends Error {}

/** Runs one of the commands of this folder: its exit code, or 2 where it refuses. */
export function runCommand(main: () => Promise<number>): void {
  // whoever is impatient does not keep this process from cleaning up
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  main().then((code) => { process.exitCode = code; }, (error) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = error instanceof Interrupted ? INTERRUPTED : error instanceof Refusal ? 2 : 1;
  });
}

/** Refuses where the machine lacks what beds of these sizes need. */
export function checkMachine(sizes: Size[]): void {
  const lacking = [...new Set(sizes.flatMap(lacks))];
  if (lacking.length > 0) throw new Refusal(`this machine lacks what the test bed needs:\n${lacking.map((lack) => `  ${lack}`).join('\n')}`);
}
