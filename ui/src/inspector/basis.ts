import type { BasisKind } from '../generated/protocol';

export const BASES: [BasisKind | '', string][] = [
  ['', 'not said'],
  ['guess', 'a guess'],
  ['measured', 'measured'],
  ['vendor', "a vendor's word"],
];

/** Where the basis of a figure stands in the model: its path is one key there, as in a JSON Pointer. */
export function basisPath(place: string): string {
  return `basis/${place.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
