import { X509Certificate } from 'node:crypto';
import { CA, type Made, type ToMake, Workshop } from './workshop';
import { checkPair, type PairToCheck } from '../../src/pki/check-pair';

const DAY = 24 * 60 * 60 * 1000;
const HOST = 'api.wardle.svc';

let workshop: Workshop;
let root: Made;
let middle: Made;
let leaf: Made;
let server: Made; // issued by the intermediate
let now: Date;

const make = (changes: Partial<ToMake>) => {
  return workshop.make({ subject: '/CN=server', extensions: [`subjectAltName=DNS:${HOST}`], issuer: root, ...changes });
};
const check = (changes: Partial<PairToCheck>) => {
  return checkPair({ certificate: leaf.pem, privateKey: leaf.key, caBundle: root.pem, hostName: HOST, now, ...changes });
};

/** Faults as a user reads them. */
function said(changes: Partial<PairToCheck>): string[] {
  return check(changes).map(({ part, fault }) => `'${part}' ${fault.needs}${fault.fix ? `: ${fault.fix}` : ''}`);
}

beforeAll(() => {
  workshop = new Workshop();
  root = workshop.make({ subject: '/O=Example/CN=root', extensions: CA, days: 60 });
  middle = workshop.make({ subject: '/O=Example/CN=middle', extensions: CA, issuer: root, days: 40 });
  leaf = make({});
  server = make({ issuer: middle });
  now = new Date(Date.now() + 60 * 60 * 1000); // every certificate that a test makes has begun by then
});
afterAll(() => workshop.close());

describe('nothing is wrong with', () => {
  test.each<[string, () => Partial<PairToCheck>]>([
    ['a leaf of the CA', () => ({})],
    ['a leaf without its key', () => ({ privateKey: undefined })],
    ['the CA after the leaf', () => ({ certificate: leaf.pem + root.pem })],
    ['two CAs in the bundle', () => ({ caBundle: workshop.make({ subject: '/CN=old', extensions: CA }).pem + root.pem })],
    ['an old CA of the same name', () => ({ caBundle: workshop.make({ subject: '/O=Example/CN=root', extensions: CA }).pem + root.pem })],
    ['an intermediate after the leaf', () => ({ certificate: server.pem + middle.pem, privateKey: server.key })],
    ['intermediates out of order', () => {
      const third = workshop.make({ subject: '/CN=third', extensions: CA, issuer: middle });
      const deep = make({ issuer: third });
      return { certificate: deep.pem + middle.pem + third.pem, privateKey: deep.key };
    }],
    ['the intermediate alone in the bundle', () => ({ certificate: server.pem, privateKey: server.key, caBundle: middle.pem })],
    ['an intermediate in the bundle under an expired root', () => ({
      certificate: server.pem + middle.pem,
      privateKey: server.key,
      caBundle: workshop.make({ subject: '/O=Example/CN=root', extensions: CA, key: root.key, days: 1 }).pem + middle.pem,
      now: new Date(now.getTime() + 2 * DAY),
    })],
    ['the leaf itself in the bundle', () => ({ caBundle: leaf.pem })],
    ['a self-signed leaf that is its own bundle', () => {
      const own = make({ issuer: undefined, extensions: ['basicConstraints=CA:FALSE', `subjectAltName=DNS:${HOST}`] });
      return { certificate: own.pem, privateKey: own.key, caBundle: own.pem };
    }],
    ['a leaf that is a CA', () => {
      const own = make({ extensions: [...CA, `subjectAltName=DNS:${HOST}`] });
      return { certificate: own.pem, privateKey: own.key };
    }],
    ['a wildcard', () => {
      const wild = make({ extensions: ['subjectAltName=DNS:*.wardle.svc'] });
      return { certificate: wild.pem, privateKey: wild.key };
    }],
    ['a name in upper case', () => {
      const upper = make({ extensions: [`subjectAltName=DNS:${HOST.toUpperCase()}`] });
      return { certificate: upper.pem, privateKey: upper.key };
    }],
    ['an authority key identifier that does not fit, which only guides Go', () => {
      const odd = make({ extensions: ['2.5.29.35=DER:300480020102', `subjectAltName=DNS:${HOST}`] });
      expect(new X509Certificate(odd.pem).checkIssued(new X509Certificate(root.pem))).toBe(false);
      return { certificate: odd.pem, privateKey: odd.key };
    }],
    ['a CA of version 1, which cannot say that it is one', () => {
      const request = workshop.openssl('req', '-new', '-subj', '/CN=v1', '-key', workshop.file(root.key));
      const old = workshop.openssl('x509', '-req', '-in', workshop.file(request), '-signkey', workshop.file(root.key));
      const under = make({ issuer: { pem: old, key: root.key } });
      return { certificate: under.pem, privateKey: under.key, caBundle: old };
    }],
  ])('%s', (_, changes) => {
    expect(said(changes())).toEqual([]);
  });
});

