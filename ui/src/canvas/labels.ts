import { pointOn } from './curve';
import { intersects, type Box } from './geometry';
import { headOf } from './head';
import type { Route } from './route';
import type { Scene } from './scene';

export const LABEL_HEIGHT = 14;
export const LABEL_FONT = '500 10.5px Inter, sans-serif';
const PLACES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];

/** How wide texts are as labels. */
export function measureIn(context: CanvasRenderingContext2D | null): (text: string) => number {
  if (!context) return (text) => text.length * 6;
  context.font = LABEL_FONT;
  return (text) => context.measureText(text).width;
}

/** Puts the label of each route where it covers no box, no heading and no other label. */
export function placeLabels(
  scene: Scene,
  routes: Route[],
  measure: (text: string) => number,
): void {
  const taken: Box[] = [];
  for (const route of routes) {
    const width = measure(route.link.label) + 8;
    for (const t of PLACES) {
      const at = pointOn(route.curve, t);
      const box = { x: at.x - width / 2, y: at.y - LABEL_HEIGHT / 2, width, height: LABEL_HEIGHT };
      const covers = scene.index.within(box).some((id) => {
        const node = scene.nodes.get(id)!;
        return !node.holds || intersects(headOf(node, measure), box);
      });
      if (covers || taken.some((other) => intersects(other, box))) continue;
      route.label = box;
      taken.push(box);
      break;
    }
  }
}
