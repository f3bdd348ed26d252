import * as library from '../../src/index';
import { Faults, HIDDEN } from '../../src/private/fault';
import type { Shape } from '../../src/private/props';
import { checkProps, mapOf, required, struct } from '../../src/private/props';

class Kind {
  public readonly madeBy = 'a factory';
}

interface Inner {
  readonly deep?: string;
}

interface Props {
  readonly name: string;
  readonly count?: number;
  readonly kinds?: Kind[];
  readonly labels?: { [key: string]: string };
  readonly inner?: Inner;
  readonly other?: Date;
}

const SHAPE: Shape<Props> = { name: required('string'), count: 'number', kinds: [Kind], labels: mapOf('string'), inner: struct<Inner>({ deep: 'string' }), other: 'object' };

function errorOf(props: unknown): string {
  const faults = new Faults('Thing', 'app/thing');
  const well = checkProps(faults, props, SHAPE);
  try {
    faults.throwIfAny();
  } catch (error) {
    expect(well).toBe(false);
    return (error as Error).message;
  }
  expect(well).toBe(true);
  return '';
}

test('fails for an instance that no factory made, though it is of the class', () => {
  const made = (type: any) => {
    const faults = new Faults('Thing', 'app/thing');
    return checkProps(faults, { x: new type() }, { x: type });
  };
  const classes = Object.values(library).filter((type) => typeof type === 'function' && !('isConstruct' in type));
  const accepted = classes.filter(made).map((type) => (type as Function).name);
  expect(classes.length).toBeGreaterThan(18);
  expect(accepted).toEqual([]);
});

test('accepts what fits, and undefined for whatever is optional', () => {
  const whole = { name: 'a', count: 1, kinds: [new Kind()], labels: { a: 'b' }, inner: { deep: 'x' }, other: new Date() };
  expect(errorOf(whole)).toBe('');
  expect(errorOf({ name: '', count: undefined, kinds: undefined, labels: undefined, inner: undefined, misspelt: undefined })).toBe('');
});

test('fails for props that are missing, misspelt or of another type, all at once', () => {
  expect(errorOf({ nam: 'a', count: '1', kinds: [new Kind(), {}], labels: { a: 1 }, inner: { dep: 'x' }, other: 3 })).toMatchInlineSnapshot(`
"Thing 'app/thing' cannot be built:
  - 'nam' is not a prop; did you mean 'name'?
  - 'name' must be given (a string), got nothing
  - 'count' must be a number, got "1"
  - 'kinds[1]' must be made with a factory of Kind, got {}
  - 'labels.a' must be a string, got 1
  - 'inner.dep' is not a prop; did you mean 'deep'?
  - 'other' must be an object, got 3"
`);
  expect(errorOf({ name: 'a', kinds: new Kind(), labels: ['a'], inner: 'x' })).toMatchInlineSnapshot(`
"Thing 'app/thing' cannot be built:
  - 'kinds' must be a list, each element made with a factory of Kind, got an object of class Kind
  - 'labels' must be an object of names and values, got ["a"]
  - 'inner' must be an object with props, got "x""
`);
});

test('fails for null, which is not the same as left out', () => {
  expect(errorOf({ name: 'a', count: null, kinds: null, inner: null })).toMatchInlineSnapshot(`
"Thing 'app/thing' cannot be built:
  - 'count' must be a number, or left out, got nothing
  - 'kinds' must be a list, each element made with a factory of Kind, or left out, got nothing
  - 'inner' must be an object, or left out, got nothing"
`);
});

test.each([undefined, null, 'text', []])('fails for %p in place of props', (props) => {
  expect(errorOf(props)).toMatch(/'props' must be an object with 'name'/);
});

describe('Faults', () => {
  test('names each fault once, and shows no hidden value', () => {
    const faults = new Faults('Thing', 'app/thing');
    for (let i = 0; i < 2; i++) faults.add('pem', HIDDEN, { needs: 'must be PEM', fix: 'convert it' });
    expect(faults.add('fine', 1, undefined)).toBe(false);
    expect(() => faults.throwIfAny()).toThrowErrorMatchingInlineSnapshot(`
"Thing 'app/thing' cannot be built:
  - 'pem' must be PEM; convert it"
`);
  });

  test('shows any value in a few characters', () => {
    const faults = new Faults('Thing', 'app/thing');
    const values = [undefined, null, NaN, 'x '.repeat(100), 'aA'.repeat(22), 'a-long-name-'.repeat(4), '-----BEGIN X', () => 1, 5n, Symbol('s'), new Date(0), { a: [1] }];
    for (const value of values) faults.add('prop', value, { needs: 'must be other' });
    expect(() => faults.throwIfAny()).toThrowErrorMatchingInlineSnapshot(`
"Thing 'app/thing' cannot be built:
  - 'prop' must be other, got nothing
  - 'prop' must be other, got NaN
  - 'prop' must be other, got "x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x...
  - 'prop' must be other, got 46 characters that are not shown
  - 'prop' must be other, got "a-long-name-a-long-name-a-long-name-a-long-name-"
  - 'prop' must be other, got 14 characters that are not shown
  - 'prop' must be other, got a function
  - 'prop' must be other, got a bigint
  - 'prop' must be other, got a symbol
  - 'prop' must be other, got an object of class Date
  - 'prop' must be other, got {"a":[1]}"
`);
  });
});
