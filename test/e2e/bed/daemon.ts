import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Hopeless } from './wait';

export interface DaemonOptions {
  /** The file that takes what it prints. */
  readonly log: string;
  /** How errors call it, where the command is not the program itself. */
  readonly name?: string;
  readonly directory?: string;
  readonly environment?: { readonly [name: string]: string };
}

const PATIENCE_MILLISECONDS = 20_000;

/** A program in the background, which ends when it is stopped, or at the latest when this process ends, however that comes about. */
export class Daemon {
  /** Starts a program; what it prints goes to the end of its log. */
  static start(command: string, args: string[], { log, name, directory, environment }: DaemonOptions): Daemon {
    const output = openSync(log, 'a');
    // in a process group of its own, so that Ctrl-C reaches this process only, which knows in which order to stop them
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], {
      cwd: directory,
      detached: true,
      stdio: ['ignore', output, output],
      env: { ...process.env, ...environment },
    });
    closeSync(output);
    return new Daemon(name ?? `${basename(command)} ${args[0] ?? ''}`, child, log);
  }

  private readonly ended: Promise<void>;
  private hasEnded = false;

  private constructor(readonly name: string, private readonly child: ChildProcess, readonly log: string) {
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.hasEnded = true;
        resolve();
      };
      child.once('exit', end);
      child.once('error', end);
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  get running(): boolean {
    return !this.hasEnded;
  }

  /** For waits: an error as soon as the program has ended, as nothing will come any more. */
  assertRunning(): void {
    if (this.hasEnded) throw new Hopeless(`${this.name} has ended:\n${this.lastLines()}`);
  }

  /** Asks it to end, and ends it where it takes too long. */
  async stop(): Promise<void> {
    if (!this.hasEnded) this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MILLISECONDS);
    await this.ended;
    clearTimeout(timer);
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    if (!this.hasEnded) this.child.kill('SIGKILL');
    await this.ended;
  }

  output(): string {
    return readFileSync(this.log, 'utf8');
  }

  lastLines(count = 15): string {
    return this.output().trimEnd().split('\n').slice(-count).join('\n');
  }
}
