import type { Fault } from '../private/fault';

const LEAST_BYTES = 32;
/** 32 random bytes hold fewer different values than this less than once in 10^36 times. */
const LEAST_DISTINCT = 8;
const FIX = 'make one with `openssl rand -base64 32`';

/**
 * Reads a seed written as hex, base64 or base64url. The public CA bundle lets anybody test guesses offline, so that a passphrase
 * will not do. The fault never shows the text.
 */
export function decodeSeed(text: string): Buffer | Fault {
  const written = text.trim().replace(/\r?\n/g, ''); // openssl breaks long base64 into lines
  if (written === '') return { needs: 'must hold a seed, it is empty', fix: FIX };

  const seed = decode(written);
  if (!seed) return { needs: 'must be hex or base64', fix: FIX };
  if (seed.length < LEAST_BYTES) return { needs: `must be at least ${LEAST_BYTES} bytes, it is only ${seed.length}`, fix: FIX };
  if (new Set(seed).size < LEAST_DISTINCT) return { needs: 'must be random, it repeats the same few bytes', fix: FIX };
  return seed;
}

function decode(written: string): Buffer | undefined {
  // hex is base64 too, and must not be read as such when it lost a digit
  if (/^[0-9a-f]+$/i.test(written)) return written.length % 2 === 0 ? Buffer.from(written, 'hex') : undefined;

  const [, digits, padding] = /^([^=]*)(={0,2})$/.exec(written) ?? [];
  if (digits === undefined || !/^(?:[a-z0-9+/]+|[a-z0-9_-]+)$/i.test(digits)) return undefined;
  const whole = padding === '' ? digits.length % 4 !== 1 : written.length % 4 === 0;
  return whole ? Buffer.from(digits, 'base64') : undefined;
}
