import { toSeconds } from '../format/quantity';
import type { Load } from '../generated/protocol';

const PER: Record<string, number> = { s: 1, min: 60, h: 3600, d: 86400 };
const DAY_S = 86400;

/** A rate of the file in requests a second; not a number where it is none. */
export function perSecond(rate: string): number {
  const match = /^([0-9.]+(?:e[+-]?\d+)?)\/(s|min|h|d)$/.exec(rate);
  return match ? Number(match[1]) / PER[match[2]!]! : NaN;
}

/** Requests a second as a rate of the file, in the unit of `like`, with three digits that count. */
export function asRate(value: number, like = '1/s'): string {
  const unit = /\/(s|min|h|d)$/.exec(like)?.[1] ?? 's';
  return `${Number((Math.max(0, value) * PER[unit]!).toPrecision(3))}/${unit}`;
}

/** Seconds as a time of the file, in the largest unit that says it in whole numbers. */
export function asTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds * 1000) / 1000);
  for (const [unit, size] of [
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const) {
    if (whole > 0 && Number.isInteger(whole / size)) return `${whole / size}${unit}`;
  }
  return `${whole}s`;
}

/** The step that times are moved by on an axis of this length: a round time, about a hundredth of it. */
export function stepOf(length: number): number {
  const steps = [0.1, 0.5, 1, 5, 10, 15, 30, 60, 300, 600, 900, 1800, 3600];
  return steps.find((step) => length / step <= 120) ?? 7200;
}

/** Requests a second at a time, where the load says so. */
export function rateAt(load: Load, time: number): number | null {
  if ('constant' in load) return perSecond(load.constant);
  if ('spike' in load) {
    const { base, peak, at, duration } = load.spike;
    const since = time - toSeconds(at);
    return perSecond(since >= 0 && since < toSeconds(duration) ? peak : base);
  }
  if ('day' in load) {
    const [low, high] = [perSecond(load.day.low), perSecond(load.day.high)];
    const phase = (2 * Math.PI * (time - DAY_S / 6)) / DAY_S;
    return low + ((high - low) * (1 - Math.cos(phase))) / 2;
  }
  if ('curve' in load) {
    const points = load.curve;
    const next = points.findIndex((point) => toSeconds(point.at) > time);
    if (points.length === 0) return 0;
    if (next === 0) return perSecond(points[0]!.rate);
    if (next < 0) return perSecond(points.at(-1)!.rate);
    const [a, b] = [points[next - 1]!, points[next]!];
    const share = (time - toSeconds(a.at)) / (toSeconds(b.at) - toSeconds(a.at));
    return perSecond(a.rate) * (1 - share) + perSecond(b.rate) * share;
  }
  if ('series' in load) {
    const { counts, step, scale } = load.series;
    const each = toSeconds(step);
    const count = counts[Math.min(counts.length - 1, Math.floor(time / each))] ?? 0;
    return (count * (scale ?? 1)) / each;
  }
  return null;
}

/** The load as a line: its corners, and between them so many points as its bends need. */
export function line(load: Load, length: number): [number, number][] {
  const times = new Set([0, length]);
  if ('spike' in load) {
    const at = toSeconds(load.spike.at);
    const end = at + toSeconds(load.spike.duration);
    for (const corner of [at, end]) times.add(corner - 1e-6).add(corner);
  } else if ('curve' in load) {
    for (const point of load.curve) times.add(toSeconds(point.at));
  } else if (!('constant' in load)) {
    for (let i = 1; i < 240; i++) times.add((length * i) / 240);
  }
  return [...times]
    .filter((time) => time >= 0 && time <= length)
    .sort((a, b) => a - b)
    .map((time) => [time, rateAt(load, time) ?? 0]);
}
