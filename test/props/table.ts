import type { Program, Site } from './site';

/** A value, or how to make it where it needs a chart. */
type Given<V> = V | ((site: Site) => V);
/** Some props of a struct, any of which may need a chart. */
type Some<T> = { readonly [P in keyof T]?: Given<T[P]> };

/** A change that needs more than its own prop: what is given before, and after. */
class Pair<T> {
  constructor(readonly before: Some<T>, readonly after: Some<T>) {}
}

/** A prop that is to be seen between `before` and `after`, which are laid over the struct's base. */
export function between<T>(before: Some<T>, after: Some<T>): Pair<T> {
  return new Pair(before, after);
}

/** A change that changes no YAML by itself, but lets something else be given. */
class Permission<T> {
  constructor(readonly refused: Some<T>, readonly accepted: Some<T>) {}
}

/** A prop without which, as in `refused`, the construct throws what it accepts with it. */
export function permits<T>(refused: Some<T>, accepted: Some<T>): Permission<T> {
  return new Permission(refused, accepted);
}

type Changes<T> = { readonly [P in keyof T]?: Given<NonNullable<T[P]>> | Pair<T> | Permission<T> };

/** Two programs whose YAML differs, and one that must not be built. */
export interface Programs {
  readonly before: Program;
  readonly after: Program;
  readonly refused?: Program;
}

/** How the props of one struct are seen in YAML. */
export interface StructEntry {
  readonly kind: 'struct';
  readonly name: string;
  readonly props: readonly string[];
  /** Two programs that differ in one prop, the changes of parent structs included. */
  programs(prop: string): Programs;
  /** A program that gives the base with other values of some props. */
  withProps(values: object): Program;
  /** The program `before` of a prop, with this value of it. */
  saying(prop: string, value: unknown): Program;
  /** A program that gives something else in place of the struct. */
  given(value: unknown): Program;
}

/** How what the static factories of one class make is seen in YAML. */
export interface ClassEntry {
  readonly kind: 'class';
  readonly name: string;
  readonly factories: readonly string[];
  programs(factory: string): Programs;
  /** A program that gives what a factory makes of other arguments. */
  withArguments(factory: string, change: (args: unknown[]) => unknown[]): Program;
}

export type Entry = StructEntry | ClassEntry;

/**
 * The entry of a struct.
 *
 * @param build gives the struct to a construct
 * @param base what has to be given besides
 * @param changes for each prop another value than the base's, which has to be seen in YAML
 * @param parents the entries of the structs that it extends: their changes hold here too, unless `changes` has the prop
 */
export function struct<T extends object>(
  name: string, build: (value: T) => Program, base: Some<T>, changes: Changes<T>, parents: StructEntry[] = [],
): StructEntry {
  const withProps = (...overlays: object[]): Program => (site) => build(resolve(Object.assign({}, base, ...overlays), site) as T)(site);
  const inherited = Object.assign({}, ...parents.map((parent) => (parent as StructEntry & Changed).all));
  const all: { [prop: string]: unknown } = { ...inherited, ...changes };
  const entry: StructEntry & Changed = {
    kind: 'struct',
    name,
    all,
    props: Object.keys(all),
    programs(prop) {
      const change = all[prop];
      if (change instanceof Pair) return { before: withProps(change.before), after: withProps(change.after) };
      if (change instanceof Permission) return { before: withProps(), after: withProps(change.accepted), refused: withProps(change.refused) };
      return { before: withProps(), after: withProps({ [prop]: change }) };
    },
    withProps,
    saying: (prop, value) => withProps(all[prop] instanceof Pair ? all[prop].before : {}, { [prop]: value }),
    given: (value) => (site) => build(value as T)(site),
  };
  return entry;
}

interface Changed {
  readonly all: object;
}

/** The arguments of a factory, each of which may need a chart, and what is given in place of its value before. */
type Made<V> = Given<unknown>[] | { readonly args: Given<unknown>[]; readonly before: V };

/**
 * The entry of a class.
 *
 * @param build gives a value of the class to a construct, or leaves it out where there is none
 * @param before what is given otherwise
 * @param made arguments for each factory
 */
export function factories<V>(
  of: Function & { prototype: V },
  build: (value: V | undefined) => Program,
  before: Given<V> | undefined,
  made: { readonly [factory: string]: Made<V> },
): ClassEntry {
  const argsOf = (factory: string) => { const given = made[factory]; return Array.isArray(given) ? given : given.args; };
  const make = (factory: string, args: unknown[]): V => (of as unknown as Record<string, (...args: unknown[]) => V>)[factory](...args);
  const withArguments = (factory: string, change: (args: unknown[]) => unknown[]): Program => (site) => {
    return build(make(factory, change(argsOf(factory).map((arg) => late(arg, site)))))(site);
  };
  return {
    kind: 'class',
    name: of.name,
    factories: Object.keys(made),
    programs(factory) {
      const given = made[factory];
      const other = Array.isArray(given) ? before : given.before;
      return { before: (site) => build(late(other, site) as V | undefined)(site), after: withArguments(factory, (args) => args) };
    },
    withArguments,
  };
}

function late(value: unknown, site: Site): unknown {
  return typeof value === 'function' ? value(site) : value;
}

function resolve(values: object, site: Site): object {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, late(value, site)]));
}
