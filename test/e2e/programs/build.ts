import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BuildFolder } from './build-folder';
import type { Recipe } from './cache';
import { built } from './cache';
import { variables } from './go';
import type { Progress } from './progress';

/** The versions of Kubernetes that the test bed knows: not every patch is served as a module. */
const VERSIONS = ['1.34.4', '1.35.4', '1.36.3', '1.37.2'];
/** The version of each minor: '1.37.2' of '1.37'. */
export const MINORS: { readonly [minor: string]: string } = Object.fromEntries(VERSIONS.map((version) => [version.split('.', 2).join('.'), version]));
const METRICS_SERVER_VERSION = '0.9.0';
const CERT_MANAGER_VERSION = '1.21.2';

/** Where the programs of the test bed are. */
export interface Programs {
  /** All programs of Kubernetes, of one minor, and etcd. */
  readonly kubernetes: string;
  readonly metricsServer: string;
  /** cert-manager's controllers and its cainjector. */
  readonly certManager: string;
  /** cert-manager's webhook. */
  readonly certManagerWebhook: string;
}

/** Builds what is missing: once, as it is kept outside the work tree. */
export async function buildPrograms(minor: string, progress: Progress): Promise<Programs> {
  const kubernetes = await buildKubernetes(minor, progress);
  const metrics = await built(metricsServerRecipe(), progress);
  const certificates = await built(certManagerRecipe(), progress);
  return {
    kubernetes,
    metricsServer: join(metrics, 'metrics-server'),
    certManager: join(certificates, 'cert-manager'),
    certManagerWebhook: join(certificates, 'webhook'),
  };
}

/** Builds only the programs of Kubernetes: of another minor, for an upgrade. */
export async function buildKubernetes(minor: string, progress: Progress): Promise<string> {
  const version = MINORS[minor];
  if (!version) throw new Error(`the test bed knows Kubernetes ${Object.keys(MINORS).join(', ')}, not ${minor}`);
  return join(await built(kubernetesRecipe(version), progress), 'kubernetes');
}

/** The files that cert-manager ships for the cluster: they are kept beside its program. */
export function certManagerDefinitions({ certManager: program }: Programs): string {
  return join(program, '..', 'crds');
}

function kubernetesRecipe(version: string): Recipe {
  const [major, minor, patch] = version.split('.');
  const values = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].map((path) => ({
    [`${path}.gitVersion`]: `v${version}`, [`${path}.gitMajor`]: major, [`${path}.gitMinor`]: minor,
  }));
  const flags = ['-trimpath', '-buildvcs=false', variables(Object.assign({}, ...values))];
  const sources = [join(__dirname, 'kubernetes', 'main.go')];
  return {
    name: 'kubernetes',
    version,
    minutes: 6,
    sources,
    flags,
    async make(build, result) {
      const own = JSON.parse(await build.go(['mod', 'download', '-json', `k8s.io/kubernetes@v${version}`])).GoMod;
      writeModule(build, kubernetesModule(readFileSync(own, 'utf8'), version, `v0.${minor}.${patch}`), sources);
      await build.go(['mod', 'tidy']);
      await build.go(['build', ...flags, '-o', join(result, 'kubernetes'), '.']);
    },
  };
}

/** Kubernetes' go.mod asks for its own libraries at v0.0.0, as they lie in its repository: here they are the modules of the same version. */
function kubernetesModule(own: string, version: string, libraries: string): string {
  const replaced = [...new Set(own.match(/\bk8s\.io\/\S+(?= v0\.0\.0$)/gm))];
  return [
    'module programs',
    own.match(/^go .*$/m)![0],
    `require k8s.io/kubernetes v${version}`,
    `require k8s.io/sample-apiserver ${libraries}`,
    ...replaced.map((path) => `replace ${path} => ${path} ${libraries}`),
  ].join('\n');
}

/** Built by itself: beside Kubernetes its requirements clash. */
function metricsServerRecipe(): Recipe {
  const version = METRICS_SERVER_VERSION;
  const flags = ['-trimpath', '-buildvcs=false', variables({ 'k8s.io/client-go/pkg/version.gitVersion': `v${version}` })];
  return {
    name: 'metrics-server',
    version,
    minutes: 3,
    sources: [],
    flags,
    async make(build, result) {
      await build.go(['install', ...flags, `sigs.k8s.io/metrics-server/cmd/metrics-server@v${version}`], { GOBIN: result });
    },
  };
}

function certManagerRecipe(): Recipe {
  const version = CERT_MANAGER_VERSION;
  const path = 'github.com/cert-manager/cert-manager';
  const flags = ['-trimpath', '-buildvcs=false', variables({ [`${path}/pkg/util.AppVersion`]: `v${version}` })];
  const sources = ['main.go', 'webhook_test.go'].map((file) => join(__dirname, 'cert-manager', file));
  return {
    name: 'cert-manager',
    version,
    minutes: 3,
    sources,
    flags,
    async make(build, result) {
      writeModule(build, `module programs\ngo 1.26.0\nrequire ${path} v${version}\n`, sources);
      await build.go(['mod', 'tidy']);
      await build.go(['build', ...flags, '-o', join(result, 'cert-manager'), '.']);
      await build.go(['test', '-c', ...flags, '-o', join(result, 'webhook'), '.']);
      const module = (await build.go(['list', '-m', '-f', '{{.Dir}}', path])).trim();
      copyManifests(join(module, 'deploy', 'crds'), join(result, 'crds'));
    },
  };
}

function writeModule(build: BuildFolder, text: string, sources: string[]): void {
  writeFileSync(join(build.path, 'go.mod'), text);
  for (const source of sources) copyFileSync(source, join(build.path, basename(source)));
}

/** By content only: the files of Go's module cache are write-protected. */
function copyManifests(from: string, to: string): void {
  mkdirSync(to);
  for (const file of readdirSync(from).filter((name) => name.endsWith('.yaml'))) writeFileSync(join(to, file), readFileSync(join(from, file)));
}
