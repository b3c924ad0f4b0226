import type { Camera } from './camera';
import type { CanvasEvents } from './events';
import type { Box, Point } from './geometry';
import type { Scene } from './scene';
import type { Guide } from './snap';

/** What a gesture works on. */
export interface Stage {
  readonly scene: Scene;
  readonly camera: Camera;
  readonly viewport: { width: number; height: number };
  readonly selected: ReadonlySet<string>;
  readonly events: CanvasEvents;
  /** Shows elements at other places, before the back end knows; null shows them where they are. */
  show(places: Record<string, Box> | null): void;
  /** What is shown holds from now on: the back end is told. */
  keep(): void;
  measure(text: string): number;
  draw(): void;
}

/** What a drag draws over the drawing. */
export interface Overlay {
  guides: readonly Guide[];
  /** The element at which it would end, and whether it may. */
  target: { id: string; fits: boolean } | null;
  /** A link that is being drawn. */
  line: { from: Point; to: Point; fits: boolean } | null;
}

/** Something that is being dragged. Points are in pixels of the screen; `free` asks for no snapping. */
export interface Drag {
  readonly overlay: Overlay;
  to(start: Point, at: Point, free: boolean): void;
  drop(): void;
  abandon(): void;
}

export const NOTHING: Overlay = { guides: [], target: null, line: null };

/** How near, in pixels of the screen, something has to come to be drawn into line. */
export const SNAP_REACH = 6;
/** The grid of the pointer and that of the keys, in pixels of the drawing. */
export const GRID = 8;
export const FINE_GRID = 4;

let count = 0;
const epoch = Math.floor(performance.timeOrigin);

/** A name of its own for what is undone in one step. */
export function gestureNamed(what: string): string {
  count += 1;
  return `${what}-${count}-${epoch}`;
}
