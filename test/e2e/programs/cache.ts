import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { BuildFolder } from './build-folder';
import { goIdentity } from './go';
import type { Progress } from './progress';
import { whileTelling } from './progress';

/** How something is built: what is said here, and nothing else, determines the result. */
export interface Recipe {
  readonly name: string;
  readonly version: string;
  /** What a build takes on two idle cores where Go has nothing of it in its own cache. */
  readonly minutes: number;
  /** Go source of this repository. */
  readonly sources: readonly string[];
  /** For go build. */
  readonly flags: readonly string[];
  /** Leaves the files to keep in `result`, a folder that is there. */
  make(build: BuildFolder, result: string): Promise<void>;
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
/** For how many days the folders in the cache stay that nobody uses: those of a killed build, and what was built. */
const DAYS: [RegExp, number][] = [[/^building-/, 1], [/^(kubernetes|metrics-server|cert-manager)-\d/, 14]];

/** The folder that keeps what was built, outside the work tree: `E2E_PROGRAMS`, else one in the user's cache. */
export function cacheFolder(): string {
  return process.env.E2E_PROGRAMS || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-extension-apiserver', 'e2e');
}

/** The folder of a recipe's result, made now where there is none yet. */
export async function built(recipe: Recipe, progress: Progress): Promise<string> {
  const cache = cacheFolder();
  const folder = join(cache, `${recipe.name}-${recipe.version}-${await fingerprint(recipe)}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    sweep(cache);
    await whileTelling(progress, `${recipe.name} ${recipe.version}`, recipe.minutes, () => BuildFolder.use(cache, async (build) => {
      const result = join(build.path, 'result');
      mkdirSync(result);
      await recipe.make(build, result);
      moveInto(folder, result);
    }));
  }
  const now = new Date();
  utimesSync(folder, now, now);
  return folder;
}

/** At once, so that nobody ever sees a half; where somebody else was faster, theirs is the same. */
function moveInto(folder: string, result: string): void {
  try {
    renameSync(result, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

async function fingerprint({ version, sources, flags }: Recipe): Promise<string> {
  const texts = sources.map((path) => [basename(path), readFileSync(path, 'utf8')]);
  return createHash('sha256').update(JSON.stringify([version, texts, flags, await goIdentity()])).digest('hex').slice(0, 12);
}

/** Takes away what nobody has used for long: programs of older sources, and what a killed build has left. */
function sweep(cache: string): void {
  for (const entry of readdirSync(cache)) {
    const [, days = Infinity] = DAYS.find(([name]) => name.test(entry)) ?? [];
    const path = join(cache, entry);
    const status = statSync(path, { throwIfNoEntry: false }); // another run may be sweeping too
    if (status && Date.now() - status.mtimeMs > days * DAY_MILLISECONDS) rmSync(path, { recursive: true, force: true });
  }
}
