import type { AssemblyType, Member } from './assembly';
import { allProperties, assemblyTypes, classes, factoriesOf, isTaken, structs } from './assembly';
import type { Program } from './site';
import { manifests } from './site';
import type { ClassEntry, StructEntry } from './table';
import { TABLE } from './tables';
import { schemaErrors } from '../support/schema';

// what a caller may give whom no compiler holds to anything: plain JavaScript, and Python's dictionaries

const NONSENSE: unknown[] = [undefined, null, 'text', 7, [], {}];

/** How the library refuses something. */
const REFUSAL = /^[A-Z]\w+ '[^']*' cannot be built:\n {2}- '/;

/** Whether the assembly's type has that value; a value of a struct or list may still lack something. */
function isOf(type: AssemblyType, value: unknown): boolean {
  if (type.primitive) return typeof value === type.primitive;
  if (type.collection) return isObject(value) && Array.isArray(value) === (type.collection.kind === 'array');
  const declared = assemblyTypes()[type.fqn!];
  return Boolean(declared?.datatype) && isObject(value) && !Array.isArray(value);
}

/** Nonsense for a type, and lists and maps with nonsense in them. */
function nonsenseFor({ collection }: AssemblyType): unknown[] {
  if (!collection) return NONSENSE;
  return [...NONSENSE, ...NONSENSE.map((value) => collection.kind === 'array' ? [value] : { key: value })];
}

function mayAccept({ type, optional, variadic }: Member, value: unknown): boolean {
  if (value === undefined || value === null) return Boolean(optional || variadic);
  if (!isOf(type, value)) return false;
  const elements: unknown[] = type.collection ? Object.values(value as object) : [];
  return elements.every((element) => isOf(type.collection!.elementtype, element));
}

/** What is wrong with the outcome of a program: nothing where the library refuses it in its words, or accepts it and writes what Kubernetes takes. */
function failureOf(program: Program, acceptable: boolean): string | undefined {
  let written;
  try {
    written = manifests(program);
  } catch (error) {
    const { message } = error as Error;
    return REFUSAL.test(message) ? undefined : `${(error as Error).name}: ${message}`;
  }
  const errors = schemaErrors(written);
  if (errors.length > 0) return `writes ${errors.join(', ')}`;
  return acceptable ? undefined : 'is accepted';
}

function failures(cases: { what: string; program: Program; acceptable: boolean }[]): string[] {
  return cases.flatMap(({ what, program, acceptable }) => {
    const failure = failureOf(program, acceptable);
    return failure === undefined ? [] : [`${what}: ${failure}`];
  });
}

function named(where: string, value: unknown): string {
  return `${where} = ${value === undefined ? 'undefined' : JSON.stringify(value)}`;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function structEntry(name: string): StructEntry {
  return TABLE.find((candidate): candidate is StructEntry => candidate.name === name && candidate.kind === 'struct')!;
}

describe.each(structs().map((type) => [type.name, type] as const))('%s', (name, type) => {
  const entry = structEntry(name);

  test('nonsense in a prop is refused, or does no harm', () => {
    expect(failures(allProperties(type).flatMap((prop) => nonsenseFor(prop.type).map((value) => ({
      what: named(`${name}.${prop.name}`, value),
      program: entry.withProps({ [prop.name]: value }),
      acceptable: mayAccept(prop, value),
    }))))).toEqual([]);
  });

  test('a misspelt prop is refused by its name', () => {
    const { name: prop } = allProperties(type)[0];
    const misspelt = `${prop.slice(1)}X`;
    const refusal = new RegExp(`cannot be built:\n.*${misspelt}' is not a prop; did you mean '`);
    expect(() => manifests(entry.withProps({ [misspelt]: 'text' }))).toThrow(refusal);
  });
});

const taken = structs().filter(isTaken);

test.each(taken.map((type) => [type.name, type] as const))('nonsense in place of %s is refused, or does no harm', (name, type) => {
  const acceptable = allProperties(type).every(({ optional }) => optional);
  expect(failures(NONSENSE.map((value) => ({
    what: named(name, value),
    program: structEntry(name).given(value),
    acceptable: acceptable && (value === undefined || value === null || (isObject(value) && !Array.isArray(value))),
  })))).toEqual([]);
});

const withFactories = classes().filter((type) => factoriesOf(type).length > 0);

describe.each(withFactories.map((type) => [type.name, type] as const))('%s', (name, type) => {
  const entry = TABLE.find((candidate): candidate is ClassEntry => candidate.name === name && candidate.kind === 'class')!;

  test('a factory throws nothing, and nonsense that it was given is refused by the construct that gets its value, or does no harm', () => {
    const parameters = factoriesOf(type).flatMap(({ name: factory, parameters: own = [] }) => own.map((parameter, i) => ({ factory, parameter, i })));
    expect(failures(parameters.flatMap(({ factory, parameter, i }) => nonsenseFor(parameter.type).map((value) => ({
      what: named(`${name}.${factory}(${parameter.name})`, value),
      program: entry.withArguments(factory, (args) => Object.assign([...args], { [i]: value })),
      acceptable: mayAccept(parameter, value),
    }))))).toEqual([]);
  });

  test('a factory without arguments throws nothing either', () => {
    expect(failures(factoriesOf(type).map((factory) => ({
      what: `${name}.${factory.name}()`,
      program: entry.withArguments(factory.name, () => []),
      acceptable: (factory.parameters ?? []).every(({ optional, variadic }) => optional || variadic),
    })))).toEqual([]);
  });
});

describe.each(classes().filter(({ initializer }) => initializer).map(({ name }) => name))('%s', (name) => {
  test('has props that the tests above give nonsense to', () => {
    expect(structs().map((type) => type.name)).toContain(name === 'ExtensionApiServer' ? 'ExtensionApiServerProps' : `${name}Props`);
  });
});
