import { EnvValue } from './env-value';
import { environmentVariableName, imageName } from '../kubernetes/names';
import { memoryQuantity, quantity, quantityNumber } from '../kubernetes/quantity';
import type { Faults } from '../private/fault';
import { present } from '../private/manifest';
import type { Shape } from '../private/props';
import { mapOf, required, struct } from '../private/props';

/**
 * How much a container asks for and may take, as Kubernetes quantities.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export interface ContainerResources {
  /**
   * CPU that is kept for it.
   *
   * @default - the limit, as in Kubernetes, or 100m where there is none
   */
  readonly cpuRequest?: string;
  /**
   * Memory that is kept for it.
   *
   * @default - the limit, as in Kubernetes, or 128Mi where there is none
   */
  readonly memoryRequest?: string;
  /**
   * CPU beyond which it is slowed down.
   *
   * @default - none: a limit slows requests down without need
   */
  readonly cpuLimit?: string;
  /**
   * Memory beyond which it is killed.
   *
   * @default - none
   */
  readonly memoryLimit?: string;
}

export const CONTAINER_RESOURCES: Shape<ContainerResources> = { cpuRequest: 'string', memoryRequest: 'string', cpuLimit: 'string', memoryLimit: 'string' };

/** When the kubelet pulls an image. */
export enum ImagePullPolicy {
  /** At each start of a container. */
  ALWAYS = 'Always',
  /** Where the node does not have it. */
  IF_NOT_PRESENT = 'IfNotPresent',
  /** Not at all: the node has it. */
  NEVER = 'Never',
}

/** What a container runs. */
export interface ContainerOptions {
  /** The image, by tag or digest: `registry.example.com/server@sha256:...`. */
  readonly image: string;
  /**
   * When the kubelet pulls the image.
   *
   * @default - Kubernetes' own: always for the tag `latest`, else where the node does not have it
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * The program and its first arguments, in place of the image's entry point.
   *
   * @default - the image's entry point
   */
  readonly command?: string[];
  /**
   * Arguments of the program, after those that the bundle passes itself.
   *
   * @default - none
   */
  readonly args?: string[];
  /**
   * Environment variables.
   *
   * @default - none
   */
  readonly env?: { [name: string]: string };
  /**
   * Environment variables whose values stand in Secrets, in ConfigMaps or in the pod; those of `env` may refer to them as `$(NAME)`.
   *
   * @default - none
   */
  readonly envValueFrom?: { [name: string]: EnvValue };
  /**
   * How much it asks for and may take.
   *
   * @default - 100m CPU and 128Mi memory requested, no limits
   */
  readonly resources?: ContainerResources;
}

export const CONTAINER: Shape<ContainerOptions> = {
  image: required('string'),
  imagePullPolicy: 'string',
  command: ['string'],
  args: ['string'],
  env: mapOf('string'),
  envValueFrom: mapOf(EnvValue),
  resources: struct(CONTAINER_RESOURCES),
};

/** Notes what Kubernetes would refuse in a container. */
export function checkContainer(faults: Faults, prefix: string, options: ContainerOptions): void {
  faults.add(`${prefix}image`, options.image, imageName(options.image));
  const policies: string[] = Object.values(ImagePullPolicy);
  if (options.imagePullPolicy !== undefined && !policies.includes(options.imagePullPolicy)) {
    faults.add(`${prefix}imagePullPolicy`, options.imagePullPolicy, { needs: `must be one of ${policies.join(', ')}` });
  }
  for (const prop of ['env', 'envValueFrom'] as const) {
    for (const name of Object.keys(options[prop] ?? {})) faults.add(`${prefix}${prop}`, name, environmentVariableName(name));
  }
  for (const name of Object.keys(options.env ?? {})) {
    if (options.envValueFrom && Object.hasOwn(options.envValueFrom, name)) {
      faults.add(`${prefix}env`, name, { needs: "must not have a variable that 'envValueFrom' has too" });
    }
  }
  for (const [name, value] of Object.entries(options.envValueFrom ?? {})) value._check(faults, `${prefix}envValueFrom.${name}`);
  const resources = options.resources ?? {};
  for (const [name, value] of Object.entries(resources)) {
    if (value !== undefined) faults.add(`${prefix}resources.${name}`, value, name.startsWith('memory') ? memoryQuantity(value) : quantity(value));
  }
  checkLimit(faults, `${prefix}resources.cpuLimit`, resources.cpuRequest, resources.cpuLimit);
  checkLimit(faults, `${prefix}resources.memoryLimit`, resources.memoryRequest, resources.memoryLimit);
}

function checkLimit(faults: Faults, prop: string, request: string | undefined, limit: string | undefined): void {
  if (request === undefined || limit === undefined || !(quantityNumber(request) > quantityNumber(limit))) return;
  faults.add(prop, limit, { needs: `must not be less than the request ("${request}")` });
}

/** A container as it stands in the manifest, without what the bundle adds. */
export function containerJson(name: string, options: ContainerOptions) {
  const { cpuLimit, memoryLimit, cpuRequest = cpuLimit ?? '100m', memoryRequest = memoryLimit ?? '128Mi' } = options.resources ?? {};
  const env = [
    // Kubernetes expands $(NAME) only where NAME stands before
    ...Object.entries(options.envValueFrom ?? {}).map(([variable, value]) => ({ name: variable, valueFrom: value._toJson() })),
    ...Object.entries(options.env ?? {}).map(([variable, value]) => ({ name: variable, value })),
  ];
  return {
    name,
    image: options.image,
    imagePullPolicy: options.imagePullPolicy,
    command: options.command,
    args: options.args,
    env: env.length > 0 ? env : undefined,
    resources: {
      requests: { cpu: cpuRequest, memory: memoryRequest },
      limits: present({ cpu: cpuLimit, memory: memoryLimit }),
    },
  };
}
