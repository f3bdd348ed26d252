import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MINORS } from './programs/build';
import type { Verdict } from './verdict';

const FILE = join(__dirname, '../../docs/e2e.md');

/** The scenarios with their times, a column for each minor, in Markdown. */
export function table(verdicts: Verdict[]): string {
  const minors = [...new Set(verdicts.map(({ minor }) => minor))].sort();
  const rows = rowNames(verdicts).map((name) => {
    const cells = minors.map((minor) => {
      const verdict = verdicts.find((one) => one.minor === minor && rowName(one) === name);
      if (!verdict) return '';
      return verdict.error === undefined ? `${verdict.seconds.toFixed(1)} s` : 'FAILED';
    });
    return `| ${[name, ...cells].join(' | ')} |`;
  });
  const heads = [`| Scenario | ${minors.join(' | ')} |`, `| --- |${' ---: |'.repeat(minors.length)}`];
  return [...heads, ...rows].join('\n');
}

/** Writes the table into the file that the README links. */
export function record(verdicts: Verdict[]): void {
  const versions = [...new Set(verdicts.map(({ minor }) => MINORS[minor as keyof typeof MINORS]))].sort().join(' and ');
  writeFileSync(FILE, [
    '# Judged by a real cluster',
    '',
    'Bundles that this library synthesized, applied with `kubectl apply` to a real Kubernetes and judged by what it says of them: kube-apiserver and etcd',
    '(`control-plane`), or with kubelet, containerd, kube-proxy, scheduler and controllers on two nodes (`cluster`).',
    `Kubernetes ${versions}; \`npm run e2e -- --record\` writes this file.`,
    '',
    table(verdicts),
    '',
  ].join('\n'));
}

/** What is wrong with the recorded table: other scenarios than those that ran. Times may differ. */
export function checkRecord(verdicts: Verdict[]): string | undefined {
  const recorded = existsSync(FILE) ? [...readFileSync(FILE, 'utf8').matchAll(/^\| ((?:control-plane|cluster) [^|]+) \|/gm)].map(([, name]) => name) : [];
  const ran = rowNames(verdicts);
  const differing = [...ran.filter((name) => !recorded.includes(name)), ...recorded.filter((name) => !ran.includes(name))];
  return differing.length > 0 ? `docs/e2e.md is stale (${differing.join('; ')}): run 'npm run e2e -- --record'` : undefined;
}

function rowNames(verdicts: Verdict[]): string[] {
  return [...new Set(verdicts.map(rowName))];
}

function rowName({ size, scenario, title }: Verdict): string {
  return `${size} ${scenario}: ${title.replaceAll('|', '\\|')}`;
}
