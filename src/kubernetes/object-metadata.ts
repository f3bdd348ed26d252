import { labelValue, qualifiedName } from './names';
import type { Fault, Faults } from '../private/fault';
import type { Shape } from '../private/props';
import { mapOf } from '../private/props';

/**
 * Labels and annotations of objects.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
 */
export interface MetadataOptions {
  /**
   * Labels, added to those that the construct gives the object; one of the same key is replaced.
   *
   * @default - none besides the construct's own
   */
  readonly labels?: { [key: string]: string };
  /**
   * Annotations, added to those that the construct gives the object; one of the same key is replaced.
   *
   * @default - none besides the construct's own
   */
  readonly annotations?: { [key: string]: string };
}

/** Name, labels and annotations of one object. */
export interface ObjectMetadata extends MetadataOptions {
  /**
   * The object's name.
   *
   * @default - the name that the construct gives it
   */
  readonly name?: string;
}

export const METADATA: Shape<MetadataOptions> = { labels: mapOf('string'), annotations: mapOf('string') };
export const OBJECT_METADATA: Shape<ObjectMetadata> = { ...METADATA, name: 'string' };

/** Notes labels and annotations that Kubernetes would refuse, and a name where there is a rule for it. */
export function checkMetadata(
  faults: Faults,
  prefix: string,
  metadata: ObjectMetadata | undefined,
  name?: (value: unknown) => Fault | undefined,
): void {
  if (metadata?.name !== undefined && name) faults.add(`${prefix}name`, metadata.name, name(metadata.name));
  checkLabels(faults, `${prefix}labels`, metadata?.labels);
  for (const key of Object.keys(metadata?.annotations ?? {})) faults.add(`${prefix}annotations`, key, qualifiedName(key));
}

/** Notes labels that select nothing, or that Kubernetes would refuse. */
export function checkSelectorLabels(faults: Faults, labels: { [key: string]: string }): void {
  if (Object.keys(labels).length === 0) faults.add('selectorLabels', {}, { needs: 'must hold at least one label' });
  checkLabels(faults, 'selectorLabels', labels);
}

/** Notes labels that Kubernetes would refuse. */
export function checkLabels(faults: Faults, prop: string, labels: { [key: string]: string } | undefined): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    faults.add(prop, key, qualifiedName(key));
    faults.add(`${prop}.${key}`, value, labelValue(value));
  }
}
