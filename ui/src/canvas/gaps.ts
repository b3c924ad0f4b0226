import { ACROSS, SIZE, type Axis, type Box, type Point } from './geometry';
import type { Candidate, Guide } from './snap';

/** The places of a box along an axis at which its gaps to its neighbours are as wide as each other, or as the
 * gap between the two next to it. */
export function gapsAlong(wished: Box, axis: Axis, others: readonly Box[]): Candidate[] {
  const size = SIZE[axis];
  const middle = (box: Box) => box[axis] + box[size] / 2;
  const row = others
    .filter((other) => beside(other, wished, axis))
    .sort((a, b) => middle(a) - middle(b));
  const low = row.filter((other) => middle(other) < middle(wished));
  const high = row.filter((other) => middle(other) >= middle(wished));
  const [before, after] = [low.at(-1), high[0]];
  const end = (box: Box) => box[axis] + box[size];
  const found: Candidate[] = [];
  const offer = (at: number, guides: (box: Box) => Guide[]) =>
    found.push({ by: at - wished[axis], guides });
  if (before && after) {
    const free = after[axis] - end(before) - wished[size];
    if (free > 0) {
      offer(end(before) + free / 2, (box) => [gap(axis, before, box), gap(axis, box, after)]);
    }
  }
  const further = low.at(-2);
  if (before && further && before[axis] > end(further)) {
    offer(end(before) + before[axis] - end(further), (box) => [
      gap(axis, further, before),
      gap(axis, before, box),
    ]);
  }
  const next = high[1];
  if (after && next && next[axis] > end(after)) {
    offer(after[axis] - (next[axis] - end(after)) - wished[size], (box) => [
      gap(axis, box, after),
      gap(axis, after, next),
    ]);
  }
  return found;
}

/** Do two boxes share some of the other axis? */
function beside(a: Box, b: Box, axis: Axis): boolean {
  const across = ACROSS[axis];
  const size = SIZE[across];
  return a[across] < b[across] + b[size] && b[across] < a[across] + a[size];
}

/** The line from the end of one box to the beginning of the next, through what they share. */
function gap(axis: Axis, first: Box, second: Box): Guide {
  const across = ACROSS[axis];
  const size = SIZE[across];
  const from = Math.max(first[across], second[across]);
  const to = Math.min(first[across] + first[size], second[across] + second[size]);
  const along = (from + to) / 2;
  const point = (at: number): Point => (axis === 'x' ? { x: at, y: along } : { x: along, y: at });
  return { is: 'gap', from: point(first[axis] + first[SIZE[axis]]), to: point(second[axis]) };
}
