import type { X509Certificate } from 'node:crypto';

const DAY = 24 * 60 * 60 * 1000;

/** Node 20 has the dates as text only. */
export function notBefore(certificate: X509Certificate): Date {
  return new Date(Date.parse(certificate.validFrom));
}

export function notAfter(certificate: X509Certificate): Date {
  return new Date(Date.parse(certificate.validTo));
}

/** Whole days until a certificate ends, less than 0 once it has. */
export function daysLeft(certificate: X509Certificate, now: Date): number {
  return Math.floor((notAfter(certificate).getTime() - now.getTime()) / DAY);
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
