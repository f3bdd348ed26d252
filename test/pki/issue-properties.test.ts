import { createPrivateKey, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { checkPair } from '../../src/pki/check-pair';
import { T0 } from '../../src/pki/epochs';
import { issueFromSeed, type SeededRequest } from '../../src/pki/issue-from-seed';

const DAY = 24 * 60 * 60 * 1000;

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);
const seed = fc.uint8Array({ minLength: 32, maxLength: 48 }).map((octets) => Buffer.from(octets));
const at = fc.date({ min: new Date(T0), max: new Date('2070-01-01'), noInvalidDate: true });
const periods = fc.integer({ min: 1, max: 200 }).chain((leafPeriodDays) => {
  return fc.integer({ min: 3 * leafPeriodDays, max: 4000 }).map((caPeriodDays) => ({ leafPeriodDays, caPeriodDays }));
});
const request: fc.Arbitrary<SeededRequest> = fc.tuple(seed, label, label, fc.option(fc.string(), { nil: undefined }), at, periods).map(
  ([bytes, namespace, service, context, time, days]) => ({
    seed: bytes,
    identity: { namespace, service, context },
    dnsNames: [`${service}.${namespace}.svc`, `${service}.${namespace}.svc.cluster.local`],
    at: time,
    ...days,
  }),
);

test('what is issued verifies, has the promised dates, and is the same again', () => {
  fc.assert(fc.property(request, (wanted) => {
    const pair = issueFromSeed(wanted);
    expect(issueFromSeed({ ...wanted, seed: Buffer.from(wanted.seed) })).toEqual(pair);
    for (const hostName of wanted.dnsNames) expect(checkPair({ ...pair, hostName, now: wanted.at })).toEqual([]);

    const leaf = new X509Certificate(pair.certificate);
    expect(leaf.checkPrivateKey(createPrivateKey(pair.privateKey))).toBe(true);
    expect([Date.parse(leaf.validFrom), Date.parse(leaf.validTo)]).toEqual([pair.notBefore.getTime(), pair.notAfter.getTime()]);
    const left = (date: Date) => (date.getTime() - wanted.at.getTime()) / (wanted.leafPeriodDays * DAY);
    expect(left(pair.notAfter)).toBeGreaterThan(1);
    expect(left(pair.renewFrom)).toBeGreaterThan(0);
    expect(left(pair.renewFrom)).toBeLessThanOrEqual(1);
    expect(left(pair.notBefore)).toBeLessThanOrEqual(-1);
  }), { numRuns: 60 });
});

test('two synths at most a leaf period apart verify across each other, at both times', () => {
  const apart = fc.double({ min: 0, max: 1, noNaN: true });
  const offsets = fc.double({ min: -2, max: 2, noNaN: true });
  const nearCaChange = fc.tuple(request, fc.integer({ min: 1, max: 4 }), offsets).map(([wanted, epoch, offset]) => {
    const time = T0 + epoch * wanted.caPeriodDays * DAY + offset * wanted.leafPeriodDays * DAY;
    return { ...wanted, at: new Date(Math.round(time)) };
  });
  fc.assert(fc.property(fc.oneof(request, nearCaChange), apart, (wanted, distance) => {
    const later = new Date(wanted.at.getTime() + Math.floor(distance * wanted.leafPeriodDays * DAY));
    const pairs = [issueFromSeed(wanted), issueFromSeed({ ...wanted, at: later })];
    for (const now of [wanted.at, later]) {
      for (const { caBundle } of pairs) {
        for (const { certificate } of pairs) expect(checkPair({ certificate, caBundle, hostName: wanted.dnsNames[0], now })).toEqual([]);
      }
    }
  }), { numRuns: 60 });
});

test('another identity has other keys, another list of names has not, and no serial number stands for two contents', () => {
  fc.assert(fc.property(request, (wanted) => {
    const { namespace, service, context } = wanted.identity;
    const pair = issueFromSeed(wanted);
    const other = issueFromSeed({ ...wanted, identity: { namespace, service, context: `${context ?? ''}x` } });
    const moved = issueFromSeed({ ...wanted, identity: { namespace: `${namespace}x`, service, context } });
    expect(new Set([pair.privateKey, other.privateKey, moved.privateKey]).size).toBe(3);

    const more = issueFromSeed({ ...wanted, dnsNames: [...wanted.dnsNames, 'more.example.org'] });
    expect(more.privateKey).toBe(pair.privateKey);
    const [leaf, leafOfMore] = [pair, more].map(({ certificate }) => new X509Certificate(certificate));
    expect(leafOfMore.issuer).toBe(leaf.issuer);
    expect(leafOfMore.serialNumber).not.toBe(leaf.serialNumber);
    expect(more.caBundle).not.toBe(pair.caBundle);
  }), { numRuns: 20 });
});

test('the fields of an identity do not run into each other', () => {
  const wanted = { seed: Buffer.alloc(32, 1), dnsNames: ['a.b.svc'], at: new Date('2026-01-01'), leafPeriodDays: 90, caPeriodDays: 1825 };
  const keyOf = (...[namespace, service, context]: string[]) => issueFromSeed({ ...wanted, identity: { namespace, service, context } }).privateKey;
  expect(keyOf('a', 'bc')).not.toBe(keyOf('ab', 'c'));
  expect(keyOf('a', 'b', 'c')).not.toBe(keyOf('a', 'b,c'));
  expect(keyOf('a', 'b', '')).toBe(keyOf('a', 'b'));
  expect(keyOf('a', 'b', 'c'.repeat(5000))).not.toBe(keyOf('a', 'b', 'c'.repeat(5001)));
});
