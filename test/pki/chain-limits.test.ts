import { spawnSync } from 'node:child_process';
import { CA, type Made, Workshop } from './workshop';
import { checkPair } from '../../src/pki/check-pair';

const HOST = 'api.wardle.svc';
const NAMED = `subjectAltName=DNS:${HOST}`;

/** What the server sends, the leaf first; and what the cluster trusts, if it is not the root. */
interface Chain {
  readonly sent: Made[];
  readonly bundle: Made;
}

let workshop: Workshop;
let now: Date;

beforeAll(() => {
  workshop = new Workshop();
  now = new Date(Date.now() + 60 * 60 * 1000); // every certificate that a test makes has begun by then
});
afterAll(() => workshop.close());

/** CAs with these extensions from the root down, then a leaf. */
function chain(authorities: string[][], leaf: string[] = [NAMED]): Chain {
  const made: Made[] = [];
  for (const [index, extensions] of authorities.entries()) made.unshift(workshop.make({ subject: `/CN=ca ${index}`, extensions, issuer: made[0] }));
  return { sent: [workshop.make({ subject: '/CN=server', extensions: leaf, issuer: made[0] }), ...made.slice(0, -1)], bundle: made.at(-1)! };
}

const under = (...extensions: string[]) => chain([[...CA, ...extensions]]);
const constrained = (constraints: string, names: string) => chain([[...CA, `nameConstraints=${constraints}`]], [`subjectAltName=${names}`]);
const pathOf = (length: number) => [`basicConstraints=critical,CA:TRUE,pathlen:${length}`, ...CA.slice(1)];

/** Faults as a user reads them. */
function said({ sent, bundle }: Chain): string[] {
  const pair = { certificate: sent.map(({ pem }) => pem).join(''), privateKey: sent[0].key, caBundle: bundle.pem, hostName: HOST, now };
  return checkPair(pair).map(({ part, fault }) => `'${part}' ${fault.needs}${fault.fix ? `: ${fault.fix}` : ''}`);
}

/** OpenSSL's verdict. */
function verifies({ sent, bundle }: Chain): boolean {
  const [leaf, ...others] = sent.map(({ pem }) => pem);
  const untrusted = others.length === 0 ? [] : ['-untrusted', workshop.file(others.join(''))];
  const trusted = ['-partial_chain', '-trusted', workshop.file(bundle.pem)];
  return spawnSync('openssl', ['verify', '-purpose', 'sslserver', ...trusted, ...untrusted, workshop.file(leaf)]).status === 0;
}

describe('nothing is wrong, and OpenSSL agrees, with', () => {
  test.each<[string, () => Chain]>([
    ['unknown extensions that are not critical', () => chain([[...CA, '1.2.3.4=ASN1:NULL']], [NAMED, '1.2.3.4=ASN1:NULL'])],
    ['known extensions that are critical', () => chain(
      [[
        ...CA, 'extendedKeyUsage=critical,serverAuth', 'nameConstraints=critical,permitted;DNS:svc',
        'certificatePolicies=critical,1.2.3.4', 'inhibitAnyPolicy=critical,0',
      ]],
      [`subjectAltName=critical,DNS:${HOST}`, 'extendedKeyUsage=critical,serverAuth', 'keyUsage=critical,digitalSignature'],
    )],
    ['a CA for servers too', () => under('extendedKeyUsage=clientAuth,serverAuth')],
    ['as many intermediates as a root allows', () => chain([pathOf(1), pathOf(0)])],
    ['a path length that only a CA above the trusted one exceeds', () => {
      const { sent } = chain([pathOf(0), CA]);
      return { sent, bundle: sent[1] };
    }],
    ['the name permitted', () => constrained(`critical,permitted;DNS:example.com,permitted;DNS:${HOST}`, `DNS:${HOST}`)],
    ['a domain above permitted', () => constrained('critical,permitted;DNS:wardle.svc', `DNS:${HOST}`)],
    ['a domain above permitted, with a dot', () => constrained('permitted;DNS:.wardle.svc', `DNS:${HOST},DNS:*.wardle.svc`)],
    ['another case permitted', () => constrained('permitted;DNS:WARDLE.svc', 'DNS:api.Wardle.SVC')],
    ['other names excluded', () => constrained('excluded;DNS:b.wardle.svc,excluded;DNS:x.api.wardle.svc,excluded;DNS:pi.wardle.svc', `DNS:${HOST}`)],
    ['addresses permitted only, where there are none', () => constrained('permitted;IP:10.0.0.0/255.0.0.0', `DNS:${HOST}`)],
    ['an address permitted', () => constrained('permitted;IP:10.0.0.0/255.128.0.0', `DNS:${HOST},IP:10.127.255.1`)],
    ['an address of another family excluded', () => constrained('excluded;IP:::/::', `DNS:${HOST},IP:10.0.0.1`)],
    ['a mail domain and a URI permitted', () => constrained(
      'permitted;email:example.com,permitted;URI:.example.com',
      `DNS:${HOST},email:a@example.com,URI:spiffe://a.example.com/b`,
    )],
  ])('%s', (_, make) => {
    const made = make();
    expect(said(made)).toEqual([]);
    expect(verifies(made)).toBe(true);
  });
});

