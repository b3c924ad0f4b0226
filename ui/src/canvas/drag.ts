import { contains, center, type Box, type Point } from './geometry';
import { withContents, type Scene } from './scene';

/** Moves elements with all that they hold, on screen only. */
export function shift(scene: Scene, ids: Iterable<string>, by: Point): void {
  if (by.x === 0 && by.y === 0) return;
  for (const id of withContents(scene, ids)) {
    const node = scene.nodes.get(id);
    if (!node) continue;
    node.box = { ...node.box, x: node.box.x + by.x, y: node.box.y + by.y };
    scene.index.set(id, node.box);
  }
}

/** The places of elements and of all that they hold. */
export function placesOf(scene: Scene, ids: Iterable<string>): Record<string, Box> {
  const places: Record<string, Box> = {};
  for (const id of withContents(scene, ids)) {
    const node = scene.nodes.get(id);
    if (node && node.mark !== 'gone') places[id] = node.box;
  }
  return places;
}

/** Components among `ids` whose middle lies outside of their process. */
export function pulledOut(scene: Scene, ids: Iterable<string>): string[] {
  return [...ids].filter((id) => {
    const node = scene.nodes.get(id);
    const parent = node?.parent ? scene.nodes.get(node.parent) : undefined;
    return (
      node?.kind === 'component' && parent !== undefined && !contains(parent.box, center(node.box))
    );
  });
}
