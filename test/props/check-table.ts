import { assemblyTypes } from './assembly';
import { differences } from './difference';
import type { Program } from './site';
import { manifests, synth } from './site';
import type { Entry } from './table';

/** The props or factories that an entry tells of. */
export function membersOf(entry: Entry): readonly string[] {
  return entry.kind === 'struct' ? entry.props : entry.factories;
}

/** What the assembly says a type has of its own. */
export function declaredMembers(name: string): string[] {
  const type = Object.values(assemblyTypes()).find((declared) => declared.name === name);
  if (type?.kind === 'class') return (type.methods ?? []).filter((method) => method.static).map((method) => method.name);
  return (type?.properties ?? []).map((property) => property.name);
}

/** What changes in YAML by one prop, or by what one factory makes. */
function changesOf(entry: Entry, member: string): string[] {
  const { before, after, refused } = entry.programs(member);
  return [...refused ? [`is an error without it: ${refusalOf(refused)}`] : [], ...differences(synth(before), synth(after))];
}

/** The first thing that is said against a program. */
export function refusalOf(program: Program): string {
  try {
    manifests(program);
  } catch (error) {
    return (error as Error).message.split('\n')[1].trim();
  }
  throw new Error('it is accepted');
}

/** Tests that every member of the entries can be seen in YAML, and keeps where: what a struct inherits is kept with its parent only. */
export function checkTable(table: Entry[]): void {
  test.each(table.map((entry) => [entry.name, entry] as const))('%s changes the YAML by every member, and where it should', (name, entry) => {
    const changes = membersOf(entry).map((member) => ({ member, lines: changesOf(entry, member) }));
    const own = declaredMembers(name);

    expect(changes.filter(({ lines }) => lines.length === 0).map(({ member }) => `${name}.${member}`)).toEqual([]);
    const shown = changes.filter(({ member }) => own.includes(member)).flatMap(({ member, lines }) => [member, ...lines.map((line) => `  ${line}`)]);
    expect(`\n${shown.join('\n')}\n`).toMatchSnapshot();
  });
}
