import type { Identity } from './derive';
import { epochsAt } from './epochs';
import { issue } from './issue';
import type { ServingPair } from './serving-pair';

export interface SeededRequest {
  readonly seed: Buffer;
  readonly identity: Identity;
  /** What the certificate is valid for, and all that its CAs may certify. */
  readonly dnsNames: string[];
  readonly at: Date;
  readonly leafPeriodDays: number;
  readonly caPeriodDays: number;
}

/**
 * Derives CAs, keys and certificates from a seed and the clock. There is no state: the same request gives the same bytes on every
 * machine, and every moment of one leaf period gives the same pair.
 *
 * Costs some milliseconds: callers keep the result.
 */
export function issueFromSeed(request: SeededRequest): ServingPair {
  if (request.dnsNames.length === 0) throw new Error('a certificate needs a DNS name');
  const epochs = epochsAt(request.at, request.leafPeriodDays, request.caPeriodDays);
  return issue(request.seed, request.identity, request.dnsNames, epochs);
}
