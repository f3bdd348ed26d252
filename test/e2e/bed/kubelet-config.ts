import type { KeyFiles } from './kubeconfig';

export interface KubeletSettings {
  readonly address: string;
  readonly authorityFile: string;
  readonly serving: KeyFiles;
  /** Where containerd listens. */
  readonly socket: string;
  /** Where its pods are. */
  readonly cgroup: string;
  readonly resolverFile: string;
}

export function kubeletConfig({ address, authorityFile, serving, socket, cgroup, resolverFile }: KubeletSettings): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address,
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: authorityFile } },
    authorization: { mode: 'Webhook' },
    tlsCertFile: serving.certificate,
    tlsPrivateKeyFile: serving.key,
    containerRuntimeEndpoint: `unix://${socket}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: cgroup,
    failCgroupV1: false,
    failSwapOn: false,
    // a Secret is watched, but written into a pod only when that is synchronized
    syncFrequency: '2s',
    configMapAndSecretChangeDetectionStrategy: 'Watch',
    nodeStatusUpdateFrequency: '2s',
    resolvConf: resolverFile,
    volumePluginDir: '/var/lib/kubelet/volume-plugins',
    makeIPTablesUtilChains: false,
    oomScoreAdj: 0,
    // neither a full disk nor little memory of whoever runs the tests is what they are about, and images cannot be pulled again
    evictionHard: { 'memory.available': '0%', 'nodefs.available': '0%', 'nodefs.inodesFree': '0%', 'imagefs.available': '0%' },
    imageGCHighThresholdPercent: 100,
  };
}
