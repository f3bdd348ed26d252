import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Note {
  readonly title: string;
  readonly text: string;
}

/** Keeps what a scenario counted, for the table: tests run in a process of their own. */
export function writeNote(directory: string, title: string, text: string): void {
  const note: Note = { title, text };
  appendFileSync(fileIn(directory), `${JSON.stringify(note)}\n`);
}

export function noteOf(directory: string, title: string): string | undefined {
  const file = fileIn(directory);
  if (!existsSync(file)) return undefined;
  return readFileSync(file, 'utf8').trim().split('\n').map((line): Note => JSON.parse(line)).find((note) => note.title === title)?.text;
}

function fileIn(directory: string): string {
  return join(directory, 'notes');
}
