/**
 * Synthesizes the examples, each as its user would: `cdk8s synth` in its folder.
 *
 *   node examples/synth.mjs [name ...]           into examples/<name>/dist, with the library as compiled here
 *   node examples/synth.mjs --packed [name ...]  the same, then once more with the packed library, outside the tree: the YAML must be the same
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir, userInfo } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';

const examplesFolder = import.meta.dirname;
const repo = resolve(examplesFolder, '..');
const libraryName = 'cdk8s-extension-apiserver';
const everyExample = fs.readdirSync(examplesFolder).filter((name) => fs.existsSync(join(examplesFolder, name, 'cdk8s.yaml')));

class UserError extends Error {}

function main(options) {
  const packed = options.includes('--packed');
  const asked = options.filter((option) => option !== '--packed');
  const unknown = asked.filter((name) => !everyExample.includes(name));
  if (unknown.length) throw new UserError(`no such example: ${unknown.join(', ')}; there are ${everyExample.join(', ')}`);
  if (!everyExample.length) throw new UserError('there are no examples');
  if (!fs.existsSync(join(repo, 'lib/index.js'))) throw new UserError('the library is not compiled yet: run `npx projen compile` first');
  const names = asked.length ? asked : everyExample;

  const env = { ...process.env, ...seeds(names) };
  if (packed) env.SOURCE_DATE_EPOCH ??= String(Math.floor(Date.now() / 1000)); // both runs at the same moment

  for (const name of names) {
    for (const file of synth(join(examplesFolder, name), repo, env)) console.log(`${name}: ${relative(process.cwd(), file)}`);
  }
  if (packed) comparePacked(names, env);
}

/** Runs `cdk8s synth` in the folder of one example; returns the files that it wrote. */
function synth(folder, home, env) {
  const cdk8s = join(home, 'node_modules/cdk8s-cli/bin/cdk8s');
  try {
    // without the CLI's question whether there is a newer one, which needs the internet
    execFileSync(process.execPath, [cdk8s, 'synth', '--check-upgrade=false'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  } catch (error) {
    throw new UserError(`${basename(folder)}: cdk8s synth failed\n${error.stdout ?? error.message}`);
  }
  const written = filesUnder(join(folder, 'dist'));
  if (!written.length) throw new UserError(`${basename(folder)}: cdk8s synth wrote nothing`);
  return written;
}

function filesUnder(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

// ---- the packed library ----

function comparePacked(names, env) {
  const home = fs.mkdtempSync(join(tmpdir(), 'examples-'));
  try {
    install(home);
    for (const name of names) {
      const here = join(examplesFolder, name);
      const there = join(home, 'examples', name);
      fs.cpSync(here, there, { recursive: true, filter: (source) => source !== join(here, 'dist') });
      synth(there, home, env);
      compare(name, join(here, 'dist'), join(there, 'dist'));
    }
    quickStart(home, env);
  } finally {
    fs.rmSync(home, { recursive: true });
  }
  console.log(`the packed library writes the same YAML, byte by byte: ${names.join(', ')}`);
}

/** What the README begins with, in a folder of its own. */
function quickStart(home, env) {
  const readme = fs.readFileSync(join(repo, 'README.md'), 'utf8');
  const [config, program] = [/```yaml\n(language:[^`]*)```/, /```ts\n([^`]*)```/].map((fence) => fence.exec(readme)?.[1]);
  if (!config || !program) throw new UserError('README.md does not begin with a quick start');
  const folder = join(home, 'quick-start');
  fs.mkdirSync(folder);
  fs.writeFileSync(join(folder, 'cdk8s.yaml'), config);
  fs.writeFileSync(join(folder, 'main.ts'), program);
  const written = synth(folder, home, { WARDLE_TLS_SEED: randomBytes(32).toString('base64'), ...env });
  console.log(`the README's quick start writes ${written.map((file) => relative(folder, file)).join(', ')}, from ${program.trim().split('\n').length} lines`);
}

/** A user's own folder: the tarball, its peers and the tools, in the versions that this repo has. */
function install(home) {
  const require = createRequire(join(repo, 'package.json'));
  const versions = ['cdk8s', 'constructs', 'cdk8s-plus-27', 'cdk8s-cli', 'tsx'].map(
    (name) => [name, JSON.parse(fs.readFileSync(join(repo, 'node_modules', name, 'package.json'), 'utf8')).version],
  );
  const { version } = require('./package.json');
  const tarball = join(repo, 'dist/js', `${libraryName}@${version}.jsii.tgz`);
  if (!fs.existsSync(tarball)) throw new UserError('the library is not packed yet: run `npx projen package:js` first');

  const manifest = { name: 'examples', private: true, dependencies: { [libraryName]: `file:${tarball}`, ...Object.fromEntries(versions) } };
  fs.writeFileSync(join(home, 'package.json'), JSON.stringify(manifest));
  const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  execFileSync('npm', ['install', ...options], { cwd: home, stdio: ['ignore', 'pipe', 'inherit'] });
}

function compare(name, here, there) {
  const [ours, theirs] = [here, there].map((folder) => filesUnder(folder).map((file) => relative(folder, file)));
  if (ours.join() !== theirs.join()) throw new UserError(`${name}: the packed library writes other files: ${theirs.join(', ')} instead of ${ours.join(', ')}`);
  for (const file of ours) {
    if (!fs.readFileSync(join(here, file)).equals(fs.readFileSync(join(there, file)))) {
      throw new UserError(`${name}: ${file} differs when the packed library writes it`);
    }
  }
}

// ---- seeds ----

/** A value for each environment variable that an example names as its seed: the user's, else one made once and kept outside the repo. */
function seeds(names) {
  const sources = names.flatMap((name) => filesUnder(join(examplesFolder, name)).filter((file) => file.endsWith('.ts')));
  const variables = new Set(sources.flatMap((file) => [...fs.readFileSync(file, 'utf8').matchAll(/seedEnv: '(\w+)'/g)].map(([, variable]) => variable)));
  const unset = [...variables].filter((variable) => !process.env[variable]);
  if (!unset.length) return {};

  const folder = stateFolder();
  return Object.fromEntries(unset.map((variable) => {
    const file = join(folder, variable);
    console.log(`${variable} is kept in ${file}`);
    return [variable, keptSeed(file)];
  }));
}

function keptSeed(file) {
  if (!fs.existsSync(file)) {
    // whole or not at all, and never over one that another run has just made
    const draft = `${file}.${process.pid}`;
    fs.writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
    try {
      fs.linkSync(draft, file);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    } finally {
      fs.unlinkSync(draft);
    }
  }
  if (fs.statSync(file).mode & 0o077) throw new UserError(`others may read ${file}: remove it, or make it yours alone (chmod 600)`);
  const seed = fs.readFileSync(file, 'utf8').trim();
  if (Buffer.from(seed, 'base64').length !== 32) throw new UserError(`${file} holds no seed: remove it, and a new one is made`);
  return seed;
}

/** The user's folder for what programs keep; where there is no home, one in the temporary folder that is the user's alone. */
function stateFolder() {
  const homes = [process.env.XDG_STATE_HOME || join(homedir(), '.local/state')].map((home) => join(home, libraryName));
  for (const folder of [...homes, join(tmpdir(), `${libraryName}-${userInfo().uid}`)]) {
    try {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      fs.accessSync(folder, fs.constants.W_OK);
      const { uid } = fs.lstatSync(folder);
      if (uid === userInfo().uid) return folder;
    } catch { /* the next one */ }
  }
  throw new UserError('there is no folder to keep a seed in: set XDG_STATE_HOME');
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