test('critical extensions that Go does not apply, on any certificate of the chain', () => {
  const unknown = '1.2.3.4=critical,ASN1:NULL';
  const leaf = chain([CA], [NAMED, unknown]);
  const pinned = { ...leaf, bundle: leaf.sent[0] };
  expect(said(leaf)).toMatchInlineSnapshot(`
[
  "'certificate' must have no critical extensions that Kubernetes does not apply, it has 1.2.3.4: issue it without them, or with them not critical",
]
`);
  expect(said(pinned)).toEqual(said(leaf));
  const both = chain([[...CA, unknown], [...CA, '2.5.29.99=critical,ASN1:NULL', 'nameConstraints=critical,permitted;RID:1.2.3']]);
  expect(said(both)).toMatchInlineSnapshot(`
[
  "'certificate' must have no critical extensions that Kubernetes does not apply, the intermediate CA 'CN=ca 1' has 2.5.29.99, name constraints of a kind other than DNS, IP, email and URI: issue it without them, or with them not critical",
  "'caBundle' must have no critical extensions that Kubernetes does not apply, the CA 'CN=ca 0' has 1.2.3.4: issue it without them, or with them not critical",
]
`);
  for (const made of [leaf, pinned, both]) expect(verifies(made)).toBe(false);
  expect(said(chain([[...CA, 'nameConstraints=permitted;RID:1.2.3']]))).toEqual([]);
  const registered = said(chain([CA, [...CA, 'subjectAltName=critical,RID:1.2.3']]));
  expect(registered).toMatchInlineSnapshot(`
[
  "'certificate' must have no critical extensions that Kubernetes does not apply, the intermediate CA 'CN=ca 1' has alternative names of kinds other than DNS, IP, email and URI only: issue it without them, or with them not critical",
]
`);
});

test('an extended key usage, which nests over the whole chain', () => {
  const root = under('extendedKeyUsage=clientAuth');
  expect(said(root)).toMatchInlineSnapshot(`
[
  "'caBundle' must let 'CN=ca 0' issue certificates for servers, which its extended key usage forbids: issue that CA with extended key usage serverAuth too, or without any",
]
`);
  const middle = chain([CA, [...CA, 'extendedKeyUsage=1.2.3.4']]);
  expect(said(middle)).toMatchInlineSnapshot(`
[
  "'certificate' must let 'CN=ca 1' issue certificates for servers, which its extended key usage forbids: issue that CA with extended key usage serverAuth too, or without any",
]
`);
  expect(verifies(middle)).toBe(false);
  expect(verifies(root)).toBe(false);
  // as Go, unlike OpenSSL: any usage includes servers, and an extension that names none counts as missing
  for (const usage of ['extendedKeyUsage=anyExtendedKeyUsage', '2.5.29.37=DER:3000']) expect(said(under(usage))).toEqual([]);
});

