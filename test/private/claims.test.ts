import { App, Chart } from 'cdk8s';
import { claim, CLUSTER_CONTEXT } from '../../src/private/claims';

const chartOf = (app: App, id: string, cluster?: string) => {
  const chart = new Chart(app, id);
  if (cluster) chart.node.setContext(CLUSTER_CONTEXT, cluster);
  return chart;
};

test('what is claimed once belongs to the first, and the others are told who has it', () => {
  const app = new App();
  expect(claim(chartOf(app, 'a'), 'a/first', 'Service/wardle/server')).toBeUndefined();
  expect(claim(chartOf(app, 'b'), 'b/second', 'Service/wardle/server')?.needs).toEqual("must be the only one: 'a/first' makes Service/wardle/server already");
  expect(claim(chartOf(app, 'c'), 'c/third', 'Service/wardle/server')?.needs).toContain("'a/first'");
  expect(claim(chartOf(app, 'd'), 'd/fourth', 'Service/wardle/other')).toBeUndefined();
});

test('two Apps, and two clusters of one App, share nothing', () => {
  const app = new App();
  expect(claim(chartOf(app, 'a'), 'a', 'x')).toBeUndefined();
  expect(claim(chartOf(new App(), 'a'), 'a', 'x')).toBeUndefined();
  expect(claim(chartOf(app, 'b', 'staging'), 'b', 'x')).toBeUndefined();
  expect(claim(chartOf(app, 'c', 'production'), 'c', 'x')).toBeUndefined();
  expect(claim(chartOf(app, 'd', 'staging'), 'd', 'x')?.needs).toContain("'b'");
});
