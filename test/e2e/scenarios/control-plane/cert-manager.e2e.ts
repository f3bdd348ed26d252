import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import type { Chart } from 'cdk8s';
import { ApiObject, JsonPatch } from 'cdk8s';
import { minorNumber } from '../../bed/description';
import { until } from '../../bed/wait';
import { CertManager } from '../../support/cert-manager';
import { Load } from '../../support/load';
import { LoopbackServer, onLoopback } from '../../support/loopback-server';
import { Manifests } from '../../support/manifests';
import { scenario } from '../../support/scenario';
import { servedCertificate } from '../../support/served-certificate';
import type { Site } from '../../support/site';
import { GROUP, NAME, PREFERRED, SAMPLE_IMAGE } from '../../support/wardle';
import { ApiGroup, EtcdStorage, ExtensionApiServer, ServerLibrary, ServingCertificate, TlsVerification } from 'cdk8s-extension-apiserver';

const LEAF = 'wardle-serving';
const AUTHORITY = 'wardle-ca';
const FLUNDERS = `/apis/${GROUP}/v1beta1/flunders`;

/** cert-manager's objects: an authority that signs itself, and a certificate of it for the server. */
function addCertificates(chart: Chart, dnsName: string): void {
  const add = (kind: string, name: string, spec: object) => {
    new ApiObject(chart, `${kind}-${name}`, { apiVersion: 'cert-manager.io/v1', kind, metadata: { name }, spec });
  };
  const privateKey = { algorithm: 'ECDSA' };
  add('Issuer', 'wardle-self-signed', { selfSigned: {} });
  add('Certificate', AUTHORITY, {
    isCA: true, commonName: AUTHORITY, secretName: AUTHORITY, duration: '8760h', privateKey, issuerRef: { name: 'wardle-self-signed' },
  });
  add('Issuer', 'wardle-issuer', { ca: { secretName: AUTHORITY } });
  add('Certificate', LEAF, { secretName: LEAF, duration: '2160h', dnsNames: [dnsName], privateKey, issuerRef: { name: 'wardle-issuer' } });
}

/** A bundle whose Secret and caBundle are cert-manager's: the library's own caBundle goes, and an annotation says whose authority comes instead. */
function bundleOf(site: Site, injection: { readonly [annotation: string]: string }): Manifests {
  const { bed, namespace, port } = site;
  return onLoopback(Manifests.synth(namespace, (chart) => {
    const { apiServices } = new ExtensionApiServer(chart, NAME, {
      image: SAMPLE_IMAGE,
      server: ServerLibrary.recommendedOptions({ apiserverVersion: `0.${minorNumber(bed)}` }),
      kubernetesVersion: bed.minor,
      apis: [ApiGroup.of(GROUP, 'v1beta1')],
      // any authority will do: it does not get into the manifest
      certificate: ServingCertificate.existingSecret({ secretName: LEAF, verification: TlsVerification.caBundleFile(bed.authorityFile) }),
      storage: EtcdStorage.external({ servers: [bed.etcd], prefix: `/${namespace}`, insecureReason: 'it is on loopback' }),
      createNamespace: true,
      securePort: port,
      service: { port },
    });
    for (const apiService of apiServices) {
      apiService.addJsonPatch(JsonPatch.remove('/spec/caBundle'));
      for (const [key, value] of Object.entries(injection)) apiService.metadata.addAnnotation(key, value);
    }
    addCertificates(chart, `${NAME}.${namespace}.svc`);
  }));
}

/** The certificate that a Secret of cert-manager holds now. */
async function issued(site: Site, secret: string, entry = 'tls.crt'): Promise<X509Certificate> {
  const { data } = await site.kubectl.get('secret', secret, site.namespace);
  return new X509Certificate(Buffer.from(data[entry], 'base64'));
}

/** The certificate that the server shows to a new connection. */
function shown(site: Site): Promise<X509Certificate> {
  return servedCertificate('127.0.0.1', site.port);
}

/** The authorities that kube-apiserver believes now, by their fingerprints. */
async function believed(site: Site): Promise<string[]> {
  const { spec } = await site.kubectl.get('apiservice', PREFERRED);
  const pem = Buffer.from(spec.caBundle ?? '', 'base64').toString();
  return (pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []).map((each) => new X509Certificate(each).fingerprint256);
}

