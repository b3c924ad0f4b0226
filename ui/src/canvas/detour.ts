import { grown, type Box, type Point } from './geometry';
import { OUT, portAt, SIDES, type Side } from './ports';

/** One end of a way: a place on a box, and the sides by which it may be left. */
export interface End {
  box: Box;
  /** The place on the box for a side. */
  ports: { side: Side; at: Point }[];
}

/** A way of straight lines around what stands between. */
export interface Detour {
  points: Point[];
  from: Side;
  to: Side;
  cost: number;
}

/** What a corner costs, in pixels of a longer way. */
const CORNER = 40;
/** The least distance from the boxes at both ends and from what is gone around. */
const NEAREST = 3;
/** How far before its end a way runs straight: an arrow head has to stand there. */
const STRAIGHT = 16;

/** All sides of a box, each with its middle. */
export function anySide(box: Box): End {
  return { box, ports: SIDES.map((side) => ({ side, at: portAt(box, side, 0.5) })) };
}

interface Step {
  column: number;
  row: number;
  side: Side;
  cost: number;
  before: Step | null;
  from: Side;
}

/** The shortest way with right angles from one box to another that keeps `clear` of all obstacles
 * (Dijkstra's algorithm on the lines beside them); nothing where there is none. */
export function detour(from: End, to: End, obstacles: Box[], clear: number): Detour | null {
  const walls = [...obstacles, from.box, to.box];
  const stub = (port: End['ports'][number], by: number): Point => ({
    x: port.at.x + OUT[port.side].x * by,
    y: port.at.y + OUT[port.side].y * by,
  });
  const starts = from.ports.map((port) => ({ ...port, stub: stub(port, clear) }));
  const goals = to.ports.map((port) => ({ ...port, stub: stub(port, STRAIGHT) }));
  const ends = [...starts, ...goals].map((e) => e.stub);
  const xs = lines([
    ...walls.flatMap((w) => [w.x - clear, w.x + w.width + clear]),
    ...ends.map((e) => e.x),
  ]);
  const ys = lines([
    ...walls.flatMap((w) => [w.y - clear, w.y + w.height + clear]),
    ...ends.map((e) => e.y),
  ]);
  const solid = walls.map((w) => grown(w, NEAREST));
  const open = (a: Point, b: Point) => !solid.some((w) => meets(w, a, b));
  const queue = new Queue();
  for (const { side, stub } of starts) {
    if (!open(stub, stub)) continue;
    queue.add({
      column: xs.indexOf(stub.x),
      row: ys.indexOf(stub.y),
      side,
      cost: 0,
      before: null,
      from: side,
    });
  }
  const done = new Set<string>();
  for (let step = queue.take(); step; step = queue.take()) {
    const key = `${step.column} ${step.row} ${step.side}`;
    if (done.has(key)) continue;
    done.add(key);
    const here = { x: xs[step.column]!, y: ys[step.row]! };
    const goal = goals.find(
      (g) => g.stub.x === here.x && g.stub.y === here.y && opposite(g.side) === step.side,
    );
    if (goal) {
      const start = starts.find((s) => s.side === step.from)!;
      const points = [start.at, ...corners(step, xs, ys), goal.at];
      return { points: simplified(points), from: step.from, to: goal.side, cost: step.cost };
    }
    for (const side of SIDES) {
      if (side === opposite(step.side)) continue;
      const turn = side === step.side ? 0 : CORNER;
      if (turn > 0) {
        queue.add({ ...step, side, cost: step.cost + turn, before: step });
        continue;
      }
      const [column, row] = [step.column + OUT[side].x, step.row + OUT[side].y];
      if (xs[column] === undefined || ys[row] === undefined) continue;
      const there = { x: xs[column], y: ys[row] };
      if (!open(here, there)) continue;
      const way = Math.abs(there.x - here.x) + Math.abs(there.y - here.y);
      queue.add({ column, row, side, cost: step.cost + way, before: step, from: step.from });
    }
  }
  return null;
}

function lines(at: number[]): number[] {
  return [...new Set(at)].sort((a, b) => a - b);
}

function opposite(side: Side): Side {
  return ({ left: 'right', right: 'left', top: 'bottom', bottom: 'top' } as const)[side];
}

/** Does an upright or level line run through a box? */
function meets(box: Box, a: Point, b: Point): boolean {
  return (
    Math.max(a.x, b.x) > box.x &&
    Math.min(a.x, b.x) < box.x + box.width &&
    Math.max(a.y, b.y) > box.y &&
    Math.min(a.y, b.y) < box.y + box.height
  );
}

function corners(last: Step, xs: number[], ys: number[]): Point[] {
  const points: Point[] = [];
  for (let step: Step | null = last; step; step = step.before) {
    points.unshift({ x: xs[step.column]!, y: ys[step.row]! });
  }
  return points;
}

/** Without points that come twice, or lie on a line between their neighbours. */
function simplified(points: Point[]): Point[] {
  const once = points.filter((p, i) => p.x !== points[i - 1]?.x || p.y !== points[i - 1]?.y);
  return once.filter((p, i) => {
    const [before, after] = [once[i - 1], once[i + 1]];
    if (!before || !after) return true;
    return !((before.x === p.x && p.x === after.x) || (before.y === p.y && p.y === after.y));
  });
}

/** Steps by their cost: a binary heap. */
class Queue {
  private readonly heap: Step[] = [];

  add(step: Step): void {
    const { heap } = this;
    let at = heap.push(step) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.cost <= step.cost) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = step;
  }

  take(): Step | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (heap.length === 0 || !last) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.cost < heap[child]!.cost) child += 1;
      if (heap[child]!.cost >= last.cost) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}
