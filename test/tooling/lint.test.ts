import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

const REPO = resolve(__dirname, '../..');

/** Files that break the architecture, or just don't, and the rules that each must break. */
const SOURCES: { readonly [file: string]: { readonly text: string; readonly breaks: readonly string[] } } = {
  // one module in each room, for the others to import
  ...Object.fromEntries(['private', 'kubernetes', 'pki', 'check', 'api', 'delegation', 'network', 'certificate', 'workload', 'cli', 'attic'].map(
    (room) => [`src/${room}/room.ts`, { text: "export const here = 'room';\n", breaks: [] }],
  )),
  'src/index.ts': { text: "export * from './api/room';\n", breaks: [] },
  'src/extension-api-server.ts': { text: imports('./workload/room'), breaks: [] },

  'src/pki/upwards.ts': { text: imports('../kubernetes/room', '../private/room'), breaks: [] },
  'src/pki/to-check.ts': { text: imports('../check/room'), breaks: ['import/no-restricted-paths'] },
  'src/pki/type-of-check.ts': { text: "import type { here } from '../check/room';\nexport type Here = typeof here;\n", breaks: ['import/no-restricted-paths'] },
  'src/pki/to-unlisted-room.ts': { text: imports('../attic/room'), breaks: ['import/no-restricted-paths'] },
  'src/private/to-kubernetes.ts': { text: imports('../kubernetes/room'), breaks: ['import/no-restricted-paths'] },
  'src/kubernetes/to-pki.ts': { text: imports('../pki/room'), breaks: ['import/no-restricted-paths'] },
  'src/check/to-api.ts': { text: imports('../api/room'), breaks: ['import/no-restricted-paths'] },
  'src/check/to-pki.ts': { text: imports('../pki/room'), breaks: [] },
  'src/api/to-certificate.ts': { text: imports('../certificate/room'), breaks: ['import/no-restricted-paths'] },
  'src/certificate/to-api.ts': { text: imports('../api/room'), breaks: [] },
  'src/workload/to-certificate.ts': { text: imports('../certificate/room'), breaks: [] },
  'src/delegation/to-workload.ts': { text: imports('../workload/room'), breaks: ['import/no-restricted-paths'] },
  'src/network/to-composition-root.ts': { text: imports('../extension-api-server'), breaks: ['import/no-restricted-paths'] },
  'src/workload/to-index.ts': { text: imports('../index'), breaks: ['import/no-restricted-paths'] },
  'src/to-cli.ts': { text: imports('./cli/room'), breaks: ['import/no-restricted-paths'] },

  'src/api/hen.ts': { text: imports('./egg'), breaks: ['import/no-cycle'] },
  'src/api/egg.ts': { text: imports('./hen'), breaks: ['import/no-cycle'] },

  'src/workload/plus-types.ts': { text: "import type { Cpu } from 'cdk8s-plus-27';\nexport type Share = Cpu;\n", breaks: [] },
  'src/workload/plus.ts': { text: "import { Cpu } from 'cdk8s-plus-27';\nexport const share = Cpu;\n", breaks: ['@typescript-eslint/no-restricted-imports'] },
  'src/workload/plus-passed-on.ts': { text: "export * from 'cdk8s-plus-27';\n", breaks: ['@typescript-eslint/no-restricted-imports'] },
  'src/workload/plus-inside.ts': {
    text: "import { KubeSecret } from 'cdk8s-plus-27/lib/imports/k8s';\nexport const secret = KubeSecret;\n",
    breaks: ['@typescript-eslint/no-restricted-imports'],
  },
  'src/workload/plus-required.ts': { text: "export const plus = require('cdk8s-plus-27');\n", breaks: ['@typescript-eslint/no-require-imports'] },
  'src/api/constructs.ts': { text: "import { Construct } from 'constructs';\nexport const base = Construct;\n", breaks: [] },
  ...Object.fromEntries(['kubernetes', 'pki', 'check'].flatMap((room) => ['constructs', 'cdk8s', 'cdk8s-plus-27'].map((framework) => [
    `src/${room}/uses-${framework}.ts`,
    { text: `import type * as framework from '${framework}';\nexport type Framework = typeof framework;\n`, breaks: ['@typescript-eslint/no-restricted-imports'] },
  ]))),
  'src/pki/signs.ts': { text: "export const curves = () => require('@noble/curves/p256');\n", breaks: [] },
  'src/pki/loads-later.ts': { text: "export const here = () => require('./room');\n", breaks: [] },
  'src/pki/loads-check-later.ts': {
    text: "export const here = () => require('../check/room');\n",
    breaks: ['@typescript-eslint/no-require-imports', 'import/no-restricted-paths'],
  },

  'test/plus.ts': { text: "import { Cpu } from 'cdk8s-plus-27';\nexport const share = Cpu;\n", breaks: [] },
};

function imports(...modules: string[]): string {
  return modules.map((module, i) => `import * as imported${i} from '${module}';\nexport const value${i} = imported${i};\n`).sort().join('');
}

let broken: { readonly [file: string]: readonly string[] };

// this repo's lint configuration over a small repo of its own, whose files are all wrong in one way
beforeAll(async () => {
  const repo = realpathSync(mkdtempSync(join(tmpdir(), 'lint-')));
  try {
    for (const [file, { text }] of Object.entries(SOURCES)) {
      mkdirSync(dirname(join(repo, file)), { recursive: true });
      writeFileSync(join(repo, file), text);
    }
    for (const file of ['.eslintrc.json', 'package.json', 'tsconfig.json', 'test/tsconfig.json']) copyFileSync(join(REPO, file), join(repo, file));
    symlinkSync(join(REPO, 'node_modules'), join(repo, 'node_modules'));
    broken = await brokenRules(repo);
  } finally {
    rmSync(repo, { recursive: true });
  }
}, 60_000);

async function brokenRules(repo: string): Promise<typeof broken> {
  const eslint = join(REPO, 'node_modules/eslint/bin/eslint.js');
  const report = await new Promise<string>((done, failed) => {
    execFile(
      process.execPath,
      [eslint, '--format', 'json', '--resolve-plugins-relative-to', REPO, '--ext', '.ts', 'src', 'test'],
      { cwd: repo, env: { ...process.env, ESLINT_USE_FLAT_CONFIG: 'false', NODE_NO_WARNINGS: '1' }, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => error && error.code !== 1 ? failed(new Error(stderr)) : done(stdout),
    );
  });
  const results: { filePath: string; messages: { ruleId: string | null; message: string }[] }[] = JSON.parse(report);
  return Object.fromEntries(results.map(({ filePath, messages }) => [
    relative(repo, filePath),
    [...new Set(messages.map(({ ruleId, message }) => ruleId ?? message))],
  ]));
}

test.each(Object.entries(SOURCES))('%s breaks only the rules it should', (file, { breaks }) => {
  expect(broken[file]).toEqual(breaks);
});

test('every room of src stands in the table of .projenrc.ts', () => {
  const config = JSON.parse(readFileSync(join(REPO, '.eslintrc.json'), 'utf8').replace(/^\/\/.*$/m, ''));
  const zones: { target: string }[] = config.rules['import/no-restricted-paths'][1].zones;
  const rooms = readdirSync(join(REPO, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => `./src/${name}`);

  expect(zones.map(({ target }) => target)).toEqual(expect.arrayContaining(rooms));
});
