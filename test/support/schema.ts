import { createRequire } from 'node:module';

// the models of one kind are a module each: loading only those that are asked for is ten times faster than all
const load = createRequire(__filename);

interface Model {
  readonly kind?: string;
  readonly prototype: { validate(): void };
}

interface Violation {
  readonly instancePath: string;
  readonly message: string;
}

/**
 * What Kubernetes' schemas say against these manifests: wrong types, missing fields, unknown kinds, and unknown fields, which the API
 * server would drop without a word.
 */
export function schemaErrors(manifests: readonly any[]): string[] {
  return manifests.flatMap((manifest) => {
    const name = `${manifest?.kind}/${manifest?.metadata?.name}`;
    return manifestErrors(manifest).map((error) => `${name}: ${error}`);
  });
}

function manifestErrors(manifest: any): string[] {
  const model = findModel(manifest?.apiVersion, manifest?.kind);
  if (!model) return [`no schema is known for ${manifest?.apiVersion} ${manifest?.kind}`];

  const watched = new Watched(manifest);
  const violations = violationsOf(model, watched.proxy);
  return [
    ...violations.map(({ instancePath, message }) => `${dotted(instancePath)} ${message}`),
    ...watched.unread().map((path) => `${dotted(path)} is unknown`),
  ];
}

function findModel(apiVersion: unknown, kind: unknown): Model | undefined {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const models = apiVersion.startsWith('cert-manager.io/') ? '@kubernetes-models/cert-manager' : 'kubernetes-models';
  try {
    const model: Model = load(`${models}/${apiVersion}/${kind}`)[kind];
    return model.kind === kind ? model : undefined; // a part of a manifest, PodSpec say, has a model too
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function violationsOf(model: Model, manifest: unknown): readonly Violation[] {
  try {
    // not `new model(manifest)`: it would copy the manifest, and overwrite its apiVersion and kind
    model.prototype.validate.call(manifest);
    return [];
  } catch (error) {
    const violations = (error as { errors?: Violation[] }).errors;
    if (!violations) throw error;
    return violations;
  }
}

/**
 * Closes the schemas, which come compiled and accept unknown fields: a validator reads each field that its schema names, and each entry
 * of a map, so a field that it never read is one that the schema does not know.
 */
class Watched {
  readonly proxy: any;
  private readonly read = new Set<string>();

  constructor(private readonly manifest: unknown) {
    this.proxy = this.watch(manifest, '');
  }

  unread(value = this.manifest, path = ''): string[] {
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([key, inner]) => {
      const at = `${path}/${key}`;
      if (!this.read.has(at)) return [at];
      return this.unread(inner, at);
    });
  }

  private watch(value: unknown, path: string): unknown {
    if (!isObject(value)) return value;
    return new Proxy(value, {
      get: (target, key, receiver) => {
        const inner = Reflect.get(target, key, receiver);
        if (typeof key === 'symbol') return inner;
        this.read.add(`${path}/${key}`);
        return this.watch(inner, `${path}/${key}`);
      },
    });
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function dotted(path: string): string {
  return path === '' ? 'the manifest' : path.slice(1).replaceAll('/', '.');
}
