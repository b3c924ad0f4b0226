import type { Point } from './geometry';
import { OUT, type Side } from './ports';

/** One cubic curve or several in a row: a point, and three more for each. */
export type Curve = Point[];

const STRAIGHT = 1 / 3;
/** Where the handles of a quarter circle lie, from its end towards the corner. */
const QUARTER = 0.55;

/** One sweep from a side of a box to a side of another; `swing` is how far it goes out. */
export function sweep(a: Point, from: Side, b: Point, to: Side, swing: number): Curve {
  const reach = swing * Math.min(140, Math.max(20, Math.hypot(b.x - a.x, b.y - a.y) * 0.42));
  return [
    a,
    { x: a.x + OUT[from].x * reach, y: a.y + OUT[from].y * reach },
    { x: b.x + OUT[to].x * reach, y: b.y + OUT[to].y * reach },
    b,
  ];
}

/** Straight lines through `points` with round corners. */
export function rounded(points: Point[], radius: number): Curve {
  const curve: Curve = [points[0]!];
  const lineTo = (end: Point) => {
    const start = curve.at(-1)!;
    curve.push(between(start, end, STRAIGHT), between(end, start, STRAIGHT), end);
  };
  for (let i = 1; i < points.length - 1; i++) {
    const [before, corner, after] = [points[i - 1]!, points[i]!, points[i + 1]!];
    const [enter, leave] = [length(before, corner), length(corner, after)];
    const r = Math.min(radius, enter / 2, leave / 2);
    if (r === 0) continue;
    const end = between(corner, after, r / leave);
    lineTo(between(corner, before, r / enter));
    curve.push(between(curve.at(-1)!, corner, QUARTER), between(end, corner, QUARTER), end);
  }
  lineTo(points.at(-1)!);
  return curve;
}

function length(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

function between(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

/** The point at `t` of the way, from 0 to 1. */
export function pointOn(curve: Curve, t: number): Point {
  const pieces = (curve.length - 1) / 3;
  const piece = Math.min(pieces - 1, Math.floor(t * pieces));
  const [a, b, c, d] = curve.slice(piece * 3, piece * 3 + 4) as [Point, Point, Point, Point];
  const v = t * pieces - piece;
  const u = 1 - v;
  const [p, q, r, s] = [u * u * u, 3 * u * u * v, 3 * u * v * v, v * v * v];
  return { x: p * a.x + q * b.x + r * c.x + s * d.x, y: p * a.y + q * b.y + r * c.y + s * d.y };
}

/** How many points along a curve tell where it runs. */
export function samples(curve: Curve): number {
  return curve.length === 4 ? 24 : (curve.length - 1) * 4;
}
