import { toSeconds } from '../format/quantity';
import type { Load, LoadPoint } from '../generated/protocol';
import { asRate, asTime, line, perSecond, rateAt, stepOf } from './rate';

/** The kinds of load that one chooses from, in the words of the screen. What is recorded is imported. */
export const KINDS: [string, string][] = [
  ['constant', 'constant'],
  ['curve', 'a curve'],
  ['spike', 'a spike'],
  ['day', 'a day'],
  ['closed', 'users who wait and think'],
];

/** The kind of a load, as it stands in the file. */
export function kindOf(load: Load): string {
  return Object.keys(load)[0]!;
}

/** A point of the picture that can be moved. */
export interface Handle {
  label: string;
  time: number;
  rate: number;
  /** Does it move along the time axis? */
  free: boolean;
}

/** What of a load can be moved with the pointer. */
export function handles(load: Load, length: number): Handle[] {
  if ('constant' in load) {
    return [{ label: 'Rate', time: length / 2, rate: perSecond(load.constant), free: false }];
  }
  if ('curve' in load) {
    return load.curve.map((point, i) => ({
      label: `Point ${i + 1}`,
      time: toSeconds(point.at),
      rate: perSecond(point.rate),
      free: true,
    }));
  }
  if ('spike' in load) {
    const { base, peak, at, duration } = load.spike;
    const [from, lasts] = [toSeconds(at), toSeconds(duration)];
    return [
      { label: 'Before the spike', time: from / 2, rate: perSecond(base), free: false },
      { label: 'Spike begins', time: from, rate: perSecond(peak), free: true },
      { label: 'Spike ends', time: from + lasts, rate: perSecond(peak), free: true },
    ];
  }
  if ('day' in load) {
    return [
      { label: 'Night', time: 4 * 3600, rate: perSecond(load.day.low), free: false },
      { label: 'Afternoon', time: 16 * 3600, rate: perSecond(load.day.high), free: false },
    ];
  }
  return [];
}

/** The load with one of its handles at another place, on the round times of its axis. */
export function moved(load: Load, handle: number, to: [number, number], length: number): Load {
  const step = stepOf(length);
  const time = Math.min(length, Math.max(0, Math.round(to[0] / step) * step));
  const rate = (like: string) => asRate(to[1], like);
  if ('constant' in load) return { constant: rate(load.constant) };
  if ('curve' in load) {
    const times = load.curve.map((point) => toSeconds(point.at));
    const after = times[handle - 1] ?? -step;
    const before = times[handle + 1] ?? Infinity;
    const at = Math.min(before - step, Math.max(after + step, time));
    const point = { at: asTime(at), rate: rate(load.curve[handle]!.rate) };
    return { curve: load.curve.map((old, i) => (i === handle ? point : old)) };
  }
  if ('spike' in load) {
    const { spike } = load;
    const [from, lasts] = [toSeconds(spike.at), toSeconds(spike.duration)];
    if (handle === 0) return { spike: { ...spike, base: rate(spike.base) } };
    const peak = rate(spike.peak);
    if (handle === 1) return { spike: { ...spike, peak, at: asTime(time) } };
    const duration = asTime(Math.max(step, time - from));
    return { spike: { ...spike, peak, duration: lasts > 0 ? duration : spike.duration } };
  }
  if ('day' in load) {
    const key = handle === 0 ? 'low' : 'high';
    return { day: { ...load.day, [key]: rate(load.day[key]) } };
  }
  return load;
}

/** A curve with one more point, on its line, at this time. */
export function withPoint(points: LoadPoint[], time: number, length: number): LoadPoint[] {
  const step = stepOf(length);
  const at = Math.round(time / step) * step;
  if (points.some((point) => toSeconds(point.at) === at)) return points;
  const like = points[0]?.rate;
  const rate = asRate(rateAt({ curve: points }, at) ?? 0, like);
  return [...points, { at: asTime(at), rate }].sort((a, b) => toSeconds(a.at) - toSeconds(b.at));
}

/** A line that was drawn by hand, as a curve of the fewest points that keep to it within a fiftieth of its
 * height (Douglas and Peucker 1973). */
export function drawn(stroke: [number, number][], length: number, like?: string): Load | null {
  const step = stepOf(length);
  const by = new Map<number, number>();
  for (const [time, rate] of stroke) {
    const at = Math.min(length, Math.max(0, Math.round(time / step) * step));
    by.set(at, Math.max(0, rate));
  }
  const points = [...by].sort((a, b) => a[0] - b[0]);
  if (points.length < 2) return null;
  const height = Math.max(...points.map(([, rate]) => rate)) || 1;
  const kept = simplified(points, height / 50);
  return { curve: kept.map(([at, rate]) => ({ at: asTime(at), rate: asRate(rate, like) })) };
}

function simplified(points: [number, number][], within: number): [number, number][] {
  const [first, last] = [points[0]!, points.at(-1)!];
  let [worst, at] = [within, -1];
  for (let i = 1; i + 1 < points.length; i++) {
    const [time, rate] = points[i]!;
    const share = (time - first[0]) / (last[0] - first[0]);
    const off = Math.abs(rate - (first[1] * (1 - share) + last[1] * share));
    if (off > worst) [worst, at] = [off, i];
  }
  if (at < 0) return [first, last];
  const before = simplified(points.slice(0, at + 1), within);
  return [...before.slice(0, -1), ...simplified(points.slice(at), within)];
}

/** Another kind of load that begins with about the same rate. */
export function asKind(load: Load, kind: string, length: number): Load {
  const rates = line(load, length).map(([, rate]) => rate);
  const known = kindOf(load) === 'closed' ? [10] : rates;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const peak = high > low ? high : 3 * high;
  switch (kind) {
    case 'curve':
      return {
        curve: [
          { at: '0s', rate: asRate(known[0] ?? low) },
          { at: asTime(Math.round(length / 2)), rate: asRate(peak) },
          { at: asTime(length), rate: asRate(known.at(-1) ?? low) },
        ],
      };
    case 'spike':
      return {
        spike: {
          base: asRate(low),
          peak: asRate(peak),
          at: asTime(Math.round(length / 3)),
          duration: asTime(Math.round(length / 3)),
        },
      };
    case 'day':
      return { day: { low: asRate(high > low ? low : high / 4), high: asRate(high) } };
    case 'closed':
      return { closed: { population: Math.max(1, Math.round(high * 5)), think: '5s' } };
    default:
      return { constant: asRate(known.reduce((sum, rate) => sum + rate, 0) / known.length) };
  }
}
