import { Cluster } from './cluster';
import { ControlPlane } from './control-plane';
import type { BedDescription, Size } from './description';
import { describe, handDown } from './description';
import { buildPrograms } from '../programs/build';

export interface OpenBed {
  readonly description: BedDescription;
  close(): Promise<void>;
}

/** Starts a test bed and describes it to the scenarios. For a cluster the caller has to be in namespaces of its own. */
export async function openBed(wanted: { readonly minor: string; readonly size: Size; readonly directory: string }): Promise<OpenBed> {
  const { minor, size, directory } = wanted;
  const programs = await buildPrograms(minor, () => {}); // they are there already
  const options = { programs, program: programs.kubernetes, directory };
  const bed = size === 'cluster' ? await Cluster.start(options) : await ControlPlane.start(options);
  const own = { ...wanted, programs };
  const description = bed instanceof ControlPlane ? describe(own, bed) : describe(own, bed.controlPlane, bed.nodes);
  handDown(description);
  return { description, close: () => bed.stop() };
}
