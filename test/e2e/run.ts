/**
 * Lets real Kubernetes judge what this library synthesizes.
 *
 *   npm run e2e                                        everything, in each minor that CI tries
 *   npm run e2e -- --minor 1.36 --only rotation        one minor, the scenario files whose name has this word
 *   npm run e2e -- --record                            also writes the table that the README links
 */
import { parseArgs } from 'node:util';
import { checkMachine, Refusal, runCommand } from './command';
import { buildKubernetes, buildPrograms, MINORS } from './programs/build';
import { checkRecord, record, table } from './report';
import { runBeds } from './run-beds';
import { scenarios } from './scenarios';

/** Up to 1.35 the aggregator's probe does not verify the certificate; from 1.36 on it does. */
const TRIED_BY_CI = ['1.35', '1.37'];

runCommand(async () => {
  const { values } = parseArgs({
    options: { minor: { type: 'string', multiple: true }, only: { type: 'string' }, record: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return usage();
  const { minor: minors = TRIED_BY_CI, only } = values;
  const unknown = minors.filter((minor) => !(minor in MINORS));
  if (unknown.length > 0) throw new Refusal(`no such minor: ${unknown.join(', ')}; there are ${Object.keys(MINORS).join(', ')}`);
  const named = scenarios(only);
  if (named.length === 0) throw new Refusal(`no scenario file has '${only}' in its name; there are ${scenarios().map(({ name }) => name).join(', ')}`);
  const chosen = named.filter((scenario) => scenario.minors.some((minor) => minors.includes(minor)));
  if (chosen.length === 0) throw new Refusal(`${named.map(({ name }) => name).join(', ')}: for ${[...new Set(named.flatMap((one) => one.minors))].join(', ')} only`);
  if (values.record && only) throw new Refusal('--record writes whole columns: it does not go with --only');
  checkMachine(chosen.map(({ size }) => size));

  const progress = (text: string) => process.stdout.write(text);
  for (const minor of minors) await buildPrograms(minor, progress);
  for (const minor of new Set(chosen.flatMap(({ further }) => further))) await buildKubernetes(minor, progress);
  const results = await runBeds(minors, chosen);
  process.stdout.write(`\n${table(results)}\n`);
  const failed = results.filter(({ error }) => error !== undefined).length;
  if (failed === 0 && values.record) record(results);
  const stale = failed === 0 && !only && !values.minor ? checkRecord(results) : undefined;
  if (stale) process.stderr.write(`${stale}\n`);
  process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
  return failed > 0 || stale ? 1 : 0;
});

function usage(): number {
  process.stdout.write([
    'npm run e2e -- [--minor MINOR ...] [--only WORD] [--record]',
    '',
    `  --minor MINOR  a Kubernetes minor, of ${Object.keys(MINORS).join(', ')}; may be given again. Else ${TRIED_BY_CI.join(' and ')}`,
    '  --only WORD    only the scenario files with this word in their name:',
    ...scenarios().map(({ name }) => `                   ${name}`),
    '  --record       writes the table of scenarios and times that the README links: the columns of these minors',
    '',
  ].join('\n'));
  return 0;
}
