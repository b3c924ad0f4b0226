/** What a field of the inspector may hold, with the units that the file knows. */
export type Dimension = 'time' | 'size' | 'rate' | 'price';

const UNITS: Record<Dimension, readonly string[]> = {
  time: ['ns', 'us', 'ms', 's', 'min', 'h', 'd'],
  size: ['B', 'kB', 'MB', 'GB', 'TB', 'KiB', 'MiB', 'GiB', 'TiB'],
  rate: ['/s', '/min', '/h', '/d'],
  price: ['USD/h', 'USD/month', 'USD/1M', 'USD/1k', 'USD/GB', 'USD/GB-month'],
};
const EXAMPLE: Record<Dimension, string> = {
  time: '40ms',
  size: '2GiB',
  rate: '200/s',
  price: '0.096USD/h',
};

export type Parsed<T> = { ok: true; value: T } | { ok: false; error: string };

/** Reads what a person typed as a quantity in its canonical form: "40 ms" becomes "40ms". */
export function parseQuantity(text: string, dimension: Dimension): Parsed<string> {
  const match = /^([0-9]*\.?[0-9]+)\s*(.*)$/.exec(text.trim());
  const units = UNITS[dimension];
  if (!match) return { ok: false, error: `Start with a number, such as ${EXAMPLE[dimension]}.` };
  const unit = match[2]!.trim().replace('µ', 'u');
  if (unit === '') return { ok: false, error: `A unit is missing: ${units.join(', ')}.` };
  const known =
    units.find((u) => u === unit) ?? units.find((u) => u.toLowerCase() === unit.toLowerCase());
  if (!known) return { ok: false, error: `“${unit}” is not a unit here. Use ${units.join(', ')}.` };
  return { ok: true, value: `${Number(match[1])}${known}` };
}

export interface Range {
  min?: number;
  max?: number;
  whole?: boolean;
}

/** Reads a plain number within its range. */
export function parseNumber(text: string, { min, max, whole }: Range): Parsed<number> {
  const cleaned = text.trim().replace(/\s/g, '');
  const value = Number(cleaned);
  if (cleaned === '' || !Number.isFinite(value))
    return { ok: false, error: 'This must be a number.' };
  if (whole && !Number.isInteger(value))
    return { ok: false, error: 'This must be a whole number.' };
  if (min !== undefined && value < min)
    return { ok: false, error: `This must be at least ${min}.` };
  if (max !== undefined && value > max) return { ok: false, error: `This must be at most ${max}.` };
  return { ok: true, value };
}

/** A quantity as it stands in the file, for reading: "40ms" becomes "40 ms". */
export function spaced(text: string): string {
  return text.replace(/^([0-9.]+)(\D.*)$/, '$1 $2').replace(' /', '/');
}

const SECONDS: Record<string, number> = {
  ns: 1e-9,
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  min: 60,
  h: 3600,
  d: 86400,
};

/** A duration of the file in seconds; not a number where it is none. */
export function toSeconds(text: string): number {
  const match = /^([0-9.]+)([a-z]+)$/.exec(text);
  return match ? Number(match[1]) * (SECONDS[match[2]!] ?? NaN) : NaN;
}
