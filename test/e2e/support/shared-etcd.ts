import { Manifests } from './manifests';
import type { Site } from './site';
import { until } from '../bed/wait';

const NAME = 'etcd';
/** No name server runs in the bed, so its address is fixed. */
const ADDRESS = '10.96.0.50';

/** What a server with several replicas needs and this library does not deploy: one etcd for all of them. Returns its address. */
export async function sharedEtcd(site: Site): Promise<string> {
  const url = `http://${ADDRESS}:2379`;
  const labels = { app: NAME };
  const metadata = { name: NAME, namespace: site.namespace };
  await site.apply(new Manifests([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: site.namespace } },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { clusterIP: ADDRESS, selector: labels, ports: [{ port: 2379 }] } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...metadata, labels },
      spec: {
        nodeName: site.bed.nodes[0], // which no scenario drains
        containers: [{
          name: NAME,
          image: 'registry.k8s.io/etcd:3.6.4-0',
          args: ['--unsafe-no-fsync', '--data-dir=/data', '--listen-client-urls=http://0.0.0.0:2379', `--advertise-client-urls=${url}`],
          volumeMounts: [{ name: 'data', mountPath: '/data' }],
          securityContext: {
            runAsNonRoot: true, runAsUser: 65532, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' },
          },
        }],
        securityContext: { fsGroup: 65532 },
        volumes: [{ name: 'data', emptyDir: {} }],
      },
    },
  ]));
  await until('etcd runs', 60, async () => (await site.kubectl.get('pod', NAME, site.namespace)).status?.phase === 'Running');
  return url;
}
