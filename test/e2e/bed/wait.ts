/** What a wait asks again and again: undefined and false mean "not yet", and so does an error, whose message is shown if the wait ends in vain. */
export type Probe<T> = () => Promise<T | undefined | false> | T | undefined | false;

/** Thrown by a probe: nothing will come any more, so that waiting longer is in vain. */
export class Hopeless extends Error {}

const PAUSE_MILLISECONDS = 100;
/** Who expects failures, as the mutations do, waits a part of the time only. */
const PATIENCE = Number(process.env.E2E_PATIENCE ?? 1);

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Waits until a probe has an answer.
 *
 * @param what names the condition in the error
 * @param limit in seconds
 * @throws where there is none within the limit, with what the probe said last
 */
export async function until<T>(what: string, limit: number, probe: Probe<T>): Promise<T> {
  const seconds = limit * PATIENCE;
  const end = Date.now() + seconds * 1000;
  let last: unknown = 'not yet';
  do {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      last = error instanceof Error ? error.message : error;
    }
    await pause(PAUSE_MILLISECONDS);
  } while (Date.now() < end);
  throw new Error(`waited ${seconds} s in vain: ${what} (last: ${last})`);
}
