import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Made } from '../../../support/workshop';
import { CA, Workshop } from '../../../support/workshop';
import { minorNumber } from '../../bed/description';
import { until } from '../../bed/wait';
import { HttpClient } from '../../support/http-client';
import { onLoopback } from '../../support/loopback-server';
import type { Manifests } from '../../support/manifests';
import { scenario } from '../../support/scenario';
import type { Site } from '../../support/site';
import { pairOf, StubServer } from '../../support/stub-server';
import { NAME, wardle } from '../../support/wardle';
import { ApiGroup, PrivateKeyOutput, ServingCertificate } from 'cdk8s-extension-apiserver';

const GROUP = 'tls.example.com';
const API_SERVICE = `v1.${GROUP}`;
/** From here on the aggregator's probe verifies the certificate, so that Available tells. */
const VERIFYING_MINOR = 36;

interface Chain {
  readonly leaf: Made;
  readonly bundle: string;
  /** What the server sends, where it is not the leaf alone. */
  readonly sent?: string;
}

interface Case {
  readonly title: string;
  readonly serves: boolean;
  /** What the aggregator says of it. */
  readonly message?: RegExp;
  make(workshop: Workshop, name: string, site: Site): Chain;
}

/** Its common name is the right one, which nobody looks at any more. */
function leafUnder(workshop: Workshop, name: string, issuer: Made, ...extensions: string[]): Made {
  return workshop.make({ subject: `/CN=${name}`, extensions, issuer });
}

/** A leaf with these extensions, under a plain CA. */
function plain(...extensions: string[]): Case['make'] {
  return (workshop, name, { namespace }) => {
    const authority = workshop.make({ subject: '/CN=authority', extensions: CA });
    const leaf = leafUnder(workshop, name, authority, ...extensions.map((line) => line.replaceAll('NAMESPACE', namespace).replaceAll('NAME', name)));
    return { leaf, bundle: authority.pem };
  };
}

/** A leaf that is as it should be, under a CA with these extensions. */
function under(...extensions: string[]): Case['make'] {
  return (workshop, name) => {
    const authority = workshop.make({ subject: '/CN=authority', extensions });
    return { leaf: leafUnder(workshop, name, authority, `subjectAltName=DNS:${name}`), bundle: authority.pem };
  };
}

