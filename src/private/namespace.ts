import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Fault, Faults } from './fault';

/**
 * The namespace that a prop or the chart names. A certificate and an RBAC subject hold it, so it has to be known, and guessing would be wrong.
 *
 * @param rule what a namespace has to be
 * @returns the empty string where none is named, after noting so
 */
export function namespaceOf(scope: Construct, faults: Faults, given: string | undefined, rule: (value: unknown) => Fault | undefined, prop = 'namespace'): string {
  const chart = Chart.of(scope);
  const namespace = given ?? chart.namespace;
  if (namespace !== undefined) {
    faults.add(prop, namespace, rule(namespace));
    return namespace;
  }
  faults.add(prop, undefined, { needs: 'must be known', fix: `give '${prop}', or the chart a namespace: new Chart(app, '${chart.node.id}', { namespace: '...' })` });
  return '';
}
