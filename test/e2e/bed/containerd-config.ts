export interface ContainerdSettings {
  readonly socket: string;
  /** The folder of container network plugins. */
  readonly plugins: string;
  /** The folder of network configurations. */
  readonly networks: string;
  readonly sandbox: string;
}

/** Root and state stay where they are by default: every machine of ours has its own /var/lib and /run. */
export function containerdConfig({ socket, plugins, networks, sandbox }: ContainerdSettings): string {
  return `version = 2
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing",
]
[grpc]
  address = "${socket}"
[plugins."io.containerd.internal.v1.opt"]
  path = "/var/lib/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${sandbox}"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${plugins}"
    conf_dir = "${networks}"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      BinaryName = "runc"
      SystemdCgroup = false
`;
}

/** The network of a node's pods: a bridge, without address translation, as other nodes know the way to them. */
export function networkConfig(subnet: string): string {
  return JSON.stringify({
    cniVersion: '0.4.0',
    name: 'pods',
    plugins: [{
      type: 'bridge',
      bridge: 'pods',
      isDefaultGateway: true,
      hairpinMode: true,
      ipam: { type: 'host-local', ranges: [[{ subnet }]], dataDir: '/run/cni' },
    }],
  });
}
