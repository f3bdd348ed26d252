import { containerJson } from './container-options';
import type { PodMount } from './pod-mount';
import { emptyDirMount } from './pod-mount';

const DATA_PATH = '/var/lib/etcd';
const PEER_URL = 'http://127.0.0.1:2380';

/** Where the server finds it. */
export const ETCD_CLIENT_URL = 'http://127.0.0.1:2379';
/** The ports that the server must leave to it. */
export const ETCD_PORTS = [2379, 2380];

/** An etcd of one member, on the pod's loopback interface, whose objects live as long as the pod. */
export function etcdSidecar(image: string): { readonly json: object; readonly name: string; readonly mounts: PodMount[] } {
  const command = [
    'etcd',
    `--data-dir=${DATA_PATH}/data`, // a folder of its own below the volume, which the kubelet lets the whole group read
    `--listen-client-urls=${ETCD_CLIENT_URL}`,
    `--advertise-client-urls=${ETCD_CLIENT_URL}`,
    `--listen-peer-urls=${PEER_URL}`,
    `--initial-advertise-peer-urls=${PEER_URL}`,
    `--initial-cluster=default=${PEER_URL}`,
  ];
  return { name: 'etcd', json: containerJson('etcd', { image, command }), mounts: [emptyDirMount('etcd-data', DATA_PATH)] };
}
