import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { newServer, SEEDED } from './programs';
import { ApiAccess, PolicyRule, ServerRole, Subject } from '../../src/index';
import type { Declared } from '../props/assembly';
import { assemblyTypes } from '../props/assembly';

/** An App with a server that makes every object there is. */
function wholeServer() {
  const app = new App();
  const chart = new Chart(app, 'chart', { namespace: 'wardle' });
  const server = newServer(chart, {
    certificate: SEEDED,
    createNamespace: true,
    kubeSystemChart: new Chart(app, 'kube-system'),
    serverRoles: [
      ServerRole.clusterRole('nodes', [PolicyRule.resources({ resources: ['nodes'], verbs: ['get'] })]),
      ServerRole.role('pods', 'other', [PolicyRule.resources({ resources: ['pods'], verbs: ['get'] })]),
      ServerRole.existingClusterRole('view'),
    ],
    access: [
      ApiAccess.viewAndEdit({ resources: ['flunders'] }),
      ApiAccess.granted({ name: 'readers', resources: ['flunders'], subjects: [Subject.user('jane')], namespaces: ['team-a'] }),
      ApiAccess.granted({ name: 'everywhere', resources: ['flunders'], subjects: [Subject.user('jane')] }),
    ],
  });
  return { app, server };
}

/** The objects that can be reached over public properties, by their paths: what a user can patch. */
function reachable(value: unknown, path: string): [string, ApiObject][] {
  if (Array.isArray(value)) return value.flatMap((element, i) => reachable(element, `${path}[${i}]`));
  if (!(value instanceof Construct)) return [];
  const properties = value as unknown as Record<string, unknown>;
  const inner = publicProperties(value.constructor.name).flatMap((name) => reachable(properties[name], `${path}.${name}`));
  return ApiObject.isApiObject(value) ? [[path, value], ...inner] : inner;
}

function publicProperties(className: string): string[] {
  const declared: Declared | undefined = Object.values(assemblyTypes()).find(({ name }) => name === className);
  return (declared?.properties ?? []).map(({ name }) => name);
}

function labelsIn(app: App): (string | undefined)[] {
  return app.charts.flatMap((chart) => chart.toJson()).map(({ metadata }) => metadata.labels?.patched);
}

test('every object of a bundle can be reached over public properties, each over one path', () => {
  const { app, server } = wholeServer();
  const reached = reachable(server, 'server').map(([, object]) => object);
  const all = app.node.findAll().filter((construct) => ApiObject.isApiObject(construct));

  expect(all.length).toBeGreaterThan(20);
  expect(new Set(reached)).toEqual(new Set(all));
  expect(reached.length).toBe(all.length);
});

test('a JSON patch of each object reaches its YAML, and no other\'s', () => {
  const { app, server } = wholeServer();
  const objects = reachable(server, 'server');
  objects.forEach(([path, object]) => object.addJsonPatch(JsonPatch.add('/metadata/labels/patched', path)));

  expect(labelsIn(app).sort()).toEqual(objects.map(([path]) => path).sort());
});

test('metadata that is added to each object reaches its YAML', () => {
  const { app, server } = wholeServer();
  const objects = reachable(server, 'server');
  objects.forEach(([path, object]) => object.metadata.addLabel('patched', path));

  expect(labelsIn(app).sort()).toEqual(objects.map(([path]) => path).sort());
});