test('more intermediates than a CA allows', () => {
  const root = chain([pathOf(0), CA]);
  expect(said(root)).toMatchInlineSnapshot(`
[
  "'caBundle' must let 'CN=ca 0' have an intermediate CA below it, its path length is 0: issue that CA with a greater path length, or the certificate by a CA that is nearer to it",
]
`);
  const both = chain([pathOf(1), pathOf(0), CA]);
  expect(said(both)).toMatchInlineSnapshot(`
[
  "'certificate' must let 'CN=ca 1' have an intermediate CA below it, its path length is 0: issue that CA with a greater path length, or the certificate by a CA that is nearer to it",
  "'caBundle' must let 'CN=ca 0' have 2 intermediate CAs below it, its path length is 1: issue that CA with a greater path length, or the certificate by a CA that is nearer to it",
]
`);
  for (const made of [root, both]) expect(verifies(made)).toBe(false);
});

test('self-issued CAs, which Go counts and OpenSSL does not', () => {
  const root = workshop.make({ subject: '/CN=root', extensions: pathOf(0) });
  const renewed = workshop.make({ subject: '/CN=root', extensions: CA, issuer: root });
  const made = { sent: [workshop.make({ subject: '/CN=server', extensions: [NAMED], issuer: renewed }), renewed], bundle: root };
  expect(said(made)).toMatchInlineSnapshot(`
[
  "'caBundle' must let 'CN=root' have an intermediate CA below it, its path length is 0: issue that CA with a greater path length, or the certificate by a CA that is nearer to it",
]
`);
  expect(verifies(made)).toBe(true);
});

describe('names that a CA may not issue for', () => {
  test.each<[string, string]>([
    ['permitted;DNS:example.com', `DNS:${HOST}`],
    ['permitted;DNS:.api.wardle.svc', `DNS:${HOST}`],
    ['permitted;DNS:rdle.svc', `DNS:${HOST}`],
    [`permitted;DNS:${HOST}`, `DNS:${HOST},DNS:localhost`],
    [`permitted;DNS:${HOST}`, `DNS:${HOST},DNS:*.wardle.svc`],
    ['excluded;DNS:svc', `DNS:${HOST}`],
    ['permitted;DNS:svc,excluded;DNS:API.wardle.svc', `DNS:${HOST}`],
    ['permitted;IP:10.0.0.0/255.128.0.0', `DNS:${HOST},IP:10.128.0.1`],
    ['permitted;IP:10.0.0.0/255.0.0.0', `DNS:${HOST},IP:fd00::1`],
    ['excluded;IP:0.0.0.0/0.0.0.0', `DNS:${HOST},IP:10.0.0.1`],
    ['permitted;email:me@example.com', `DNS:${HOST},email:you@example.com`],
    ['permitted;URI:.example.com', `DNS:${HOST},URI:https://example.com/`],
    ['excluded;DNS:example.com', `DNS:${HOST},URI:urn:example`], // no host, so that there is nothing to compare
    ['excluded;IP:::/::', `DNS:${HOST},DNS:wardle.svc.`],
  ])('%s, with %s', (constraints, names) => {
    const forbidden = [expect.stringContaining('which its name constraints forbid')];
    for (const critical of ['', 'critical,']) expect(said(constrained(critical + constraints, names))).toEqual(forbidden);
  });

  test('a wildcard that stands for an excluded name, which OpenSSL overlooks', () => {
    const made = constrained('excluded;DNS:b.wardle.svc', 'DNS:*.wardle.svc');
    expect(said(made)).toHaveLength(1);
    expect(verifies(made)).toBe(true);
  });

  test('networks on which versions of Go disagree', () => {
    expect(said(constrained('permitted;IP:10.0.0.5/255.0.0.0', `DNS:${HOST},IP:10.0.0.6`))).toHaveLength(1);
    expect(said(constrained('permitted;IP:::/::', `DNS:${HOST},IP:::ffff:10.0.0.6`))).toHaveLength(1);
  });

  test('all of them are said, those of an intermediate too', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `DNS:${name}.svc`);
    const authorities = [[...CA, `nameConstraints=critical,permitted;DNS:${HOST}`], [...CA, 'subjectAltName=DNS:ca.svc']];
    const made = chain(authorities, [`${NAMED},${names.join()}`]);
    expect(said(made)).toMatchInlineSnapshot(`
[
  "'caBundle' must let 'CN=ca 0' issue certificates for a.svc, b.svc, c.svc, d.svc, e.svc and 2 more, which its name constraints forbid: have another CA issue the certificate, or leave out names that nobody needs",
]
`);
    expect(verifies(made)).toBe(false);
    const { sent } = made; // the one that is trusted has no constraints of its own
    expect(said({ sent, bundle: sent[1] })).toEqual([]);
  });
});

