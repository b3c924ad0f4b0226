import { freePlace } from '../canvas/free';
import { around, center, grown, intersects, type Box } from '../canvas/geometry';
import { grownFrames, insideOf } from '../canvas/resize';
import { buildScene, rootsOf, withContents, type Scene } from '../canvas/scene';
import type { Architecture } from '../generated/protocol';
import { tidyGraph, type TidyGraph, type TidyPlaces } from './graph';

/** What is to be tidied, and where it goes once it has been laid out. */
export interface TidyPlan {
  graph: TidyGraph;
  settled(places: TidyPlaces): Record<string, Box>;
}

/** Where others are looked for around what does not fit where it was. */
const AROUND = 2000;

/** A plan for elements and what they hold, or for everything; nothing where there is nothing to do, and a
 * reason where it cannot be done. One frame alone is tidied within. */
export function tidyPlan(
  architecture: Architecture,
  selected: ReadonlySet<string> | null,
): TidyPlan | { why: string } {
  const scene = buildScene(architecture);
  const chosen = selected === null ? topLevel(scene) : rootsOf(scene, selected);
  const [only] = chosen;
  const frame = chosen.length === 1 && only !== undefined ? only : null;
  const roots =
    selected !== null && frame !== null
      ? scene.order.filter((n) => n.parent === frame).map((n) => n.id)
      : chosen;
  if (roots.length < 2) {
    return { why: 'Select two elements or more, or one that holds others.' };
  }
  const parents = new Set(roots.map((id) => scene.nodes.get(id)!.parent));
  if (parents.size > 1) {
    return { why: 'Select elements that stand in the same place.' };
  }
  const [parent = null] = parents;
  return {
    graph: tidyGraph(scene, roots),
    settled: (places) => settle(scene, roots, parent, places),
  };
}

function topLevel(scene: Scene): string[] {
  return scene.order.filter((n) => n.parent === null).map((n) => n.id);
}

/** Puts what was laid out where it was, or near to that where others stand in its way. */
function settle(
  scene: Scene,
  roots: readonly string[],
  parent: string | null,
  places: TidyPlaces,
): Record<string, Box> {
  const was = around(roots.map((id) => scene.nodes.get(id)!.box))!;
  const now = around(Object.values(places))!;
  const within = withContents(scene, roots);
  const others = scene.order
    .filter((n) => n.parent === parent && !within.has(n.id))
    .map((n) => n.box);
  const wished = { ...now, x: was.x, y: was.y };
  const frame = parent === null ? null : scene.nodes.get(parent)!;
  const at = others.some((other) => intersects(grown(other, 8), wished))
    ? freePlace(now, center(was), frame ? insideOf(frame) : grown(was, AROUND), others)
    : wished;
  const moved = Object.fromEntries(
    Object.entries(places).map(([id, box]) => [
      id,
      { ...box, x: box.x - now.x + at.x, y: box.y - now.y + at.y },
    ]),
  );
  return { ...moved, ...grownFrames(scene, moved, {}) };
}
