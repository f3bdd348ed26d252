import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from '@peculiar/asn1-x509';

const ID_COMMON_NAME = '2.5.4.3';
const ID_ORGANIZATION = '2.5.4.10';

export interface DistinguishedName {
  readonly organization?: string;
  readonly commonName: string;
}

/** Go compares the octets of issuer and subject, so both come from here. */
export function encodeName(name: DistinguishedName): Name {
  const parts = [attribute(ID_COMMON_NAME, name.commonName)];
  if (name.organization !== undefined) parts.unshift(attribute(ID_ORGANIZATION, name.organization));
  return new Name(parts);
}

function attribute(type: string, utf8String: string): RelativeDistinguishedName {
  return new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String }) })]);
}
