import type { PemDamage } from './pem-blocks';
import type { Fault } from '../private/fault';

/** DER read as text: the tag of a SEQUENCE, which is '0', and then what no text has. */
const BINARY_SEQUENCE = /^0[^]*[\0-\x08\x0e-\x1f\ufffd]/;

const DAMAGES: Record<PemDamage, Fault> = {
  'joined': { needs: 'must have a newline between its PEM blocks', fix: 'end each PEM with a newline before joining them' },
  'indented': { needs: 'must have the borders of its PEM blocks at the start of a line', fix: 'remove what stands before them' },
  'escaped': { needs: 'must have its PEM blocks in lines, it has \'\\n\' in place of newlines', fix: 'write newlines' },
  'one-line': { needs: 'must have the borders of its PEM blocks on lines of their own', fix: 'keep the newlines of the PEM' },
  'unended': { needs: 'must be whole, a PEM block does not end as it begins', fix: 'copy it from its BEGIN line to its END line' },
};

export function damageFault(damage: PemDamage): Fault {
  return DAMAGES[damage];
}

const KINDS = {
  'certificate': { convert: 'convert it with `openssl x509 -inform DER`', label: 'CERTIFICATE' },
  'private key': { convert: 'convert it with `openssl pkey -inform DER`', label: 'PRIVATE KEY' },
};

/** Why a text holds no PEM at all. */
export function notPem(text: string, kind: keyof typeof KINDS): Fault {
  const { convert, label } = KINDS[kind];
  const begin = `its first line is 'BEGIN ${label}' between dashes`;
  const needs = (state: string) => `must hold a ${kind} in PEM, it ${state}`;
  const trimmed = text.trim();
  if (trimmed === '') return { needs: needs('is empty'), fix: begin };
  if (BINARY_SEQUENCE.test(trimmed)) return { needs: needs('is DER'), fix: convert };

  const compact = trimmed.replace(/\s/g, '');
  if (/^[A-Za-z0-9+/_-]+=*$/.test(compact)) {
    const decoded = Buffer.from(compact, 'base64');
    if (decoded.includes('-----BEGIN ')) return { needs: needs('is base64 of PEM'), fix: 'decode it once, as with `base64 -d`' };
    // a SEQUENCE of more than 127 octets
    if (decoded[0] === 0x30 && decoded[1] > 0x80) return { needs: needs('is base64 without BEGIN and END lines'), fix: 'keep these lines' };
  }
  return { needs: needs('holds no PEM block'), fix: begin };
}
