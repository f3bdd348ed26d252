export interface PemBlock {
  readonly label: string;
  readonly hasHeaders: boolean;
  /** Nothing where the base64 is damaged. */
  readonly der: Buffer | undefined;
}

/** Why Go, which Kubernetes is written in, would not find the blocks that are meant. */
export type PemDamage =
  | 'joined' // the end of a block and the next begin share a line
  | 'indented'
  | 'escaped' // newlines written as \n
  | 'one-line' // newlines lost
  | 'unended';

const BEGIN = /^-----BEGIN ([A-Z0-9 ]+)-----[ \t]*$/;
const END = /^-----END ([A-Z0-9 ]+)-----[ \t]*$/;

/** Reads PEM as Go does: borders stand on lines of their own at the first column; other text between blocks is ignored. */
export function pemBlocks(text: string): PemBlock[] | PemDamage {
  const blocks: PemBlock[] = [];
  let open: { label: string; body: string[] } | undefined;
  for (const line of text.split(/\r?\n/)) {
    const begin = BEGIN.exec(line)?.[1];
    const end = END.exec(line)?.[1];
    if (begin === undefined && end === undefined) {
      if (/-----(BEGIN|END) /.test(line)) return damageOf(line);
      open?.body.push(line);
      continue;
    }
    if (begin !== undefined) {
      if (open) return 'unended';
      open = { label: begin, body: [] };
    } else {
      if (open?.label !== end) return 'unended';
      if (open) blocks.push(readBody(open.label, open.body));
      open = undefined;
    }
  }
  return open ? 'unended' : blocks;
}

function damageOf(line: string): PemDamage {
  if (line.includes('\\n')) return 'escaped';
  if (/-----END [A-Z0-9 ]+-----+BEGIN /.test(line)) return 'joined';
  if (/^\s+-----(BEGIN|END) [A-Z0-9 ]+-----\s*$/.test(line)) return 'indented';
  return 'one-line';
}

function readBody(label: string, lines: string[]): PemBlock {
  const hasHeaders = lines.some((line) => line.includes(':'));
  const base64 = lines.join('').replace(/[ \t]/g, '');
  const whole = /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && base64.length % 4 === 0;
  return { label, hasHeaders, der: whole ? Buffer.from(base64, 'base64') : undefined };
}
