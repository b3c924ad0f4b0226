import type { Step } from '../../generated/protocol';
import { kindOf, lanesOf } from './tree';

/** Something of the picture; `d` is a path of SVG. */
export interface Mark {
  as: 'work' | 'wait' | 'link' | 'line' | 'choice' | 'loop' | 'lock' | 'fails';
  d: string;
}
export interface Picture {
  width: number;
  height: number;
  marks: Mark[];
}

const BOX = 12;
const GAP = 10;
const LANE = 6;
const EDGE = 8;

interface Size {
  width: number;
  /** Above and below the line. */
  up: number;
  down: number;
}

function sizeOf(step: Step): Size {
  const lanes = lanesOf(step);
  if (lanes.length === 0) return { width: BOX, up: BOX / 2, down: BOX / 2 };
  const sizes = lanes.map(({ steps }) => sequence(steps));
  const inner = Math.max(...sizes.map((size) => size.width));
  if (lanes.length === 1) {
    const only = sizes[0]!;
    return { width: inner + 2 * EDGE, up: only.up + 7, down: only.down + 3 };
  }
  const below = sizes.slice(1).reduce((sum, size) => sum + size.up + size.down + LANE, 0);
  return { width: inner + 4 * EDGE, up: sizes[0]!.up, down: sizes[0]!.down + below };
}

function sequence(steps: readonly Step[]): Size {
  const sizes = steps.map(sizeOf);
  const width = sizes.reduce((sum, size) => sum + size.width, 0);
  return {
    width: Math.max(BOX, width + GAP * Math.max(0, steps.length - 1)),
    up: Math.max(BOX / 2, ...sizes.map((size) => size.up)),
    down: Math.max(BOX / 2, ...sizes.map((size) => size.down)),
  };
}

/** A sequence from left to right: what is done at once, or by choice, stands below each other. */
export function drawn(steps: readonly Step[]): Picture {
  const size = sequence(steps);
  const marks: Mark[] = [];
  const start = GAP;
  const y = size.up + 2;
  line(marks, 0, y, start);
  along(marks, steps, start, y, size.width);
  line(marks, start + size.width, y, start + size.width + GAP);
  return { width: size.width + 2 * GAP, height: size.up + size.down + 4, marks };
}

/** Draws a sequence from `x` on, and the line to its end. */
function along(marks: Mark[], steps: readonly Step[], x: number, y: number, width: number): void {
  const end = x + width;
  let at = x;
  for (const [i, step] of steps.entries()) {
    if (i > 0) {
      line(marks, at, y, at + GAP);
      at += GAP;
    }
    const size = sizeOf(step);
    one(marks, step, at, y, size);
    at += size.width;
  }
  line(marks, at, y, end);
}

function one(marks: Mark[], step: Step, x: number, y: number, size: Size): void {
  const lanes = lanesOf(step);
  const kind = kindOf(step);
  if (lanes.length === 0) {
    const half = BOX / 2;
    const as = kind === 'follow' ? 'link' : kind.startsWith('wait') ? 'wait' : 'work';
    const d =
      as === 'link'
        ? `M${x} ${y - half}H${x + half}L${x + BOX} ${y}L${x + half} ${y + half}H${x}Z`
        : `M${x} ${y - half}H${x + BOX}V${y + half}H${x}Z`;
    marks.push({ as, d });
    return;
  }
  if (lanes.length === 1) {
    const right = x + size.width;
    line(marks, x, y, x + EDGE);
    along(marks, lanes[0]!.steps, x + EDGE, y, size.width - 2 * EDGE);
    line(marks, right - EDGE, y, right);
    const top = y - size.up + 2;
    const loop = `M${right - 3} ${y}V${top + 3}Q${right - 3} ${top} ${right - 6} ${top}H${x + 6}Q${x + 3} ${top} ${x + 3} ${top + 3}V${y}`;
    const frame = `M${x + 2} ${top}H${right - 2}V${y + size.down}H${x + 2}Z`;
    marks.push(kind === 'repeat' ? { as: 'loop', d: loop } : { as: 'lock', d: frame });
    return;
  }
  const right = x + size.width;
  const inner = size.width - 4 * EDGE;
  let at = y;
  let before: Size | null = null;
  for (const lane of lanes) {
    const own = sequence(lane.steps);
    if (before) at += before.down + LANE + own.up;
    const as = lane.otherwise ? 'fails' : 'line';
    if (at !== y) {
      const from = x + EDGE;
      marks.push({ as, d: `M${from} ${y}C${from + 4} ${y} ${from} ${at} ${from + EDGE} ${at}` });
      const to = right - EDGE;
      marks.push({ as, d: `M${to - EDGE} ${at}C${to} ${at} ${to - 4} ${y} ${to} ${y}` });
    } else {
      line(marks, x + EDGE, y, x + 2 * EDGE);
      line(marks, right - 2 * EDGE, y, right - EDGE);
    }
    along(marks, lane.steps, x + 2 * EDGE, at, inner);
    before = own;
  }
  line(marks, x, y, x + EDGE);
  line(marks, right - EDGE, y, right);
  const end = kind === 'branch' ? 4 : 2;
  if (kind === 'branch') marks.push({ as: 'choice', d: diamond(x + EDGE, y, end) });
  else if (kind !== 'try') {
    marks.push({ as: 'choice', d: `M${x + EDGE - 1} ${y - 4}h${end}v8h${-end}Z` });
    marks.push({ as: 'choice', d: `M${right - EDGE - 1} ${y - 4}h${end}v8h${-end}Z` });
  }
}

function line(marks: Mark[], from: number, y: number, to: number): void {
  if (to > from) marks.push({ as: 'line', d: `M${from} ${y}H${to}` });
}

const diamond = (x: number, y: number, r: number) =>
  `M${x - r} ${y}L${x} ${y - r}L${x + r} ${y}L${x} ${y + r}Z`;