const named = (...extensions: string[]) => {
  const made = make({ extensions });
  return { certificate: made.pem, privateKey: made.key };
};

test('names that do not fit', () => {
  expect(said(named('subjectAltName=DNS:api.wardle.svc.cluster.local'))).toMatchInlineSnapshot(`
[
  "'certificate' must be valid for api.wardle.svc, it names only api.wardle.svc.cluster.local: issue it with that DNS name among its subject alternative names",
]
`);
  expect(said(named())).toMatchInlineSnapshot(`
[
  "'certificate' must be valid for api.wardle.svc, it has no subject alternative names, and its common name does not count: issue it with that DNS name among its subject alternative names",
]
`);
  expect(said(named('subjectAltName=IP:10.0.0.1'))).toMatchInlineSnapshot(`
[
  "'certificate' must be valid for api.wardle.svc, it names no DNS name: issue it with that DNS name among its subject alternative names",
]
`);
  expect(said(named('subjectAltName=DNS:*.svc,DNS:*.*.svc,DNS:ap*.wardle.svc,DNS:wardle.svc,DNS:b,DNS:c,DNS:d'))).toMatchInlineSnapshot(`
[
  "'certificate' must be valid for api.wardle.svc, it names only *.svc, *.*.svc, ap*.wardle.svc, wardle.svc, b and 2 more: issue it with that DNS name among its subject alternative names",
]
`);
});

const dateless = (lines: string[]) => lines.map((line) => line.replace(/\d{4}-[\dT:.-]*Z/g, '<date>'));

test('dates that do not fit', () => {
  const at = (days: number) => dateless(said({ now: new Date(now.getTime() + days * DAY) }));
  expect(at(-1)).toMatchInlineSnapshot(`
[
  "'certificate' must be valid on <date>, it is not valid before <date>: look at the clock, or issue it with an earlier begin",
  "'caBundle' must be valid on <date>, the CA 'O=Example, CN=root' is not valid before <date>: look at the clock, or use a CA that is valid already",
]
`);
  expect(at(31)).toMatchInlineSnapshot(`
[
  "'certificate' must be valid on <date>, it expired on <date>: renew it",
]
`);
  expect(at(61)).toMatchInlineSnapshot(`
[
  "'certificate' must be valid on <date>, it expired on <date>: renew it",
  "'caBundle' must be valid on <date>, the CA 'O=Example, CN=root' expired on <date>: replace that CA",
]
`);
  // to the second, both ends included
  const { validFrom, validTo } = new X509Certificate(leaf.pem);
  const pinned = (time: number) => check({ caBundle: leaf.pem, now: new Date(time) });
  for (const time of [Date.parse(validFrom), Date.parse(validTo)]) expect(pinned(time)).toEqual([]);
  for (const time of [Date.parse(validFrom) - 1, Date.parse(validTo) + 1]) expect(pinned(time)).toHaveLength(1);
});

test('the expired CA of a leaf that is still valid', () => {
  const short = workshop.make({ subject: '/CN=short', extensions: CA, days: 1 });
  const long = make({ issuer: short });
  const later = { privateKey: long.key, now: new Date(now.getTime() + 2 * DAY) };
  expect(dateless(said({ ...later, certificate: long.pem, caBundle: short.pem }))).toMatchInlineSnapshot(`
[
  "'caBundle' must be valid on <date>, the CA 'CN=short' expired on <date>: replace that CA",
]
`);

  const between = workshop.make({ subject: '/CN=between', extensions: CA, issuer: root, days: 1 });
  const under = make({ issuer: between });
  const chain = { ...later, certificate: under.pem + between.pem, privateKey: under.key };
  expect(dateless(said(chain))).toMatchInlineSnapshot(`
[
  "'certificate' must be valid on <date>, the intermediate CA 'CN=between' expired on <date>: replace that CA",
]
`);
});

test('keys and order', () => {
  expect(said({ privateKey: root.key })).toMatchInlineSnapshot(`
[
  "'privateKey' must belong to the certificate, it is the key of another one: give the key that was made together with it",
]
`);
  expect(said({ certificate: root.pem + leaf.pem })).toMatchInlineSnapshot(`
[
  "'certificate' must begin with the certificate of the server, which is number 2 of 2: put it first, and each issuer after it",
]
`);
  expect(said({ certificate: middle.pem + root.pem + server.pem, privateKey: undefined })).toMatchInlineSnapshot(`
[
  "'certificate' must begin with the certificate of the server, which is number 3 of 3: put it first, and each issuer after it",
]
`);
});

