import { count } from '../format/figures';
import { spaced } from '../format/quantity';
import type { Load, Replay } from '../generated/protocol';
import type { FieldSpec } from './spec';

/** A load in a few words. */
export function loadText(load: Load): string {
  if ('constant' in load) return spaced(load.constant);
  if ('curve' in load) return `curve of ${load.curve.length} points`;
  if ('spike' in load) {
    const { base, peak, at, duration } = load.spike;
    return `${spaced(base)}, ${spaced(peak)} from ${spaced(at)} for ${spaced(duration)}`;
  }
  if ('day' in load)
    return `a day, ${spaced(load.day.low)} at 4:00 to ${spaced(load.day.high)} at 16:00`;
  if ('series' in load) {
    const { counts, step, source } = load.series;
    return `recorded, ${count(counts.length)} steps of ${spaced(step)}: ${source}`;
  }
  if ('interarrival' in load) return 'one after the other, in times of their own';
  if ('batches' in load) {
    const { rate, size } = load.batches;
    const mean = 'constant' in size ? size.constant : size.geometric.mean;
    return `batches of ${mean}, ${spaced(rate)}`;
  }
  if ('bursts' in load)
    return `bursts of ${load.bursts.map((level) => spaced(level.rate)).join(', ')}`;
  const { population, think } = load.closed;
  const thinking = typeof think === 'string' ? `, thinking ${spaced(think)}` : '';
  return `${count(population)} users${thinking}`;
}

const figure = (path: string, label: string, dimension: 'rate' | 'time'): FieldSpec => ({
  path,
  label,
  type: 'quantity',
  dimension,
});

/** The figures of a load that can be written one by one. A curve and a recorded series are drawn from the
 * file; of a series the scale can be set. */
export function loadFigures(load: Load): FieldSpec[] {
  if ('constant' in load) return [figure('constant', 'Rate', 'rate')];
  if ('spike' in load) {
    return [
      figure('spike/base', 'Before', 'rate'),
      figure('spike/peak', 'Spike', 'rate'),
      figure('spike/at', 'Spike at', 'time'),
      figure('spike/duration', 'Spike lasts', 'time'),
    ];
  }
  if ('day' in load) {
    return [figure('day/low', 'Night', 'rate'), figure('day/high', 'Afternoon', 'rate')];
  }
  if ('series' in load) {
    return [
      {
        path: 'series/scale',
        label: 'Scale',
        type: 'number',
        range: { min: 0 },
        unit: 'times',
        fallback: '1',
      },
    ];
  }
  if ('batches' in load) return [figure('batches/rate', 'Batches', 'rate')];
  if ('closed' in load) {
    const users: FieldSpec = {
      path: 'closed/population',
      label: 'Users',
      type: 'number',
      range: { min: 1, whole: true },
    };
    const thinks = typeof load.closed.think === 'string';
    return thinks ? [users, figure('closed/think', 'They think', 'time')] : [users];
  }
  return [];
}

/** A replay in a few words. */
export function replayText(
  { to, from, published, group, at, rate }: Replay,
  nameOf: (element: string) => string,
): string {
  const what = from ? `What lies in ${nameOf(from)}` : `Messages of ${nameOf(to)}`;
  const span = published
    ? ` published from ${spaced(published.from)} to ${spaced(published.to)}`
    : '';
  const reader = group ? ` for the group ${group}` : '';
  return `${what}${span} again to ${nameOf(to)}${reader} at ${spaced(at)}, ${spaced(rate)}.`;
}
