import assert from 'node:assert/strict';
import { until } from '../../bed/wait';
import { synthesizeExample } from '../../support/examples';
import { scenario } from '../../support/scenario';

scenario('kubectl top answers for nodes and pods', async (site) => {
  const { kubectl, bed } = site;
  const bundle = synthesizeExample('metrics-server');
  await site.apply(bundle);
  await site.untilServed(bundle, 120);
  const nodes = await until('kubectl top nodes answers', 90, () => lines(kubectl.run(['top', 'nodes', '--no-headers']), bed.nodes.length));
  assert.deepEqual(nodes.map((line) => line.split(/\s+/)[0]).sort(), [...bed.nodes].sort());
  const own = ['-n', 'kube-system', '-l', 'app.kubernetes.io/name=metrics-server'];
  const pods = await until('kubectl top pods answers', 90, () => lines(kubectl.run(['top', 'pods', ...own, '--no-headers']), 2));
  for (const line of pods) assert.match(line, /^metrics-server-\S+ +\d+m +\d+Mi/);
  const spread = new Set((await kubectl.list('pods', ...own)).map(({ spec }) => spec.nodeName));
  assert.equal(spread.size, 2, 'one pod on each node');
});

async function lines(text: Promise<string>, count: number): Promise<string[] | false> {
  const found = (await text).trim().split('\n');
  return found.length === count && found;
}
