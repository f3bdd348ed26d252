import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { Size } from './description';

/** A cluster lives in namespaces that vanish with their first process, and all processes, mounts and networks in them. */
const OWN_NAMESPACES = ['unshare', '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PATIENCE_MILLISECONDS = 90_000;

/** Somebody wants this program to end; what it started has ended. */
export class Interrupted extends Error {}

/**
 * Runs a TypeScript program in the surroundings that a bed of this size needs, to its end; returns its exit code.
 *
 * @param directory the bed's folder, which its caller removes
 * @param argument what the program gets, in JSON
 * @param started is told a process whose network is the bed's
 * @throws Interrupted after Ctrl-C, when the program has closed its bed
 */
export async function runInBed(size: Size, directory: string, program: string, argument: object, started = (_pid: number) => {}): Promise<number> {
  const node = [process.execPath, '--import', 'tsx', program, JSON.stringify(argument)];
  const [command, ...rest] = [...size === 'cluster' ? OWN_NAMESPACES : [], ...node];
  // in a process group of its own: Ctrl-C reaches this process, which passes it on once
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...rest], {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
    env: { ...process.env, TMPDIR: directory }, // so that its temporary files go with the bed, even if it is killed
  });
  if (child.pid !== undefined) started(child.pid);
  let interrupted = false;
  const interrupt = () => {
    if (interrupted) return;
    interrupted = true;
    signalGroup(child, 'SIGTERM');
    setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE_MILLISECONDS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (status, signal) => resolve(status ?? (signal ? 128 : 1)));
    });
    if (interrupted) throw new Interrupted('interrupted');
    return code;
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-child.pid!, signal);
  } catch { /* it has ended already */ }
}
