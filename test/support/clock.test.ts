import { TEST_NOW, TEST_TLS_SEED } from './clock';
import { outside } from '../../src/private/outside';

const whileLoading = outside.now();

test('the clock stands at the turn of the year, while a test file loads too', () => {
  expect(outside.now().toISOString()).toEqual('2026-01-01T00:00:00.000Z');
  expect(whileLoading).toEqual(TEST_NOW);
});

test('a date that a test changes does not move the clock', () => {
  outside.now().setFullYear(1999);
  expect(outside.now()).toEqual(TEST_NOW);
});

describe('mocks that a test restores', () => {
  test('the clock runs again inside that test', () => {
    jest.restoreAllMocks();
    expect(outside.now()).not.toEqual(TEST_NOW);
  });

  test('and stands again in the next', () => {
    expect(outside.now()).toEqual(TEST_NOW);
  });
});

test('the test seed is 64 hexadecimal digits', () => {
  expect(outside.environmentVariable(TEST_TLS_SEED)).toMatch(/^[0-9a-f]{64}$/);
});
