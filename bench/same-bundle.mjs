import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** How much of a field's path is told: enough to name a container, or an annotation. */
const TOLD = 5;

/** Makes sure that two folders hold the same objects, and tells the fields in which these differ, but for certificates. */
export function differingFields(ours, theirs) {
  const [our, their] = [ours, theirs].map((folder) => new Map(manifests(folder).map((manifest) => [identity(manifest), leaves(manifest)])));
  const missing = [...[...our.keys()].filter((key) => !their.has(key)), ...[...their.keys()].filter((key) => !our.has(key))];
  if (missing.length) throw new Error(`bench/handwritten.cjs writes another bundle than the library; only one of them writes: ${missing.join(', ')}`);

  return [...our].flatMap(([key, fields]) => {
    const paths = new Set([...fields.keys(), ...their.get(key).keys()]);
    return [...paths].filter((path) => fields.get(path) !== their.get(key).get(path)).map((path) => `${key.split(' ')[0]} ${path.split('.').slice(0, TOLD).join('.')}`);
  });
}

function manifests(folder) {
  return readdirSync(folder).flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => document.toJS()));
}

function identity({ kind, metadata }) {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

/** Every value of a manifest by its path; of certificates and keys only that they are there. */
function leaves(value, path = '', found = new Map()) {
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    if (!entries.length) found.set(path, JSON.stringify(value));
    for (const [key, inner] of entries) leaves(inner, path ? `${path}.${key}` : key, found);
  } else {
    const certificate = /caBundle$|\.crt$|\.key$/.test(path);
    found.set(path, certificate ? 'a certificate' : JSON.stringify(value));
  }
  return found;
}
