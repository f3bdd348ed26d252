import { X509Certificate } from 'node:crypto';
import { Duration } from 'cdk8s';
import type { Manifests } from './manifests';
import { SEED } from './manifests';
import { servedCertificate } from './served-certificate';
import type { ServingCertificate as Certificate } from 'cdk8s-extension-apiserver';
import { PrivateKeyOutput, ServingCertificate } from 'cdk8s-extension-apiserver';

const DAY = 24 * 60 * 60 * 1000;
/** Where the library's periods begin. */
const T0 = Date.UTC(2020, 0, 1);

export interface Rotation {
  readonly certificate: Certificate;
  /** A moment before the last change; what was issued then is valid still. */
  readonly before: Date;
}

/** A certificate from a seed, with periods such that its last change was one of the authority, too, or of the leaf alone. */
export function rotation(changesAuthority: boolean): Rotation {
  for (let leafDays = 60; leafDays <= 120; leafDays++) {
    const epoch = Math.floor((Date.now() - T0) / (leafDays * DAY));
    const leafPeriods = [3, 4, 5].find((count) => (epoch % count === 0) === changesAuthority);
    if (leafPeriods) return { certificate: seeded(leafDays, leafPeriods * leafDays), before: new Date(T0 + epoch * leafDays * DAY - DAY) };
  }
  throw new Error('no periods are found');
}

function seeded(leafDays: number, authorityDays: number): Certificate {
  return ServingCertificate.fromSeed({
    seedEnv: SEED,
    privateKey: PrivateKeyOutput.thisChart(),
    leafPeriod: Duration.days(leafDays),
    caPeriod: Duration.days(authorityDays),
  });
}

export function leafOf(bundle: Manifests): X509Certificate {
  return new X509Certificate(Buffer.from(bundle.one('Secret').data['tls.crt'], 'base64'));
}

/** Whether a server shows the leaf of a bundle to a new connection. */
export async function servesAt(host: string, port: number, bundle: Manifests): Promise<boolean> {
  return (await servedCertificate(host, port)).raw.equals(leafOf(bundle).raw);
}
