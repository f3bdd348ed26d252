import { X509Certificate } from 'node:crypto';
import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { newServer, SEEDED } from './programs';
import type { ExtensionApiServerProps } from '../../src/index';
import { ApiGroup, EtcdStorage } from '../../src/index';
import { TEST_NOW } from '../support/clock';
import { schemaErrors } from '../support/schema';

const RUNS = { seed: 20260101, numRuns: 60 };

/** What varies from one server to another, as plain data: a failure can be read, and the same server built twice. */
interface Drawn {
  readonly name: string;
  readonly namespace: string;
  readonly serviceName?: string;
  readonly serviceAccountName?: string;
  readonly servicePort?: number;
  readonly securePort?: number;
  readonly replicas?: number;
  readonly createNamespace: boolean;
  readonly groups: { readonly name: string; readonly versions: string[] }[];
  readonly labels: { [key: string]: string };
  readonly selectorLabels?: { [key: string]: string };
  readonly storage: 'none' | 'sidecar' | 'external';
}

const label = fc.stringMatching(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
const group = fc.tuple(fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/), fc.constantFrom('example.com', 'k.example.org', 'io'))
  .map((parts) => parts.join('.'));
const version = fc.oneof(
  fc.stringMatching(/^v[1-9][0-9]{0,2}$/),
  fc.stringMatching(/^v[1-9][0-9]?(alpha|beta)[1-9][0-9]?$/),
  fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/),
);
const qualified = fc.stringMatching(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/);
const labelKey = fc.tuple(fc.constantFrom('', 'example.com/', 'team.example.com/'), qualified).map((parts) => parts.join(''));
const labelValue = fc.oneof(fc.constant(''), qualified);
const labels = (minKeys: number) => fc.dictionary(labelKey, labelValue, { minKeys, maxKeys: 4, noNullPrototype: true });
const port = fc.integer({ min: 1, max: 65535 }).filter((number) => ![2379, 2380].includes(number));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const drawn: fc.Arbitrary<Drawn> = fc.record({
  name: label,
  namespace: label.filter((name) => name !== 'default' && !name.startsWith('kube-')),
  serviceName: maybe(label),
  serviceAccountName: maybe(label),
  servicePort: maybe(port),
  securePort: maybe(port),
  replicas: maybe(fc.integer({ min: 1, max: 9 })),
  createNamespace: fc.boolean(),
  groups: fc.uniqueArray(
    fc.record({ name: group, versions: fc.uniqueArray(version, { minLength: 1, maxLength: 8 }) }),
    { minLength: 1, maxLength: 3, selector: ({ name }) => name },
  ),
  labels: labels(0),
  selectorLabels: maybe(labels(1)),
  storage: fc.constantFrom('none', 'sidecar', 'external'),
});

const STORAGE = {
  none: EtcdStorage.none(),
  sidecar: EtcdStorage.sidecar(),
  external: EtcdStorage.external({ servers: ['https://etcd:2379'], tlsSecretName: 'etcd-client' }),
};

function propsOf(server: Drawn): Partial<ExtensionApiServerProps> {
  const { groups, serviceName, servicePort, storage, replicas, ...props } = server;
  return {
    ...props,
    replicas: storage === 'sidecar' ? undefined : replicas,
    storage: STORAGE[storage],
    apis: groups.map(({ name, versions }) => ApiGroup.of(name, ...versions)),
    service: { name: serviceName, port: servicePort },
  };
}

function built(server: Drawn, more: Partial<ExtensionApiServerProps> = {}): App {
  const app = new App();
  newServer(new Chart(app, 'chart'), { ...propsOf(server), ...more }, 'server');
  return app;
}

class Objects {
  readonly all: any[];

  constructor(app: App) {
    this.all = app.charts.flatMap((chart) => chart.toJson());
  }

  ofKind(...kinds: string[]): any[] {
    return this.all.filter(({ kind }) => kinds.includes(kind));
  }

