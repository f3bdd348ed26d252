import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MUTATIONS } from './mutations';
import { scenarios } from '../scenarios';

test.each(MUTATIONS.map((mutation) => [mutation.fault, mutation] as const))('%s: can be made, and a scenario is there to notice it', (_, mutation) => {
  expect(readFileSync(join(__dirname, '../../../src', mutation.file), 'utf8').split(mutation.from)).toHaveLength(2);
  const [scenario] = scenarios(`${mutation.size}/${mutation.scenario}`);
  expect(readFileSync(scenario.path, 'utf8')).toContain('scenario(');
});

test('each fault is named once', () => {
  expect(new Set(MUTATIONS.map(({ fault }) => fault)).size).toBe(MUTATIONS.length);
});
