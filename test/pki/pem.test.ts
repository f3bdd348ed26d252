import { type KeyObject, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { type Made, Workshop } from './workshop';
import { isFault } from '../../src/pki/is-fault';
import { readCertificates, readPrivateKey } from '../../src/pki/pem';

let workshop: Workshop;
let one: Made;
let two: Made;
beforeAll(() => {
  workshop = new Workshop();
  one = workshop.make({ subject: '/CN=one' });
  two = workshop.make({ subject: '/CN=two' });
});
afterAll(() => workshop.close());

const body = (pem: string) => pem.split('\n').slice(1, -2).join('\n');

/** Every run of base64 of the inputs is a marker: no message may have one. */
function showsNothingOf(value: unknown, ...texts: string[]): void {
  const shown = JSON.stringify(value);
  for (const text of texts) {
    for (let at = 0; at + 12 <= text.length; at += 6) expect(shown).not.toContain(text.slice(at, at + 12));
  }
}

describe('certificates are read', () => {
  test.each<[string, (pem: string) => string]>([
    ['as they are', (pem) => pem],
    ['with text around and between', (pem) => `# the CA\n${pem.replace(/(?<=END CERTIFICATE-----\n)/, 'and another: \n\n')}\n\n`],
    ['with the line ends of Windows', (pem) => pem.replace(/\n/g, '\r\n')],
    ['without a newline at the end', (pem) => pem.trimEnd()],
    ['with white space after each line', (pem) => pem.replace(/\n/g, ' \n')],
  ])('%s', (_, change) => {
    const read = readCertificates(change(one.pem + two.pem)) as X509Certificate[];
    expect(read.map(({ subject }) => subject)).toEqual(['CN=one', 'CN=two']);
  });
});

test('every fault of certificates names the cure', () => {
  const der = workshop.opensslBytes('x509', '-in', workshop.file(one.pem), '-outform', 'DER');
  const block = (label: string, content: string) => `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`;
  const texts: Record<string, string> = {
    'nothing': ' \n',
    'other text': 'ca.pem',
    'DER': der.toString('utf8'),
    'DER as latin1': der.toString('latin1'),
    'base64 of DER': body(one.pem),
    'base64 of PEM': Buffer.from(one.pem).toString('base64'),
    'no newline between': one.pem.trimEnd() + two.pem,
    'indented': one.pem.replace(/^/gm, '  '),
    'escaped newlines': one.pem.replace(/\n/g, '\\n'),
    'no newlines': one.pem.replace(/\n/g, ' '),
    'cut off': one.pem.slice(0, 200),
    'cut off, then another': one.pem.slice(0, 200) + '\n' + two.pem,
    'another end': one.pem.replace('END CERTIFICATE', 'END PRIVATE KEY'),
    'a key too': one.pem + one.key,
    'a trusted certificate': block('TRUSTED CERTIFICATE', body(one.pem)),
    'a request': block('CERTIFICATE REQUEST', body(one.pem)),
    'another type': one.pem + block('S3CRET MARKER', body(one.pem)),
    'headers': block('CERTIFICATE', `Name: s3cret\n\n${body(one.pem)}`),
    'damaged base64': one.pem + two.pem.replace(/\n.{5}/, '\n'),
    'damaged DER': one.pem + two.pem.replace(/\nMII/, '\nMIH'),
    'something after the certificate': block('CERTIFICATE', Buffer.concat([der, Buffer.of(0, 0)]).toString('base64')),
    'an empty block': block('CERTIFICATE', ''),
  };
  const faults = Object.fromEntries(Object.entries(texts).map(([what, text]) => [what, readCertificates(text)]));
  expect(faults).toMatchInlineSnapshot(`
{
  "DER": {
    "fix": "convert it with \`openssl x509 -inform DER\`",
    "needs": "must hold a certificate in PEM, it is DER",
  },
  "DER as latin1": {
    "fix": "convert it with \`openssl x509 -inform DER\`",
    "needs": "must hold a certificate in PEM, it is DER",
  },
  "a key too": {
    "fix": "remove the key, and replace it if others have read it",
    "needs": "must hold certificates only, it holds a private key",
  },
  "a request": {
    "fix": "have the CA sign the request",
    "needs": "must hold certificates only, it holds a request for one",
  },
  "a trusted certificate": {
    "fix": "convert it with \`openssl x509\`",
    "needs": "must hold blocks of type 'CERTIFICATE', it holds a 'TRUSTED CERTIFICATE'",
  },
  "an empty block": {
    "fix": "copy it again from its source",
    "needs": "must hold certificates that can be parsed, number 1 of 1 cannot",
  },
  "another end": {
    "fix": "copy it from its BEGIN line to its END line",
    "needs": "must be whole, a PEM block does not end as it begins",
  },
  "another type": {
    "fix": "remove that block",
    "needs": "must hold certificates only, it holds a PEM block of another type",
  },
  "base64 of DER": {
    "fix": "keep these lines",
    "needs": "must hold a certificate in PEM, it is base64 without BEGIN and END lines",
  },
  "base64 of PEM": {
    "fix": "decode it once, as with \`base64 -d\`",
    "needs": "must hold a certificate in PEM, it is base64 of PEM",
  },
  "cut off": {
    "fix": "copy it from its BEGIN line to its END line",
    "needs": "must be whole, a PEM block does not end as it begins",
  },
  "cut off, then another": {
    "fix": "copy it from its BEGIN line to its END line",
    "needs": "must be whole, a PEM block does not end as it begins",
  },
  "damaged DER": {
    "fix": "copy it again from its source",
    "needs": "must hold certificates that can be parsed, number 2 of 2 cannot",
  },
  "damaged base64": {
    "fix": "copy it again from its source",
    "needs": "must hold certificates that can be parsed, number 2 of 2 cannot",
  },
  "escaped newlines": {
    "fix": "write newlines",
    "needs": "must have its PEM blocks in lines, it has '\\n' in place of newlines",
  },
  "headers": {
    "fix": "convert it with \`openssl x509\`",
    "needs": "must hold PEM blocks without headers, Kubernetes ignores others",
  },
  "indented": {
    "fix": "remove what stands before them",
    "needs": "must have the borders of its PEM blocks at the start of a line",
  },
  "no newline between": {
    "fix": "end each PEM with a newline before joining them",
    "needs": "must have a newline between its PEM blocks",
  },
  "no newlines": {
    "fix": "keep the newlines of the PEM",
    "needs": "must have the borders of its PEM blocks on lines of their own",
  },
  "nothing": {
    "fix": "its first line is 'BEGIN CERTIFICATE' between dashes",
    "needs": "must hold a certificate in PEM, it is empty",
  },
  "other text": {
    "fix": "its first line is 'BEGIN CERTIFICATE' between dashes",
    "needs": "must hold a certificate in PEM, it holds no PEM block",
  },
  "something after the certificate": {
    "fix": "copy it again from its source",
    "needs": "must hold certificates that can be parsed, number 1 of 1 cannot",
  },
}
`);
  showsNothingOf(faults, body(one.pem), body(two.pem), body(one.key), 'S3CRET MARKER', texts['base64 of PEM']);
});

describe('private keys are read', () => {
  test.each<[string, () => string]>([
    ['PKCS#8', () => one.key],
    ['SEC1', () => workshop.openssl('ec', '-in', workshop.file(one.key))],
    ['SEC1 after its parameters', () => `${workshop.openssl('ecparam', '-name', 'prime256v1')}${workshop.openssl('ec', '-in', workshop.file(one.key))}`],
    ['after a certificate', () => one.pem + one.key],
    ['PKCS#1', () => workshop.openssl('genrsa', '-traditional', '2048')],
  ])('%s', (_, pem) => {
    expect((readPrivateKey(pem()) as KeyObject).type).toBe('private');
  });
});

test('every fault of a private key names the cure', () => {
  const file = workshop.file(one.key);
  const texts: Record<string, string> = {
    'nothing': '',
    'other text': 'tls.key',
    'DER': workshop.opensslBytes('pkey', '-in', file, '-outform', 'DER').toString('utf8'),
    'DER of SEC1': workshop.opensslBytes('ec', '-in', file, '-outform', 'DER').toString('utf8'),
    'base64 of PEM': Buffer.from(one.key).toString('base64'),
    'base64 of DER': body(one.key),
    'a certificate': one.pem,
    'a public key': workshop.openssl('pkey', '-in', file, '-pubout'),
    'parameters': workshop.openssl('ecparam', '-name', 'prime256v1'),
    'encrypted': workshop.openssl('pkcs8', '-topk8', '-in', file, '-passout', 'pass:s3cret'),
    'encrypted in the old way': workshop.openssl('ec', '-in', file, '-aes128', '-passout', 'pass:s3cret'),
    'OpenSSH': one.key.replace(/PRIVATE KEY/g, 'OPENSSH PRIVATE KEY'),
    'damaged': one.key.replace(/\nMIG/, '\nMIH'),
    'damaged base64': one.key.replace(/=*\n-----END/, '*\n-----END'),
    'no newlines': one.key.replace(/\n/g, ' '),
  };
  const faults = Object.fromEntries(Object.entries(texts).map(([what, text]) => [what, readPrivateKey(text)]));
  expect(faults).toMatchInlineSnapshot(`
{
  "DER": {
    "fix": "convert it with \`openssl pkey -inform DER\`",
    "needs": "must hold a private key in PEM, it is DER",
  },
  "DER of SEC1": {
    "fix": "convert it with \`openssl pkey -inform DER\`",
    "needs": "must hold a private key in PEM, it is DER",
  },
  "OpenSSH": {
    "fix": "make a key with \`openssl genpkey\`",
    "needs": "must not be in the format of OpenSSH",
  },
  "a certificate": {
    "fix": "give the key that was made together with the certificate",
    "needs": "must hold a private key, it holds a certificate",
  },
  "a public key": {
    "fix": "give the key that was made together with the certificate",
    "needs": "must hold a private key, it holds a public key",
  },
  "base64 of DER": {
    "fix": "keep these lines",
    "needs": "must hold a private key in PEM, it is base64 without BEGIN and END lines",
  },
  "base64 of PEM": {
    "fix": "decode it once, as with \`base64 -d\`",
    "needs": "must hold a private key in PEM, it is base64 of PEM",
  },
  "damaged": {
    "fix": "copy it again from its source",
    "needs": "must hold a private key that can be parsed",
  },
  "damaged base64": {
    "fix": "copy it again from its source",
    "needs": "must hold a private key that can be parsed",
  },
  "encrypted": {
    "fix": "decrypt it with \`openssl pkey\`",
    "needs": "must not be encrypted, a server has no passphrase",
  },
  "encrypted in the old way": {
    "fix": "decrypt it with \`openssl pkey\`",
    "needs": "must not be encrypted, a server has no passphrase",
  },
  "no newlines": {
    "fix": "keep the newlines of the PEM",
    "needs": "must have the borders of its PEM blocks on lines of their own",
  },
  "nothing": {
    "fix": "its first line is 'BEGIN PRIVATE KEY' between dashes",
    "needs": "must hold a private key in PEM, it is empty",
  },
  "other text": {
    "fix": "its first line is 'BEGIN PRIVATE KEY' between dashes",
    "needs": "must hold a private key in PEM, it holds no PEM block",
  },
  "parameters": {
    "fix": "give the key that was made together with the certificate",
    "needs": "must hold a private key, it holds PEM of another type",
  },
}
`);
  showsNothingOf(faults, body(one.pem), body(one.key), texts['base64 of PEM'], body(texts.encrypted));
});

test('no text makes a reader throw or show it', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom('-----BEGIN ', '-----END ', 'CERTIFICATE', 'PRIVATE KEY', '-----', '\n', ' ', 'MIIB')).map((parts) => parts.join('')));
  fc.assert(fc.property(text, (odd) => {
    for (const read of [readCertificates(`${odd}S3cretMarker`), readPrivateKey(`${odd}S3cretMarker`)]) {
      expect(isFault(read)).toBe(true);
      expect(JSON.stringify(read)).not.toContain('S3cretMarker');
    }
  }));
});