  only(kind: string): any {
    const found = this.ofKind(kind);
    expect(found).toHaveLength(1);
    return found[0];
  }
}

/** Whether a selector takes a pod. */
function selects(selector: { [key: string]: string }, podLabels: { [key: string]: string }): boolean {
  return Object.entries(selector).every(([key, value]) => podLabels[key] === value);
}

function pemOf(base64: string): X509Certificate[] {
  const pem = Buffer.from(base64, 'base64').toString('latin1');
  return (pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []).map((text) => new X509Certificate(text));
}

/** Kubernetes' order of versions, told again: the preferred one first. */
function inKubernetesOrder(versions: string[]): string[] {
  const key = (name: string): [number, number, number, number] => {
    const [, major, stage, minor] = /^v([0-9]+)(?:(alpha|beta)([0-9]+))?$/.exec(name) ?? [];
    if (major === undefined) return [1, 0, 0, 0];
    return [0, ['alpha', 'beta', undefined].indexOf(stage) * -1, -Number(major), -Number(minor ?? 0)];
  };
  return [...versions].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    const i = left.findIndex((part, at) => part !== right[at]);
    return i < 0 ? (a < b ? -1 : 1) : left[i] - right[i];
  });
}

test('the same program gives the same bytes, with a certificate from a seed too', () => {
  fc.assert(fc.property(drawn, (server) => {
    const yaml = built(server, { certificate: SEEDED }).synthYaml();
    expect(yaml.length).toBeGreaterThan(1000);
    expect(built(server, { certificate: SEEDED }).synthYaml()).toBe(yaml);
  }), RUNS);
});

test('the order in which labels are given does not change a byte', () => {
  const reversed = (map: { [key: string]: string }) => Object.fromEntries(Object.entries(map).reverse());
  fc.assert(fc.property(drawn, (server) => {
    const turned = { ...server, labels: reversed(server.labels), selectorLabels: server.selectorLabels && reversed(server.selectorLabels) };
    expect(built(turned).synthYaml()).toBe(built(server).synthYaml());
  }), RUNS);
});

test('whatever is drawn passes Kubernetes\' schemas', () => {
  fc.assert(fc.property(drawn, (server) => {
    expect(schemaErrors(new Objects(built(server)).all)).toEqual([]);
  }), RUNS);
});

test('every APIService names the Service, its namespace and its port', () => {
  fc.assert(fc.property(drawn, (server) => {
    const objects = new Objects(built(server));
    const service = objects.only('Service');
    const registrations = objects.ofKind('APIService');
    expect(registrations).toHaveLength(server.groups.flatMap(({ versions }) => versions).length);
    for (const { spec } of registrations) {
      expect(spec.service).toEqual({ name: service.metadata.name, namespace: service.metadata.namespace, port: service.spec.ports[0].port });
    }
    expect(service.metadata).toMatchObject({ name: server.serviceName ?? server.name, namespace: server.namespace });
    expect(service.spec.ports[0].port).toBe(server.servicePort ?? 443);
  }), RUNS);
});

test('the Service leads to the port that the server is told to listen on', () => {
  fc.assert(fc.property(drawn, (server) => {
    const objects = new Objects(built(server));
    const [container] = objects.only('Deployment').spec.template.spec.containers;
    const { targetPort } = objects.only('Service').spec.ports[0];
    const listening = container.ports.find(({ name }: { name: string }) => name === targetPort);
    expect(listening.containerPort).toBe(server.securePort ?? 8443);
    expect(container.args).toContain(`--secure-port=${listening.containerPort}`);
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) expect(container[probe].httpGet.port).toBe(targetPort);
  }), RUNS);
});

