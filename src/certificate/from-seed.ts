import { Duration } from 'cdk8s';
import type { BoundCertificate, CertificateContext, CertificateSource } from './certificate-source';
import { verifiedName } from './certificate-source';
import { PrivateKeyOutput } from './private-key-output';
import { ServingFiles } from './serving-files';
import { TlsVerification } from '../api/tls-verification';
import { dnsSubdomain, SUBDOMAIN_LENGTH } from '../kubernetes/names';
import { issuing } from '../pki/door';
import { LATEST, LEAST_PERIODS_OF_CA, LONGEST_DAYS, T0 } from '../pki/epochs';
import { decodeSeed } from '../pki/seed';
import type { Fault } from '../private/fault';
import { HIDDEN } from '../private/fault';
import { outside } from '../private/outside';
import type { Shape } from '../private/props';
import { checkProps, required } from '../private/props';
import { readFile } from '../private/read-file';

const DAY_SECONDS = 24 * 60 * 60;
/** The authority's is 20 leaf periods, about five years. */
const DEFAULT_DAYS = { leafPeriod: 90, caPeriod: 1800 };

/** How a certificate is derived from a seed. */
export interface SeedOptions {
  /**
   * The name of the environment variable that holds the seed: 32 random bytes or more in hex or base64, as `openssl rand -base64 32` prints them.
   * Give this or `seedFile`.
   *
   * @default - the seed is in `seedFile`
   */
  readonly seedEnv?: string;
  /**
   * The file that holds the seed. Give this or `seedEnv`.
   *
   * @default - the seed is in the variable that `seedEnv` names
   */
  readonly seedFile?: string;
  /** Where the private key may be written. */
  readonly privateKey: PrivateKeyOutput;
  /**
   * Tells certificates of one seed apart that have the same Service and namespace: the cluster's name, say.
   *
   * @default - one certificate per seed, namespace and Service
   */
  readonly context?: string;
  /**
   * How long one certificate is used, in whole days, from one fixed date to the next. It is valid for one more period after that date: somebody has to
   * synthesize and apply at least once in each.
   *
   * @default Duration.days(90)
   */
  readonly leafPeriod?: Duration;
  /**
   * How long one certificate authority is used, in whole days. The caBundle holds this one, the next, and the one before as long as its certificates are valid.
   *
   * @default Duration.days(1800)
   */
  readonly caPeriod?: Duration;
  /**
   * More DNS names that the certificate is valid for. The authority may certify no others, so with a changed list the APIService has to be applied
   * before the Secret.
   *
   * @default - `<service>.<namespace>.svc` and the same with the cluster domain
   */
  readonly extraDnsNames?: string[];
  /**
   * How the server finds the files.
   *
   * @default - as its library does: flags, or mounted only for `ServerLibrary.custom`
   */
  readonly files?: ServingFiles;
}

const SEED_OPTIONS: Shape<SeedOptions> = {
  seedEnv: 'string',
  seedFile: 'string',
  privateKey: required(PrivateKeyOutput),
  context: 'string',
  leafPeriod: Duration,
  caPeriod: Duration,
  extraDnsNames: ['string'],
  files: ServingFiles,
};

/**
 * Issues at synth: the same seed gives the same bytes on every machine, as long as the same period lasts.
 *
 * @internal
 */
export class SeedSource implements CertificateSource {
  public readonly makesSecret = true;

  constructor(private readonly options: SeedOptions) {}

