/** A Kubernetes object as its YAML says it: what a scenario asks of it, it knows itself. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: { [key: string]: string }; annotations?: { [key: string]: string } };
  [field: string]: any;
}
