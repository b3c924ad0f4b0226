import { spaced } from '../format/quantity';

/** A value that has no editor, in words. */
export interface Line {
  label: string;
  text: string;
}

const words = (key: string) => key.replaceAll('_', ' ');
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** A value of the file in a few words: nested keys one after the other, times with a space. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (typeof value === 'string') return spaced(words(value));
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  return Object.entries(value)
    .filter(([, of]) => of !== null && of !== undefined)
    .map(([key, of]) =>
      typeof of === 'object'
        ? `${words(key)} (${valueText(of)})`
        : `${words(key)} ${valueText(of)}`,
    )
    .join(', ');
}

/** What is said of `tree` beyond the paths that have an editor: nothing that is in the file is hidden.
 * Paths are of keys, such as `retry/attempts`; one of `retry` stands for all below it. */
export function linesOf(tree: object, known: readonly string[], under = ''): Line[] {
  return Object.entries(tree).flatMap(([key, value]): Line[] => {
    if (value === null || value === undefined) return [];
    const path = under + key;
    if (known.includes(path)) return [];
    const inside = known.some((k) => k.startsWith(`${path}/`));
    if (inside && typeof value === 'object') return linesOf(value as object, known, `${path}/`);
    return [{ label: capital(words(key)), text: valueText(value) }];
  });
}
