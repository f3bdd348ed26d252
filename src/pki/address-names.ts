import type { NameKind } from './name-kinds';

const IPV4_IN_IPV6 = /^0{80}1{16}/;

/** A constraint is a network: an address, then a mask of the same length. */
export const ADDRESS: NameKind = {
  isConstraint: (constraint) => [8, 32].includes(constraint.length) && /^1*0*$/.test(halvesOf(constraint).mask),
  isName: (name) => [4, 16].includes(name.length),
  matches: (constraint, name, excludes) => {
    const { network, mask } = halvesOf(constraint);
    const address = bitsOf(name);
    const prefix = mask.lastIndexOf('1') + 1;
    if (address.length !== network.length || address.slice(0, prefix) !== network.slice(0, prefix)) return false;
    // versions of Go disagree on networks with bits beyond their mask, and on IPv4 in IPv6: what one of them refuses is refused
    return excludes || !(network.includes('1', prefix) || IPV4_IN_IPV6.test(address));
  },
  show: (name) => (name.length === 4 ? name.join('.') : name.toString('hex').replace(/.{4}(?=.)/g, '$&:')),
};

function halvesOf(constraint: Buffer): { network: string; mask: string } {
  const middle = constraint.length / 2;
  return { network: bitsOf(constraint.subarray(0, middle)), mask: bitsOf(constraint.subarray(middle)) };
}

/** As text, so that a prefix is a prefix. */
function bitsOf(octets: Buffer): string {
  return [...octets].map((octet) => octet.toString(2).padStart(8, '0')).join('');
}
