import type { Point } from './geometry';
import type { Grip } from './grips';

export type Gesture =
  | { kind: 'idle' }
  | { kind: 'pan'; last: Point; pointer: number }
  | { kind: 'press'; start: Point; grip: Grip; pointer: number; additive: boolean }
  | { kind: 'drag'; start: Point; at: Point; pointer: number }
  | { kind: 'marquee'; start: Point; at: Point; pointer: number; additive: boolean };

export interface Press {
  pointer: number;
  button: number;
  space: boolean;
  additive: boolean;
  screen: Point;
  /** What lies under the pointer. */
  hit: Grip | null;
}

/** Pixels that a press may tremble before it is a drag. */
const TREMBLE = 4;

/** What a press begins: middle button or Space pans, a grip may be dragged, elsewhere a marquee. */
export function begin(press: Press): Gesture {
  const { pointer, screen } = press;
  if (press.button === 1 || (press.button === 0 && press.space)) {
    return { kind: 'pan', last: screen, pointer };
  }
  if (press.button !== 0) return { kind: 'idle' };
  if (press.hit !== null) {
    return { kind: 'press', start: screen, grip: press.hit, pointer, additive: press.additive };
  }
  return { kind: 'marquee', start: screen, at: screen, pointer, additive: press.additive };
}

/** The gesture after the pointer moved to `at`. */
export function moved(gesture: Gesture, at: Point): Gesture {
  switch (gesture.kind) {
    case 'idle':
      return gesture;
    case 'pan':
      return { ...gesture, last: at };
    case 'press':
      return Math.hypot(at.x - gesture.start.x, at.y - gesture.start.y) < TREMBLE
        ? gesture
        : { kind: 'drag', start: gesture.start, at, pointer: gesture.pointer };
    case 'drag':
    case 'marquee':
      return { ...gesture, at };
  }
}

/** What is selected after a click: with Shift it is added or taken away. */
export function clicked(selected: ReadonlySet<string>, id: string, additive: boolean): Set<string> {
  if (!additive) return new Set([id]);
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}
