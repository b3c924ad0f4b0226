import { toDrawing, toScreen, type Camera } from './camera';
import type { Point } from './geometry';
import { elementAt, middleOf } from './hit';
import type { Route } from './route';
import type { Scene } from './scene';

/** Where a point of the page lies in the drawing of `host`, and the innermost element there; nothing outside. */
export function placeAt(
  host: HTMLElement,
  scene: Scene | null,
  camera: Camera,
  page: Point,
): { point: Point; over: string | null } | null {
  const { x, y, width, height } = host.getBoundingClientRect();
  const at = { x: page.x - x, y: page.y - y };
  if (!scene || at.x < 0 || at.y < 0 || at.x > width || at.y > height) return null;
  return { point: toDrawing(camera, at), over: elementAt(scene, camera, at) };
}

/** Where on the screen the middle of a link is; nothing out of sight. */
export function middleInSight(
  routes: Route[],
  camera: Camera,
  viewport: { width: number; height: number },
  relationships: readonly string[],
): Point | null {
  const on = middleOf(routes, relationships);
  if (!on) return null;
  const at = toScreen(camera, on);
  const { width, height } = viewport;
  return at.x < 0 || at.y < 0 || at.x > width || at.y > height ? null : at;
}
