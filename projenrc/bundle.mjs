/**
 * Puts what jsii compiled into few files: Node spends most of the library's load time on finding and opening one file after another.
 *
 * lib/index.js holds everything but what reads and issues certificates, which stays apart, each with its libraries, until it is needed (src/pki/door.ts).
 * The declarations stay as they are.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const doors = ['issue-from-seed', 'check-pair', 'pem'].map((name) => `lib/pki/${name}.js`);

/** The doors lie in pki/, seen from the file that holds everything else. */
const doorsStayApart = {
  name: 'doors-stay-apart',
  setup: ({ onResolve }) => onResolve({ filter: /^\.\/(issue-from-seed|check-pair|pem)$/ }, ({ path, importer }) => (
    importer.endsWith('door.js') ? { path: `./pki/${path.slice(2)}`, external: true } : undefined
  )),
};

const common = { bundle: true, platform: 'node', target: 'node20', write: true, allowOverwrite: true, legalComments: 'inline', keepNames: true, logLevel: 'warning' };
await build({ ...common, entryPoints: doors, outdir: 'lib/pki', mainFields: ['module', 'main'], conditions: ['import'] });
await build({ ...common, entryPoints: ['lib/index.js'], outfile: 'lib/index.js', packages: 'external', plugins: [doorsStayApart] });

const kept = ['lib/index.js', ...doors];
for (const file of readdirSync('lib', { recursive: true })) {
  const path = join('lib', file);
  if (path.endsWith('.js') && !kept.includes(path)) rmSync(path);
}
