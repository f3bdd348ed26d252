/**
 * Starts a cluster for people, and waits until Ctrl-C.
 *
 *   npm run cluster                     the newest minor
 *   npm run cluster -- --minor 1.35
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { removeCgroups } from './bed/cgroups';
import { lacks } from './bed/lacks';
import { Interrupted, runInBed } from './bed/namespaces';
import { buildPrograms, MINORS } from './programs/build';

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { minor: { type: 'string', default: Object.keys(MINORS).at(-1) } } });
  const minor = values.minor!;
  if (!(minor in MINORS)) throw new Error(`no such minor: ${minor}; there are ${Object.keys(MINORS).join(', ')}`);
  const lacking = lacks('cluster');
  if (lacking.length > 0) throw new Error(`this machine lacks what a cluster needs:\n${lacking.map((lack) => `  ${lack}`).join('\n')}`);
  const { kubernetes } = await buildPrograms(minor, (line) => process.stdout.write(line));

  const directory = mkdtempSync(join(tmpdir(), 'e2e-'));
  try {
    const wanted = { minor, size: 'cluster', directory } as const;
    return await runInBed('cluster', directory, join(__dirname, 'host-cluster.ts'), wanted, (pid) => writeKubectl(directory, kubernetes, pid));
  } catch (error) {
    if (error instanceof Interrupted) return 0; // that is how it ends
    throw error;
  } finally {
    await removeCgroups(directory);
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A kubectl that finds the cluster, whose network is its own. */
function writeKubectl(directory: string, kubernetes: string, pid: number): void {
  const kubeconfig = join(directory, 'admin.kubeconfig');
  const command = `exec nsenter --target ${pid} --net -- '${kubernetes}' kubectl --kubeconfig='${kubeconfig}' "$@"`;
  writeFileSync(join(directory, 'kubectl'), `#!/bin/sh\n${command}\n`, { mode: 0o755 });
}

main().then((code) => { process.exitCode = code; }, (error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
