import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ControlPlane } from '../../bed/control-plane';
import { describe } from '../../bed/description';
import { buildKubernetes } from '../../programs/build';
import { HttpClient } from '../../support/http-client';
import { LoopbackServer, onLoopback } from '../../support/loopback-server';
import { SEED } from '../../support/manifests';
import { scenario } from '../../support/scenario';
import { Site } from '../../support/site';
import { GROUP, OTHER, PREFERRED, wardle } from '../../support/wardle';
import { PrivateKeyOutput, ServingCertificate } from 'cdk8s-extension-apiserver';

/** The last minor whose aggregator does not verify when it asks whether a server is there. */
const LENIENT = '1.35';

scenario('an upgrade from 1.35 shows which certificate never worked', async ({ bed, directory }) => {
  const lenient = await buildKubernetes(LENIENT, () => {});
  const controlPlane = await ControlPlane.start({ program: lenient, directory: join(directory, 'upgraded') });
  const programs = { ...bed.programs, kubernetes: lenient };
  const site = await Site.open(describe({ minor: LENIENT, size: 'control-plane', directory, programs }, controlPlane), 'upgraded');
  const client = new HttpClient(site.bed);
  try {
    const bundle = onLoopback(wardle(site));
    // one version with an authority that did not issue the certificate
    const certificate = ServingCertificate.fromSeed({ seedEnv: SEED, privateKey: PrivateKeyOutput.thisChart(), context: 'another' });
    const foreign = wardle(site, { certificate }).one('APIService', OTHER).spec.caBundle;
    await site.apply(bundle.changed('APIService', ({ metadata, spec }) => { if (metadata.name === OTHER) spec.caBundle = foreign; }));
    await LoopbackServer.start(site, bundle);
    const list = (version: string) => client.get(`/apis/${GROUP}/${version}/namespaces/${site.namespace}/flunders`);

    for (const apiService of [PREFERRED, OTHER]) await site.untilCondition(apiService, 'True', 'Passed');
    assert.equal((await list('v1beta1')).status, 200);
    const { status, body } = await list('v1alpha1');
    assert.equal(status, 503);
    assert.match(body, /x509: certificate signed by unknown authority/);

    await controlPlane.upgrade(bed.programs.kubernetes);
    const { message } = await site.untilCondition(OTHER, 'False', 'FailedDiscoveryCheck');
    assert.match(message, /x509: certificate signed by unknown authority/);
    await site.askAgain(PREFERRED);
    await site.untilCondition(PREFERRED, 'True', 'Passed');
    assert.equal((await list('v1beta1')).status, 200);
  } finally {
    client.close();
    await site.close();
    await controlPlane.stop();
  }
});
