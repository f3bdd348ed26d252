import { Administrator } from './administrator';
import type { BedDescription } from './description';
import { until } from './wait';

const WORKERS = 8;

/** Requests through the aggregator without a pause, and how many of them failed. */
export class Load {
  static start(bed: BedDescription, path: string): Load {
    const load = new Load(new Administrator(bed), path);
    for (let worker = 0; worker < WORKERS; worker++) load.workers.push(load.work());
    return load;
  }

  count = 0;
  /** What went wrong, with the number of the request. */
  readonly failures: string[] = [];
  private readonly workers: Promise<void>[] = [];
  private stopped = false;

  private constructor(private readonly administrator: Administrator, private readonly path: string) {}

  /** Waits until so many requests more have been answered. */
  async untilAnswered(more: number, seconds = 240): Promise<void> {
    const end = this.count + more;
    await until(`${more} requests are answered`, seconds, () => this.count >= end);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.workers);
    this.administrator.close();
  }

  private async work(): Promise<void> {
    while (!this.stopped) {
      const failure = await this.administrator.get(this.path).then(
        ({ status, body }) => (status === 200 ? undefined : `${status} ${body.slice(0, 300)}`),
        (error: Error) => error.message,
      );
      this.count++;
      if (failure !== undefined) this.failures.push(`request ${this.count}: ${failure}`);
    }
  }
}
