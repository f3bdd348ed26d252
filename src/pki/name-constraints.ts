import type { X509Certificate } from 'node:crypto';
import { childrenOf, type Element } from './der';
import { nameKindOf } from './name-kinds';
import { extensionOf, valueOf } from './tbs-fields';

const NAME_CONSTRAINTS = '2.5.29.30';
const PERMITTED = 0xa0;
const EXCLUDED = 0xa1;

/** The names that a CA says it issues for, and those that it does not. */
export interface NameConstraints {
  readonly permitted: Element[];
  readonly excluded: Element[];
  /** That some are of a kind that Go does not know, and so leaves out. */
  readonly hasOtherKinds: boolean;
  /** Go does not read a certificate where they are not. */
  readonly areValid: boolean;
}

/** Nothing where a certificate has none. */
export function nameConstraintsOf(certificate: X509Certificate): NameConstraints | undefined {
  const extension = extensionOf(certificate, NAME_CONSTRAINTS);
  if (!extension) return undefined;
  const lists = childrenOf(valueOf(extension));
  const basesOf = (which: number) => childrenOf(lists.find(({ tag }) => tag === which)).flatMap((subtree) => childrenOf(subtree).slice(0, 1));
  const [permitted, excluded] = [PERMITTED, EXCLUDED].map(basesOf);
  const all = [...permitted, ...excluded];
  return {
    permitted,
    excluded,
    hasOtherKinds: all.some((base) => nameKindOf(base) === undefined),
    areValid: all.length > 0 && all.every((base) => nameKindOf(base)?.isConstraint(base.content) ?? true),
  };
}

/** Those of the names that constraints do not allow. */
export function refusedNames({ permitted, excluded }: NameConstraints, names: Element[]): string[] {
  return names.flatMap((name) => {
    const kind = nameKindOf(name);
    if (!kind) return [];
    const matching = (bases: Element[], excludes: boolean) => bases.some((base) => kind.matches(base.content, name.content, excludes));
    const [allowed, forbidden] = [permitted, excluded].map((bases) => bases.filter(({ tag }) => tag === name.tag));
    const isAllowed = kind.isName(name.content) && (allowed.length === 0 || matching(allowed, false)) && !matching(forbidden, true);
    return isAllowed ? [] : [kind.show(name.content)];
  });
}
