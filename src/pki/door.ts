import type * as CheckPair from './check-pair';
import type * as IssueFromSeed from './issue-from-seed';
import type * as Pem from './pem';

// the rest of the program comes in here, so that what it does not use is not loaded: the libraries that issue a certificate cost more than half of what
// cdk8s itself does, and most programs issue none. An `import` at the top would load them at once, and `import()` is asynchronous while a construct is not.
// `module.require` is plain CommonJS: node, jest and ts-node know it, bundlers follow it because the path is a literal

/** Issues certificates. */
export function issuing(): typeof IssueFromSeed {
  return module.require('./issue-from-seed') as typeof IssueFromSeed;
}

/** Checks a certificate as the aggregator would. */
export function checking(): typeof CheckPair {
  return module.require('./check-pair') as typeof CheckPair;
}

/** Reads PEM. */
export function reading(): typeof Pem {
  return module.require('./pem') as typeof Pem;
}
