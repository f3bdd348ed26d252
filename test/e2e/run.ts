/**
 * Lets real Kubernetes judge what this library synthesizes.
 *
 *   npm run e2e                                        everything, in each minor that CI judges
 *   npm run e2e -- --minor 1.36 --only rotation        one minor, the scenarios whose name has this word
 *   npm run e2e -- --record                            also writes the table that the README links
 */
import { parseArgs } from 'node:util';
import { lacks } from './bed/lacks';
import { hold } from './hold';
import { buildPrograms, MINORS } from './programs/build';
import { checkRecord, record, table } from './report';
import { scenarios } from './scenarios';

/** Up to 1.35 the aggregator's probe does not verify the certificate; from 1.36 on it does. */
const JUDGED_BY_CI = ['1.35', '1.37'];

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { minor: { type: 'string', multiple: true }, only: { type: 'string' }, record: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return usage();
  const minors = values.minor ?? JUDGED_BY_CI;
  const unknown = minors.filter((minor) => !(minor in MINORS));
  if (unknown.length > 0) return refuse(`no such minor: ${unknown.join(', ')}; there are ${Object.keys(MINORS).join(', ')}`);
  const chosen = scenarios(values.only);
  if (chosen.length === 0) return refuse(`no scenario has '${values.only}' in its name; there are ${scenarios().map(({ name }) => name).join(', ')}`);
  if (values.record && (values.only || values.minor)) return refuse('--record writes the whole table: it goes with neither --minor nor --only');

  const lacking = [...new Set(chosen.flatMap(({ size }) => lacks(size)))];
  if (lacking.length > 0) return refuse(`this machine lacks what the test bed needs:\n${lacking.map((lack) => `  ${lack}`).join('\n')}`);

  for (const minor of minors) await buildPrograms(minor, (line) => process.stdout.write(line));
  const verdicts = await hold(minors, chosen);
  process.stdout.write(`\n${table(verdicts)}\n`);
  const failed = verdicts.filter(({ error }) => error !== undefined).length;
  if (failed === 0 && values.record) record(verdicts);
  const stale = failed === 0 && !values.only && !values.minor ? checkRecord(verdicts) : undefined;
  if (stale) process.stderr.write(`${stale}\n`);
  process.stdout.write(`${verdicts.length - failed} passed, ${failed} failed\n`);
  return failed > 0 || stale ? 1 : 0;
}

function usage(): number {
  process.stdout.write([
    'npm run e2e -- [--minor MINOR ...] [--only WORD] [--record]',
    '',
    `  --minor MINOR  a Kubernetes minor, of ${Object.keys(MINORS).join(', ')}; may be given again. Else ${JUDGED_BY_CI.join(' and ')}`,
    `  --only WORD    only scenarios with this word in their name: ${scenarios().map(({ name }) => name).join(', ')}`,
    '  --record       writes the table of scenarios and times that the README links',
    '',
  ].join('\n'));
  return 0;
}

function refuse(why: string): number {
  process.stderr.write(`${why}\n`);
  return 2;
}

main().then((code) => { process.exitCode = code; }, (error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
