import { ADDRESS } from './address-names';
import type { Element } from './der';
import { DNS_NAME, MAIL_ADDRESS, URI } from './domain-names';

/** How Go compares the names of one kind with the constraints of that kind. */
export interface NameKind {
  /** Go does not read a certificate with another constraint. */
  isConstraint(constraint: Buffer): boolean;
  /** Go refuses other names as soon as a CA has name constraints, of whatever kind. */
  isName(name: Buffer): boolean;
  /** Whether a constraint permits a name, or excludes it: the two are not compared alike. */
  matches(constraint: Buffer, name: Buffer, excludes: boolean): boolean;
  show(name: Buffer): string;
}

/** By the tag of a GeneralName. */
const KINDS = new Map<number, NameKind>([[0x81, MAIL_ADDRESS], [0x82, DNS_NAME], [0x86, URI], [0x87, ADDRESS]]);

/** Nothing where Go does not know the kind. */
export function nameKindOf({ tag }: Element): NameKind | undefined {
  return KINDS.get(tag);
}
