import type * as Levenshtein from 'fastest-levenshtein';
import type { Faults } from './fault';
import { HIDDEN } from './fault';

/**
 * What a prop may hold: a primitive, a class of this library, `'object'` where only an interface is known, a list `[of]`, a map, or a struct.
 */
type Kind<V> =
  V extends string ? 'string' :
    V extends number ? 'number' :
      V extends boolean ? 'boolean' :
        V extends readonly (infer E)[] ? readonly [Kind<E>] :
          string extends keyof V ? MapKind<Kind<V[string & keyof V]>> :
            ClassKind | StructKind<V> | 'object';

type ClassKind = Function & { readonly name: string };

interface MapKind<K> {
  readonly valuesOf: K;
}

interface StructKind<T> {
  readonly struct: Shape<T>;
}

/** How many props fit into a message. */
const FEW = 12;

/** A prop that has to be given. */
interface RequiredKind<K> {
  readonly required: K;
}

/**
 * The props of a struct and what each may hold. The compiler holds it to the struct: no prop can be missing, misspelt or differ in being required.
 *
 * It is there for callers that no compiler holds to anything: plain JavaScript, and Python's dictionaries in place of structs.
 */
export type Shape<T> = {
  readonly [P in keyof T]-?: undefined extends T[P] ? Kind<NonNullable<T[P]>> : RequiredKind<Kind<T[P]>>;
};

/** A prop that has to be given. */
export function required<K>(kind: K): RequiredKind<K> {
  return { required: kind };
}

/** A map from names to values of one kind. */
export function mapOf<K>(kind: K): MapKind<K> {
  return { valuesOf: kind };
}

/** A nested struct. */
export function struct<T>(shape: Shape<T>): StructKind<T> {
  return { struct: shape };
}

type AnyKind = string | Function | readonly AnyKind[] | ObjectKind;
type ObjectKind = MapKind<AnyKind> | { readonly struct: AnyShape } | RequiredKind<AnyKind>;

/** The shape of some struct. */
export interface AnyShape {
  readonly [prop: string]: AnyKind;
}

/**
 * Notes missing and unknown props and wrong types.
 *
 * @param kinds the struct's `Shape`
 * @param prefix the prop that holds the struct, with its dot (`service.`), or nothing
 * @returns whether all is well, so that the values can be looked at
 */
export function checkProps(faults: Faults, props: unknown, kinds: AnyShape, prefix = ''): boolean {
  const given = props as Readonly<Record<string, unknown>>;
  if (!isPlain(props)) {
    return !faults.add(prefix.replace(/\.$/, '') || 'props', props, { needs: `must be an object with ${listed(mandatory(kinds)) ?? 'props'}` });
  }
  let well = true;
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(kinds, name) || given[name] === undefined) continue;
    faults.add(`${prefix}${name}`, HIDDEN, { needs: 'is not a prop', fix: nearest(name, Object.keys(kinds)) });
    well = false;
  }
  for (const [name, kind] of Object.entries(kinds)) {
    if (!fits(faults, `${prefix}${name}`, given[name], kind)) well = false;
  }
  return well;
}

/** Notes lists that are given and empty. */
export function checkNotEmpty<T extends object>(faults: Faults, prefix: string, options: T, lists: readonly (string & keyof T)[]): void {
  for (const list of lists) {
    if ((options[list] as unknown[] | undefined)?.length === 0) faults.add(`${prefix}${list}`, [], { needs: 'must name at least one' });
  }
}

function fits(faults: Faults, prop: string, value: unknown, kind: AnyKind): boolean {
  if (isObject(kind) && 'required' in kind) {
    if (value === undefined || value === null) return !faults.add(prop, value, { needs: `must be given (${described(kind.required)})` });
    return fits(faults, prop, value, kind.required);
  }
  if (value === undefined) return true;
  if (value === null) return !faults.add(prop, value, { needs: `must be ${described(kind)}, or left out` });
  if (typeof kind === 'function') return isMadeBy(value, kind) || !faults.add(prop, value, { needs: `must be ${described(kind)}` });
  if (Array.isArray(kind)) {
    if (!Array.isArray(value)) return !faults.add(prop, value, { needs: `must be ${described(kind)}` });
    return value.map((element, i) => fits(faults, `${prop}[${i}]`, element, required(kind[0]))).every(Boolean);
  }
  if (isObject(kind) && 'struct' in kind) return checkProps(faults, value, kind.struct, `${prop}.`);
  if (isObject(kind) && 'valuesOf' in kind) {
    if (!isPlain(value)) return !faults.add(prop, value, { needs: `must be ${described(kind)}` });
    return Object.entries(value as object).map(([key, element]) => fits(faults, `${prop}.${key}`, element, required(kind.valuesOf))).every(Boolean);
  }
  if (typeof value === kind) return true;
  return !faults.add(prop, value, { needs: `must be ${described(kind)}`, fix: (value as { _belongsInto?: string })._belongsInto });
}

/** What the user may have meant, a longer or shorter word or a misspelt one; the library is needed for that only. */
function nearest(name: string, names: string[]): string | undefined {
  const { closest, distance } = module.require('fastest-levenshtein') as typeof Levenshtein;
  const near = closest(name, names);
  const extended = name.length > 3 ? names.find((other) => other.startsWith(name) || name.startsWith(other)) : undefined;
  if (extended) return `did you mean '${extended}'?`;
  if (near && distance(name, near) <= Math.max(2, name.length / 4)) return `did you mean '${near}'?`;
  return names.length > 0 && names.length <= FEW ? `there are ${listed(names)}` : undefined;
}

/** Whether it is of the class, and not of its constructor alone, which only a compiler keeps private: a factory sets some member. */
function isMadeBy(value: unknown, kind: Function): boolean {
  return value instanceof kind && Object.values(value).some((member) => member !== undefined && member !== false);
}

function described(kind: AnyKind): string {
  if (typeof kind === 'function') return `made with a factory of ${kind.name}`;
  if (Array.isArray(kind)) return `a list, each element ${described(kind[0])}`;
  if (isObject(kind)) return 'valuesOf' in kind ? 'an object of names and values' : 'an object';
  return kind === 'object' ? 'an object' : `a ${kind as string}`;
}

function mandatory(kinds: AnyShape): string[] {
  return Object.keys(kinds).filter((name) => isObject(kinds[name]) && 'required' in (kinds[name] as object));
}

function listed(names: string[]): string | undefined {
  return names.length > 0 ? names.map((name) => `'${name}'`).join(', ') : undefined;
}

function isObject(kind: AnyKind): kind is ObjectKind {
  return typeof kind === 'object' && !Array.isArray(kind);
}

function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
