// How long the library takes to load in a program that has cdk8s already.
require('cdk8s');
const started = performance.now();
require('cdk8s-extension-apiserver');
process.stdout.write(JSON.stringify({ milliseconds: performance.now() - started }));
