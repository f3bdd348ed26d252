import { readFileSync, writeFileSync } from 'node:fs';

const MARK = '<!-- bench -->';

/** Rows of `{ what, target, figure, spread, verdict, detail }` as a Markdown table. */
export function markdownTable(rows) {
  const header = ['What', 'Target', 'Measured', 'Least - greatest', 'Target met', 'Medians'];
  const lines = rows.map(({ what, target = '', figure, spread = '', verdict = '', detail = '' }) => [what, target, figure, spread, verdict, detail]);
  return [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Puts the text between the two marks of a file. */
export function replaceBetweenMarks(file, text) {
  const parts = readFileSync(file, 'utf8').split(MARK);
  if (parts.length !== 3) throw new Error(`${file} needs the mark ${MARK} twice, around the place of the table`);
  const [before, , after] = parts;
  writeFileSync(file, [before, `\n${text}\n`, after].join(MARK));
}
