/**
 * Starts a cluster for people, and waits until Ctrl-C.
 *
 *   npm run cluster                     the newest minor
 *   npm run cluster -- --minor 1.35
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withBedFolder } from './bed/bed-folder';
import { Interrupted, runInBed } from './bed/namespaces';
import { checkMachine, Refusal, runCommand } from './command';
import { buildPrograms, MINORS } from './programs/build';

runCommand(async () => {
  const { values } = parseArgs({ options: { minor: { type: 'string', default: Object.keys(MINORS).at(-1)! }, help: { type: 'boolean', short: 'h' } } });
  const { minor } = values;
  if (values.help) {
    process.stdout.write(`npm run cluster -- [--minor MINOR]\n\n  --minor MINOR  a Kubernetes minor, of ${Object.keys(MINORS).join(', ')}\n`);
    return 0;
  }
  if (!(minor in MINORS)) throw new Refusal(`no such minor: ${minor}; there are ${Object.keys(MINORS).join(', ')}`);
  checkMachine(['cluster']);
  const { kubernetes } = await buildPrograms(minor, (text) => process.stdout.write(text));
  return withBedFolder(async (directory) => {
    const wanted = { minor, size: 'cluster', directory } as const;
    return runInBed('cluster', directory, join(__dirname, 'host-cluster.ts'), wanted, (pid) => writeKubectl(directory, kubernetes, pid));
  }).catch((error) => {
    if (error instanceof Interrupted) return 0; // that is how it ends
    throw error;
  });
});

/** A kubectl that finds the cluster, whose network is its own. */
function writeKubectl(directory: string, kubernetes: string, pid: number): void {
  const options = `--kubeconfig='${join(directory, 'admin.kubeconfig')}' --cache-dir='${join(directory, 'kubectl-cache')}'`;
  writeFileSync(join(directory, 'kubectl'), `#!/bin/sh\nexec nsenter --target ${pid} --net -- '${kubernetes}' kubectl ${options} "$@"\n`, { mode: 0o755 });
}
