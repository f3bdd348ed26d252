import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { decodeSeed } from '../../src/pki/seed';

test('a seed may be hex, base64 or base64url, in lines and with white space around it', () => {
  fc.assert(fc.property(fc.integer({ min: 32, max: 100 }), (length) => {
    const seed = randomBytes(length);
    const base64 = seed.toString('base64');
    const written = [
      seed.toString('hex'), seed.toString('hex').toUpperCase(), base64, base64.replace(/=/g, ''), seed.toString('base64url'),
      `  ${base64}\n`, base64.replace(/.{64}/g, '$&\n'), base64.replace(/.{64}/g, '$&\r\n'),
    ];
    for (const text of written) expect(decodeSeed(text)).toEqual(seed);
  }));
});

const MARKER = 'AVeryS3cretMarker';

const REFUSED: [string, string][] = [
  ['nothing', ' \n'],
  ['a passphrase', `${MARKER} battery staple, and some more words`],
  ['two alphabets', `${MARKER}-+${'k1'.repeat(20)}`],
  ['wrong padding', `${MARKER}${'k1'.repeat(20)}==`],
  ['too short', Buffer.from(MARKER).toString('base64')],
  ['hex without its last digit', randomBytes(32).toString('hex').slice(1)],
  ['hex that is too short', 'abcdef0123456789'.repeat(3)],
  ['one byte only', '00'.repeat(32)],
  ['a word again and again', 'password'.repeat(8)],
];

test('every refusal says how to make a seed', () => {
  const refusals = REFUSED.map(([what, text]) => [what, decodeSeed(text)]);
  expect(Object.fromEntries(refusals)).toMatchInlineSnapshot(`
{
  "a passphrase": {
    "fix": "make one with \`openssl rand -base64 32\`",
    "needs": "must be hex or base64",
  },
  "a word again and again": {
    "fix": "make one with \`openssl rand -base64 32\`",
    "needs": "must be random, it repeats the same few bytes",
  },
  "hex that is too short": {
    "fix": "make one with \`openssl rand -base64 32\`",
    "needs": "must be at least 32 bytes, it is only 24",
  },
  "hex without its last digit": {
    "fix": "make one with \`openssl rand -base64 32\`",
    "needs": "must be hex or base64",
  },
  "nothing": {
    "fix": "make one with \`openssl rand -base64 32\`",
    "needs": "must hold a seed, it is empty",
  },
  "one byte only": {
    "fix": "make one with \`openssl rand -base64 32\`",
    "needs": "must be random, it repeats the same few bytes",
  },
  "too short": {
    "fix": "make one with \`openssl rand -base64 32\`",
    "needs": "must be at least 32 bytes, it is only 17",
  },
  "two alphabets": {
    "fix": "make one with \`openssl rand -base64 32\`",
    "needs": "must be hex or base64",
  },
  "wrong padding": {
    "fix": "make one with \`openssl rand -base64 32\`",
    "needs": "must be hex or base64",
  },
}
`);
});

test.each(REFUSED)('no refusal shows the text: %s', (_, text) => {
  const shown = JSON.stringify(decodeSeed(text));
  expect(shown).not.toContain(MARKER);
  for (const part of text.match(/\w{6,}/g) ?? []) expect(shown).not.toContain(part);
});
