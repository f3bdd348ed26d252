import type { Fault } from '../private/fault';

/** Tells a fault from what a reader returns where it succeeds. */
export function isFault(value: object): value is Fault {
  return 'needs' in value;
}
