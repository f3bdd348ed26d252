import type { X509Certificate } from 'node:crypto';

const SERVER_AUTH = ['1.3.6.1.5.5.7.3.1', '2.5.29.37.0']; // serverAuth, anyExtendedKeyUsage

/** Without the extension, or with none in it, a certificate may be used for anything. */
export function allowsServers(certificate: X509Certificate): boolean {
  const usages = certificate.keyUsage as string[] | undefined; // node calls the extended key usage so
  return !usages?.length || usages.some((usage) => SERVER_AUTH.includes(usage));
}