test('certificates that Go does not read: in a bundle they count for nothing, sent they end the handshake', () => {
  const trusted = (...extensions: string[]) => said(under(...extensions));
  expect(trusted('nameConstraints=permitted;DNS:wardle.svc.')).toMatchInlineSnapshot(`
[
  "'caBundle' must hold certificates that Kubernetes reads, the CA 'CN=ca 0' has invalid name constraints: issue it with domains that have no dot at the end, and networks such as 10.0.0.0/255.0.0.0",
]
`);
  for (const base of ['DNS:.', 'DNS:a..svc', 'IP:10.0.0.0/255.0.255.0', 'URI:10.0.0.1', 'email:me@example.com.']) {
    expect(trusted(`nameConstraints=excluded;${base}`)).toEqual([expect.stringContaining('has invalid name constraints')]);
  }
  expect(trusted('2.5.29.35=critical,DER:3000', '1.3.6.1.5.5.7.1.1=critical,DER:3000')).toMatchInlineSnapshot(`
[
  "'caBundle' must hold certificates that Kubernetes reads, the CA 'CN=ca 0' has a critical authority information access: issue it with that extension not critical",
]
`);
  expect(trusted('2.25.340282366920938463463374607431768211455=ASN1:NULL')).toMatchInlineSnapshot(`
[
  "'caBundle' must hold certificates that Kubernetes reads, the CA 'CN=ca 0' has an extension 2.25.340282366920938463463374607431768211455: issue it without that extension, no number may be above 2147483647",
]
`);

  const { sent, bundle } = chain([CA]);
  const needless = workshop.make({ subject: '/CN=needless', extensions: ['2.5.29.14=critical,DER:040101'] });
  expect(said({ sent: [...sent, needless], bundle })).toMatchInlineSnapshot(`
[
  "'certificate' must hold certificates that Kubernetes reads, 'CN=needless' has a critical subject key identifier: issue it with that extension not critical",
]
`);
});

test('where one chain is good, the limits of another do not matter', () => {
  const key = workshop.key();
  const [narrow, wide] = [['extendedKeyUsage=clientAuth', '1.2.3.4=critical,ASN1:NULL'], []].map((more) => {
    return workshop.make({ subject: '/CN=ca', extensions: [...CA, ...more], key });
  });
  const leaf = workshop.make({ subject: '/CN=server', extensions: [NAMED], issuer: wide });
  expect(said({ sent: [leaf], bundle: { ...narrow, pem: narrow.pem + wide.pem } })).toEqual([]);
  expect(said({ sent: [leaf, narrow], bundle: wide })).toEqual([]);
  expect(said({ sent: [leaf], bundle: narrow })).toHaveLength(2);
});
