/**
 * Measures this library against the same bundle written by hand on cdk8s-plus-27's L1 classes, side by side in one run.
 *
 *   npm run bench                a few minutes
 *   npm run bench -- --quick     under a minute: shows that it works, the figures mean little
 *   npm run bench -- --readme    puts the table into README.md
 *
 * Nothing here fails because something is slow.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runProcess, TimeLimit } from './processes.mjs';
import { rivals } from './rivals.mjs';
import { differingFields } from './same-bundle.mjs';
import { median, spread } from './statistics.mjs';
import { markdownTable, replaceBetweenMarks } from './table.mjs';

const TARGETS = { coldStart: 0.85, coldStartIssuing: 1.15, bundle: 1.5, memory: 1.1, ownLoad: 10, growth: 11 };
const LINEAR = 11; // up to this growth from 100 to 1000 bundles the hand-written app counts as linear

const FULL = { coldStarts: 25, loads: 31, one: 11, hundred: 7, thousand: 3, thousandCharts: 1, issuing: 5, memory: 5, rivals: 11, seconds: 240 };
const QUICK = { coldStarts: 2, loads: 3, one: 2, hundred: 1, thousand: 1, thousandCharts: 0, issuing: 1, memory: 1, rivals: 1, seconds: 30 };

const { values: options } = parseArgs({ options: { quick: { type: 'boolean' }, readme: { type: 'boolean' } } });
const repeats = options.quick ? QUICK : FULL;
const repo = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const pem = join(folder, 'pem');
const env = { ...process.env, BENCH_TLS_FOLDER: pem, BENCH_TLS_SEED: randomBytes(32).toString('base64') };

try {
  makeCertificate();
  const table = await measureAll();
  console.log(`\n${table}`);
  if (options.readme) replaceBetweenMarks(join(repo, 'README.md'), table);
} finally {
  rmSync(folder, { recursive: true });
}

async function measureAll() {
  const differing = await compareBundles();
  const rows = [
    ...await coldStart('Cold start, no certificate', { tls: false }, TARGETS.coldStart),
    ...await coldStart('Cold start, certificate issued', { tls: true }, TARGETS.coldStartIssuing),
    await ownLoad(),
    ...await scaling('in one chart', { chartEach: false }, repeats.thousand),
    ...await scaling('in one chart each', { chartEach: true }, repeats.thousandCharts),
    await ratio('100 bundles in one chart, certificates issued', repeats.issuing, 'milliseconds', { bundles: 100, tls: true }),
    await ratio('Peak memory, 100 bundles', repeats.memory, 'megabytes', { bundles: 100 }, TARGETS.memory),
    ...await otherTools(),
  ];
  return [markdownTable(rows), '', ...notes(differing)].join('\n');
}

function notes(differing) {
  return [
    `Node.js ${process.version}, ${availableParallelism()} cores, whole processes, interleaved. A factor is the median of the ratios of neighbouring runs, this library to the same`,
    `bundle written by hand on cdk8s-plus-27's L1 classes${options.quick ? '; a quick run, whose figures mean little' : ''}. \`npm run bench\` measures it anew.`,
    ...differing.length ? ['', `Not the same in both, as those classes know Kubernetes 1.27: ${[...new Set(differing)].map((field) => `\`${field}\``).join(', ')}.`] : [],
  ];
}

// ---- measures ----

async function coldStart(what, { tls }, target) {
  return [await ratio(what, repeats.coldStarts, 'wall', { bundles: 1, tls }, target)];
}

async function ownLoad() {
  const times = [];
  for (let i = 0; i < repeats.loads; i++) times.push(JSON.parse((await node('load.cjs')).stdout).milliseconds);
  const load = spread(times);
  return {
    what: 'Own load time, beyond cdk8s',
    target: `${TARGETS.ownLoad} ms`,
    figure: `${load.median.toFixed(1)} ms`,
    spread: `${load.least.toFixed(1)} - ${load.greatest.toFixed(1)} ms`,
    verdict: verdict(load.median, TARGETS.ownLoad),
  };
}

/** Bundles by the number, and what ten times as many cost. */
async function scaling(where, app, thousands) {
  const counts = { 1: repeats.one, 100: repeats.hundred, 1000: thousands };
  const pairs = {};
  const rows = [];
  for (const [bundles, times] of Object.entries(counts)) {
    if (bundles === '1' && app.chartEach) continue; // one chart either way
    const what = `${bundles === '1' ? '1 bundle' : `${bundles} bundles`} ${where}`;
    pairs[bundles] = await measurePairs(times, 'milliseconds', { ...app, bundles: Number(bundles) });
    rows.push(ratioRow(what, 'milliseconds', pairs[bundles], TARGETS.bundle));
  }
  rows.push(growthRow(`From 100 to 1000 bundles ${where}`, pairs));
  return rows;
}

