import { outside } from '../../src/private/outside';

beforeEach(() => jest.restoreAllMocks());
afterEach(() => {
  delete process.env.SOURCE_DATE_EPOCH;
  jest.restoreAllMocks();
});

test('now is the moment that SOURCE_DATE_EPOCH fixes', () => {
  process.env.SOURCE_DATE_EPOCH = '1767225600';
  expect(outside.now()).toEqual(new Date('2026-01-01T00:00:00Z'));
});

test('now is now where nothing fixes it', () => {
  const before = Date.now();
  expect(outside.now().getTime()).toBeGreaterThanOrEqual(before);
  process.env.SOURCE_DATE_EPOCH = '';
  expect(outside.now().getTime()).toBeGreaterThanOrEqual(before);
});

test('a warning is a line on the error output', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  outside.warn('Warning: mind the gap.');
  expect(write.mock.calls).toEqual([['Warning: mind the gap.\n']]);
});

test('files and variables are read as they are', () => {
  expect(outside.readFile(__filename)).toContain('files and variables are read as they are');
  expect(outside.environmentVariable('SOURCE_DATE_EPOCH')).toBeUndefined();
});