test('a bundle that does not vouch for the certificate', () => {
  const other = workshop.make({ subject: '/CN=other', extensions: CA });
  expect(said({ caBundle: other.pem })).toMatchInlineSnapshot(`
[
  "'caBundle' must hold the CA that issued the certificate, 'O=Example, CN=root': add that CA; if it is an intermediate one, it may stand after the certificate of the server instead",
]
`);
  expect(said({ certificate: server.pem, privateKey: server.key })).toMatchInlineSnapshot(`
[
  "'caBundle' must hold the CA that issued the certificate, 'O=Example, CN=middle': add that CA; if it is an intermediate one, it may stand after the certificate of the server instead",
]
`);
  expect(said({ certificate: server.pem + middle.pem, privateKey: server.key, caBundle: other.pem })).toMatchInlineSnapshot(`
[
  "'caBundle' must hold the CA that issued the certificate, 'O=Example, CN=root': add that CA; if it is an intermediate one, it may stand after the certificate of the server instead",
]
`);
  expect(said({ certificate: leaf.pem + root.pem, caBundle: other.pem })).toMatchInlineSnapshot(`
[
  "'caBundle' must hold the CA 'O=Example, CN=root': add it",
]
`);
  expect(said({ caBundle: workshop.make({ subject: '/O=Example/CN=root', extensions: CA }).pem })).toMatchInlineSnapshot(`
[
  "'caBundle' must hold the CA that signed the certificate, the one named 'O=Example, CN=root' here has another key: add the CA of that name which signed it, an old one may stay",
]
`);
  const own = make({ issuer: undefined });
  expect(said({ certificate: own.pem, privateKey: own.key })).toMatchInlineSnapshot(`
[
  "'caBundle' must hold the certificate itself, which is self-signed: add it",
]
`);
});

test('names are compared as Go does, octet by octet', () => {
  const upper = workshop.make({ subject: '/O=EXAMPLE/CN=root', extensions: CA, key: root.key });
  expect(new X509Certificate(leaf.pem).checkIssued(new X509Certificate(upper.pem))).toBe(true); // as OpenSSL does
  expect(said({ caBundle: upper.pem })).toMatchInlineSnapshot(`
[
  "'caBundle' must hold the CA that issued the certificate, 'O=Example, CN=root': add that CA; if it is an intermediate one, it may stand after the certificate of the server instead",
]
`);
});

test('a CA that is none', () => {
  const under = (...extensions: string[]) => {
    const ca = workshop.make({ subject: '/CN=no CA', extensions });
    const made = make({ issuer: ca });
    return { certificate: made.pem, privateKey: made.key, caBundle: ca.pem };
  };
  const message = said(under('basicConstraints=CA:FALSE'));
  expect(message).toMatchInlineSnapshot(`
[
  "'caBundle' must let 'CN=no CA' issue certificates, which its basic constraints or key usage forbid: issue that CA with basicConstraints CA:TRUE and key usage keyCertSign",
]
`);
  expect(said(under('subjectKeyIdentifier=hash'))).toEqual(message);
  expect(said(under('basicConstraints=CA:TRUE', 'keyUsage=digitalSignature'))).toEqual(message);
});

test('everything that is wrong is said at once, and nothing of it shows a PEM', () => {
  const wrong = make({ issuer: undefined, extensions: ['subjectAltName=DNS:localhost'], days: 1 });
  const faults = dateless(said({ certificate: wrong.pem, privateKey: leaf.key, now: new Date('2020-02-03T04:05:06Z') }));
  expect(faults).toMatchInlineSnapshot(`
[
  "'privateKey' must belong to the certificate, it is the key of another one: give the key that was made together with it",
  "'certificate' must be valid for api.wardle.svc, it names only localhost: issue it with that DNS name among its subject alternative names",
  "'certificate' must be valid on <date>, it is not valid before <date>: look at the clock, or issue it with an earlier begin",
  "'caBundle' must hold the certificate itself, which is self-signed: add it",
]
`);
  expect(said({ certificate: '', privateKey: 'S3cretMarker', caBundle: 'S3cretMarker' })).toMatchInlineSnapshot(`
[
  "'certificate' must hold a certificate in PEM, it is empty: its first line is 'BEGIN CERTIFICATE' between dashes",
  "'privateKey' must hold a private key in PEM, it holds no PEM block: its first line is 'BEGIN PRIVATE KEY' between dashes",
  "'caBundle' must hold a certificate in PEM, it holds no PEM block: its first line is 'BEGIN CERTIFICATE' between dashes",
]
`);
  for (const pem of [wrong.pem, leaf.key]) {
    for (const line of pem.split('\n').slice(1, -2)) expect(faults.join()).not.toContain(line.slice(0, 16));
  }
});

test('crossed CAs do not take for ever', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const key = workshop.key();
  const crossed = names.flatMap((subject) => names.filter((issuer) => issuer !== subject).map((issuer) => {
    const signer = { pem: workshop.make({ subject: `/CN=${issuer}`, key }).pem, key };
    return workshop.make({ subject: `/CN=${subject}`, extensions: CA, issuer: signer, key }).pem;
  }));
  const under = make({ issuer: { pem: workshop.make({ subject: '/CN=a', key }).pem, key } });
  const started = Date.now();
  expect(check({ certificate: [under.pem, ...crossed].join(''), privateKey: under.key })).toHaveLength(1);
  expect(Date.now() - started).toBeLessThan(2000);
});
