import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { until } from './wait';

const MOUNT = '/sys/fs/cgroup';
const CONTROLLERS = ['cpu', 'cpuset', 'memory', 'pids'];
/** Version 2: one tree with every controller. Version 1 has a tree for each. */
const VERSION_2 = existsSync(join(MOUNT, 'cgroup.controllers'));

/** The part of the machine's cgroups that belongs to one bed. They are no namespace: they stay when every process has ended, and must be removed. */
export class Cgroups {
  /** Those of the bed in a folder: whoever knows the folder can remove them. */
  static of(directory: string): Cgroups {
    return new Cgroups(`e2e-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`);
  }

  /** The controllers without which no kubelet starts, as far as this machine does not have them. */
  static lacking(): string[] {
    if (VERSION_2) return CONTROLLERS.filter((controller) => !words(join(MOUNT, 'cgroup.controllers')).includes(controller));
    return [...CONTROLLERS, 'cpuacct'].filter((controller) => !existsSync(join(MOUNT, controller, 'cgroup.procs')));
  }

  private constructor(private readonly name: string) {}

  /** Makes one in every tree; returns its path as programs want it. */
  create(...path: string[]): string {
    for (const tree of trees()) {
      let folder = tree;
      for (const part of [this.name, ...path]) {
        folder = join(folder, part);
        mkdirSync(folder, { recursive: true });
        prepare(folder);
      }
    }
    return `/${join(this.name, ...path)}`;
  }

  /** Moves a process there, and with it whatever it starts from now on. */
  add(pid: number, ...path: string[]): void {
    for (const tree of trees()) writeFileSync(join(tree, this.name, ...path, 'cgroup.procs'), `${pid}`);
  }

  /** Ends whatever runs in there and removes everything. */
  async remove(): Promise<void> {
    const folders = trees().map((tree) => join(tree, this.name));
    await until(`the cgroups ${this.name} are removed`, 30, () => {
      for (const folder of folders) removeFolder(folder);
      return folders.every((folder) => !existsSync(folder));
    });
  }
}

/** For whoever started a bed that was killed: its processes, mounts and networks are gone by then, its cgroups are not. */
export async function removeCgroups(directory: string): Promise<void> {
  await Cgroups.of(directory).remove();
}

function trees(): string[] {
  if (VERSION_2) return [MOUNT];
  return readdirSync(MOUNT).map((name) => join(MOUNT, name)).filter((folder) => existsSync(join(folder, 'cgroup.procs')));
}

/** Without this no process may join (version 1), or controllers are missing (version 2). */
function prepare(folder: string): void {
  const parent = dirname(folder);
  if (VERSION_2) {
    const there = words(join(parent, 'cgroup.controllers')).map((controller) => `+${controller}`);
    writeFileSync(join(parent, 'cgroup.subtree_control'), there.join(' '));
  } else if (existsSync(join(folder, 'cpuset.cpus'))) {
    for (const file of ['cpuset.cpus', 'cpuset.mems']) writeFileSync(join(folder, file), readFileSync(join(parent, file)));
  }
}

function removeFolder(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeFolder(join(folder, entry.name));
  }
  // 0 stands for a process of another namespace
  for (const pid of words(join(folder, 'cgroup.procs')).map(Number).filter((number) => number > 1)) end(pid);
  try {
    rmdirSync(folder);
  } catch { /* not before its processes have ended: asked again */ }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch { /* has ended by itself */ }
}

function words(file: string): string[] {
  return readFileSync(file, 'utf8').split(/\s+/).filter(Boolean);
}
