import { readFileSync } from 'node:fs';

/**
 * The one way out of the program: the clock, environment variables, files and warnings. Tests replace its members.
 * Nothing here is random: whatever looks random is derived from a seed.
 */
export const outside = {
  /** Now, or the moment that SOURCE_DATE_EPOCH fixes (seconds since 1970), so that a build can be repeated. */
  now(): Date {
    const fixed = process.env.SOURCE_DATE_EPOCH;
    return fixed ? new Date(Number(fixed) * 1000) : new Date();
  },

  environmentVariable(name: string): string | undefined {
    return process.env[name];
  },

  readFile(path: string): string {
    return readFileSync(path, 'utf8');
  },

  warn(message: string): void {
    process.stderr.write(`${message}\n`);
  },
};
