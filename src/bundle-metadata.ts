import type { MetadataOptions, ObjectMetadata } from './kubernetes/object-metadata';
import { METADATA, OBJECT_METADATA } from './kubernetes/object-metadata';
import type { Shape } from './private/props';
import { struct } from './private/props';

/**
 * Names, labels and annotations of single objects of the bundle. Labels and annotations are added to those of all objects; one of the same key is
 * replaced. What is not made cannot be named.
 */
export interface BundleMetadata {
  /**
   * Of the Namespace.
   *
   * @default - the Pod Security label
   */
  readonly namespace?: MetadataOptions;
  /**
   * Of the ServiceAccount.
   *
   * @default - the name is the server's
   */
  readonly serviceAccount?: ObjectMetadata;
  /**
   * Of the Deployment.
   *
   * @default - the name is the server's
   */
  readonly deployment?: ObjectMetadata;
  /**
   * Of the pods.
   *
   * @default - none of their own
   */
  readonly pod?: MetadataOptions;
  /**
   * Of the PodDisruptionBudget.
   *
   * @default - the name is the server's
   */
  readonly podDisruptionBudget?: ObjectMetadata;
  /**
   * Of the Service, whose name is in `service`.
   *
   * @default - none of their own
   */
  readonly service?: MetadataOptions;
  /**
   * Of the certificate's Secret, where one is made.
   *
   * @default - the name is `<service>-serving-certificate`
   */
  readonly secret?: ObjectMetadata;
  /**
   * Of the ClusterRoleBinding to `system:auth-delegator`.
   *
   * @default - the name is `<namespace>:<server>:auth-delegator`
   */
  readonly authDelegator?: ObjectMetadata;
  /**
   * Of the RoleBinding in kube-system to `extension-apiserver-authentication-reader`.
   *
   * @default - the name is `<namespace>:<server>:auth-reader`
   */
  readonly authReader?: ObjectMetadata;
  /**
   * Of the ClusterRole for what the server's library reads, and of its binding. Labels and annotations go to the roles of `serverRoles` too.
   *
   * @default - the name is `<namespace>:<server>:server`
   */
  readonly serverRole?: ObjectMetadata;
  /**
   * Of the roles that users of the API get, and of their bindings.
   *
   * @default - none of their own
   */
  readonly access?: MetadataOptions;
  /**
   * Of the APIServices.
   *
   * @default - none of their own
   */
  readonly apiServices?: MetadataOptions;
}

export const BUNDLE_METADATA: Shape<BundleMetadata> = {
  namespace: struct(METADATA),
  serviceAccount: struct(OBJECT_METADATA),
  deployment: struct(OBJECT_METADATA),
  pod: struct(METADATA),
  podDisruptionBudget: struct(OBJECT_METADATA),
  service: struct(METADATA),
  secret: struct(OBJECT_METADATA),
  authDelegator: struct(OBJECT_METADATA),
  authReader: struct(OBJECT_METADATA),
  serverRole: struct(OBJECT_METADATA),
  access: struct(METADATA),
  apiServices: struct(METADATA),
};
