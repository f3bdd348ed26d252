import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { GO_ENVIRONMENT } from './go';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const LINES_OF_A_FAILURE = 20;
const LONGEST_OUTPUT = 1024 * 1024;

/** A folder to build in. It goes, and what runs in it ends, when the work is done or has failed, on Ctrl-C, and when the process exits. */
export class BuildFolder {
  /** Works in a new folder beside what is kept, so that a result can be moved there at once. */
  static async use<T>(parent: string, work: (build: BuildFolder) => Promise<T>): Promise<T> {
    const build = new BuildFolder(mkdtempSync(join(parent, 'building-')));
    process.once('exit', build.abandon);
    for (const signal of SIGNALS) process.on(signal, build.interrupted);
    try {
      return await work(build);
    } finally {
      process.off('exit', build.abandon);
      for (const signal of SIGNALS) process.off(signal, build.interrupted);
      build.abandon();
    }
  }

  private child?: ChildProcess;

  private constructor(readonly path: string) {}

  /**
   * Runs go in this folder; returns what it printed.
   *
   * @throws with the last lines of its output where it fails
   */
  go(args: string[], environment: { readonly [name: string]: string } = {}): Promise<string> {
    const temporary = join(this.path, 'tmp'); // go leaves its work behind when it is killed
    mkdirSync(temporary, { recursive: true });
    // in a process group of its own, so that its compilers end with it
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'go', ...args], {
      cwd: this.path,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...GO_ENVIRONMENT, GOTMPDIR: temporary, ...environment },
    });
    this.child = child;
    return new Promise((resolve, reject) => {
      let stdout = '';
      let both = '';
      child.stdout.on('data', (data) => {
        stdout += data;
        both = `${both}${data}`.slice(-LONGEST_OUTPUT);
      });
      child.stderr.on('data', (data) => both = `${both}${data}`.slice(-LONGEST_OUTPUT));
      child.once('error', reject);
      child.once('close', (code, signal) => {
        this.child = undefined;
        if (code === 0) return resolve(stdout);
        const last = both.trimEnd().split('\n').slice(-LINES_OF_A_FAILURE).join('\n');
        return reject(new Error(`go ${args.slice(0, 2).join(' ')} ${signal ? `was ended by ${signal}` : 'failed'}:\n${last}`));
      });
    });
  }

  private readonly abandon = (): void => {
    if (this.child?.pid) endGroup(this.child.pid);
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };

  private readonly interrupted = (signal: NodeJS.Signals): void => {
    this.abandon();
    for (const each of SIGNALS) process.off(each, this.interrupted);
    // whoever else listens decides what becomes of the process; without them it ends as if nobody had listened
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it has just ended by itself
  }
}