test('every selector takes the server\'s pods, and no pod of a neighbour', () => {
  fc.assert(fc.property(drawn, drawn, (server, other) => {
    fc.pre(other.name !== server.name && JSON.stringify(other.selectorLabels) !== JSON.stringify(server.selectorLabels ?? {}));
    const objects = new Objects(built(server));
    const neighbour = { ...other, namespace: server.namespace, selectorLabels: undefined };
    const [own, foreign] = [objects, new Objects(built(neighbour))].map((each) => each.only('Deployment').spec.template.metadata.labels);
    const budgets = objects.ofKind('PodDisruptionBudget').map(({ spec }) => spec.selector.matchLabels);
    const spreads = objects.only('Deployment').spec.template.spec.topologySpreadConstraints ?? [];
    const selectors = [
      objects.only('Service').spec.selector,
      objects.only('Deployment').spec.selector.matchLabels,
      ...budgets,
      ...spreads.map(({ labelSelector }: any) => labelSelector.matchLabels),
    ];
    for (const selector of selectors) {
      expect(Object.keys(selector).length).toBeGreaterThan(0);
      expect(selects(selector, own)).toBe(true);
      if (!server.selectorLabels) expect(selects(selector, foreign)).toBe(false);
    }
  }), RUNS);
});

test('every binding is for the ServiceAccount of the pods, in their namespace', () => {
  fc.assert(fc.property(drawn, (server) => {
    const objects = new Objects(built(server));
    const deployment = objects.only('Deployment');
    const name = deployment.spec.template.spec.serviceAccountName;
    const subjects = objects.ofKind('ClusterRoleBinding', 'RoleBinding').map((binding) => binding.subjects);
    expect(subjects.length).toBeGreaterThan(2);
    for (const each of subjects) expect(each).toEqual([{ kind: 'ServiceAccount', name, namespace: deployment.metadata.namespace }]);
    expect(objects.ofKind('ServiceAccount').map(({ metadata }) => metadata.name)).toEqual(server.serviceAccountName === undefined ? [name] : []);
  }), RUNS);
});

test('the certificate is for the Service, and was issued under the caBundle of each APIService', () => {
  fc.assert(fc.property(drawn, (server) => {
    const objects = new Objects(built(server, { certificate: SEEDED }));
    const secret = objects.only('Secret');
    const { name, namespace } = objects.only('Service').metadata;
    const [leaf] = pemOf(secret.data['tls.crt']);
    expect(leaf.subjectAltName!.split(', ')).toContain(`DNS:${name}.${namespace}.svc`);
    expect(leaf.checkHost(`${name}.${namespace}.svc`, { subject: 'never' })).toBe(`${name}.${namespace}.svc`);
    for (const { spec } of objects.ofKind('APIService')) {
      const issuers = pemOf(spec.caBundle).filter((ca) => ca.ca && leaf.checkIssued(ca) && leaf.verify(ca.publicKey));
      expect(issuers).toHaveLength(1);
      for (const certificate of [leaf, ...issuers]) {
        expect(new Date(certificate.validFrom).getTime()).toBeLessThanOrEqual(TEST_NOW.getTime());
        expect(new Date(certificate.validTo).getTime()).toBeGreaterThan(TEST_NOW.getTime());
      }
    }
    const [{ secret: mounted }] = objects.only('Deployment').spec.template.spec.volumes;
    expect(mounted.secretName).toBe(secret.metadata.name);
  }), RUNS);
});

test('the priorities of a group\'s versions are in Kubernetes\' order, and within its limits', () => {
  fc.assert(fc.property(drawn, (server) => {
    const registrations = new Objects(built(server)).ofKind('APIService').map(({ spec }) => spec);
    for (const { name, versions } of server.groups) {
      const own = registrations.filter((spec) => spec.group === name);
      const byPriority = [...own].sort((a, b) => b.versionPriority - a.versionPriority);
      expect(byPriority.map((spec) => spec.version)).toEqual(inKubernetesOrder(versions));
      expect(new Set(own.map((spec) => spec.versionPriority)).size).toBe(versions.length);
      expect(own.every(({ versionPriority }) => versionPriority >= 1 && versionPriority <= 1000)).toBe(true);
      expect(new Set(own.map((spec) => spec.groupPriorityMinimum)).size).toBe(1);
    }
  }), RUNS);
});
