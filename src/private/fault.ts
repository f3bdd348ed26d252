/**
 * What is wrong with one value: what it must be, and what to write instead.
 *
 * `needs` completes the sentence "'prop' ..., got <value>", starts with a verb ("must be ..."), is lower case and has no full stop.
 */
export interface Fault {
  readonly needs: string;
  readonly fix?: string;
}

/** Stands in a message for a value that must not be shown: key material, a seed, a whole PEM. */
export const HIDDEN = Symbol('a value that is not shown');

const LONGEST_SHOWN = 120;
/** Looks like key material: a user may have put it into the wrong prop. */
const SECRET = /-----BEGIN|[0-9a-fA-F]{40,}|(?=[^\s.]*[a-z])(?=[^\s.]*[A-Z])[A-Za-z0-9+/_-]{40,}/; // PEM, hex, base64; a long name has no capitals

/** Collects the faults of one construct, so that a user sees all of them at once. */
export class Faults {
  private readonly lines: string[] = [];

  /**
   * @param kind the class that the user wrote
   * @param path its construct path
   */
  constructor(private readonly kind: string, private readonly path: string) {}

  /** Notes a fault of `prop`, if there is one; tells whether there was. */
  add(prop: string, value: unknown, fault: Fault | undefined): boolean {
    if (!fault) return false;
    const got = value === HIDDEN ? '' : `, got ${show(value)}`;
    const fix = fault.fix && !looksSecret(value) ? `; ${fault.fix}` : ''; // which may hold a part of the value
    this.lines.push(`'${prop}' ${fault.needs}${got}${fix}`);
    return true;
  }

  /** Throws one error that names every fault; does nothing where there is none. */
  throwIfAny(): void {
    if (this.lines.length === 0) return;
    const lines = [...new Set(this.lines)];
    throw new Error(`${this.kind} '${this.path}' cannot be built:\n${lines.map((line) => `  - ${line}`).join('\n')}`);
  }
}

function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return `a ${typeof value}`;
  if (typeof value === 'number') return String(value); // NaN and Infinity are not JSON
  if (typeof value === 'object' && !Array.isArray(value) && value.constructor !== Object) return `an object of class ${value.constructor?.name}`;
  const text = written(value);
  if (SECRET.test(text)) return `${text.length} characters that are not shown`;
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}

function looksSecret(value: unknown): boolean {
  return typeof value === 'string' && SECRET.test(value);
}

function written(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch { // a construct knows its parent, and that its children
    return Array.isArray(value) ? 'a list' : 'an object';
  }
}
