import type { IConstruct } from 'constructs';
import type { Fault } from './fault';

/** The context key that tells which cluster a chart is for, where one App renders charts for several. */
export const CLUSTER_CONTEXT = 'cdk8s-extension-apiserver/cluster';

/** What is taken already, per App: a search through its constructs for each new one would be quadratic. */
const claimsOf = new WeakMap<IConstruct, Map<string, string>>();

/**
 * Claims something that there can be only one of in a cluster, such as an object's name.
 *
 * @param path the construct that claims it, which may not be there yet
 * @returns a fault that names the construct which has it already
 */
export function claim(scope: IConstruct, path: string, what: string): Fault | undefined {
  const root = scope.node.root;
  const claims = claimsOf.get(root) ?? new Map<string, string>();
  claimsOf.set(root, claims);
  const cluster = scope.node.tryGetContext(CLUSTER_CONTEXT) ?? '';
  const key = `${cluster}\n${what}`;
  const owner = claims.get(key);
  if (owner === undefined) {
    claims.set(key, path);
    return undefined;
  }
  return {
    needs: `must be the only one: '${owner}' makes ${what} already`,
    fix: `make it once, or under another name; where the charts are for several clusters, tell them apart: chart.node.setContext('${CLUSTER_CONTEXT}', 'staging')`,
  };
}
