import type { Fault, Faults } from '../private/fault';

/**
 * A value of an environment variable that stands elsewhere.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables
 */
export class EnvValue {
  /**
   * A key of a Secret in the server's namespace.
   *
   * @param secretName the Secret's name
   * @param key the key in it
   */
  public static fromSecret(secretName: string, key: string): EnvValue {
    return new EnvValue([secretName, key], { secretKeyRef: { name: secretName, key } });
  }

  /**
   * A key of a ConfigMap in the server's namespace.
   *
   * @param configMapName the ConfigMap's name
   * @param key the key in it
   */
  public static fromConfigMap(configMapName: string, key: string): EnvValue {
    return new EnvValue([configMapName, key], { configMapKeyRef: { name: configMapName, key } });
  }

  /**
   * A field of the pod.
   *
   * @param fieldPath the field: `metadata.namespace`, `status.podIP`, ...
   */
  public static fromField(fieldPath: string): EnvValue {
    return new EnvValue([fieldPath], { fieldRef: { fieldPath } });
  }

  private constructor(private readonly texts: string[], private readonly source: object) {}

  /** @internal */
  public _check(faults: Faults, prop: string, rule: (text: unknown) => Fault | undefined): void {
    for (const text of this.texts) faults.add(prop, text, rule(text));
  }

  /** @internal */
  public _toJson(): object {
    return this.source;
  }
}
