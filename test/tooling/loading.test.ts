import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const REPO = resolve(__dirname, '../..');

/** The packages that a program has loaded once it has run `code`. */
function loadedBy(code: string): string[] {
  const report = `
    const packages = Object.keys(require.cache).map((file) => /.*[\\\\/]node_modules[\\\\/]((?:@[^\\\\/]+[\\\\/])?[^\\\\/]+)/.exec(file)?.[1] ?? 'here');
    console.log(JSON.stringify([...new Set(packages)].sort()));
  `;
  return JSON.parse(execFileSync(process.execPath, ['-e', `${code};${report}`], { cwd: REPO, encoding: 'utf8' }));
}

test('the library, compiled, loads no package that cdk8s does not: nothing for certificates, no cdk8s-plus', () => {
  const cdk8s = loadedBy("require('cdk8s')");

  expect(cdk8s).toEqual(expect.arrayContaining(['cdk8s', 'constructs']));
  expect(loadedBy("require('cdk8s'); require('cdk8s-extension-apiserver')")).toEqual([...cdk8s, 'here'].sort());
});
