import * as library from '../src/index';
import { assemblyTypes, newerSource } from './props/assembly';

test('the compiled assembly is as new as the sources: if this fails, run `npx projen compile`', () => {
  expect({ newerThanTheAssembly: newerSource() }).toEqual({ newerThanTheAssembly: undefined });
});

test('the library exports the classes and enums of the assembly, and nothing internal', () => {
  const api = Object.values(assemblyTypes()).filter(({ kind }) => kind !== 'interface').map(({ name }) => name);

  expect(Object.keys(library).sort()).toEqual(api.sort());
});
