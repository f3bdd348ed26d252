import { App, Chart } from 'cdk8s';
import { agree, claim, claimPods } from '../../src/private/claims';

const chartOf = (app: App, id: string, cluster?: string) => {
  const chart = new Chart(app, id);
  if (cluster) chart.node.setContext('cdk8s-extension-apiserver/cluster', cluster);
  return chart;
};

test('what is claimed once belongs to the first, and the others are told who has it', () => {
  const app = new App();
  expect(claim(chartOf(app, 'a'), 'a/first', 'Service/wardle/server')).toBeUndefined();
  expect(claim(chartOf(app, 'b'), 'b/second', 'Service/wardle/server')?.needs).toEqual("must be the only one: 'a/first' has Service/wardle/server already");
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

describe('pods', () => {
  type Labels = { [key: string]: string };
  const pods = (chart: Chart, selector: Labels, labels = selector, namespace = 'wardle') => claimPods(chart, namespace, selector, labels);

  test.each<[string, [Labels, Labels?], [Labels, Labels?]]>([
    ['of one selector', [{ a: '1', b: '2' }], [{ b: '2', a: '1' }]],
    ['that a wider selector takes in', [{ a: '1', b: '2' }], [{ a: '1' }]],
    ['that have the labels of an earlier selector', [{ a: '1' }], [{ b: '2' }, { a: '1', b: '2' }]],
  ])('%s are refused', (_, first, second) => {
    const app = new App();
    expect(pods(chartOf(app, 'a'), ...first)).toBeUndefined();
    expect(pods(chartOf(app, 'b'), ...second)?.needs).toEqual("must tell the pods from those of 'a', each would get requests for the other");
  });

  test.each<[string, [Labels, Labels?], [Labels, Labels?]]>([
    ['of another value', [{ a: '1' }], [{ a: '2' }]],
    ['of another label', [{ a: '1' }], [{ b: '1' }]],
    ['that share what no selector asks for', [{ a: '1' }, { a: '1', c: '3' }], [{ b: '1' }, { b: '1', c: '3' }]],
  ])('%s are fine', (_, first, second) => {
    const app = new App();
    expect([pods(chartOf(app, 'a'), ...first), pods(chartOf(app, 'b'), ...second)]).toEqual([undefined, undefined]);
  });

  test('of another namespace, cluster or App are fine', () => {
    const app = new App();
    const given = [chartOf(app, 'a'), chartOf(app, 'b', 'staging'), chartOf(new App(), 'a')].map((chart) => pods(chart, { a: '1' }));
    expect([...given, pods(chartOf(app, 'c'), { a: '1' }, { a: '1' }, 'other')]).toEqual([undefined, undefined, undefined, undefined]);
    expect(pods(chartOf(app, 'd'), { a: '1' }, { a: '1' }, 'other')?.needs).toContain("'c'");
  });
});

test('all that say something about one thing are held to the same value, per App and cluster', () => {
  const app = new App();
  const staging = chartOf(app, 'a', 'staging');
  expect(agree(staging, 'a', 'priority', 1000)).toBeUndefined();
  expect(agree(staging, 'b', 'priority', 1000)).toBeUndefined();
  expect(agree(staging, 'c', 'priority', 2000)?.needs).toEqual("must be 1000, as 'a' says for the same group");
  expect(agree(chartOf(app, 'd', 'production'), 'd', 'priority', 2000)).toBeUndefined();
  expect(agree(staging, 'e', 'other priority', 2000)).toBeUndefined();
});
