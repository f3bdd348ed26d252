const LONGEST = 120;
const MOST = 5;

/** The name of a CA; node writes one attribute a line. */
export function showName(name: string): string {
  return `'${showText((name ?? '').replace(/\s*\n\s*/g, ', '))}'`;
}

/** Names and the like, not too many of them. */
export function showList(texts: string[]): string {
  const more = texts.length > MOST ? ` and ${texts.length - MOST} more` : '';
  return `${texts.slice(0, MOST).map(showText).join(', ')}${more}`;
}

function showText(text: string): string {
  const printable = text.replace(/[^\x20-\x7e]/g, '?');
  return printable.length > LONGEST ? `${printable.slice(0, LONGEST)}...` : printable;
}
