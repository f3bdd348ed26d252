import { SERVICE_CIDR } from './control-plane';
import type { Machine } from './machine';

export const POD_CIDR = '10.244.0.0/16';
const BRIDGE = 'machines';

/** What the machine with a number, from 1, has of the network. */
export function addressOf(number: number): string {
  return `10.200.0.${number}`;
}

export function podsOf(number: number): string {
  return `10.244.${number}.0/24`;
}

/**
 * Joins machines by a bridge, with a way from the pods of each to those of every other, and none to the world.
 *
 * @param machines the first shares the network of this process, which has nothing but a loopback
 */
export async function connect(machines: Machine[]): Promise<void> {
  const [first, ...others] = machines;
  await configure(first, [`link add ${BRIDGE} type bridge`, ...own(1, BRIDGE)]);
  for (const [index, machine] of others.entries()) {
    await configure(first, [
      `link add ${machine.name} type veth peer name eth0 netns ${machine.pid}`,
      `link set ${machine.name} master ${BRIDGE} up`,
    ]);
    await configure(machine, own(index + 2, 'eth0'));
  }
  for (const [index, machine] of machines.entries()) {
    const ways = machines.map((_, other) => `route add ${podsOf(other + 1)} via ${addressOf(other + 1)}`);
    await configure(machine, ways.filter((_, other) => other !== index));
    await machine.run('sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward');
  }
}

function own(number: number, device: string): string[] {
  return [
    'link set lo up',
    `addr add ${addressOf(number)}/24 dev ${device}`,
    `link set ${device} up`,
    // kube-proxy leads them elsewhere, but what has no way at all is refused before it is asked
    `route add ${SERVICE_CIDR} dev ${device}`,
  ];
}

async function configure(machine: Machine, commands: string[]): Promise<void> {
  for (const command of commands) await machine.run('ip', ...command.split(' '));
}
