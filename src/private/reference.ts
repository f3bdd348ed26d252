import type { Faults } from './fault';

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
