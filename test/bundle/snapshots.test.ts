import { Yaml } from 'cdk8s';
import { PROGRAMS } from './programs';

/** YAML with words in place of certificates and their dates; those of the quick start are kept, as they must not change. */
function readable(yaml: string): string {
  return yaml.replace(/(?<=\/(not-after|renew-from): )".*"/g, '<date>').replace(/[A-Za-z0-9+/]{200,}={0,2}/g, (base64) => {
    const count = Buffer.from(base64, 'base64').toString('latin1').split('-----BEGIN CERTIFICATE-----').length - 1;
    return count > 0 ? `<certificates: ${count}>` : base64;
  });
}

test.each(Object.entries(PROGRAMS))('%s', (name, program) => {
  const app = program();

  for (const chart of app.charts) {
    const yaml = Yaml.stringify(...chart.toJson());
    expect(`\n${name === 'the quick start of the README' ? yaml : readable(yaml)}`).toMatchSnapshot(chart.node.id);
  }
});
