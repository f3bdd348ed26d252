import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MINORS } from './programs/build';
import type { Result } from './result';

const FILE = join(__dirname, '../../docs/e2e.md');

/** The scenarios with their times, a column for each minor, in Markdown. */
export function table(results: Result[]): string {
  const minors = [...new Set(results.map(({ minor }) => minor))].sort();
  const rows = rowNames(results).map((name) => {
    const cells = minors.map((minor) => {
      const result = results.find((one) => one.minor === minor && rowName(one) === name);
      if (!result) return '';
      return result.error === undefined ? [`${result.seconds.toFixed(1)} s`, ...result.note ? [result.note] : []].join(', ') : 'FAILED';
    });
    return `| ${[name, ...cells].join(' | ')} |`;
  });
  const heads = [`| Scenario | ${minors.join(' | ')} |`, `| --- |${' ---: |'.repeat(minors.length)}`];
  return [...heads, ...rows].join('\n');
}

/** Writes the table into the file that the README links. */
export function record(results: Result[]): void {
  const versions = [...new Set(results.map(({ minor }) => MINORS[minor as keyof typeof MINORS]))].sort().join(' and ');
  writeFileSync(FILE, [
    '# Judged by a real cluster',
    '',
    'Bundles that this library synthesized, applied with `kubectl apply` to a real Kubernetes and judged by what it says of them: kube-apiserver and etcd',
    '(`control-plane`), or with kubelet, containerd, kube-proxy, scheduler and controllers on two nodes (`cluster`).',
    'Every object of every example is applied, with strict validation on the server.',
    '',
    `Kubernetes ${versions}, on two cores; \`npm run e2e -- --record\` writes this file.`,
    '',
    table(results),
    '',
  ].join('\n'));
}

/** What is wrong with the recorded table: other scenarios than those that ran. Times may differ. */
export function checkRecord(results: Result[]): string | undefined {
  const recorded = existsSync(FILE) ? [...readFileSync(FILE, 'utf8').matchAll(/^\| ((?:control-plane|cluster) [^|]+) \|/gm)].map(([, name]) => name) : [];
  const ran = rowNames(results);
  const differing = [...ran.filter((name) => !recorded.includes(name)), ...recorded.filter((name) => !ran.includes(name))];
  return differing.length > 0 ? `docs/e2e.md is stale (${differing.join('; ')}): run 'npm run e2e -- --record'` : undefined;
}

function rowNames(results: Result[]): string[] {
  return [...new Set(results.map(rowName))];
}

function rowName({ size, scenario, title }: Result): string {
  return `${size} ${scenario}: ${title}`;
}
