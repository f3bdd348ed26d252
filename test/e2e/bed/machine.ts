import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Daemon } from './daemon';
import { until } from './wait';

export interface MachineOptions {
  readonly name: string;
  /** Takes its /var/lib, its /var/log and the logs of its programs. */
  readonly directory: string;
  /** Else it shares the network of this process. */
  readonly ownNetwork: boolean;
}

const execute = promisify(execFile);

/** Where the programs of a node write by default: folders of its own there, so that two nodes fit on one machine, which stays as it is. */
const OWN_FOLDERS = ['/var/lib', '/var/log'];

/** What kubelet wants for the whole machine: a machine of ours says that it is so already. */
const SYSTEM_CONTROLS = {
  'vm/overcommit_memory': 1,
  'vm/panic_on_oom': 0,
  'kernel/panic': 10,
  'kernel/panic_on_oops': 1,
  'kernel/keys/root_maxkeys': 1_000_000,
  'kernel/keys/root_maxbytes': 25_000_000,
};

const READY = 'the machine is ready';

/** What programs take for a machine of their own: mounts, and perhaps a network, held by a process that sleeps. */
export class Machine {
  static async start(options: MachineOptions): Promise<Machine> {
    const { name, directory, ownNetwork } = options;
    if ([...OWN_FOLDERS, '/run'].some((folder) => `${directory}/`.startsWith(`${folder}/`))) {
      throw new Error(`a machine has a ${directory} of its own: take a folder elsewhere`);
    }
    const mounts = [
      'mount -t tmpfs run /run',
      ...OWN_FOLDERS.map((folder) => `mount --bind '${prepareFolder(directory, folder)}' ${folder}`),
      ...Object.entries(SYSTEM_CONTROLS).map(([control, value]) => `mount --bind '${prepareFile(directory, control, value)}' /proc/sys/${control}`),
    ];
    const unshared = ['--mount', '--propagation', 'private', ...ownNetwork ? ['--net'] : []];
    const script = ['set -e', ...mounts, `echo ${READY}`, 'exec sleep infinity'].join('\n');
    const holder = Daemon.start('unshare', [...unshared, 'sh', '-c', script], { log: join(directory, 'machine.log'), name });
    const machine = new Machine(options, holder);
    await until(`${name} has its mounts`, 10, () => {
      holder.assertRunning();
      return holder.output().includes(READY);
    });
    return machine;
  }

  private constructor(private readonly options: MachineOptions, private readonly holder: Daemon) {}

  get name(): string {
    return this.options.name;
  }

  /** Who holds its namespaces. */
  get pid(): number {
    return this.holder.pid;
  }

  /** Starts a program there, by the name that its log has. */
  start(name: string, command: string, ...args: string[]): Daemon {
    const log = join(this.options.directory, `${name}.log`);
    return Daemon.start('nsenter', [...this.entering(), command, ...args], { log, name: `${name} of ${this.name}` });
  }

  /** Runs a command there to its end. */
  async run(command: string, ...args: string[]): Promise<string> {
    const { stdout } = await execute('nsenter', [...this.entering(), command, ...args]);
    return stdout;
  }

  async stop(): Promise<void> {
    await this.holder.kill();
    for (const folder of OWN_FOLDERS) rmSync(join(this.options.directory, folder), { recursive: true, force: true });
  }

  private entering(): string[] {
    return ['--target', `${this.pid}`, '--mount', '--net'];
  }
}

function prepareFolder(directory: string, folder: string): string {
  const path = join(directory, folder);
  mkdirSync(path, { recursive: true });
  return path;
}

function prepareFile(directory: string, control: string, value: number): string {
  const path = join(directory, 'sys', control);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${value}\n`);
  return path;
}
