// What both apps share: as many bundles as asked, in one chart or in one each, synthesized; prints how long it took, in this process, and its memory.
const { App, Chart } = require('cdk8s');

/** @param addBundle (chart, bundle) => void, where a bundle says `name`, `namespace`, `group` and `tls` */
exports.run = (addBundle) => {
  const { bundles, chartEach, tls, outdir } = JSON.parse(process.argv[2]);

  const started = performance.now();
  const app = new App({ outdir });
  let chart;
  for (let i = 0; i < bundles; i++) {
    if (!chart || chartEach) chart = new Chart(app, `chart-${i}`);
    addBundle(chart, { name: `wardle-${i}`, namespace: `wardle-${i}`, group: `wardle-${i}.example.com`, tls });
  }
  app.synth();
  const milliseconds = performance.now() - started;

  process.stdout.write(JSON.stringify({ milliseconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
};
