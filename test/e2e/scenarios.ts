import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Size } from './bed/description';
import { MINORS } from './programs/build';

export interface ScenarioFile {
  /** The folder, which says what bed it needs, and the file. */
  readonly name: string;
  readonly size: Size;
  readonly path: string;
  /** The minors that it is about. */
  readonly minors: string[];
  /** The minors whose programs it starts besides the bed's. */
  readonly further: string[];
}

const ENDING = '.e2e.ts';
const SIZES: Size[] = ['control-plane', 'cluster'];
const ALL = { minors: Object.keys(MINORS), further: [] };
const EXCEPTIONS: { readonly [name: string]: { readonly minors: string[]; readonly further: string[] } } = {
  'control-plane/upgrade': { minors: ['1.36', '1.37'], further: ['1.35'] },
};

/** The scenarios, those whose name has a word. */
export function scenarios(word = ''): ScenarioFile[] {
  const all = SIZES.flatMap((size) => {
    const folder = join(__dirname, 'scenarios', size);
    const files = readdirSync(folder).filter((file) => file.endsWith(ENDING)).sort();
    return files.map((file): ScenarioFile => {
      const name = `${size}/${file.slice(0, -ENDING.length)}`;
      return { name, size, path: join(folder, file), ...EXCEPTIONS[name] ?? ALL };
    });
  });
  return all.filter(({ name }) => name.includes(word));
}
