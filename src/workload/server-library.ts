import { PolicyRule } from '../delegation/policy-rule';
import { ServerRole } from '../delegation/server-role';
import { libraryMinor, NEWEST_MINOR } from '../kubernetes/kubernetes-version';
import { flagName } from '../kubernetes/names';
import type { RbacRule } from '../kubernetes/server-reads';
import { admissionPlugins, leastKubernetesMinor, recommendedReads } from '../kubernetes/server-reads';
import type { Faults } from '../private/fault';
import type { AnyShape, Shape } from '../private/props';
import { checkProps } from '../private/props';

/** The first k8s.io/apiserver whose RecommendedOptions know `--enable-priority-and-fairness`. */
const PRIORITY_AND_FAIRNESS_FLAG_MINOR = 29;

/** A server built on RecommendedOptions of k8s.io/apiserver. */
export interface RecommendedLibraryOptions {
  /**
   * The version of k8s.io/apiserver in the server's go.mod: `0.36` or `0.36.3`. It decides what the server reads from the cluster.
   *
   * @default - the newest known, 0.37: it reads what all older ones read, and more
   */
  readonly apiserverVersion?: string;
  /**
   * Admission plugins that the server runs without; passed with `--disable-admission-plugins`, and their reads are not granted.
   *
   * @default - none
   */
  readonly disabledAdmissionPlugins?: string[];
  /**
   * Whether the server runs with API priority and fairness; `false` is passed with `--enable-priority-and-fairness`, and its reads are not granted.
   *
   * @default true
   */
  readonly priorityAndFairness?: boolean;
}

/** A server of another build. */
export interface CustomLibraryOptions {
  /**
   * The flag that takes the port.
   *
   * @default - none is passed: the server listens on `securePort` by itself, or `args` say so
   */
  readonly securePortFlag?: string;
  /**
   * Whether the server knows `--etcd-servers`, `--etcd-prefix` and the flags of etcd's certificates.
   *
   * @default false
   */
  readonly etcdFlags?: boolean;
  /**
   * The path of the liveness and startup probe.
   *
   * @default '/livez'
   */
  readonly livenessPath?: string;
  /**
   * The path of the readiness probe.
   *
   * @default '/readyz'
   */
  readonly readinessPath?: string;
}

const RECOMMENDED_OPTIONS: Shape<RecommendedLibraryOptions> = {
  apiserverVersion: 'string', disabledAdmissionPlugins: ['string'], priorityAndFairness: 'boolean',
};
const CUSTOM_LIBRARY: Shape<CustomLibraryOptions> = { securePortFlag: 'string', etcdFlags: 'boolean', livenessPath: 'string', readinessPath: 'string' };

/** What follows from the library for the rest of the bundle. */
interface LibraryProfile {
  /** Whether such a server exits without storage flags. */
  readonly needsStorage: boolean;
  readonly etcdFlags: boolean;
  /** Whether it knows `--tls-cert-file`, `--tls-private-key-file` and `--cert-dir`. */
  readonly servingFlags: boolean;
  readonly securePortFlag?: string;
  readonly livenessPath: string;
  readonly readinessPath: string;
}

const SECURE_SERVING: LibraryProfile = {
  needsStorage: false, etcdFlags: false, servingFlags: true, securePortFlag: '--secure-port', livenessPath: '/livez', readinessPath: '/readyz',
};

/**
 * What the server is built on: which flags it knows, what it reads from the cluster by itself, which probes it answers.
 * No flag is passed that such a server does not know: it would exit.
 */
export class ServerLibrary {
  /**
   * RecommendedOptions of k8s.io/apiserver, as kubernetes/sample-apiserver: with etcd, admission, and API priority and fairness.
   *
   * @see https://pkg.go.dev/k8s.io/apiserver/pkg/server/options#RecommendedOptions
   */
  public static recommendedOptions(options: RecommendedLibraryOptions = {}): ServerLibrary {
    return new ServerLibrary(options, RECOMMENDED_OPTIONS, { ...SECURE_SERVING, needsStorage: true, etcdFlags: true });
  }

  /**
   * The secure serving, authentication and authorization options of k8s.io/apiserver only, as metrics-server and the custom metrics adapters:
   * no etcd, no admission.
   *
   * @see https://pkg.go.dev/k8s.io/apiserver/pkg/server/options#SecureServingOptions
   */
  public static secureServing(): ServerLibrary {
    return new ServerLibrary({}, {}, SECURE_SERVING);
  }

