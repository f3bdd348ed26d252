import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Workshop } from '../pki/workshop';
import { schemaErrors } from '../support/schema';

const EXAMPLES = resolve(__dirname, '../../examples');
const COMPILED = resolve(__dirname, '../../lib/index.js');
const NAMES = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'cdk8s.yaml')));

const workshop = new Workshop();
const output = mkdtempSync(join(tmpdir(), 'examples-test-'));
afterAll(() => {
  workshop.close();
  rmSync(output, { recursive: true });
});

/** The seeds that an example asks for, from this test instead of the user's home. */
function seedsOf(folder: string): { [variable: string]: string } {
  const source = readFileSync(join(folder, 'main.ts'), 'utf8');
  const variables = [...source.matchAll(/seedEnv: '(\w+)'/g)].map(([, variable]) => variable);
  return Object.fromEntries(variables.map((variable) => [variable, createHash('sha256').update(variable).digest('hex')]));
}

/** Runs an example as its user would, and reads the files that it writes. */
function synthesize(name: string): { [file: string]: any[] } {
  if (!existsSync(COMPILED)) throw new Error('the examples run with the compiled library: run `npx projen compile` first (`npm test` does)');
  const folder = join(EXAMPLES, name);
  const outdir = join(output, name);
  execFileSync(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: folder,
    env: { ...process.env, ...seedsOf(folder), CDK8S_OUTDIR: outdir, SOURCE_DATE_EPOCH: '' }, // now, as openssl verifies now
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return Object.fromEntries(readdirSync(outdir).sort().map((file) => {
    return [file, parseAllDocuments(readFileSync(join(outdir, file), 'utf8')).map((document) => document.toJS())];
  }));
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

test('there are the four examples that the README names', () => {
  expect(NAMES.sort()).toEqual(['auth-api', 'many-groups', 'metrics-server', 'sample-apiserver']);
});

describe.each(NAMES)('%s', (name) => {
  let files: { [file: string]: any[] };
  let objects: any[];

  beforeAll(() => {
    files = synthesize(name);
    objects = Object.values(files).flat();
  });

  test('passes Kubernetes\' schemas', () => {
    expect(objects.filter(({ kind }) => kind === 'APIService').length).toBeGreaterThan(0);
    expect(schemaErrors(objects)).toEqual([]);
  });

  test('has a private key in no other file than one for secrets, where there is one', () => {
    const holdsKey = (manifests: any[]) => manifests.some(({ kind, data }) => kind === 'Secret' && data['tls.key']);
    const withKey = Object.keys(files).filter((file) => holdsKey(files[file]));
    const forSecrets = Object.keys(files).filter((file) => file.includes('secrets'));
    if (forSecrets.length > 0) expect(withKey).toEqual(forSecrets);
    expect(withKey.length).toBe(objects.filter(({ kind }) => kind === 'Secret').length);
  });

  test('has authorities in every caBundle, and a reason wherever there is none', () => {
    for (const { metadata, spec } of objects.filter(({ kind }) => kind === 'APIService')) {
      const pems = decoded(spec.caBundle ?? '').match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
      expect(pems.length > 0).toBe(!spec.insecureSkipTLSVerify);
      for (const pem of pems) {
        expect(workshop.openssl('x509', '-in', workshop.file(pem), '-noout', '-purpose')).toContain('SSL server CA : Yes');
      }
      const reason = metadata.annotations?.['cdk8s-extension-apiserver/insecure-skip-tls-verify-reason'];
      expect(typeof reason).toBe(spec.insecureSkipTLSVerify ? 'string' : 'undefined');
    }
  });

  test('has certificates that openssl verifies for the Service under the caBundle of every APIService', () => {
    const deployments = objects.filter(({ kind }) => kind === 'Deployment');
    const secrets = objects.filter(({ kind }) => kind === 'Secret');
    expect(secrets).toHaveLength(deployments.length); // every example that runs a server issues its certificate
    for (const secret of secrets) {
      const certificate = workshop.file(decoded(secret.data['tls.crt']));
      const registrations = objects.filter(({ kind, spec }) => kind === 'APIService' && spec.service.namespace === secret.metadata.namespace);
      expect(registrations.length).toBeGreaterThan(0);
      for (const { spec: { caBundle, service } } of registrations) {
        const host = `${service.name}.${service.namespace}.svc`;
        const options = ['-x509_strict', '-purpose', 'sslserver', '-verify_hostname', host, '-CAfile', workshop.file(decoded(caBundle))];
        expect(workshop.openssl('verify', ...options, certificate)).toBe(`${certificate}: OK\n`);
      }
      const ofKey = workshop.openssl('pkey', '-in', workshop.file(decoded(secret.data['tls.key'])), '-pubout');
      expect(workshop.openssl('x509', '-in', certificate, '-noout', '-pubkey')).toBe(ofKey);
    }
  });
});

test('openssl refuses such a certificate for another host', () => {
  const objects = Object.values(synthesize('sample-apiserver')).flat();
  const { data } = objects.find(({ kind }) => kind === 'Secret');
  const ca = workshop.file(decoded(data['ca.crt']));
  const certificate = workshop.file(decoded(data['tls.crt']));
  const verify = (host: string) => workshop.openssl('verify', '-x509_strict', '-verify_hostname', host, '-CAfile', ca, certificate);
  expect(() => verify('wardle-server.other.svc')).toThrow(/[Hh]ostname mismatch/);
  expect(verify('wardle-server.wardle.svc')).toContain('OK');
});

test('auth-api registers the asked APIService: once unverified, with a reason, and once under an authority', () => {
  const files = synthesize('auth-api');
  const { ca, ...manifests } = {
    ca: readFileSync(join(EXAMPLES, 'auth-api/ca.crt')).toString('base64'),
    laptop: files['auth-api-laptop.k8s.yaml'],
    production: files['auth-api-production.k8s.yaml'],
  };
  const registration = {
    group: 'auth.ilinux.io',
    version: 'v2beta1',
    service: { name: 'auth-api', namespace: 'default', port: 443 },
    groupPriorityMinimum: 1000,
    versionPriority: 15,
  };
  const apiService = { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService' };

  expect(Object.keys(files)).toHaveLength(2);
  expect(manifests).toEqual({
    laptop: [{
      ...apiService,
      metadata: {
        name: 'v2beta1.auth.ilinux.io',
        annotations: { 'cdk8s-extension-apiserver/insecure-skip-tls-verify-reason': expect.stringMatching(/\w+ \w+/) },
      },
      spec: { ...registration, insecureSkipTLSVerify: true },
    }],
    production: [{ ...apiService, metadata: { name: 'v2beta1.auth.ilinux.io' }, spec: { ...registration, caBundle: ca } }],
  });
});
