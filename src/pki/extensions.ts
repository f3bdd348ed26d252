import { createHash } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import * as x509 from '@peculiar/asn1-x509';

const CRITICAL = true;

/** Identifies a public key, by RFC 7093, 2 (1): the usual SHA-1 alarms those who look for SHA-1. */
export function keyIdentifier(point: Uint8Array): Buffer {
  return createHash('sha256').update(point).digest().subarray(0, 20);
}

/** A CA that issues leaves only, and only for these names: whoever steals its key cannot impersonate another service. */
export function authorityExtensions(point: Uint8Array, dnsNames: string[]): x509.Extension[] {
  return [
    extension(x509.id_ce_basicConstraints, new x509.BasicConstraints({ cA: true, pathLenConstraint: 0 }), CRITICAL),
    extension(x509.id_ce_keyUsage, keyUsage(x509.KeyUsageFlags.keyCertSign + x509.KeyUsageFlags.cRLSign), CRITICAL),
    extension(x509.id_ce_nameConstraints, nameConstraints(dnsNames), CRITICAL),
    extension(x509.id_ce_subjectKeyIdentifier, new x509.SubjectKeyIdentifier(keyIdentifier(point))),
  ];
}

export function leafExtensions(point: Uint8Array, issuerPoint: Uint8Array, dnsNames: string[]): x509.Extension[] {
  const issuer = new x509.AuthorityKeyIdentifier({ keyIdentifier: new x509.KeyIdentifier(keyIdentifier(issuerPoint)) });
  return [
    extension(x509.id_ce_basicConstraints, new x509.BasicConstraints(), CRITICAL),
    extension(x509.id_ce_keyUsage, keyUsage(x509.KeyUsageFlags.digitalSignature), CRITICAL),
    extension(x509.id_ce_extKeyUsage, new x509.ExtendedKeyUsage([x509.id_kp_serverAuth])),
    extension(x509.id_ce_subjectAltName, new x509.SubjectAlternativeName(dnsNames.map(dns))),
    extension(x509.id_ce_subjectKeyIdentifier, new x509.SubjectKeyIdentifier(keyIdentifier(point))),
    extension(x509.id_ce_authorityKeyIdentifier, issuer),
  ];
}

function nameConstraints(dnsNames: string[]): x509.NameConstraints {
  // permitted names constrain their own kind only, so that addresses have to be excluded in so many words
  return new x509.NameConstraints({
    permittedSubtrees: new x509.GeneralSubtrees(dnsNames.map(dns).map(subtree)),
    excludedSubtrees: new x509.GeneralSubtrees(['0.0.0.0/0', '::/0'].map((iPAddress) => subtree(new x509.GeneralName({ iPAddress })))),
  });
}

function subtree(base: x509.GeneralName): x509.GeneralSubtree {
  return new x509.GeneralSubtree({ base });
}

function dns(dNSName: string): x509.GeneralName {
  return new x509.GeneralName({ dNSName });
}

function keyUsage(flags: number): x509.KeyUsage {
  return new x509.KeyUsage(flags);
}

function extension(extnID: string, content: object, critical = false): x509.Extension {
  return new x509.Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(content)) });
}
