import Papa from 'papaparse';
import type { Load } from '../generated/protocol';
import { asTime } from './rate';

/** A recorded trace as it was read from a table. */
export interface Trace {
  columns: string[];
  /** The column of times, and that of counts, by number; a column of times is not needed. */
  time: number | null;
  count: number;
  /** Seconds between two rows. */
  step: number;
  counts: number[];
  /** Rows that are missing between two that are there: they are taken as none. */
  gaps: { after: string; missing: number }[];
  /** Rows that are no number. */
  unreadable: number;
}

/** The most steps that a trace may have in a model file. */
export const MOST_STEPS = 100_000;

/** Seconds since some moment; not a number where it is no time. */
function moment(text: string): number {
  const trimmed = text.trim();
  if (/^-?\d+(\.\d+)?$/.test(trimmed)) {
    const value = Number(trimmed);
    // Milliseconds since 1970 have thirteen digits.
    return Math.abs(value) > 1e11 ? value / 1000 : value;
  }
  const iso = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(:\d{2}(\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?$/.exec(
    trimmed,
  );
  return iso ? Date.parse(`${iso[1]}T${iso[2]}${iso[5] ?? 'Z'}`) / 1000 : NaN;
}

/** The column that reads best as times: one that rises; and as counts: numbers that are no times. */
function guess(rows: string[][], width: number): { time: number | null; count: number } {
  const sample = rows.slice(0, 200);
  const rising = (column: number) => {
    const times = sample.map((row) => moment(row[column] ?? ''));
    return times.every((t, i) => Number.isFinite(t) && (i === 0 || t >= times[i - 1]!));
  };
  const columns = Array.from({ length: width }, (_, i) => i);
  const dated = columns.find((i) => rising(i) && Number.isNaN(Number(sample[0]?.[i])));
  const counted = (i: number) => width > 1 && rising(i) && evenly(sample.map((r) => Number(r[i])));
  const time = dated ?? columns.find(counted) ?? null;
  const numbers = columns.filter(
    (i) => i !== time && sample.every((row) => row[i]?.trim() && Number.isFinite(Number(row[i]))),
  );
  return { time, count: numbers[0] ?? (time === 0 ? 1 : 0) };
}

function evenly(values: number[]): boolean {
  const steps = values.slice(1).map((value, i) => value - values[i]!);
  return steps.length > 1 && steps.every((step) => step > 0 && step === steps[0]);
}

/** What is usual between two rows: the commonest time, the shortest of those that are as common. */
function usual(times: number[]): number {
  const seen = new Map<number, number>();
  for (let i = 1; i < times.length; i++) {
    const step = Math.round((times[i]! - times[i - 1]!) * 1000) / 1000;
    if (step > 0) seen.set(step, (seen.get(step) ?? 0) + 1);
  }
  const [first] = [...seen].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return first?.[0] ?? 60;
}

/** Reads a table of counts, with its columns guessed or as they are said. Says what is wrong with it. */
export function readTrace(
  text: string,
  said: { time?: number | null; count?: number; step?: number } = {},
): Trace | { problem: string } {
  const all = Papa.parse<string[]>(text.trim(), { skipEmptyLines: 'greedy' }).data;
  if (all.length < 2) return { problem: 'A table with at least two rows is needed.' };
  const width = Math.max(...all.map((row) => row.length));
  const named = all[0]!.some((cell) => Number.isNaN(Number(cell)) && Number.isNaN(moment(cell)));
  const columns = Array.from({ length: width }, (_, i) =>
    named ? all[0]![i]?.trim() || `column ${i + 1}` : `column ${i + 1}`,
  );
  const rows = named ? all.slice(1) : all;
  const guessed = guess(rows, width);
  const time = said.time === undefined ? guessed.time : said.time;
  const count = said.count ?? guessed.count;
  let unreadable = 0;
  const read: [number, number, string][] = [];
  rows.forEach((row, i) => {
    const value = Number(row[count]?.trim() || NaN);
    const at = time === null ? i : moment(row[time] ?? '');
    if (Number.isFinite(value) && value >= 0 && Number.isFinite(at)) {
      read.push([at, value, time === null ? `row ${i + 1}` : row[time]!.trim()]);
    } else unreadable++;
  });
  if (read.length < 2) return { problem: `“${columns[count]}” holds no counts.` };
  read.sort((a, b) => a[0] - b[0]);
  const found = time === null ? 60 : usual(read.map(([at]) => at));
  const step = said.step ?? found;
  const spacing = time === null ? 1 : found;
  const first = read[0]![0];
  const last = Math.round((read.at(-1)![0] - first) / spacing);
  if (last >= MOST_STEPS) {
    return { problem: `These are ${last + 1} steps; a model file takes ${MOST_STEPS}.` };
  }
  const counts = new Array<number>(last + 1).fill(0);
  const gaps: Trace['gaps'] = [];
  let before: { index: number; name: string } | null = null;
  for (const [at, value, name] of read) {
    const index = Math.round((at - first) / spacing);
    const missing = before ? index - before.index - 1 : 0;
    if (before && missing > 0) gaps.push({ after: before.name, missing });
    counts[index]! += value;
    before = { index, name };
  }
  return { columns, time, count, step, counts, gaps, unreadable };
}

/** The trace as the load of a scenario. */
export function asLoad(trace: Trace, source: string): Load {
  return { series: { source, step: asTime(trace.step), scale: 1, counts: trace.counts } };
}
