/** Takes text as a terminal or a file does: lines with their end, and on a terminal a line that changes. */
export type Progress = (text: string) => void;

const MILLISECONDS_BETWEEN_LINES = 30_000;
const ERASE_LINE = '\r\u001b[K';

/** Says what is being built and for how long already: on a terminal in one line that changes, elsewhere in a line now and then. */
export async function whileTelling<T>(progress: Progress, what: string, minutes: number, work: () => Promise<T>): Promise<T> {
  const start = Date.now();
  const elapsed = () => `${Math.round((Date.now() - start) / 1000)} s`;
  const building = `building ${what} (once; about ${minutes} min on two cores)`;
  const isTerminal = process.stdout.isTTY;
  progress(isTerminal ? building : `${building}\n`);
  const timer = isTerminal
    ? setInterval(() => progress(`${ERASE_LINE}${building}: ${elapsed()}`), 1000)
    : setInterval(() => progress(`building ${what}: ${elapsed()}\n`), MILLISECONDS_BETWEEN_LINES);
  let outcome = 'gave up';
  try {
    const result = await work();
    outcome = 'built';
    return result;
  } finally {
    clearInterval(timer);
    progress(`${isTerminal ? ERASE_LINE : ''}${outcome} ${what} after ${elapsed()}\n`);
  }
}