/** Has cert-manager issue a certificate anew, as `cmctl renew` does; returns it. */
async function renew(site: Site, certificate: string): Promise<X509Certificate> {
  const before = await issued(site, certificate);
  const lastTransitionTime = new Date().toISOString();
  const value = { type: 'Issuing', status: 'True', reason: 'ManuallyTriggered', message: 'by the scenario', lastTransitionTime };
  const patch = JSON.stringify([{ op: 'add', path: '/status/conditions/-', value }]);
  await site.kubectl.run(['patch', 'certificate', certificate, '-n', site.namespace, '--subresource=status', '--type=json', '-p', patch]);
  return until(`cert-manager has renewed ${certificate}`, 60, async () => {
    const now = await issued(site, certificate);
    return now.fingerprint256 !== before.fingerprint256 && now;
  });
}

/** Brings the Secret to the server as kubelet does, and waits until it shows the certificate. */
async function deliver(site: Site, server: LoopbackServer, certificate: X509Certificate): Promise<void> {
  await server.mount();
  await until('the server shows the new certificate', 90, async () => (await shown(site)).fingerprint256 === certificate.fingerprint256);
}

/** Applies the bundle, waits for the certificate, and starts the server with it. */
async function serve(site: Site, bundle: Manifests): Promise<LoopbackServer> {
  await site.apply(bundle);
  await until('cert-manager has issued the certificate', 60, () => issued(site, LEAF));
  const server = await LoopbackServer.start(site, bundle);
  await server.untilReady();
  return server;
}

scenario('cert-manager issues the certificate, injects the caBundle, and renews both while the API answers', async (site) => {
  await CertManager.start(site);
  const bundle = bundleOf(site, { 'cert-manager.io/inject-ca-from': `${site.namespace}/${AUTHORITY}` });
  assert.equal(bundle.one('APIService').spec.caBundle, undefined);
  const server = await serve(site, bundle);
  await site.untilServed(bundle);
  const authority = await issued(site, AUTHORITY);
  assert.equal((await shown(site)).fingerprint256, (await issued(site, LEAF)).fingerprint256);
  assert.deepEqual(await believed(site), [authority.fingerprint256]);

  await Load.during(site, async () => {
    await deliver(site, server, await renew(site, LEAF));

    const newAuthority = await renew(site, AUTHORITY);
    const both = [authority, newAuthority].map(({ fingerprint256 }) => fingerprint256).sort();
    await until('the caBundle has the authorities of before and now', 30, async () => (await believed(site)).sort().join() === both.join());
    assert.ok((await shown(site)).verify(authority.publicKey)); // nobody has issued it anew

    const leaf = await renew(site, LEAF);
    assert.ok(leaf.verify(newAuthority.publicKey));
    await deliver(site, server, leaf);
  });
  await assertNewConnection(site, server);
});

/** The load may have gone through connections from before: a server that starts anew has none. */
async function assertNewConnection(site: Site, server: LoopbackServer): Promise<void> {
  await server.restart();
  await server.untilReady();
  await until('requests are answered through a new connection', 60, () => site.kubectl.run(['get', '--raw', FLUNDERS]));
  await site.untilCondition(PREFERRED, 'True');
}

scenario("cert-manager's webhook refuses a certificate that is too short, or for nothing", async (site) => {
  await CertManager.start(site);
  const bundle = bundleOf(site, {});
  await site.apply(bundle.without(({ kind }) => kind === 'Certificate' || kind === 'APIService'));
  const leaf = (change: object) => bundle.changed('Certificate', ({ metadata, spec }) => {
    if (metadata.name === LEAF) Object.assign(spec, change);
  }).without(({ kind, metadata }) => kind !== 'Certificate' || metadata.name !== LEAF);
  await assert.rejects(site.apply(leaf({ duration: '60s' })), /webhook\.cert-manager\.io.*spec\.duration.*must be greater than/s);
  await assert.rejects(site.apply(leaf({ dnsNames: [] })), /webhook\.cert-manager\.io/);
  await site.apply(leaf({}));
});

scenario('an authority in a Secret is injected only where the Secret allows it', async (site) => {
  const certManager = await CertManager.start(site);
  const bundle = bundleOf(site, { 'cert-manager.io/inject-ca-from-secret': `${site.namespace}/${AUTHORITY}` });
  await serve(site, bundle);
  await until('cainjector says that the Secret does not allow it', 60, () => certManager.output().includes('does not allow direct injection'));
  assert.deepEqual(await believed(site), []);
  const refused = await site.kubectl.try(['get', '--raw', FLUNDERS]);
  assert.match(refused.stderr, /ServiceUnavailable|unable to handle the request|x509/);

  await site.apply(bundle.changed('Certificate', ({ spec }) => {
    spec.secretTemplate = { annotations: { 'cert-manager.io/allow-direct-injection': 'true' } };
  }));
  await until('the caBundle is injected', 60, async () => (await believed(site)).length > 0);
  await site.untilServed(bundle);
  await until('requests are answered', 60, () => site.kubectl.run(['get', '--raw', FLUNDERS]));
});
