import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

const REPO = resolve(__dirname, '../..');

/** A type as the assembly writes it. */
export interface AssemblyType {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly collection?: { readonly kind: 'array' | 'map'; readonly elementtype: AssemblyType };
}

/** A property, or a parameter of a method. */
export interface Member {
  readonly name: string;
  readonly type: AssemblyType;
  readonly optional?: boolean;
  readonly static?: boolean;
  readonly variadic?: boolean;
  readonly docs?: { readonly default?: string };
}

export interface Declared {
  readonly name: string;
  readonly fqn: string;
  readonly kind: 'class' | 'enum' | 'interface';
  readonly datatype?: boolean;
  readonly interfaces?: string[];
  readonly properties?: Member[];
  readonly methods?: (Member & { readonly parameters?: Member[] })[];
  readonly initializer?: { readonly parameters?: Member[] };
}

let loaded: { readonly [fqn: string]: Declared } | undefined;

/** The public API as jsii compiled it, by fully qualified name. */
export function assemblyTypes(): { readonly [fqn: string]: Declared } {
  if (loaded) return loaded;
  const file = join(REPO, '.jsii');
  if (!existsSync(file)) throw new Error('there is no .jsii: run `npx projen compile` first (`npm test` does)');
  const assembly = JSON.parse(readFileSync(file, 'utf8'));
  if (assembly.schema !== 'jsii/file-redirect') return loaded = assembly.types;
  return loaded = JSON.parse(gunzipSync(readFileSync(join(REPO, assembly.filename))).toString('utf8')).types;
}

/** A source file that is newer than the assembly, if there is one: what the assembly says may be out of date then. */
export function newerSource(): string | undefined {
  const compiled = statSync(join(REPO, '.jsii')).mtimeMs;
  const sources = readdirSync(join(REPO, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const newer = sources.map((file) => join(REPO, 'src', file)).find((file) => statSync(file).mtimeMs > compiled);
  return newer && relative(REPO, newer);
}

export function structs(): Declared[] {
  return Object.values(assemblyTypes()).filter(({ kind, datatype }) => kind === 'interface' && datatype);
}

export function classes(): Declared[] {
  return Object.values(assemblyTypes()).filter(({ kind }) => kind === 'class');
}

/** The static methods of a class by which values are made. */
export function factoriesOf({ methods = [] }: Declared) {
  return methods.filter((method) => method.static);
}

/** The structs that a struct extends, the nearest first. */
export function parentsOf({ interfaces = [] }: Declared): Declared[] {
  return interfaces.map((fqn) => assemblyTypes()[fqn]).flatMap((parent) => [parent, ...parentsOf(parent)]);
}

/** The properties of a struct, those that it inherits included. */
export function allProperties(struct: Declared): Member[] {
  return [struct, ...parentsOf(struct)].flatMap(({ properties = [] }) => properties);
}

/** Whether something takes the struct as a whole, so that it is more than what others extend. */
export function isTaken({ fqn }: Declared): boolean {
  return Object.values(assemblyTypes()).some(({ properties = [], methods = [], initializer }) => {
    const parameters = [...methods.flatMap((method) => method.parameters ?? []), ...initializer?.parameters ?? []];
    return [...properties, ...parameters].some(({ type }) => (type.collection?.elementtype ?? type).fqn === fqn);
  });
}
