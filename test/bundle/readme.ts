import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as library from '../../src/index';

const README = resolve(__dirname, '../../README.md');

/** The App that the program below a heading of the README synthesizes, built from the sources. */
export function readmeApp(heading: string): cdk8s.App {
  const section = readFileSync(README, 'utf8').split(`\n## ${heading}\n`)[1] ?? '';
  const program = /```ts\n([\s\S]*?)```/.exec(section)?.[1];
  if (!program) throw new Error(`README has no program below '${heading}'`);

  let synthesized: cdk8s.App | undefined;
  class App extends cdk8s.App {
    public synth(): void {
      synthesized = this;
    }
  }
  const modules: { [name: string]: object } = { 'cdk8s': { ...cdk8s, App }, 'cdk8s-extension-apiserver': library };
  const script = program.replace(/import (\{[^}]*\}) from '([^']+)';/g, "const $1 = require('$2');");
  // eslint-disable-next-line no-new-func
  new Function('require', script)((name: string) => modules[name]);
  if (!synthesized) throw new Error(`README's program below '${heading}' does not synthesize`);
  return synthesized;
}
