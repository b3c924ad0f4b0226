import { pointOn } from './curve';
import { toDrawing, type Camera } from './camera';
import { encloses, grown, type Point } from './geometry';
import { distanceTo, type Route } from './route';
import type { Scene } from './scene';

/** How far from a link a click still means it, in screen pixels. */
const REACH = 7;

/** The elements at a point of the drawing, outer before inner. */
export function elementsUnder(scene: Scene, point: Point): string[] {
  const ids = new Set(scene.index.at(point));
  if (ids.size === 0) return [];
  return scene.order.filter((n) => ids.has(n.id) && n.mark !== 'gone').map((n) => n.id);
}

/** The innermost element under a point of the screen. */
export function elementAt(scene: Scene, camera: Camera, screen: Point): string | null {
  return elementsUnder(scene, toDrawing(camera, screen)).at(-1) ?? null;
}

/** The link under a point of the screen, by its line or its label. */
export function linkAt(routes: Route[], camera: Camera, screen: Point): Route | null {
  const point = { ...toDrawing(camera, screen), width: 0, height: 0 };
  const reach = REACH / camera.zoom;
  let best: { route: Route; distance: number } | null = null;
  for (const route of routes) {
    const onLabel = route.label !== null && encloses(route.label, point);
    if (!onLabel && !encloses(grown(route.bounds, reach), point)) continue;
    const distance = onLabel ? 0 : distanceTo(route, point);
    if (distance <= reach && (!best || distance < best.distance)) best = { route, distance };
  }
  return best?.route ?? null;
}

/** Where the label of a link stands, or else its middle, in the drawing. */
export function middleOf(routes: Route[], relationships: readonly string[]): Point | null {
  const found = routes.find(
    ({ link }) =>
      link.mark !== 'gone' && link.relationships.some((id) => relationships.includes(id)),
  );
  return found ? (found.label ?? pointOn(found.curve, 0.5)) : null;
}
