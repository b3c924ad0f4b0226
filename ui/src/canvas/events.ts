import type { Mode } from '../generated/protocol';
import type { Camera } from './camera';
import type { Box, Point } from './geometry';

/** How a link would join two elements, or why it cannot. */
export interface Joined {
  mode: Mode | null;
  why: string | null;
  /** What it would say, for a person. */
  text: string;
}

/** What a canvas tells its surroundings, and asks of them. */
export interface CanvasEvents {
  /** Elements are selected, or else the relationships of a link. */
  select(elements: ReadonlySet<string>, links: readonly string[]): void;
  /** A finished drag, or a step by key: new places of the elements and of all that they hold. */
  move(places: Record<string, Box>, gesture: string): void;
  /** What elements would stand in if they were let go over `over`: null is the top level; nothing where they
   * stay where they are. */
  holder(elements: readonly string[], over: string | null): string | null | undefined;
  /** What is dragged would stand in something else, or not any more. */
  nesting(into: { holder: string | null } | null): void;
  /** Elements were dropped into something else. */
  nest(elements: readonly string[], holder: string | null, places: Record<string, Box>): void;
  /** Components are being dragged outside of their process, or not any more. */
  pulling(components: number): void;
  /** Components were dropped outside of their process. */
  draggedOut(components: string[]): void;
  /** Can a link be drawn out of an element? */
  begins(element: string): boolean;
  /** How a link would join two elements; `mode` where it is there already. */
  joined(from: string, to: string, mode: Mode | null): Joined;
  /** A link is being drawn, or not any more. */
  linking(joined: Joined | null): void;
  /** A link was drawn from an element to another. */
  link(from: string, to: string): void;
  /** A link was drawn to where nothing is, or only a frame: `over`. */
  linkToNew(from: string, at: Point, over: string | null): void;
  /** An end of a link was taken to another element. */
  attach(relationships: readonly string[], end: 'from' | 'to', to: string): void;
  /** A link was let go where it cannot be. */
  refused(joined: Joined): void;
  cameraMoved(camera: Camera): void;
  painted(): void;
}

const nothing = () => undefined;

/** Of a canvas that is only looked at. */
export const ONLY_SHOWN: CanvasEvents = {
  select: nothing,
  move: nothing,
  holder: nothing,
  nesting: nothing,
  nest: nothing,
  pulling: nothing,
  draggedOut: nothing,
  begins: () => false,
  joined: (_from, _to, mode) => ({ mode, why: null, text: '' }),
  linking: nothing,
  link: nothing,
  linkToNew: nothing,
  attach: nothing,
  refused: nothing,
  cameraMoved: nothing,
  painted: nothing,
};
