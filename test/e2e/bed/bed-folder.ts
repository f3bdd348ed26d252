import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeCgroups } from './cgroups';

/** Gives a folder to one bed; afterwards it is gone, and with it the bed's cgroups, which no namespace takes away. */
export async function withBedFolder<T>(body: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'e2e-'));
  try {
    return await body(directory);
  } finally {
    try {
      await removeCgroups(directory);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}
