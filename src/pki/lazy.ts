import type * as Issue from './issue';

/**
 * Loads what issues certificates, at the first certificate: its libraries take about as long to load as cdk8s, and most
 * programs issue none. An `import` at the top would load them at once, and `import()` is asynchronous while a construct is not.
 * `module.require` is plain CommonJS: node, jest and ts-node know it, bundlers follow it because the path is a literal.
 */
export function loadIssue(): typeof Issue {
  return module.require('./issue') as typeof Issue;
}
