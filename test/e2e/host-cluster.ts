/** Holds a cluster for people until it is told to end; see start-cluster.ts. */
import { once } from 'node:events';
import type { Size } from './bed/description';
import { openBed } from './bed/open-bed';

async function main(wanted: { readonly minor: string; readonly size: Size; readonly directory: string }): Promise<void> {
  const end = Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
  const bed = await openBed(wanted);
  const { directory, nodes } = bed.description;
  process.stdout.write([
    `Kubernetes ${wanted.minor} runs, with ${nodes.join(' and ')}. In another terminal:`,
    '',
    `  export PATH="${directory}:$PATH"   # kubectl, of the cluster's version and as its administrator`,
    '  npm run sample && kubectl apply -f examples/sample-apiserver/dist/',
    '  kubectl get apiservices',
    '',
    'Images that pods can start: those of the examples. Ctrl-C ends it and leaves nothing behind.',
    '',
  ].join('\n'));
  const timer = setInterval(() => {}, 60_000); // what is waited for keeps no process alive
  await end;
  clearInterval(timer);
  await bed.close();
}

void main(JSON.parse(process.argv[2]));
