import { readFileSync } from 'node:fs';
import { Yaml } from 'cdk8s';
import { MASKED, maskKeys } from './snapshot-serializer';

const MARKER = 'DONOTSHOWTHISMARKERDONOTSHOWTHISMARKER';
const PEM = pem('PRIVATE KEY', MARKER);

function pem(label: string, body: string): string {
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Whatever could be read back out of `text`: itself, and what its base64 says. */
function readable(text: string): string {
  return [text, ...(text.match(/[A-Za-z0-9+/=]{8,}/g) ?? []).map((run) => Buffer.from(run, 'base64').toString('latin1'))].join('\n');
}

function secret(data: object) {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'wardle-tls' }, ...data };
}

describe.each<[string, unknown]>([
  ['base64 in a Secret', secret({ data: { 'tls.key': base64(PEM) } })],
  ['plain in a Secret', secret({ stringData: { 'tls.key': PEM } })],
  ['something else under tls.key', secret({ data: { 'tls.key': base64(MARKER) } })],
  ['under another key of a Secret', secret({ data: { 'ca.key': base64(pem('EC PRIVATE KEY', MARKER)) } })],
  ['behind a certificate in one file', secret({ data: { 'both.pem': base64(pem('CERTIFICATE', 'AAAA') + PEM) } })],
  ['in a ConfigMap', { kind: 'ConfigMap', data: { file: `first line\n${PEM}` } }],
  ['in a list of manifests', [{ kind: 'List', items: [secret({ data: { 'tls.key': base64(PEM) } })] }]],
  ['in YAML text', Yaml.stringify(secret({ data: { 'tls.key': base64(PEM.repeat(20)) } }))],
  ['plain in YAML text', Yaml.stringify(secret({ stringData: { 'tls.key': PEM } }))],
  ['in an argument', { args: [`--key=${PEM}`] }],
  ['cut off', pem('ENCRYPTED PRIVATE KEY', MARKER).slice(0, -10)],
  ['plain text', PEM],
])('a private key %s', (_where, value) => {
  test('is replaced', () => {
    const masked = JSON.stringify(maskKeys(value));
    expect(readable(masked)).not.toContain(MARKER);
    expect(masked).toContain(MASKED);
  });

  test('is unchanged where it came from', () => {
    const before = JSON.stringify(value);
    maskKeys(value);
    expect(JSON.stringify(value)).toEqual(before);
  });

  test('is kept out of the snapshot', () => {
    expect(value).toMatchSnapshot();
  });
});

test('the file of snapshots holds no key', () => {
  const snapshots = readFileSync(`${__dirname}/__snapshots__/snapshot-serializer.test.ts.snap`, 'utf8');
  expect(snapshots.split(MASKED).length).toBeGreaterThan(12);
  expect(readable(snapshots)).not.toContain(MARKER);
});

test('a snapshot shows that there was a key, and the rest', () => {
  expect(secret({ data: { 'tls.crt': base64(pem('CERTIFICATE', 'AAAA')), 'tls.key': base64(PEM) } })).toMatchInlineSnapshot(`
{
  "apiVersion": "v1",
  "data": {
    "tls.crt": "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCkFBQUEKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=",
    "tls.key": "<private key>",
  },
  "kind": "Secret",
  "metadata": {
    "name": "wardle-tls",
  },
}
`);
});

test('what is no key stays: a certificate, a public key, a ConfigMap with the file name, class instances', () => {
  const untouched = [
    pem('CERTIFICATE', 'AAAA'), pem('PUBLIC KEY', 'AAAA'), base64('x'.repeat(100)), { kind: 'ConfigMap', data: { 'tls.key': 'a name' } }, new Date(0), null, 7,
  ];
  expect(maskKeys(untouched)).toEqual(untouched);
  expect(maskKeys(untouched)[4]).toBeInstanceOf(Date);
});
