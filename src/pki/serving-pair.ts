/** What an extension API server serves with, and what Kubernetes verifies it by. Each PEM ends in exactly one newline. */
export interface ServingPair {
  /** The CAs to trust: the one before while it is valid, the one in use, the one that follows; in that order. */
  readonly caBundle: string;
  /** The certificate of the server alone: its CA is in the bundle. */
  readonly certificate: string;
  /** PKCS#8. */
  readonly privateKey: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** When the next leaf period begins, from when the same seed gives the next certificate. */
  readonly renewFrom: Date;
}
