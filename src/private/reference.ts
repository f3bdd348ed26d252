import type { Faults } from './fault';

/** An object of cdk8s-plus, of whatever version, or of a cluster. */
interface Reference {
  readonly name: string;
  readonly metadata?: { readonly namespace?: string };
}

/** Notes an object that is none, and one that lies in another namespace than what refers to it by name alone. */
export function checkReference(faults: Faults, prop: string, reference: Reference, namespace: string): void {
  if (typeof reference.name !== 'string' || reference.name === '') {
    faults.add(prop, reference, { needs: 'must be an object of cdk8s-plus, with a name' });
    return;
  }
  const other = reference.metadata?.namespace;
  if (typeof other === 'string' && namespace !== '' && other !== namespace) {
    faults.add(prop, `${other}/${reference.name}`, { needs: `must be in the server's namespace, "${namespace}"` });
  }
}
