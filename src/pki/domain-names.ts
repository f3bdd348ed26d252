import { isIP } from 'node:net';
import type { NameKind } from './name-kinds';

// Go takes any printable characters, not only what a domain may have, and an empty text; with a dot in front a constraint is for subdomains only
const DOMAIN = /^(?:[!-\-/-~]+(?:\.[!-\-/-~]+)*)?$/;
const CONSTRAINT = /^(?:\.?[!-\-/-~]+(?:\.[!-\-/-~]+)*)?$/;

const URI_WITH_HOST = /^(?:[a-z][a-z\d+.-]*:)?\/\/(?:[^/?#]*@)?([^/?#:@[\]]+)(?::\d*)?(?:[/?#]|$)/i;
const MAILBOX = /^([\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*)@(.*)$/;

export const DNS_NAME: NameKind = domains((name) => name);

const HOSTS = domains(hostOf);
/** Go has nothing to compare where a URI has no host, or an address for one. */
export const URI: NameKind = { ...HOSTS, isConstraint: (constraint) => HOSTS.isConstraint(constraint) && isIP(text(constraint)) === 0 };

const MAIL_DOMAINS = domains((name) => MAILBOX.exec(name)?.[2]);
/** A constraint is a domain or one mailbox. */
export const MAIL_ADDRESS: NameKind = {
  ...MAIL_DOMAINS,
  isConstraint: (constraint) => (isMailbox(constraint) ? MAIL_DOMAINS.isName(constraint) : MAIL_DOMAINS.isConstraint(constraint)),
  matches: (constraint, name, excludes) => (isMailbox(constraint) ? sameMailbox(constraint, name) : MAIL_DOMAINS.matches(constraint, name, excludes)),
};

/** Names that hold a domain, which alone is compared. */
function domains(domainOf: (name: string) => string | undefined): NameKind {
  const inside = (name: Buffer) => domainOf(text(name));
  return {
    isConstraint: (constraint) => CONSTRAINT.test(text(constraint)),
    isName: (name) => DOMAIN.test(inside(name) ?? '.'),
    matches: (constraint, name, excludes) => domainMatches(text(constraint).toLowerCase(), (inside(name) ?? '').toLowerCase(), excludes),
    show: text,
  };
}

function domainMatches(constraint: string, domain: string, excludes: boolean): boolean {
  if (constraint === '') return true;
  if (domain === constraint || domain.endsWith(constraint.startsWith('.') ? constraint : `.${constraint}`)) return true;
  // what a wildcard stands for may be excluded: Go looks since 1.25.5 and 1.24.11
  return excludes && domain.startsWith('*') && parentOf(domain) !== '' && parentOf(domain) === parentOf(constraint);
}

function parentOf(domain: string): string {
  const dot = domain.indexOf('.');
  return dot < 0 ? '' : domain.slice(dot);
}

function hostOf(uri: string): string | undefined {
  const host = URI_WITH_HOST.exec(uri)?.[1];
  return host !== undefined && isIP(host) === 0 ? host : undefined;
}

function isMailbox(constraint: Buffer): boolean {
  return constraint.includes('@');
}

function sameMailbox(constraint: Buffer, name: Buffer): boolean {
  const [one, other] = [constraint, name].map((mailbox) => MAILBOX.exec(text(mailbox)));
  return one?.[1] === other?.[1] && one?.[2].toLowerCase() === other?.[2].toLowerCase();
}

/** What is not ASCII stays so, and is no domain. */
function text(octets: Buffer): string {
  return octets.toString('latin1');
}
