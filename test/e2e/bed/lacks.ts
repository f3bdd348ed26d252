import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Cgroups } from './cgroups';
import type { Size } from './description';

const DEBIAN = 'apt-get install containerd runc containernetworking-plugins nftables iproute2 util-linux';
/** Where distributions put them. */
const PLUGIN_FOLDERS = ['/usr/lib/cni', '/opt/cni/bin', '/usr/libexec/cni'];
const PLUGINS = ['bridge', 'host-local', 'loopback'];

/** What this machine lacks for a bed of a size, each with the way to get it. */
export function lacks(size: Size): string[] {
  if (process.platform !== 'linux') return [`This is ${process.platform}: the programs of Kubernetes run on Linux, in a virtual machine say.`];
  return size === 'cluster' ? [...lacksForControlPlane(), ...lacksForCluster()] : lacksForControlPlane();
}

/** The folder of container network plugins. */
export function networkPlugins(): string {
  return PLUGIN_FOLDERS.find((folder) => PLUGINS.every((plugin) => existsSync(join(folder, plugin)))) ?? PLUGIN_FOLDERS[0];
}

function lacksForControlPlane(): string[] {
  return [
    ...lacksCommand('go', 'install Go 1.26 or newer'),
    ...lacksCommand('openssl', '`apt-get install openssl`'),
    ...lacksCommand('setpriv', '`apt-get install util-linux`'),
  ];
}

function lacksForCluster(): string[] {
  const commands = ['containerd', 'ctr', 'runc', 'nft', 'ip', 'unshare', 'nsenter'];
  const sentences = commands.flatMap((command) => lacksCommand(command, `\`${DEBIAN}\``));
  const plugins = PLUGINS.filter((plugin) => !existsSync(join(networkPlugins(), plugin)));
  if (plugins.length > 0) {
    sentences.push(`There is no container network plugin ${plugins.join(', ')} in ${PLUGIN_FOLDERS.join(' or ')}: \`${DEBIAN}\`.`);
  }
  if (process.getuid?.() !== 0) sentences.push('Only root may start containers and networks: run it by `sudo`, or in a virtual machine.');
  const controllers = Cgroups.lacking();
  if (controllers.length > 0) sentences.push(`There is no cgroup controller ${controllers.join(', ')}: the kernel must be started with it.`);
  return sentences;
}

function lacksCommand(command: string, way: string): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => isExecutable(join(folder, command))) ? [] : [`There is no \`${command}\`: ${way}.`];
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
