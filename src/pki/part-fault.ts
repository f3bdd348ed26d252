import type { Fault } from '../private/fault';

/** What is wrong with one part of what a server serves with and is verified by. */
export interface PartFault {
  readonly part: 'certificate' | 'privateKey' | 'caBundle';
  readonly fault: Fault;
}
