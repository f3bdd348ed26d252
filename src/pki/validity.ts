import type { X509Certificate } from 'node:crypto';

/** Node 20 has the dates as text only. */
export function notBefore(certificate: X509Certificate): Date {
  return new Date(Date.parse(certificate.validFrom));
}

export function notAfter(certificate: X509Certificate): Date {
  return new Date(Date.parse(certificate.validTo));
}

/** Why a certificate is not valid at a moment, such as 'it expired on ...'. */
export function whyNotValid(certificate: X509Certificate, now: Date): { reason: string; expired: boolean } | undefined {
  const begin = notBefore(certificate);
  const end = notAfter(certificate);
  if (now >= begin && now <= end) return undefined;
  const expired = now > end;
  return { reason: expired ? `expired on ${showDate(end)}` : `is not valid before ${showDate(begin)}`, expired };
}

export function showDate(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'an unreadable date' : date.toISOString().replace(/\.\d+Z$/, 'Z');
}
