import { readdirSync } from 'node:fs';
import { cdk8s, javascript } from 'projen';

/**
 * The rooms of src/ and what each may import besides itself; whatever stands here under no room is refused.
 * The files directly in src/ (the composition root, index.ts) may import every room but cli, and no room imports them.
 */
const ROOMS: { readonly [room: string]: readonly string[] } = {
  private: [],
  kubernetes: ['private'],
  pki: ['kubernetes', 'private'],
  check: ['pki', 'kubernetes', 'private'],
  api: ['pki', 'kubernetes', 'private'],
  delegation: ['pki', 'kubernetes', 'private'],
  network: ['pki', 'kubernetes', 'private'],
  certificate: ['api', 'pki', 'kubernetes', 'private'], // a certificate yields api's TlsVerification
  workload: ['certificate', 'delegation', 'pki', 'kubernetes', 'private'], // a server library has a role of its own
  monitoring: ['pki', 'kubernetes', 'private'],
  gitops: ['pki', 'kubernetes', 'private'],
  cli: ['check', 'pki', 'kubernetes', 'private'],
};

/** The rooms that know plain manifests only. */
const ROOMS_WITHOUT_CONSTRUCTS = ['kubernetes', 'pki', 'check'];

for (const entry of readdirSync('src', { withFileTypes: true })) {
  if (entry.isDirectory() && !(entry.name in ROOMS)) throw new Error(`src/${entry.name} is no room of the table above: say there what it may import`);
}

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-extension-apiserver',
  description: 'An extension (aggregated) Kubernetes API server from typed code: Deployment, Service, serving certificate, RBAC delegation and APIServices as one checked bundle.',
  author: 'cdk8s-extension-apiserver authors',
  authorAddress: 'authors@example.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/example/cdk8s-extension-apiserver.git',
  keywords: ['cdk8s', 'kubernetes', 'apiserver', 'apiservice', 'aggregation-layer'],
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.16.0',

  stability: 'experimental',

  // compiler
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',

  // projen pins the development copies of the peers to these minimums
  cdk8sVersion: '2.68.12',
  constructsVersion: '10.5.0',
  peerDeps: ['cdk8s-plus-27@^2.9.5'],
  devDeps: [
    '@types/node@^20',
    'cdk8s-cli@^2.207.0',
    'esbuild@^0.28.0',
    'fast-check@^4',
    'tsx@^4',
    'yaml@^2',
    // the last lines of both that run on Node 20
    'kubernetes-models@^4.5.1',
    '@kubernetes-models/cert-manager@^4.4.4',
  ],
  // not jsii modules: shipped inside the tarball, kept out of the public API, required when needed
  bundledDeps: ['@noble/curves@~1.9.0', '@peculiar/asn1-schema', '@peculiar/asn1-x509', 'fastest-levenshtein'],

  // targets: package names only, nothing is published from here
  publishToPypi: { distName: 'cdk8s-extension-apiserver', module: 'cdk8s_extension_apiserver' },
  publishToMaven: { javaPackage: 'org.example.extensionapiserver', mavenGroupId: 'org.example', mavenArtifactId: 'cdk8s-extension-apiserver' },
  publishToGo: { moduleName: 'github.com/example/cdk8s-extension-apiserver-go' },

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    // coverage is asked of the whole run only, so that one test file can be run alone
    extraCliOptions: ['--coverage'],
    jestConfig: {
      collectCoverage: false,
      collectCoverageFrom: ['src/**/*.ts'],
      coverageProvider: 'babel',
      coverageReporters: ['lcov'], // and 'text', which projen adds
      coverageThreshold: { lines: 95 },
      setupFilesAfterEnv: ['<rootDir>/test/support/setup.ts'],
    },
  },
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'examples'], commandOptions: { fix: false, extraArgs: ['--max-warnings=0'] } },
  npmIgnoreOptions: { ignorePatterns: ['/examples/', '/bench/', '/docs/', '/rosetta/', '/.ci/', '.jsii.tabl.json', '*.log'] },
  gitignore: ['/examples/*/dist/', '.jsii.tabl.json'],

  sampleCode: false,
  github: false,
  release: false,
  buildWorkflow: false,
  depsUpgrade: false,
});

// some platform bindings of 1.13.0 are missing from the registry, which breaks `npm ci`
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// the lockfile names no registry, whoever's machine writes it
new javascript.NpmConfig(project).addConfig('omit-lockfile-registry-resolved', 'true');

// lets examples and tests in this repo import the library by its name
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
});

// ---- compile and test ----

// a task that needs lib/ compiles first, unless COMPILED says that it has just been done
const unlessCompiled = { condition: 'node -e "process.exit(process.env.COMPILED ? 1 : 0)"' };
project.tryFindObjectFile('.projen/tasks.json')?.addOverride('tasks.build.env.COMPILED', '1'); // projen locks the task itself

