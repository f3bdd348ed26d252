import type { Fault } from './fault';
import { outside } from './outside';

/** The text of a file, or why there is none. */
export function readFile(path: string): string | Fault {
  try {
    return outside.readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return { needs: `must be a file that can be read (${code})`, fix: `the path is taken from the working directory, ${process.cwd()}` };
  }
}