  /** Anything else: no flag is passed but those named here and those of `ServingFiles`, and nothing is read from the cluster. */
  public static custom(options: CustomLibraryOptions = {}): ServerLibrary {
    const { securePortFlag, etcdFlags = false, livenessPath = '/livez', readinessPath = '/readyz' } = options ?? {};
    const profile = { needsStorage: false, etcdFlags, servingFlags: false, securePortFlag, livenessPath, readinessPath };
    return new ServerLibrary(options, CUSTOM_LIBRARY, profile);
  }

  private constructor(
    private readonly options: RecommendedLibraryOptions & CustomLibraryOptions,
    private readonly shape: AnyShape,
    /** @internal */
    public readonly _profile: LibraryProfile,
  ) {}

  /**
   * What such a server reads from the cluster besides the delegation, as a role for `ServerRoles`; `ExtensionApiServer` grants it by itself.
   *
   * @param name the name of the ClusterRole and of its binding
   * @returns nothing where it reads nothing
   */
  public serverRole(name: string): ServerRole | undefined {
    const rules = this._reads().map((rule) => PolicyRule.resources({ ...rule, resources: rule.resources! }));
    return rules.length > 0 ? ServerRole.clusterRole(name, rules) : undefined;
  }

  /** @internal */
  public _check(faults: Faults, prop: string): void {
    if (!checkProps(faults, this.options, this.shape, `${prop}.`)) return;
    const { apiserverVersion, disabledAdmissionPlugins = [], priorityAndFairness, securePortFlag } = this.options;
    const minor = apiserverVersion === undefined ? NEWEST_MINOR : libraryMinor(apiserverVersion);
    if (typeof minor !== 'number') return void faults.add(`${prop}.apiserverVersion`, apiserverVersion, minor);
    disabledAdmissionPlugins.forEach((plugin, i) => {
      const known = admissionPlugins(minor);
      if (known.includes(plugin)) return;
      faults.add(`${prop}.disabledAdmissionPlugins[${i}]`, plugin, { needs: `must be an admission plugin of k8s.io/apiserver 0.${minor}: ${known.join(', ')}` });
    });
    if (priorityAndFairness === false && minor < PRIORITY_AND_FAIRNESS_FLAG_MINOR) {
      faults.add(`${prop}.priorityAndFairness`, false, { needs: `must not be false before k8s.io/apiserver 0.${PRIORITY_AND_FAIRNESS_FLAG_MINOR}, which has no flag for it` });
    }
    if (securePortFlag !== undefined) faults.add(`${prop}.securePortFlag`, securePortFlag, flagName(securePortFlag));
    for (const path of ['livenessPath', 'readinessPath'] as const) {
      const value = this.options[path];
      if (value !== undefined && !value.startsWith('/')) faults.add(`${prop}.${path}`, value, { needs: "must start with '/'" });
    }
  }

  /**
   * The oldest Kubernetes minor that serves what the server's informers watch, where its version is said.
   *
   * @internal
   */
  public get _leastKubernetesMinor(): number {
    const { apiserverVersion, disabledAdmissionPlugins = [], priorityAndFairness = true } = this.options;
    const minor = apiserverVersion === undefined ? NaN : libraryMinor(apiserverVersion);
    return typeof minor === 'number' && minor >= 0 ? leastKubernetesMinor(minor, disabledAdmissionPlugins, priorityAndFairness) : 0;
  }

  /**
   * The flags that the library's own options need.
   *
   * @internal
   */
  public _args(securePort: number): string[] {
    const { disabledAdmissionPlugins = [], priorityAndFairness } = this.options;
    const args: string[] = [];
    if (this._profile.securePortFlag) args.push(`${this._profile.securePortFlag}=${securePort}`);
    if (disabledAdmissionPlugins.length > 0) args.push(`--disable-admission-plugins=${disabledAdmissionPlugins.join(',')}`);
    if (priorityAndFairness === false) args.push('--enable-priority-and-fairness=false');
    return args;
  }

  /**
   * What such a server reads from the cluster besides the delegation.
   *
   * @internal
   */
  public _reads(): RbacRule[] {
    if (this.shape !== RECOMMENDED_OPTIONS) return [];
    const { apiserverVersion, disabledAdmissionPlugins = [], priorityAndFairness = true } = this.options;
    const minor = apiserverVersion === undefined ? NEWEST_MINOR : libraryMinor(apiserverVersion);
    if (typeof minor !== 'number') return []; // which the workload's check says
    return recommendedReads(minor, disabledAdmissionPlugins, priorityAndFairness);
  }
}
