import type { Estimate, RareResult, RareRun } from '../generated/protocol';
import { percent } from '../format/figures';

/** What may be asked for, each as the field beside it is read. */
export type RareKind = 'late' | 'fails' | 'crowd';

export interface RareQuestion {
  kind: RareKind;
  /** A journey, or for a crowd an element. */
  of: string;
  /** A time, or for a crowd a count; nothing for failures. */
  bound: string;
}

/** The question as the application reads it; null while it is not complete. */
export function asked({ kind, of, bound }: RareQuestion): string | null {
  const value = bound.replace(/\s/g, '');
  if (of === '') return null;
  if (kind === 'fails') return `${of} fails`;
  if (kind === 'late')
    return /^\d+(\.\d+)?(ns|us|ms|s|min|h|d)$/.test(value) ? `${of}>${value}` : null;
  return /^[1-9]\d*$/.test(value) ? `${of}>=${value}` : null;
}

/** What was asked for, in words. */
export function inWords(what: string, nameOf: (id: string) => string): string {
  const crowd = what.split('>=');
  if (crowd.length === 2) return `${nameOf(crowd[0]!)} holds ${crowd[1]} or more at once`;
  const late = what.split('>');
  if (late.length === 2) {
    const time = late[1]!.replace(/^([\d.]+)/, '$1\u00a0');
    return `${nameOf(late[0]!)} takes longer than ${time}`;
  }
  return `${nameOf(what.replace(/ fails$/, ''))} fails`;
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A probability that may be very small: `0.2 %`, `3.1 × 10⁻⁷`. */
export function chance(value: number): string {
  if (value <= 0 || value >= 1e-3) return percent(value);
  const [digits = '', exponent = ''] = value.toExponential(1).split('e-');
  return `${digits} × 10⁻${[...exponent].map((digit) => RAISED[Number(digit)]).join('')}`;
}

/** The same as one of so many. */
export function oneIn({ value }: Estimate): string {
  return value > 0 && value < 0.5
    ? `one of ${Number((1 / value).toPrecision(2))
        .toLocaleString('en')
        .replaceAll(',', '\u202f')}`
    : '';
}

/** How it ended, where the figure alone does not say it. */
export function ended({ stop, probability }: RareResult): string {
  if (stop === 'stopped' || stop === 'time') return 'stopped early';
  if (stop === 'overload') return 'it cannot keep up: there is no long run';
  return probability === null ? 'never seen' : '';
}

/** What was found, the option's beside the baseline's. */
export function rareRows(run: RareRun): { now: RareResult; base: RareResult | null }[] {
  return run.outcomes.map((now) => ({
    now,
    base: run.baseline?.find(({ what }) => what === now.what) ?? null,
  }));
}
