import type { Camera } from './camera';
import type { Box } from './geometry';

/** What a canvas tells its surroundings. */
export interface CanvasEvents {
  /** Elements are selected, or else the relationships of a link. */
  select(elements: ReadonlySet<string>, links: readonly string[]): void;
  /** A finished drag, or a step by key: new places of the elements and of all that they hold. */
  move(places: Record<string, Box>, gesture: string): void;
  /** Components are being dragged outside of their process, or not any more. */
  pulling(components: number): void;
  /** Components were dropped outside of their process. */
  draggedOut(components: string[]): void;
  cameraMoved(camera: Camera): void;
  painted(): void;
}
