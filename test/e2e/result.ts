import type { Size } from './bed/description';

/** What came of one scenario in one bed. */
export interface Result {
  readonly minor: string;
  readonly size: Size;
  /** The file's name without its ending. */
  readonly scenario: string;
  readonly title: string;
  readonly seconds: number;
  /** What it counted: "0 of 10,412 requests failed". */
  readonly note?: string;
  /** Why it failed; none where it passed. */
  readonly error?: string;
}
