import { test } from 'node:test';
import { Site } from './site';
import { currentBed } from '../bed/description';

/** One scenario: a test with a site of its own, which says what it saw when it fails, and leaves nothing behind. */
export function scenario(title: string, body: (site: Site) => Promise<void>): void {
  void test(title, async () => {
    const site = await Site.open(currentBed(), title);
    try {
      await body(site);
    } catch (error) {
      const report = await site.report().catch((fault: Error) => `no report: ${fault.message}`);
      throw new Error(`${error instanceof Error ? error.stack : error}\n\n${report}`);
    } finally {
      await site.close();
    }
  });
}
