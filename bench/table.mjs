import { readFileSync, writeFileSync } from 'node:fs';

const START = '<!-- bench -->';
const END = '<!-- /bench -->';

/** Rows of `{ what, target, figure, spread, verdict, detail }` as a Markdown table. */
export function markdownTable(rows) {
  const header = ['What', 'Target', 'Measured', 'Least - greatest', 'Target met', 'Medians'];
  const lines = rows.map(({ what, target = '', figure, spread = '', verdict = '', detail = '' }) => [what, target, figure, spread, verdict, detail]);
  return [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Puts the text between the marks of a file. */
export function replaceBetweenMarks(file, text) {
  const content = readFileSync(file, 'utf8');
  const [before, ...others] = content.split(START);
  const [, ...after] = others.join(START).split(END);
  if (!after.length) throw new Error(`${file} has no place for the table: a line '${START}' and one '${END}'`);
  writeFileSync(file, `${before}${START}\n${text}\n${END}${after.join(END)}`);
}
