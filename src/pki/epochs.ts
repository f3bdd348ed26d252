/** Epoch 0 of leaves and CAs begins here, whatever their periods are. */
export const T0 = Date.UTC(2020, 0, 1);

const DAY = 24 * 60 * 60 * 1000;
/** X.509 cannot write a year past 9999. */
export const LATEST = Date.UTC(9000, 0, 1);
/** The longest period. */
export const LONGEST_DAYS = 36_500;
/** How many leaf periods a CA period has at least. */
export const LEAST_PERIODS_OF_CA = 3;

export interface Epoch {
  readonly index: number;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface Epochs {
  readonly leaf: Epoch;
  /** The CA before, as long as it is valid. */
  readonly previousAuthority?: Epoch;
  /** The CA that issues the leaf. */
  readonly authority: Epoch;
  /** The CA that follows. */
  readonly nextAuthority: Epoch;
  readonly renewFrom: Date;
}

/**
 * The epochs at a moment, where a leaf period is L and a CA period is C.
 *
 * Nothing runs between two synths, and one apply may be half done, so every leaf must verify under the bundle of the synth before
 * and of the synth after it, as long as they are at most one leaf period apart:
 * - a leaf is valid from one period before its epoch to one after it, so that its neighbours are valid at the same time;
 * - the CA is that of the moment at which the leaf epoch begins, so that it changes only where the leaf changes too;
 * - a bundle names the CA before, until it and its leaves have ended (old leaf, new bundle), and the CA that follows (new leaf, old bundle);
 * - a CA outlasts every leaf that it issues, which ends at most 2 L after the CA epoch.
 */
export function epochsAt(at: Date, leafPeriodDays: number, caPeriodDays: number): Epochs {
  assertPeriods(leafPeriodDays, caPeriodDays);
  const time = at.getTime();
  if (!(time >= T0 && time < LATEST)) throw new Error('a certificate can be issued only from 2020 to 8999');

  const leafPeriod = leafPeriodDays * DAY;
  const caPeriod = caPeriodDays * DAY;
  const leaf = Math.floor((time - T0) / leafPeriod);
  const leafStart = T0 + leaf * leafPeriod;
  const current = Math.floor((leafStart - T0) / caPeriod);

  const authority = (index: number): Epoch => {
    const start = T0 + index * caPeriod;
    return { index, notBefore: new Date(start - leafPeriod), notAfter: new Date(start + caPeriod + 2 * leafPeriod) };
  };
  const previous = authority(current - 1);
  return {
    leaf: { index: leaf, notBefore: new Date(leafStart - leafPeriod), notAfter: new Date(leafStart + 2 * leafPeriod) },
    previousAuthority: previous.notAfter.getTime() > leafStart ? previous : undefined,
    authority: authority(current),
    nextAuthority: authority(current + 1),
    renewFrom: new Date(leafStart + leafPeriod),
  };
}

/** The caller has told the user about such values already. */
function assertPeriods(leafPeriodDays: number, caPeriodDays: number): void {
  for (const days of [leafPeriodDays, caPeriodDays]) {
    if (!Number.isInteger(days) || days < 1 || days > LONGEST_DAYS) throw new Error(`a period must be 1 to ${LONGEST_DAYS} whole days`);
  }
  if (caPeriodDays < LEAST_PERIODS_OF_CA * leafPeriodDays) throw new Error(`a CA period must be at least ${LEAST_PERIODS_OF_CA} leaf periods`);
}
