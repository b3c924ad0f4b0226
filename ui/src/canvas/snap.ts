import { gapsAlong } from './gaps';
import { ACROSS, SIZE, type Axis, type Box, type Point } from './geometry';
import type { Edge } from './grips';

/** A line that shows what something is in line with, or a gap that is as wide as another. In the drawing. */
export interface Guide {
  is: 'line' | 'gap';
  from: Point;
  to: Point;
}
export interface Snapped {
  by: Point;
  guides: Guide[];
}

/** A place on an axis that is worth keeping, and what shows it once something is there. */
export interface Candidate {
  /** How much farther than wished the box would go. */
  by: number;
  guides: (at: Box) => Guide[];
}

/** Moves a box by `by`, or a little more or less: into line with others, between them, or onto the grid. */
export function snapMove(
  box: Box,
  by: Point,
  others: readonly Box[],
  reach: number,
  grid: number,
): Snapped {
  const wished = { ...box, x: box.x + by.x, y: box.y + by.y };
  const chosen = { x: nearest(wished, 'x', others, reach), y: nearest(wished, 'y', others, reach) };
  const at = { ...wished };
  for (const axis of ['x', 'y'] as const) {
    at[axis] += chosen[axis]?.by ?? onGrid(wished[axis], grid) - wished[axis];
  }
  return {
    by: { x: at.x - box.x, y: at.y - box.y },
    guides: [...(chosen.x?.guides(at) ?? []), ...(chosen.y?.guides(at) ?? [])],
  };
}

/** How far an edge or a corner of a box goes: into line with others, or onto the grid. */
export function snapEdge(
  box: Box,
  edge: Edge,
  by: Point,
  others: readonly Box[],
  reach: number,
  grid: number,
): Snapped {
  const moved = {
    x: edge.includes('w') ? 0 : edge.includes('e') ? 1 : null,
    y: edge.startsWith('n') ? 0 : edge.startsWith('s') ? 1 : null,
  };
  const result: Snapped = { by: { x: 0, y: 0 }, guides: [] };
  for (const axis of ['x', 'y'] as const) {
    const end = moved[axis];
    if (end === null) continue;
    const start = box[axis] + end * box[SIZE[axis]];
    const wished = start + by[axis];
    const lines = others.flatMap((other) => linesOf(other, axis).map((at) => ({ at, other })));
    const found = lines
      .filter(({ at }) => Math.abs(at - wished) <= reach)
      .sort((a, b) => Math.abs(a.at - wished) - Math.abs(b.at - wished))[0];
    result.by[axis] = (found?.at ?? onGrid(wished, grid)) - start;
    if (found) result.guides.push(line(axis, found.at, box, found.other));
  }
  return result;
}

function onGrid(at: number, grid: number): number {
  return Math.round(at / grid) * grid;
}

/** The near edge, the middle and the far edge of a box along an axis. */
function linesOf(box: Box, axis: Axis): number[] {
  const [from, size] = [box[axis], box[SIZE[axis]]];
  return [from, from + size / 2, from + size];
}

function nearest(wished: Box, axis: Axis, others: readonly Box[], reach: number): Candidate | null {
  const own = linesOf(wished, axis);
  let best: Candidate | null = null;
  const offer = (candidate: Candidate) => {
    if (Math.abs(candidate.by) > reach) return;
    if (!best || Math.abs(candidate.by) < Math.abs(best.by)) best = candidate;
  };
  for (const other of others) {
    const lines = linesOf(other, axis);
    // A middle goes with a middle, an edge with an edge.
    for (const [i, at] of lines.entries()) {
      for (const [k, mine] of own.entries()) {
        if ((i === 1) !== (k === 1)) continue;
        offer({ by: at - mine, guides: (box) => aligned(axis, at, box, others) });
      }
    }
  }
  for (const gap of gapsAlong(wished, axis, others)) offer(gap);
  return best;
}

/** The line at `at` from the first to the last box that it touches. */
function aligned(axis: Axis, at: number, box: Box, others: readonly Box[]): Guide[] {
  const touched = others.filter((other) =>
    linesOf(other, axis).some((line) => Math.abs(line - at) < 0.5),
  );
  return touched.length === 0 ? [] : [line(axis, at, box, ...touched)];
}

function line(axis: Axis, at: number, ...boxes: Box[]): Guide {
  const across = ACROSS[axis];
  const from = Math.min(...boxes.map((b) => b[across]));
  const to = Math.max(...boxes.map((b) => b[across] + b[SIZE[across]]));
  const point = (along: number): Point =>
    axis === 'x' ? { x: at, y: along } : { x: along, y: at };
  return { is: 'line', from: point(from - OVER), to: point(to + OVER) };
}
/** How far a line goes over what it touches. */
const OVER = 6;
