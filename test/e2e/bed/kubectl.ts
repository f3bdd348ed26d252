import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { KubernetesObject } from './kubernetes-object';

export interface Answer {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

const LARGEST_OUTPUT = 64 * 1024 * 1024;
const LONGEST_MILLISECONDS = 180_000;

/** kubectl of the cluster's own minor, as administrator or as somebody else. */
export class Kubectl {
  constructor(private readonly program: string, private readonly kubeconfig: string, private readonly options: string[] = []) {}

  /** The same, as another user: impersonation, which kube-apiserver hands on to the extension API server. */
  as(user: string, ...groups: string[]): Kubectl {
    const identity = [`--as=${user}`, ...groups.map((group) => `--as-group=${group}`)];
    return new Kubectl(this.program, this.kubeconfig, [...this.options, ...identity]);
  }

  /** Runs a command and takes its failure as an answer. */
  try(args: string[], input?: string): Promise<Answer> {
    return new Promise((resolve) => {
      const all = ['kubectl', `--kubeconfig=${this.kubeconfig}`, `--cache-dir=${join(dirname(this.kubeconfig), 'kubectl-cache')}`, ...this.options, ...args];
      const child = execFile(this.program, all, { maxBuffer: LARGEST_OUTPUT, timeout: LONGEST_MILLISECONDS }, (error, stdout, stderr) => {
        resolve({ ok: !error, stdout, stderr: error?.killed ? `${stderr}ended after ${LONGEST_MILLISECONDS} ms` : stderr });
      });
      child.stdin?.on('error', () => {}); // it may end before it has read everything
      child.stdin?.end(input ?? '');
    });
  }

  /** Runs a command; returns what it printed. */
  async run(args: string[], input?: string): Promise<string> {
    const { ok, stdout, stderr } = await this.try(args, input);
    if (!ok) throw new Error(`kubectl ${args.join(' ')}: ${stderr.trim() || stdout.trim()}`);
    return stdout;
  }

  /** One object, or undefined where there is none. */
  async find(kind: string, name: string, namespace?: string): Promise<KubernetesObject | undefined> {
    const where = namespace === undefined ? [] : ['-n', namespace];
    const text = await this.run(['get', kind, name, ...where, '-o', 'json', '--ignore-not-found']);
    return text.trim() === '' ? undefined : JSON.parse(text);
  }

  /** One object that must be there. */
  async get(kind: string, name: string, namespace?: string): Promise<KubernetesObject> {
    const found = await this.find(kind, name, namespace);
    if (!found) throw new Error(`there is no ${kind} ${name}`);
    return found;
  }

  async list(kind: string, ...options: string[]): Promise<KubernetesObject[]> {
    return JSON.parse(await this.run(['get', kind, ...options, '-o', 'json'])).items;
  }

  /** As a user applies what was synthesized, with strict validation on the server. */
  apply(yaml: string, ...options: string[]): Promise<string> {
    return this.run(['apply', '--validate=strict', ...options, '-f', '-'], yaml);
  }
}
