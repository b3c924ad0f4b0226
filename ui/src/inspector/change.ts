import type { Change } from '../generated/protocol';

/** What changes do, each with the form that says how. */
const KINDS = [
  { id: 'spin_out', form: 'SpinOut' },
  { id: 'cutover', form: 'Cutover' },
  { id: 'fold_back', form: 'FoldBack' },
  { id: 'move', form: 'Move' },
  { id: 'set', form: 'Set' },
  { id: 'add', form: 'Addition' },
  { id: 'remove', form: 'Remove' },
] as const;

/** What a change does, and what is said of that. */
export function formOf(change: Change): {
  kind: (typeof KINDS)[number];
  value: Record<string, unknown>;
} {
  const doing = change.do as Record<string, unknown>;
  const kind = KINDS.find(({ id }) => id in doing) ?? KINDS[4];
  return { kind, value: (doing[kind.id] ?? {}) as Record<string, unknown> };
}

/** A value as a person writes it: a text as it is, everything else as in the file. */
export function writeValue(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a person wrote in place of `before`: a number, a list and the like where it reads as one, unless a text
 * stood there. */
export function readValue(text: unknown, before: unknown): unknown {
  if (text === null || typeof before === 'string') return text;
  try {
    return JSON.parse(String(text)) as unknown;
  } catch {
    return text;
  }
}