const CASES: Case[] = [
  { title: 'the right name', serves: true, make: plain('subjectAltName=DNS:NAME', 'extendedKeyUsage=serverAuth') },
  { title: 'a wildcard of the namespace', serves: true, make: plain('subjectAltName=DNS:*.NAMESPACE.svc') },
  { title: 'the right name in capitals', serves: true, make: (workshop, name, site) => plain(`subjectAltName=DNS:${name.toUpperCase()}`)(workshop, name, site) },
  { title: 'an address instead of a name', serves: false, message: /doesn't contain any IP SANs|is not valid for any names|is valid for/, make: plain('subjectAltName=IP:127.0.0.1') },
  { title: 'a leaf that is an authority', serves: true, make: plain('subjectAltName=DNS:NAME', ...CA) },
  { title: 'an authority that says nothing of its key', serves: true, make: under('basicConstraints=critical,CA:TRUE') },
  {
    title: 'a leaf that the bundle names itself',
    serves: true,
    make: (workshop, name, site) => {
      const { leaf } = plain('subjectAltName=DNS:NAME')(workshop, name, site);
      return { leaf, bundle: leaf.pem };
    },
  },
  { title: 'another name', serves: false, message: /certificate is valid for other\.example\.com, not/, make: plain('subjectAltName=DNS:other.example.com') },
  { title: 'only the name with the cluster domain', serves: false, message: /is valid for/, make: plain('subjectAltName=DNS:NAME.cluster.local') },
  { title: 'a common name and no alternative name', serves: false, message: /relies on legacy Common Name field/, make: plain('extendedKeyUsage=serverAuth') },
  { title: 'a wildcard of all namespaces', serves: false, message: /is valid for/, make: plain('subjectAltName=DNS:*.svc') },
  { title: 'for clients only', serves: false, message: /incompatible key usage/, make: plain('subjectAltName=DNS:NAME', 'extendedKeyUsage=clientAuth') },
  { title: 'any extended key usage', serves: true, make: plain('subjectAltName=DNS:NAME', 'extendedKeyUsage=anyExtendedKeyUsage') },
  { title: 'an unknown critical extension', serves: false, message: /unhandled critical extension/, make: plain('subjectAltName=DNS:NAME', '1.2.3.4=critical,ASN1:NULL') },
  {
    title: 'another authority of the same name',
    serves: false,
    message: /signed by unknown authority/,
    make: (workshop, name) => {
      const [authority, other] = [0, 1].map(() => workshop.make({ subject: '/CN=authority', extensions: CA }));
      return { leaf: leafUnder(workshop, name, authority, `subjectAltName=DNS:${name}`), bundle: other.pem };
    },
  },
  {
    title: 'the old and the new authority in one bundle',
    serves: true,
    make: (workshop, name) => {
      const [authority, other] = ['/CN=new', '/CN=old'].map((subject) => workshop.make({ subject, extensions: CA }));
      return { leaf: leafUnder(workshop, name, authority, `subjectAltName=DNS:${name}`), bundle: other.pem + authority.pem };
    },
  },
  { title: 'an authority that may sign no certificates', serves: false, message: /cannot sign this kind of certificate/, make: under('basicConstraints=critical,CA:TRUE', 'keyUsage=critical,cRLSign') },
  { title: 'an issuer that is no authority', serves: false, message: /cannot sign|unknown authority/, make: under('basicConstraints=critical,CA:FALSE') },
  { title: 'an authority for clients only', serves: false, message: /incompatible key usage/, make: under(...CA, 'extendedKeyUsage=clientAuth') },
  { title: 'an authority for other names', serves: false, message: /not permitted|constraint/, make: under(...CA, 'nameConstraints=critical,permitted;DNS:example.com') },
  {
    title: 'an intermediate that the server sends',
    serves: true,
    make: (workshop, name) => {
      const { root, leaf, intermediate } = threeTiers(workshop, name);
      return { leaf, bundle: root.pem, sent: leaf.pem + intermediate.pem };
    },
  },
  {
    title: 'an intermediate that nobody sends',
    serves: false,
    message: /unknown authority/,
    make: (workshop, name) => {
      const { root, leaf } = threeTiers(workshop, name);
      return { leaf, bundle: root.pem };
    },
  },
  {
    title: 'an intermediate that the bundle names',
    serves: true,
    make: (workshop, name) => {
      const { leaf, intermediate } = threeTiers(workshop, name);
      return { leaf, bundle: intermediate.pem };
    },
  },
  {
    title: 'a path that is too long',
    serves: false,
    message: /too many intermediates|unknown authority/,
    make: (workshop, name) => {
      const { root, leaf, intermediate } = threeTiers(workshop, name, 'basicConstraints=critical,CA:TRUE,pathlen:0');
      return { leaf, bundle: root.pem, sent: leaf.pem + intermediate.pem };
    },
  },
  {
    title: 'a certificate that vouches for itself',
    serves: true,
    make: (workshop, name) => {
      const leaf = workshop.make({ subject: '/CN=server', extensions: [`subjectAltName=DNS:${name}`] });
      return { leaf, bundle: leaf.pem };
    },
  },
  { title: 'a certificate that has expired', serves: false, message: /has expired or is not yet valid/, make: expired },
];

function threeTiers(workshop: Workshop, name: string, rootConstraints = 'basicConstraints=critical,CA:TRUE') {
  const root = workshop.make({ subject: '/CN=root', extensions: [rootConstraints, ...CA.slice(1)] });
  const intermediate = workshop.make({ subject: '/CN=intermediate', extensions: CA, issuer: root });
  return { root, intermediate, leaf: leafUnder(workshop, name, intermediate, `subjectAltName=DNS:${name}`) };
}

/** What the library issued a year ago. */
function expired(_workshop: Workshop, _name: string, site: Site): Chain {
  const bundle = bundleOf(site, new Date(Date.now() - 365 * 24 * 60 * 60 * 1000));
  const { certificate, key } = pairOf(bundle);
  return { leaf: { pem: certificate, key }, bundle: Buffer.from(bundle.one('APIService').spec.caBundle, 'base64').toString() };
}

function bundleOf(site: Site, at?: Date): Manifests {
  return onLoopback(wardle(site, { apis: [ApiGroup.of(GROUP, 'v1')], access: undefined }, at));
}

interface Outcome {
  readonly serves: boolean;
  readonly available: boolean;
  readonly libraryAccepts: boolean;
}

scenario('each certificate: what the library says, the aggregator does', async (site) => {
  const verifies = minorNumber(site.bed) >= VERIFYING_MINOR;
  const bundle = bundleOf(site);
  await site.apply(bundle.without(({ kind }) => kind === 'APIService'));
  const workshop = new Workshop();
  const client = new HttpClient(site.bed);
  try {
    const first = workshop.make({ subject: '/CN=none' });
    const stub = await StubServer.start(site, { certificate: first.pem, key: first.key });
    const wrong: string[] = [];
    for (const one of CASES) {
      const chain = one.make(workshop, `${NAME}.${site.namespace}.svc`, site);
      stub.serveWith({ certificate: chain.sent ?? chain.leaf.pem, key: chain.leaf.key });
      const expected: Outcome = { serves: one.serves, available: one.serves || !verifies, libraryAccepts: one.serves };
      const { message, ...seen } = await judge(site, client, bundle, chain);
      if (JSON.stringify(seen) !== JSON.stringify(expected)) wrong.push(`${one.title}: ${JSON.stringify(seen)} instead of ${JSON.stringify(expected)}`);
      if (!one.serves && !one.message?.test(message)) wrong.push(`${one.title}: ${message}`);
    }
    assert.deepEqual(wrong, []);
  } finally {
    client.close();
    workshop.close();
  }
});

/** Registers the API with a case's authority, anew, so that no verdict of the case before is left. */
async function judge(site: Site, client: HttpClient, bundle: Manifests, chain: Chain): Promise<Outcome & { readonly message: string }> {
  const registration = bundle.changed('APIService', ({ spec }) => { spec.caBundle = Buffer.from(chain.bundle).toString('base64'); });
  await site.kubectl.run(['delete', 'apiservice', API_SERVICE, '--ignore-not-found']);
  await site.kubectl.apply(registration.without(({ kind }) => kind !== 'APIService').toYaml());
  const condition = await until('the APIService has a condition', 30, () => site.condition(API_SERVICE));
  const available = condition.status === 'True';
  const answer = await until('the aggregator has an answer', 30, async () => {
    const { status, body } = await client.get(`/apis/${GROUP}/v1`);
    // not routed yet, or not yet again
    return status !== 404 && !(available && body.trim() === 'service unavailable') && { status, body };
  });
  const message = available ? answer.body : condition.message;
  return { serves: answer.status === 200, available, libraryAccepts: accepts(site, chain), message };
}

/** Whether the library synthesizes a bundle with this certificate. */
function accepts(site: Site, { leaf, bundle, sent }: Chain): boolean {
  const file = (name: string, content: string) => {
    const path = join(site.directory, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const certificate = ServingCertificate.fromPemFiles({
    certificateFile: file('tls.crt', sent ?? leaf.pem),
    privateKeyFile: file('tls.key', leaf.key),
    caFile: file('ca.crt', bundle),
    privateKey: PrivateKeyOutput.thisChart(),
  });
  try {
    wardle(site, { certificate });
    return true;
  } catch {
    return false;
  }
}
