import type { Fault, Faults } from './fault';

/** An object of cdk8s-plus, of whatever version, or of a cluster. */
interface Reference {
  readonly name: string;
  readonly metadata?: { readonly namespace?: string };
  /** What a ServiceAccount says that is only referred to; `default` where it was told no namespace. */
  toSubjectConfiguration?(): { readonly namespace?: string };
}

/** Notes an object that is none, and one that lies in another namespace than what refers to it by name alone. */
export function checkReference(faults: Faults, prop: string, reference: Reference, namespace: string): void {
  if (typeof reference.name !== 'string' || reference.name === '') {
    faults.add(prop, reference, { needs: 'must be an object of cdk8s-plus, with a name' });
    return;
  }
  const subject = reference.metadata ? undefined : reference.toSubjectConfiguration?.().namespace;
  const other = reference.metadata?.namespace ?? (subject === 'default' ? undefined : subject);
  if (typeof other === 'string' && namespace !== '' && other !== namespace) {
    faults.add(prop, `${other}/${reference.name}`, { needs: `must be in the server's namespace, "${namespace}"` });
  }
}

/**
 * Notes where not exactly one is given of a name and an object that has one, and what is wrong with the one given.
 *
 * @param props the prop that takes the name, and the one that takes the object
 * @param rule what the name has to be
 */
export function checkNameOrReference(
  faults: Faults,
  prefix: string,
  props: readonly [string, string],
  [name, reference]: readonly [string | undefined, Reference | undefined],
  namespace: string,
  rule: (value: unknown) => Fault | undefined,
): void {
  const [nameProp, referenceProp] = props;
  if ((name === undefined) === (reference === undefined)) {
    faults.add(`${prefix}${nameProp}`, name, { needs: `or '${referenceProp}' must be given, and not both` });
  } else if (reference) {
    checkReference(faults, `${prefix}${referenceProp}`, reference, namespace);
  } else {
    faults.add(`${prefix}${nameProp}`, name, rule(name));
  }
}
