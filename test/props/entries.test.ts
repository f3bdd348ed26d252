import { Duration } from 'cdk8s';
import { allProperties, classes, factoriesOf, structs } from './assembly';
import { declaredMembers, membersOf, refusalOf } from './check-table';
import { differences } from './difference';
import { synth } from './site';
import type { StructEntry } from './table';
import { TABLE } from './tables';

test('every prop of every struct and every static factory has an entry, and there is none of what is gone', () => {
  const declared = [...structs(), ...classes()].flatMap(({ name }) => declaredMembers(name).map((member) => `${name}.${member}`));
  const withInherited = structs().flatMap((type) => allProperties(type).map(({ name }) => `${type.name}.${name}`));
  const entries = TABLE.flatMap((entry) => membersOf(entry).map((member) => `${entry.name}.${member}`));

  expect(declared.length).toBeGreaterThan(200);
  expect([...declared, ...withInherited].filter((member) => !entries.includes(member))).toEqual([]);
  expect(entries.filter((member) => !declared.includes(member) && !withInherited.includes(member))).toEqual([]);
});

test('no type has two entries', () => {
  const names = TABLE.map(({ name }) => name);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test('a class that has no factory is built with a constructor of scope, id and props', () => {
  const constructed = classes().filter((type) => factoriesOf(type).length === 0);
  const others = constructed.filter(({ initializer }) => initializer?.parameters?.map(({ name }) => name).join() !== 'scope,id,props');
  expect(others.map(({ name }) => name)).toEqual([]);
});

/** The value that a doc comment gives as the default, or undefined where it describes one in words. */
function literal(text: string | undefined): unknown {
  if (text === undefined || text.startsWith('-')) return undefined;
  const days = /^Duration\.days\((\d+)\)$/.exec(text);
  if (days) return Duration.days(Number(days[1]));
  return JSON.parse(text.replace(/^'(.*)'$/, '"$1"'));
}

const DEFAULTS = structs().flatMap((type) => (type.properties ?? []).flatMap(({ name, docs }): [string, string, unknown][] => {
  const value = literal(docs?.default);
  return value === undefined ? [] : [[type.name, name, value]];
}));

test('there are defaults to look at', () => {
  expect(DEFAULTS.length).toBeGreaterThan(20);
});

test.each(DEFAULTS)('%s.%s: saying the documented default is saying nothing', (name, prop, value) => {
  const entry = TABLE.find((candidate) => candidate.name === name) as StructEntry;
  const { before, refused } = entry.programs(prop);
  if (refused) return expect(() => synth(entry.saying(prop, value))).toThrow(refusalOf(refused)); // as without it

  // what Kubernetes takes for granted may be written out
  const changes = differences(synth(before), synth(entry.saying(prop, value))).filter((line) => !/= (0|false)$/.test(line));
  return expect(changes).toEqual([]);
});
