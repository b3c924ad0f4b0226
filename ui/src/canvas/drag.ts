import { center, contains, type Box } from './geometry';
import { withContents, type Scene } from './scene';

/** Shows elements elsewhere. */
export function put(scene: Scene, places: Record<string, Box>): void {
  for (const [id, box] of Object.entries(places)) {
    const node = scene.nodes.get(id);
    if (!node) continue;
    node.box = box;
    scene.index.set(id, box);
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