  public check(context: CertificateContext): void {
    const { faults, prop } = context;
    if (!checkProps(faults, this.options, SEED_OPTIONS, `${prop}.`)) return;
    const { extraDnsNames = [], files, privateKey } = this.options;
    this.seed(context);
    for (const period of ['leafPeriod', 'caPeriod'] as const) {
      const days = this.days(period);
      if (!Number.isInteger(days) || days < 1 || days > LONGEST_DAYS) faults.add(`${prop}.${period}`, `${days} days`, { needs: `must be whole days, 1 to ${LONGEST_DAYS}` });
    }
    const [leafDays, caDays] = [this.days('leafPeriod'), this.days('caPeriod')];
    if (caDays < LEAST_PERIODS_OF_CA * leafDays) {
      faults.add(`${prop}.caPeriod`, `${caDays} days`, { needs: `must be at least ${LEAST_PERIODS_OF_CA} times 'leafPeriod' (${leafDays} days)` });
    }
    const fullName = `${verifiedName(context)}.${context.clusterDomain}`;
    if (fullName.length > SUBDOMAIN_LENGTH) {
      faults.add('clusterDomain', context.clusterDomain, { needs: `must leave room for the Service's name: together they have ${fullName.length} characters of ${SUBDOMAIN_LENGTH}` });
    }
    const now = outside.now().getTime();
    if (!(now >= T0 && now < LATEST)) {
      faults.add(prop, HIDDEN, { needs: 'must be issued between 2020 and 8999', fix: 'look at the clock, and at the environment variable SOURCE_DATE_EPOCH (seconds since 1970)' });
    }
    extraDnsNames.forEach((name, i) => faults.add(`${prop}.extraDnsNames[${i}]`, name, dnsSubdomain(name)));
    files?._check(faults, `${prop}.files`);
    privateKey._check(faults, `${prop}.privateKey`, context.owner);
  }

  public bind(context: CertificateContext): BoundCertificate {
    const { extraDnsNames = [], files, privateKey } = this.options;
    const name = verifiedName(context);
    const pair = issuing().issueFromSeed({
      seed: this.seed(context)!,
      identity: { namespace: context.namespace, service: context.serviceName, context: this.options.context },
      dnsNames: [...new Set([name, `${name}.${context.clusterDomain}`, ...[...extraDnsNames].sort()])],
      at: outside.now(),
      leafPeriodDays: this.days('leafPeriod'),
      caPeriodDays: this.days('caPeriod'),
    });
    return {
      verification: TlsVerification.caBundle(pair.caBundle),
      files,
      secret: {
        output: privateKey,
        data: { 'ca.crt': pair.caBundle, 'tls.crt': pair.certificate, 'tls.key': pair.privateKey },
        annotations: {
          'cdk8s-extension-apiserver/not-after': pair.notAfter.toISOString(),
          'cdk8s-extension-apiserver/renew-from': pair.renewFrom.toISOString(),
        },
      },
    };
  }

  private seed({ faults, prop }: CertificateContext): Buffer | undefined {
    const { seedEnv, seedFile } = this.options;
    if ((seedEnv === undefined) === (seedFile === undefined)) {
      faults.add(`${prop}.seedEnv`, seedEnv, { needs: "or 'seedFile' must be given, and not both", fix: "seedEnv: 'APISERVER_TLS_SEED', say" });
      return undefined;
    }
    const [where, text] = seedEnv !== undefined ? ['seedEnv', variable(seedEnv)] : ['seedFile', readFile(seedFile!)];
    if (typeof text !== 'string') {
      faults.add(`${prop}.${where}`, shown(seedEnv, seedFile), text);
      return undefined;
    }
    const seed = decodeSeed(text);
    if (Buffer.isBuffer(seed)) return seed;
    faults.add(`${prop}.${where}`, seedEnv ?? seedFile, seed); // the name of a variable that is set, or of a file that is there
    return undefined;
  }

  private days(period: 'leafPeriod' | 'caPeriod'): number {
    return this.options[period] ? this.options[period].toSeconds({ integral: false }) / DAY_SECONDS : DEFAULT_DAYS[period];
  }
}

/** What the user wrote, unless it may be the seed itself in place of its name. */
function shown(seedEnv: string | undefined, seedFile: string | undefined): unknown {
  const isName = seedEnv === undefined ? /^(~|\.{0,2}\/)|\.[a-z]{1,8}$/.test(seedFile!) : /^[A-Z_][A-Z0-9_]*$/.test(seedEnv);
  return isName ? seedEnv ?? seedFile : HIDDEN;
}

function variable(name: string): string | Fault {
  return outside.environmentVariable(name) ?? {
    needs: 'must name an environment variable that is set',
    fix: 'put "$(openssl rand -base64 32)" into it, once, and keep it: a new seed is a new authority',
  };
}
