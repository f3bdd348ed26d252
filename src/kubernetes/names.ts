import type { Fault } from '../private/fault';

// the limits are those of k8s.io/apimachinery/pkg/util/validation
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
/** The grammar of github.com/distribution/reference. */
const IMAGE = new RegExp([
  /^(?:[a-zA-Z0-9](?:[-a-zA-Z0-9.]*[a-zA-Z0-9])?(?::\d+)?\/)?/, // registry
  /[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*/, // repository
  /(?::\w[\w.-]{0,127})?(?:@[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,})?$/, // tag, digest
].map(({ source }) => source).join(''));
const ENVIRONMENT_VARIABLE = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/** The longest DNS label: names of Services, namespaces, label values. */
export const LABEL_LENGTH = 63;
/** The longest DNS subdomain: most object names, API groups. */
export const SUBDOMAIN_LENGTH = 253;

/** A name of a namespace or container. */
export function dnsLabel(value: unknown): Fault | undefined {
  if (matches(value, LABEL, LABEL_LENGTH)) return undefined;
  return { needs: "must be a DNS label (1 to 63 lower-case letters, digits and '-', not at the ends)", fix: suggestion(value, toDnsLabel) };
}

/** A name of a Service, and an API version: a DNS label that starts with a letter. */
export function dns1035Label(value: unknown): Fault | undefined {
  if (matches(value, LABEL_1035, LABEL_LENGTH)) return undefined;
  return {
    needs: "must be a DNS label that starts with a letter (1 to 63 lower-case letters, digits and '-', not at the ends)",
    fix: suggestion(value, toDnsLabel, LABEL_1035),
  };
}

/** A name of most objects, and an API group. */
export function dnsSubdomain(value: unknown): Fault | undefined {
  if (matches(value, SUBDOMAIN, SUBDOMAIN_LENGTH)) return undefined;
  return {
    needs: "must be a DNS subdomain (at most 253 lower-case letters, digits, '-' and '.', each part starting and ending with a letter or digit)",
    fix: suggestion(value, (text) => text.split('.').map(toDnsLabel).join('.'), SUBDOMAIN),
  };
}

/** A name of an RBAC object: it stands in a path, so Kubernetes asks for little. */
export function pathSegment(value: unknown): Fault | undefined {
  if (typeof value === 'string' && value !== '' && value !== '.' && value !== '..' && !/[/%]/.test(value)) return undefined;
  return { needs: "must be a name without '/' and '%', and not '.' or '..'" };
}

/** A name of a container port or Service port, which probes and Services refer to. */
export function portName(value: unknown): Fault | undefined {
  if (matches(value, LABEL, 15) && /[a-z]/.test(value as string) && !(value as string).includes('--')) return undefined;
  return { needs: "must be a port name (1 to 15 lower-case letters, digits and single '-', at least one letter)", fix: "'https', say" };
}

/** A TCP port. */
export function portNumber(value: unknown): Fault | undefined {
  return integer(value, 1, 65535);
}

/** A whole number between two limits, both allowed. */
export function integer(value: unknown, least: number, most: number): Fault | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return undefined;
  return { needs: `must be a whole number from ${least} to ${most}` };
}

/** A key of a label or annotation: an optional DNS subdomain, '/', and a name. */
export function qualifiedName(value: unknown): Fault | undefined {
  const parts = typeof value === 'string' ? value.split('/') : [];
  const name = parts.pop();
  const prefixFits = parts.length === 0 || (parts.length === 1 && dnsSubdomain(parts[0]) === undefined);
  if (prefixFits && matches(name, QUALIFIED, LABEL_LENGTH)) return undefined;
  return { needs: "must have keys of the form [subdomain/]name (the name has 1 to 63 letters, digits, '-', '_' and '.')" };
}

/** A value of a label. Empty is allowed. */
export function labelValue(value: unknown): Fault | undefined {
  if (value === '' || matches(value, QUALIFIED, LABEL_LENGTH)) return undefined;
  return { needs: "must be a label value (at most 63 letters, digits, '-', '_' and '.', starting and ending with a letter or digit)" };
}

/** A name of an environment variable, as Kubernetes takes it. */
export function environmentVariableName(value: unknown): Fault | undefined {
  if (matches(value, ENVIRONMENT_VARIABLE, Infinity)) return undefined;
  return { needs: "must have names of letters, digits, '_', '-' and '.', not starting with a digit" };
}

/** A key of a Secret or ConfigMap, which is a file name where it is mounted. */
export function dataKey(value: unknown): Fault | undefined {
  if (matches(value, /^[-._a-zA-Z0-9]+$/, SUBDOMAIN_LENGTH) && value !== '.' && !(value as string).startsWith('..')) return undefined;
  return { needs: "must be a key of letters, digits, '-', '_' and '.'", fix: "'tls.crt', say" };
}

/** A flag of a program, with its dashes. */
export function flagName(value: unknown): Fault | undefined {
  if (matches(value, /^--?[a-zA-Z][-_.a-zA-Z0-9]*$/, Infinity)) return undefined;
  return { needs: 'must be a flag with its dashes and without a value', fix: "'--secure-port', say" };
}

/** An image, by tag or digest. */
export function imageName(value: unknown): Fault | undefined {
  if (matches(value, IMAGE, Infinity)) return undefined;
  return { needs: 'must be the name of an image, without a scheme, the repository in lower case', fix: "'registry.example.com/server:1.2.3', say" };
}

/** A path inside a container. */
export function absolutePath(value: unknown): Fault | undefined {
  if (typeof value === 'string' && /^\/[^:]*[^/:]$/.test(value) && !value.split('/').includes('..')) return undefined;
  return { needs: "must be an absolute path without ':' and '..', below '/'" };
}

/** A path below the folder of a volume. */
export function relativePath(value: unknown): Fault | undefined {
  if (typeof value === 'string' && /^(?!\/|\.\.)./.test(value) && !value.split('/').includes('..')) return undefined;
  return { needs: "must be a path below the folder, without '..'" };
}

/** The nearest DNS label to any text, for suggestions and for names made from construct ids; may be empty. */
export function toDnsLabel(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, LABEL_LENGTH).replace(/^-+|-+$/g, '');
}

function matches(value: unknown, form: RegExp, longest: number): boolean {
  return typeof value === 'string' && value.length <= longest && form.test(value);
}

function suggestion(value: unknown, nearest: (text: string) => string, form = LABEL): string | undefined {
  const near = typeof value === 'string' ? nearest(value) : '';
  return form.test(near) && near !== value ? `write "${near}"` : undefined;
}
