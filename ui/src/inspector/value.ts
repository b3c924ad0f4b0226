import { parseNumber, parseQuantity, spaced, type Parsed } from '../format/quantity';
import type { ListedPrice } from '../generated/protocol';
import { knows } from './billing';
import type { FieldSpec } from './spec';

/** A value as its field shows it. */
export function written(spec: FieldSpec, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (spec.type === 'flag') return value === true ? 'yes' : 'no';
  if (spec.type === 'json') return JSON.stringify(value);
  return spec.type === 'quantity' ? spaced(String(value)) : String(value);
}

/** What a person wrote, as it goes into the model; empty takes the value away. */
export function parsed(
  spec: FieldSpec,
  text: string,
  prices: readonly ListedPrice[] | null = null,
): Parsed<unknown> {
  const trimmed = text.trim();
  if (trimmed === '') {
    if (spec.fallback === undefined) return { ok: false, error: 'This cannot be left out.' };
    return { ok: true, value: null };
  }
  switch (spec.type) {
    case 'number':
      return parseNumber(trimmed, spec.range ?? {});
    case 'quantity':
      return parseQuantity(trimmed, spec.dimension!);
    case 'item':
      if (prices && !knows(prices, trimmed)) {
        return { ok: false, error: `No price is known for ${trimmed}: choose one of the list.` };
      }
      return { ok: true, value: trimmed };
    case 'json':
      try {
        return { ok: true, value: JSON.parse(trimmed) as unknown };
      } catch {
        return { ok: false, error: 'This must be JSON: a number, or {"key": value}.' };
      }
    case 'flag':
      return { ok: true, value: trimmed === 'yes' };
    case 'choice':
    case 'text':
      return { ok: true, value: trimmed };
  }
}
