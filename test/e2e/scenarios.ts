import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Size } from './bed/description';

export interface ScenarioFile {
  readonly name: string;
  readonly size: Size;
  readonly path: string;
}

const ENDING = '.e2e.ts';
const SIZES: Size[] = ['control-plane', 'cluster'];

/** The scenarios, those whose name has a word; a file's folder says which bed it needs. */
export function scenarios(word = ''): ScenarioFile[] {
  const all = SIZES.flatMap((size) => {
    const folder = join(__dirname, 'scenarios', size);
    const files = readdirSync(folder).filter((file) => file.endsWith(ENDING)).sort();
    return files.map((file): ScenarioFile => ({ name: `${size}/${file.slice(0, -ENDING.length)}`, size, path: join(folder, file) }));
  });
  return all.filter(({ name }) => name.includes(word));
}
