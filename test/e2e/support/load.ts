import { HttpClient } from './http-client';
import type { Site } from './site';
import { GROUP } from './wardle';
import { until, pause } from '../bed/wait';

const WORKERS = 8;
const REQUESTS = 10_000;
const MOST_SHOWN = 20;

/** Requests through the aggregator without a pause, and how many of them failed. */
export class Load {
  /**
   * Lists objects while something happens, until there were 10,000 requests.
   *
   * @throws where one of them failed
   */
  static async during(site: Site, happening: () => Promise<void>): Promise<void> {
    const load = new Load(new HttpClient(site.bed), `/apis/${GROUP}/v1beta1/namespaces/${site.namespace}/flunders`);
    const workers = Array.from({ length: WORKERS }, () => load.work());
    try {
      await load.untilAnswered(500);
      await happening();
      await load.untilAnswered(Math.max(500, REQUESTS - load.count));
    } finally {
      load.stopped = true;
      await Promise.all(workers);
      load.client.close();
    }
    const summary = `${load.failed} of ${load.count.toLocaleString('en')} requests failed`;
    site.note(summary);
    if (load.failed > 0) throw new Error([summary, ...load.failures].join('\n'));
  }

  private count = 0;
  private failed = 0;
  /** What went wrong at first, with the number of the request. */
  private readonly failures: string[] = [];
  private stopped = false;

  private constructor(private readonly client: HttpClient, private readonly path: string) {}

  private async untilAnswered(more: number): Promise<void> {
    const end = this.count + more;
    await until(`${more} requests are answered`, 240, () => this.count >= end);
  }

  private async work(): Promise<void> {
    while (!this.stopped) {
      const failure = await this.client.get(this.path).then(
        ({ status, body }) => (status === 200 ? undefined : `${status} ${body.slice(0, 300)}`),
        (error: Error) => error.message,
      );
      this.count++;
      if (failure === undefined) continue;
      this.failed++;
      if (this.failures.length < MOST_SHOWN) this.failures.push(`request ${this.count}: ${failure}`);
      await pause(50);
    }
  }
}
