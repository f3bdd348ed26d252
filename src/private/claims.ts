import type { IConstruct } from 'constructs';
import type { Fault } from './fault';

/** The context key that tells which cluster a chart is for, where one App renders charts for several. */
export const CLUSTER_CONTEXT = 'cdk8s-extension-apiserver/cluster';

/** What is taken already, per App: a search through its constructs for each new one would be quadratic. */
const namesOf = new WeakMap<IConstruct, Map<string, string>>();
const valuesOf = new WeakMap<IConstruct, Map<string, { readonly value: number; readonly owner: string }>>();
const podsOf = new WeakMap<IConstruct, Map<string, Pods[]>>();

type Labels = { readonly [key: string]: string };

interface Pods {
  readonly owner: string;
  readonly selector: Labels;
  readonly labels: Labels;
}

/**
 * Claims something that there can be only one of in a cluster, such as an object's name.
 *
 * @param path the construct that claims it, which may not be there yet
 * @returns a fault that names the construct which has it already
 */
export function claim(scope: IConstruct, path: string, what: string): Fault | undefined {
  const names = kept(namesOf, scope);
  const key = inCluster(scope, what);
  const owner = names.get(key);
  if (owner === undefined) names.set(key, path);
  return owner === undefined ? undefined : {
    needs: `must be the only one: '${owner}' has ${what} already`,
    fix: `make it once, or under another name; ${TELL_APART}`,
  };
}

/**
 * Holds all that say something about one thing to the same value.
 *
 * @returns a fault that names the construct which says otherwise
 */
export function agree(scope: IConstruct, path: string, what: string, value: number): Fault | undefined {
  const values = kept(valuesOf, scope);
  const key = inCluster(scope, what);
  const said = values.get(key);
  if (!said) values.set(key, { value, owner: path });
  if (!said || said.value === value) return undefined;
  return { needs: `must be ${said.value}, as '${said.owner}' says for the same group`, fix: TELL_APART };
}

/**
 * Claims pods by their labels.
 *
 * @returns a fault where others in the namespace select these pods too, or these would select others
 */
export function claimPods(scope: IConstruct, namespace: string, selector: Labels, labels: Labels): Fault | undefined {
  const byNamespace = kept(podsOf, scope);
  const key = inCluster(scope, namespace);
  const all = byNamespace.get(key) ?? [];
  const rival = all.find((other) => selects(selector, other.labels) || selects(other.selector, labels));
  if (!rival) byNamespace.set(key, [...all, { owner: scope.node.path, selector, labels }]);
  return rival && {
    needs: `must tell the pods from those of '${rival.owner}', each would get requests for the other`,
    fix: `choose labels that only these pods have; ${TELL_APART}`,
  };
}

const TELL_APART = `where the charts are for several clusters, tell them apart: chart.node.setContext('${CLUSTER_CONTEXT}', 'staging')`;

function inCluster(scope: IConstruct, what: string): string {
  return `${scope.node.tryGetContext(CLUSTER_CONTEXT) ?? ''}\n${what}`;
}

function selects(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

function kept<T>(store: WeakMap<IConstruct, Map<string, T>>, scope: IConstruct): Map<string, T> {
  const { root } = scope.node;
  if (!store.has(root)) store.set(root, new Map());
  return store.get(root)!;
}
