import type { ControlPlane } from './control-plane';
import type { Programs } from '../programs/build';

export type Size = 'control-plane' | 'cluster';

/** What a scenario needs to know of the test bed that it runs in: handed to its process by the environment. */
export interface BedDescription {
  /** Kubernetes' minor version: '1.37'. */
  readonly minor: string;
  readonly size: Size;
  /** A folder that goes with the bed. */
  readonly directory: string;
  readonly programs: Programs;
  /** The administrator's. */
  readonly kubeconfig: string;
  readonly administrator: { readonly certificate: string; readonly key: string };
  readonly authorityFile: string;
  readonly server: string;
  readonly etcd: string;
  /** The names of the nodes; none in a control plane. */
  readonly nodes: string[];
}

const VARIABLE = 'E2E_BED';

/** What scenarios need to know of a control plane, and of the nodes that may belong to it. */
export function describe(bed: Pick<BedDescription, 'minor' | 'size' | 'directory' | 'programs'>, controlPlane: ControlPlane, nodes: string[] = []): BedDescription {
  const { administrator, etcd, keys, kubeconfig, server } = controlPlane;
  return { ...bed, kubeconfig, administrator, authorityFile: keys.authorityFile, server, etcd, nodes };
}

export function handDown(bed: BedDescription): void {
  process.env[VARIABLE] = JSON.stringify(bed);
}

export function currentBed(): BedDescription {
  const text = process.env[VARIABLE];
  if (!text) throw new Error('no test bed is running: `npm run e2e -- --only NAME` starts one and runs this scenario in it');
  return JSON.parse(text);
}

/** 37 of '1.37'. */
export function minorNumber(bed: BedDescription): number {
  return Number(bed.minor.split('.')[1]);
}
