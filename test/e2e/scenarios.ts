import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Size } from './bed/description';

export interface ScenarioFile {
  readonly name: string;
  readonly size: Size;
  readonly path: string;
  /** The first minor that it is about: 36. */
  readonly since: number;
}

const ENDING = '.e2e.ts';
const SIZES: Size[] = ['control-plane', 'cluster'];
/** The first minor that a scenario is about, where not all are. */
const SINCE: { readonly [name: string]: number } = { 'control-plane/upgrade': 36 };

/** The scenarios, those whose name has a word; a file's folder says which bed it needs. */
export function scenarios(word = ''): ScenarioFile[] {
  const all = SIZES.flatMap((size) => {
    const folder = join(__dirname, 'scenarios', size);
    const files = readdirSync(folder).filter((file) => file.endsWith(ENDING)).sort();
    return files.map((file): ScenarioFile => {
      const name = `${size}/${file.slice(0, -ENDING.length)}`;
      return { name, size, path: join(folder, file), since: SINCE[name] ?? 0 };
    });
  });
  return all.filter(({ name }) => name.includes(word));
}
