import { join } from 'node:path';
import type { Site, Tenant } from './site';
import { Daemon } from '../bed/daemon';
import { until } from '../bed/wait';
import { certManagerDefinitions } from '../programs/build';

/** Where the webhook listens, and the authority of its certificate. */
interface Listening {
  readonly url: string;
  readonly ca: string;
}

const WEBHOOK = 'cert-manager-webhook';
/** As cert-manager's chart says it, but for the address: what is validated, and what is filled in. */
const WEBHOOKS = [
  {
    kind: 'ValidatingWebhookConfiguration',
    path: '/validate',
    rule: { apiGroups: ['cert-manager.io', 'acme.cert-manager.io'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['*/*'] },
  },
  {
    kind: 'MutatingWebhookConfiguration',
    path: '/mutate',
    rule: { apiGroups: ['cert-manager.io'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['certificaterequests'] },
  },
];

/**
 * cert-manager itself: its controllers, its cainjector and its webhook as processes beside kube-apiserver.
 *
 * They run as administrator: cert-manager's roles are templates of its chart, and are not what is judged here.
 */
export class CertManager implements Tenant {
  static async start(site: Site): Promise<CertManager> {
    const certManager = site.adopt(new CertManager(site));
    await certManager.define();
    await certManager.startWebhook();
    await certManager.startControllers();
    return certManager;
  }

  private controllers?: Daemon;
  private webhook?: Daemon;

  private constructor(private readonly site: Site) {}

  /** What its controllers and its cainjector said. */
  output(): string {
    return this.controllers?.output() ?? '';
  }

  /** Also takes away what it made for the whole cluster: the webhook's registration first, as without the webhook it blocks every change. */
  async stop(): Promise<void> {
    const { kubectl } = this.site;
    for (const { kind } of WEBHOOKS) await kubectl.try(['delete', kind, WEBHOOK, '--ignore-not-found']);
    await this.controllers?.stop();
    await this.webhook?.stop();
    await kubectl.try(['delete', '--ignore-not-found', '--timeout=60s', '-f', this.definitions]);
  }

  assertRunning(): void {
    this.controllers?.assertRunning();
    this.webhook?.assertRunning();
  }

  lastLines(): string {
    const lines = [this.controllers, this.webhook].map((daemon) => daemon?.lastLines() ?? '').join('\n');
    return lines.replace(/^listening .*$/m, 'listening');
  }

  private get definitions(): string {
    return certManagerDefinitions(this.site.bed.programs);
  }

  private async define(): Promise<void> {
    // on the server, as they are too large for the annotation of the other way
    await this.site.kubectl.run(['apply', '--server-side', '-f', this.definitions]);
    await this.site.kubectl.run(['wait', '--for=condition=Established', '--timeout=60s', '-f', this.definitions]);
  }

  private async startControllers(): Promise<void> {
    const { bed, directory } = this.site;
    // with its warnings
    const daemon = Daemon.start(bed.programs.certManager, ['--v=1', `--kubeconfig=${bed.kubeconfig}`], { log: join(directory, 'cert-manager.log') });
    this.controllers = daemon;
    await until('the caches of cert-manager are synced', 60, () => {
      daemon.assertRunning();
      return daemon.output().includes('all caches are synced');
    });
  }

  private async startWebhook(): Promise<void> {
    const { bed, directory, kubectl } = this.site;
    const daemon = Daemon.start(bed.programs.certManagerWebhook, ['-test.run=^TestWebhook$', '--', `--kubeconfig=${bed.kubeconfig}`], {
      log: join(directory, `${WEBHOOK}.log`),
    });
    this.webhook = daemon;
    const listening = await until("cert-manager's webhook listens", 60, () => {
      daemon.assertRunning();
      const line = /^listening (.*)\n/m.exec(daemon.output());
      return line ? JSON.parse(line[1]) as Listening : undefined;
    });
    await kubectl.apply(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: WEBHOOKS.map((webhook) => registration(webhook, listening)) }));
    await until("kube-apiserver asks cert-manager's webhook", 60, async () => {
      daemon.assertRunning();
      const { stderr } = await kubectl.try(['create', '--dry-run=server', '-f', '-'], JSON.stringify(REFUSED));
      return stderr.includes('webhook.cert-manager.io') && stderr.includes('denied the request');
    });
  }
}

/** Without names a certificate is for nothing; the definition alone lets it pass. */
const REFUSED = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'for-nothing', namespace: 'default' },
  spec: { secretName: 'for-nothing', issuerRef: { name: 'none' } },
};

function registration({ kind, path, rule }: typeof WEBHOOKS[number], { url, ca }: Listening): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    metadata: { name: WEBHOOK },
    webhooks: [{
      name: 'webhook.cert-manager.io',
      admissionReviewVersions: ['v1'],
      clientConfig: { url: `${url}${path}`, caBundle: Buffer.from(ca).toString('base64') },
      failurePolicy: 'Fail',
      matchPolicy: 'Equivalent',
      rules: [rule],
      sideEffects: 'None',
      timeoutSeconds: 30,
    }],
  };
}
