import { isDeepStrictEqual } from 'node:util';
import { ApiObject, App, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { newServer, PROGRAMS, SEEDED } from './programs';
import { ApiAccess, ApiGroup, EtcdStorage } from '../../src/index';
import { schemaErrors } from '../support/schema';

const CLUSTER_SCOPED = ['APIService', 'ClusterRole', 'ClusterRoleBinding', 'Namespace'];

/** How the names end that cdk8s makes. */
const HASHED = /-c[0-9a-f]{7,}$/;

test('a name that cdk8s makes is told from others', () => {
  const made = new ApiObject(new Chart(new App(), 'chart'), 'object', { apiVersion: 'v1', kind: 'Pod' }).name;
  expect(made).toMatch(HASHED);
});

function idOf({ kind, metadata }: any): string {
  return `${kind}/${metadata.namespace}/${metadata.name}`;
}

function objectsOf(app: App): any[] {
  return app.charts.flatMap((chart) => chart.toJson());
}

function inYaml(app: App): any[] {
  return parseAllDocuments(app.synthYaml()).map((document) => document.toJS());
}

/** Several servers in one App, of which two stand in one chart. */
function manyServers(): App {
  const app = new App();
  const chart = new Chart(app, 'one', { namespace: 'one' });
  const access = [ApiAccess.viewAndEdit({ resources: ['*'] })];
  const apis = [ApiGroup.of('z.example.com', 'v1'), ApiGroup.of('a.example.com', 'v1', 'v2')];
  newServer(chart, { apis, createNamespace: true, access, certificate: SEEDED }, 'zebra');
  newServer(chart, { apis: [ApiGroup.of('m.example.com', 'v2', 'v1alpha1')], storage: EtcdStorage.sidecar() }, 'ant');
  newServer(new Chart(app, 'two', { namespace: 'two' }), { apis: [ApiGroup.of('two.example.com', 'v1')] }, 'zebra');
  return app;
}

describe.each(Object.entries({ ...PROGRAMS, 'several servers': manyServers }))('%s', (_name, program) => {
  const built = { app: undefined as App | undefined };
  const app = () => built.app ??= program();

  test('passes Kubernetes\' schemas', () => {
    expect(objectsOf(app()).length).toBeGreaterThan(7);
    expect(schemaErrors(objectsOf(app()))).toEqual([]);
  });

  test('has a namespace in every object that is in one, and in no other', () => {
    const wrong = objectsOf(app()).filter(({ kind, metadata }) => CLUSTER_SCOPED.includes(kind) === ('namespace' in metadata));
    expect(wrong.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([]);
  });

  test('has no name that cdk8s made from a construct path', () => {
    expect(objectsOf(app()).map(({ metadata }) => metadata.name).filter((name) => HASHED.test(name))).toEqual([]);
  });

  test('has the APIServices after everything else of their bundle in the YAML of a chart, and of the App', () => {
    const all = inYaml(app()).map(idOf);
    for (const chart of app().charts) {
      const objects = chart.toJson();
      expect(all.filter((id) => objects.map(idOf).includes(id))).toEqual(objects.map(idOf));
      for (const { spec: { service } } of objects.filter(({ kind }) => kind === 'APIService')) {
        const isRegistration = objects.map(({ kind, spec }) => kind === 'APIService' && isDeepStrictEqual(spec.service, service));
        const isOther = objects.map(({ kind, metadata }) => kind !== 'APIService' && isOf(metadata, `${service.namespace}/${service.name}`));
        expect(isOther.lastIndexOf(true)).toBeGreaterThan(0);
        expect(isRegistration.indexOf(true)).toBeGreaterThan(isOther.lastIndexOf(true));
      }
    }
  });

  test('has one edge a bundle, from its first APIService to its Deployment', () => {
    const objects = app().node.findAll().filter((construct) => ApiObject.isApiObject(construct));
    const edges = objects.flatMap((object) => object.node.dependencies.map((target) => `${object.kind} -> ${(target as ApiObject).kind}`));
    const servers = objects.filter(({ kind }) => kind === 'Deployment');
    expect(edges).toEqual(servers.map(() => 'APIService -> Deployment'));
  });
});

/** Whether an object is part of a server's bundle, by the labels and the namespace that all of them have. */
function isOf(metadata: any, server: string): boolean {
  const namespace = metadata.labels['cdk8s-extension-apiserver/namespace'] ?? metadata.namespace ?? metadata.name;
  return `${namespace}/${metadata.labels['app.kubernetes.io/name']}` === server;
}
