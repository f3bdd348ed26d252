import { spawn } from 'node:child_process';

export class TimeLimit extends Error {}

/** Runs a program to its end. Returns what it wrote and how many milliseconds the whole process took; throws TimeLimit where it takes longer than allowed. */
export function runProcess(program, args, { seconds = 600, ...options } = {}) {
  return new Promise((done, failed) => {
    const started = performance.now();
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const limit = setTimeout(() => {
      failed(new TimeLimit());
      child.kill('SIGKILL');
    }, seconds * 1000);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => { stdout += data; });
    child.stderr.on('data', (data) => { stderr += data; });
    child.on('error', failed);
    child.on('close', (code) => {
      clearTimeout(limit);
      if (code === 0) done({ stdout, wall: performance.now() - started });
      else failed(new Error(`${program} ${args.join(' ')} failed\n${stderr.slice(-4000)}`));
    });
  });
}

/** The version that a program tells, or nothing where there is no such program. */
export async function versionOf(program, args) {
  try {
    return /v?\d+\.\d+(\.\d+)?/.exec((await runProcess(program, args)).stdout)?.[0];
  } catch {
    return undefined;
  }
}
