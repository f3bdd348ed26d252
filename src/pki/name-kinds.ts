import { isIP } from 'node:net';
import type { Element } from './der';

/** How Go compares the names of one kind with the constraints of that kind. Texts are those of IA5, where it matters. */
export interface NameKind {
  /** Go does not read a certificate with another constraint. */
  isConstraint(constraint: Buffer): boolean;
  /** Go refuses other names as soon as a CA has name constraints of whatever kind. */
  isName(name: Buffer): boolean;
  matches(constraint: Buffer, name: Buffer, excludes: boolean): boolean;
  show(name: Buffer): string;
}

/** Nothing where Go does not know the kind, which the tag of a GeneralName tells. */
export function nameKindOf({ tag }: Element): NameKind | undefined {
  return KINDS.get(tag);
}

const LABELS = /^(?:[!-\-/-~]+(?:\.[!-\-/-~]+)*)?$/; // printable, as Go has it, and not only what a domain may have; or nothing
const CONSTRAINT = /^(?:\.?[!-\-/-~]+(?:\.[!-\-/-~]+)*)?$/; // with a dot in front it is for subdomains only
const URI = /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#]*@)?([^/?#:@[\]]+)(?::\d*)?(?:[/?#]|$)/i;
const MAILBOX = /^([\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*)@(.+)$/;

const DNS = domains((name) => name);
const EMAIL_DOMAINS = domains((name) => MAILBOX.exec(name)?.[2]);

const KINDS = new Map<number, NameKind>([
  [0x81, {
    ...EMAIL_DOMAINS,
    isConstraint: (constraint) => (isMailbox(constraint) ? EMAIL_DOMAINS.isName(constraint) : EMAIL_DOMAINS.isConstraint(constraint)),
    matches: (constraint, name, excludes) => (isMailbox(constraint) ? sameMailbox(constraint, name) : EMAIL_DOMAINS.matches(constraint, name, excludes)),
  }],
  [0x82, DNS],
  [0x86, {
    ...domains(hostOf),
    isConstraint: (constraint) => isIP(text(constraint)) === 0 && DNS.isConstraint(constraint),
  }],
  [0x87, {
    isConstraint: (constraint) => [8, 32].includes(constraint.length) && /^1*0*$/.test(bits(maskOf(constraint))),
    isName: (name) => [4, 16].includes(name.length),
    matches: addressMatches,
    show: (name) => (name.length === 4 ? name.join('.') : name.toString('hex').replace(/(.{4})(?=.)/g, '$1:')),
  }],
]);

/** Kinds that hold a domain, which alone is compared. */
function domains(domainOf: (name: string) => string | undefined): NameKind {
  const inside = (name: Buffer) => domainOf(text(name));
  return {
    isConstraint: (constraint) => CONSTRAINT.test(text(constraint)),
    isName: (name) => LABELS.test(inside(name) ?? '.'),
    matches: (constraint, name, excludes) => domainMatches(text(constraint).toLowerCase(), (inside(name) ?? '').toLowerCase(), excludes),
    show: text,
  };
}

function domainMatches(constraint: string, domain: string, excludes: boolean): boolean {
  if (constraint === '') return true;
  if (domain.endsWith(constraint)) return domain.length === constraint.length || constraint.startsWith('.') || domain.at(-constraint.length - 1) === '.';
  // a wildcard stands for the excluded name, too; since Go 1.25.5 and 1.24.11
  return excludes && domain.startsWith('*') && parentOf(domain) !== '' && parentOf(domain) === parentOf(constraint);
}

function parentOf(domain: string): string {
  const dot = domain.indexOf('.');
  return dot < 0 ? '' : domain.slice(dot);
}

function hostOf(uri: string): string | undefined {
  const host = URI.exec(uri)?.[1];
  return host !== undefined && isIP(host) === 0 ? host : undefined;
}

function isMailbox(constraint: Buffer): boolean {
  return constraint.includes('@');
}

function sameMailbox(constraint: Buffer, name: Buffer): boolean {
  const [one, other] = [constraint, name].map((mailbox) => MAILBOX.exec(text(mailbox)));
  return one?.[1] === other?.[1] && one?.[2].toLowerCase() === other?.[2].toLowerCase();
}

function addressMatches(constraint: Buffer, address: Buffer, excludes: boolean): boolean {
  const mask = maskOf(constraint);
  if (address.length !== mask.length || (!excludes && isDisputed(constraint, address))) return false;
  return mask.every((octet, index) => (octet & constraint[index]) === (octet & address[index]));
}

/** That versions of Go disagree: on networks with bits beyond their mask, and on IPv4 in IPv6. What one of them refuses is refused. */
function isDisputed(constraint: Buffer, address: Buffer): boolean {
  const beyond = maskOf(constraint).some((octet, index) => (constraint[index] & ~octet) !== 0);
  return beyond || (address.length === 16 && address.toString('hex').startsWith('0'.repeat(20) + 'ffff'));
}

function maskOf(constraint: Buffer): Buffer {
  return constraint.subarray(constraint.length / 2);
}

function bits(octets: Buffer): string {
  return [...octets].map((octet) => octet.toString(2).padStart(8, '0')).join('');
}

/** What is not ASCII becomes something that no name and no constraint may hold. */
function text(octets: Buffer): string {
  return octets.toString('latin1');
}
