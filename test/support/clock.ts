import { createHash } from 'node:crypto';
import { outside } from '../../src/private/outside';

/** The moment at which every test runs. */
export const TEST_NOW = new Date('2026-01-01T00:00:00Z');

/** Names the environment variable that holds a seed in every test. */
export const TEST_TLS_SEED = 'TEST_TLS_SEED';

/** Stops the clock of the library and sets the test seed. A test that restores all mocks gets both back in the next test. */
export function fixOutside(): void {
  jest.spyOn(outside, 'now').mockImplementation(() => new Date(TEST_NOW));
  process.env[TEST_TLS_SEED] = createHash('sha256').update('test').digest('hex');
}
