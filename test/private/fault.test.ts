import { App } from 'cdk8s';
import { Faults } from '../../src/private/fault';

const textOf = (value: unknown) => {
  const faults = new Faults('Thing', 'app/thing');
  faults.add('prop', value, { needs: 'must be other', fix: `write "${String(value)}"` });
  try {
    faults.throwIfAny();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

test('what looks like key material is shown neither as the value nor as a part of the fix', () => {
  const seed = '0123456789abcdef'.repeat(4);
  expect(textOf(seed)).not.toContain('0123');
  expect(textOf('wardle')).toContain('write "wardle"');
});

test('a value that holds a construct is shown, though it holds itself', () => {
  expect(textOf([new App()])).toContain('got a list');
  expect(textOf({ app: new App() })).toContain('got an object');
});