// API.md is made by projen's own docgen task
const snippets = project.addTask('snippets', { description: 'Compile the snippets of the README and of the doc comments' });
snippets.spawn(project.compileTask, unlessCompiled); // which puts the README into the assembly that is read
snippets.exec('jsii-rosetta extract --strict --compile');
project.postCompileTask.spawn(snippets);

const examplesTsconfig = new javascript.TypescriptConfig(project, {
  fileName: 'examples/tsconfig.json',
  include: ['*/*.ts'],
  compilerOptions: { target: 'ES2022', lib: ['es2022'], module: 'node16', strict: true, noEmit: true, skipLibCheck: true, types: ['node'] },
});
const exampleTypes = project.addTask('examples:types', {
  description: 'Type-check the examples against the compiled library',
  exec: `tsc -p ${examplesTsconfig.fileName}`,
});

// ts-jest runs with isolatedModules, so it never type-checks the tests
project.testTask.prependSpawn(exampleTypes);
project.testTask.prependExec('tsc --noEmit -p test/tsconfig.json');
project.testTask.prependSpawn(project.compileTask, unlessCompiled);

const examples = project.addTask('examples', { description: 'Synthesize every example into its dist folder' });
examples.spawn(project.compileTask, unlessCompiled);
examples.exec('node examples/synth.mjs', { receiveArgs: true });

const sample = project.addTask('sample', { description: 'Synthesize the sample API server and say where the YAML lies' });
sample.spawn(project.compileTask, unlessCompiled);
sample.exec('node examples/synth.mjs sample-apiserver');

const bench = project.addTask('bench', { description: 'Measure against the same bundle written by hand (--quick, --readme)' });
bench.spawn(project.compileTask, unlessCompiled);
bench.exec('node bench/run.mjs', { receiveArgs: true });

const e2e = project.addTask('e2e', { description: 'Let real Kubernetes judge what is synthesized (--minor 1.37, --only rotation, --record)' });
e2e.spawn(project.compileTask, unlessCompiled);
e2e.exec('node --import tsx test/e2e/run.ts', { receiveArgs: true });

const mutate = project.addTask('e2e:mutate', { description: 'Break the library on purpose, one fault at a time: the named scenario must turn red (--only WORD)' });
mutate.spawn(project.compileTask, unlessCompiled);
mutate.exec('node --import tsx test/e2e/mutations/run.ts', { receiveArgs: true });

project.addTask('cluster', {
  description: 'Start a Kubernetes cluster on this machine, for development, until Ctrl-C (--minor 1.37)',
  exec: 'node --import tsx test/e2e/start-cluster.ts',
  receiveArgs: true,
});

project.addTask('package:code', {
  description: 'Generate the bindings of every language, without their toolchains',
  exec: 'jsii-pacmak --code-only --outdir dist/code --target python --target java --target go',
});

// ---- lint: the arrows of the architecture ----

const LIBRARY_SOURCES = 'src/**/*.ts';
const PLUS = 'cdk8s-plus-27';

project.eslint?.addRules({
  'import/no-cycle': ['error'],
  'import/no-restricted-paths': ['error', {
    zones: [
      ...Object.entries(ROOMS).map(([room, mayImport]) => ({
        target: `./src/${room}`,
        from: './src',
        except: [room, ...mayImport].map((name) => `./${name}`),
        message: `src/${room} may import ${mayImport.length ? `only ${mayImport.join(', ')}` : 'nothing else'} of src (the table in .projenrc.ts).`,
      })),
      { target: './src/*.ts', from: './src/cli', message: 'cli stands on the library, never the reverse.' },
    ],
  }],
});

const typesOnly = {
  allowTypeImports: true,
  message: 'It costs every user 35 ms and is loaded only by those who pass its objects: use `import type`.',
};
project.eslint?.addOverride({
  files: [LIBRARY_SOURCES],
  rules: {
    '@typescript-eslint/no-restricted-imports': ['error', {
      paths: [{ name: PLUS, ...typesOnly }],
      patterns: [{ group: [`${PLUS}/*`], ...typesOnly }],
    }],
    // for what is loaded only when a certificate is issued or verified: its libraries, or a file of the same room
    '@typescript-eslint/no-require-imports': ['error', { allow: ['^@noble/', '^@peculiar/', '^\\./'] }],
  },
});
project.eslint?.addOverride({
  files: ROOMS_WITHOUT_CONSTRUCTS.map((room) => `src/${room}/**/*.ts`),
  rules: {
    '@typescript-eslint/no-restricted-imports': ['error', {
      patterns: [{
        group: ['constructs', 'cdk8s', PLUS].flatMap((name) => [name, `${name}/*`]),
        message: 'This room knows plain manifests only.',
      }],
    }],
  },
});

// few files instead of many: half of the load time
project.compileTask.exec('node projenrc/bundle.mjs');
// what a renamed file left behind would ship
project.compileTask.prependExec('node -e "fs.rmSync(\'lib\', { recursive: true, force: true })"');

project.synth();
