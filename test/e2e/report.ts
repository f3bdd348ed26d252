import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MINORS } from './programs/build';
import type { Result } from './result';

const FILE = join(__dirname, '../../docs/e2e.md');

/** What is said of a scenario, by minor, by the name of the scenario. */
type Table = Map<string, Map<string, string>>;

/** The scenarios with their times, a column for each minor, in Markdown. */
export function table(results: Result[]): string {
  return render(tableOf(results));
}

/** Writes the columns of these minors into the file that the README links; those of others stay. */
export function record(results: Result[]): void {
  const fresh = tableOf(results);
  const minors = new Set(results.map(({ minor }) => minor));
  for (const [name, cells] of recorded()) {
    const others = [...cells].filter(([minor]) => !minors.has(minor));
    if (others.length > 0) fresh.set(name, new Map([...fresh.get(name) ?? [], ...others]));
  }
  const versions = minorsOf(fresh).map((minor) => MINORS[minor]).join(' and ');
  writeFileSync(FILE, [
    '# Judged by a real cluster',
    '',
    'Bundles that this library synthesized, applied with `kubectl apply` to a real Kubernetes and judged by what it says of them: kube-apiserver and etcd',
    '(`control-plane`), or with kubelet, containerd, kube-proxy, scheduler and controllers on two nodes (`cluster`).',
    'Every object of every example is applied, with strict validation on the server.',
    '',
    `Kubernetes ${versions}, on two cores; \`npm run e2e -- --record\` writes this file.`,
    '',
    render(fresh),
    '',
  ].join('\n'));
}

/** What is wrong with the recorded table: other scenarios than those that ran. Times may differ. */
export function checkRecord(results: Result[]): string | undefined {
  const minors = new Set(results.map(({ minor }) => minor));
  const there = [...recorded()].filter(([, cells]) => [...cells.keys()].some((minor) => minors.has(minor))).map(([name]) => name);
  const ran = [...tableOf(results).keys()];
  const differing = [...ran.filter((name) => !there.includes(name)), ...there.filter((name) => !ran.includes(name))];
  return differing.length > 0 ? `docs/e2e.md is stale (${differing.join('; ')}): run 'npm run e2e -- --record'` : undefined;
}

function tableOf(results: Result[]): Table {
  const rows: Table = new Map();
  for (const { minor, size, scenario, title, seconds, note, error } of results) {
    const name = `${size} ${scenario}: ${title}`;
    const cell = error === undefined ? [`${seconds.toFixed(1)} s`, ...note ? [note] : []].join(', ') : 'FAILED';
    rows.set(name, new Map([...rows.get(name) ?? [], [minor, cell]]));
  }
  return rows;
}

function render(rows: Table): string {
  const minors = minorsOf(rows);
  return [
    `| Scenario | ${minors.join(' | ')} |`,
    `| --- |${' ---: |'.repeat(minors.length)}`,
    ...[...rows].map(([name, cells]) => `| ${[name, ...minors.map((minor) => cells.get(minor) ?? '')].join(' | ')} |`),
  ].join('\n');
}

function minorsOf(rows: Table): string[] {
  return [...new Set([...rows.values()].flatMap((cells) => [...cells.keys()]))].sort();
}

/** The table as it stands in the file. */
function recorded(): Table {
  if (!existsSync(FILE)) return new Map();
  const lines = readFileSync(FILE, 'utf8').split('\n').filter((line) => line.startsWith('| ')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
  const [[, ...minors] = [], , ...rows] = lines;
  return new Map(rows.map(([name, ...cells]) => [name, new Map(cells.map((cell, i): [string, string] => [minors[i], cell]).filter(([, cell]) => cell !== ''))]));
}
