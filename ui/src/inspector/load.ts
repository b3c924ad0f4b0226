import { count } from '../format/figures';
import { spaced } from '../format/quantity';
import type { Load } from '../generated/protocol';

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
  return `${count(load.closed.population)} users, thinking ${spaced(load.closed.think)}`;
}
