import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

/** An image of one static program, as no registry has to be asked for it. */
export interface Image {
  readonly name: string;
  /** The file of the program. */
  readonly program: string;
  /** What the image starts: the name by which the program is called says what it does. */
  readonly entrypoint: string;
}

export interface Programs {
  /** All of Kubernetes' programs, sample-apiserver, etcd and pause. */
  readonly kubernetes: string;
  readonly metricsServer: string;
}

/** Holds the namespaces of every pod. */
export const SANDBOX_IMAGE = 'registry.k8s.io/pause:3.10';

/** The images by the names that manifests give them, so that these are applied as they are. */
export function standardImages({ kubernetes, metricsServer }: Programs): Image[] {
  return [
    { name: SANDBOX_IMAGE, program: kubernetes, entrypoint: '/bin/pause' },
    { name: 'registry.k8s.io/etcd:3.6.4-0', program: kubernetes, entrypoint: '/bin/etcd' },
    { name: 'registry.k8s.io/e2e-test-images/sample-apiserver:1.33.8', program: kubernetes, entrypoint: '/bin/sample-apiserver' },
    { name: 'registry.k8s.io/metrics-server/metrics-server:v0.9.0', program: metricsServer, entrypoint: '/bin/metrics-server' },
  ];
}

const execute = promisify(execFile);
const OWNER = ['--owner=0', '--group=0', '--numeric-owner'];
const ARCHITECTURES: { readonly [node: string]: string } = { x64: 'amd64' };
const USERS = 'root:x:0:0:root:/:/none\nnonroot:x:65532:65532:nonroot:/:/none\n';

/** Writes an archive of images as docker makes them, FROM scratch: one layer for each program, however many images it is in. */
export async function archiveOf(images: Image[], directory: string): Promise<string> {
  const folder = join(directory, 'images');
  mkdirSync(folder, { recursive: true });
  const programs = [...new Set(images.map(({ program }) => program))];
  const layers = new Map(await Promise.all(programs.map(async (program, index) => {
    const layer = join(folder, `layer-${index}.tar`);
    await writeLayer(layer, program, images.filter((image) => image.program === program).map(({ entrypoint }) => entrypoint));
    return [program, { layer: basename(layer), digest: await digestOf(layer) }] as const;
  })));
  const manifest = images.map(({ name, program, entrypoint }, index) => {
    const { layer, digest } = layers.get(program)!;
    writeFileSync(join(folder, `config-${index}.json`), JSON.stringify(configOf(entrypoint, digest)));
    return { Config: `config-${index}.json`, RepoTags: [name], Layers: [layer] };
  });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  const archive = join(directory, 'images.tar');
  await execute('tar', ['--create', `--file=${archive}`, `--directory=${folder}`, '.']);
  rmSync(folder, { recursive: true });
  return archive;
}

/** The program itself, and a link for each name by which it is called. */
async function writeLayer(layer: string, program: string, entrypoints: string[]): Promise<void> {
  const root = `${layer}.root`;
  for (const entrypoint of entrypoints) {
    mkdirSync(join(root, dirname(entrypoint)), { recursive: true });
    symlinkSync('/program', join(root, entrypoint));
  }
  mkdirSync(join(root, 'etc'));
  writeFileSync(join(root, 'etc/passwd'), USERS);
  await execute('tar', ['--create', `--file=${layer}`, ...OWNER, `--directory=${root}`, '.']);
  const rename = '--transform=s,.*,program,';
  await execute('tar', ['--append', `--file=${layer}`, ...OWNER, '--mode=0755', rename, `--directory=${dirname(program)}`, basename(program)]);
  rmSync(root, { recursive: true });
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return `sha256:${hash.digest('hex')}`;
}

function configOf(entrypoint: string, layer: string): object {
  return {
    architecture: ARCHITECTURES[process.arch] ?? process.arch,
    os: 'linux',
    config: { Entrypoint: [entrypoint], Env: ['PATH=/bin'], WorkingDir: '/' },
    rootfs: { type: 'layers', diff_ids: [layer] },
  };
}