function growthRow(what, { 100: hundred, 1000: thousand }) {
  const growth = (side) => median(thousand.map((pair) => pair[side])) / median(hundred.map((pair) => pair[side]));
  if (!Array.isArray(hundred) || !Array.isArray(thousand)) return { what, figure: 'not measured' };
  const [library, handwritten] = [growth('library'), growth('handwritten')];
  const linear = handwritten <= LINEAR;
  return {
    what,
    target: linear ? `${TARGETS.growth} times` : 'none: cdk8s itself is not linear here',
    figure: `${library.toFixed(1)} times`,
    verdict: linear ? verdict(library, TARGETS.growth) : '',
    detail: `by hand ${handwritten.toFixed(1)} times`,
  };
}

async function otherTools() {
  const yaml = join(folder, 'yaml');
  await app('handwritten.cjs', { bundles: 1, tls: true, outdir: yaml });
  const found = await rivals(readFileSync(join(yaml, 'chart-0.k8s.yaml'), 'utf8'), pem, folder);
  const rows = [];
  for (const { name, version, run } of found) {
    if (!version) {
      rows.push({ what: name, figure: 'not here' });
      continue;
    }
    const pairs = [];
    for (let i = 0; i < repeats.rivals; i++) {
      pairs.push({ library: (await app('library.cjs', { bundles: 1, tls: true })).wall, handwritten: (await run()).wall });
    }
    const { figure, spread: factors, detail } = ratioRow('', 'wall', pairs);
    rows.push({ what: `Cold start, certificate issued, against ${name} (${version})`, figure, spread: factors, detail: detail.replace('by hand', 'it') });
  }
  return rows;
}

// ---- pairs of runs ----

async function ratio(what, times, quantity, settings, target) {
  return ratioRow(what, quantity, await measurePairs(times, quantity, settings), target);
}

/** Both apps in turn, again and again; or the reason why not. */
async function measurePairs(times, quantity, settings) {
  if (times === 0) return 'left out';
  const pairs = [];
  try {
    for (let i = 0; i < times; i++) {
      const handwritten = (await app('handwritten.cjs', settings))[quantity];
      const library = (await app('library.cjs', settings))[quantity];
      pairs.push({ library, handwritten });
    }
  } catch (error) {
    if (!(error instanceof TimeLimit)) throw error;
    return `more than ${repeats.seconds} s`;
  }
  return pairs;
}

function ratioRow(what, quantity, pairs, target) {
  process.stderr.write(what ? `${what}\n` : '');
  if (!Array.isArray(pairs)) return { what, target: target && `${target} times`, figure: pairs };
  const ratios = spread(pairs.map(({ library, handwritten }) => library / handwritten));
  const unit = quantity === 'megabytes' ? 'MB' : 'ms';
  const [library, handwritten] = ['library', 'handwritten'].map((side) => `${median(pairs.map((pair) => pair[side])).toFixed(0)} ${unit}`);
  return {
    what,
    target: target && `${target} times`,
    figure: `${ratios.median.toFixed(2)} times`,
    spread: `${ratios.least.toFixed(2)} - ${ratios.greatest.toFixed(2)}`,
    verdict: target && verdict(ratios.median, target),
    detail: `${library}, by hand ${handwritten}`,
  };
}

function verdict(figure, target) {
  return figure <= target ? 'yes' : 'no';
}

/** One app in a process of its own: what it tells of itself, and the whole process' time. */
async function app(script, { bundles, chartEach = false, tls = false, outdir = join(folder, 'out') }) {
  mkdirSync(outdir, { recursive: true });
  const { stdout, wall } = await node(script, JSON.stringify({ bundles, chartEach, tls, outdir }));
  if (outdir === join(folder, 'out')) rmSync(outdir, { recursive: true });
  return { wall, ...JSON.parse(stdout) };
}

function node(script, ...args) {
  return runProcess(process.execPath, [join(import.meta.dirname, script), ...args], { cwd: repo, env, seconds: repeats.seconds });
}

// ---- what has to be there ----

/** Both apps must write the same objects, with and without a certificate. */
async function compareBundles() {
  const differing = [];
  for (const tls of [false, true]) {
    const [ours, theirs] = ['library', 'handwritten'].map((name) => join(folder, `${name}-${tls}`));
    await app('library.cjs', { bundles: 1, tls, outdir: ours });
    await app('handwritten.cjs', { bundles: 1, tls, outdir: theirs });
    differing.push(...differingFields(ours, theirs));
  }
  return differing;
}

/** The certificate that the hand-written app embeds. */
function makeCertificate() {
  mkdirSync(pem);
  const openssl = (...args) => execFileSync('openssl', args, { cwd: pem, stdio: ['ignore', 'ignore', 'pipe'] });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'];
  openssl('req', '-x509', ...key, '-subj', '/CN=bench-ca', '-keyout', 'ca.key', '-out', 'ca.crt');
  openssl('req', ...key, '-x509', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-subj', '/CN=bench', '-addext', 'subjectAltName=DNS:bench.example.com', '-keyout', 'tls.key', '-out', 'tls.crt');
}
