import { dataKey, dnsSubdomain } from '../kubernetes/names';
import type { Fault, Faults } from '../private/fault';

const FIELD = /^(metadata\.(name|namespace|uid|(labels|annotations)\['[^']+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIP|hostIPs|podIP|podIPs))$/;
const RESOURCE = /^(limits|requests)\.(cpu|memory|ephemeral-storage)$/;

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
    return new EnvValue({ secretKeyRef: { name: secretName, key } }, [[secretName, dnsSubdomain], [key, dataKey]]);
  }

  /**
   * A key of a ConfigMap in the server's namespace.
   *
   * @param configMapName the ConfigMap's name
   * @param key the key in it
   */
  public static fromConfigMap(configMapName: string, key: string): EnvValue {
    return new EnvValue({ configMapKeyRef: { name: configMapName, key } }, [[configMapName, dnsSubdomain], [key, dataKey]]);
  }

  /**
   * A field of the pod.
   *
   * @param fieldPath the field: `metadata.namespace`, `status.podIP`, `metadata.labels['app.kubernetes.io/name']`, ...
   */
  public static fromField(fieldPath: string): EnvValue {
    return new EnvValue({ fieldRef: { fieldPath } }, [[fieldPath, (path) => oneOf(path, FIELD, "'metadata.namespace' or 'status.podIP', say")]]);
  }

  /**
   * What the container asks for or may take.
   *
   * @param resource the resource: `limits.memory`, `requests.cpu`, ...
   */
  public static fromResource(resource: string): EnvValue {
    return new EnvValue({ resourceFieldRef: { resource } }, [[resource, (name) => oneOf(name, RESOURCE, "'limits.memory' or 'requests.cpu', say")]]);
  }

  private constructor(private readonly source: object, private readonly rules: [string, (text: unknown) => Fault | undefined][]) {}

  /**
   * For those who write it where a text belongs.
   *
   * @internal
   */
  public get _belongsInto(): string {
    return "put it into 'envValueFrom'";
  }

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    for (const [text, rule] of this.rules) faults.add(prop, text, rule(text));
  }

  /** @internal */
  public _toJson(): object {
    return this.source;
  }
}

function oneOf(text: unknown, form: RegExp, fix: string): Fault | undefined {
  return typeof text === 'string' && form.test(text) ? undefined : { needs: 'must be a field that Kubernetes hands to containers', fix };
}
