import { freePlace } from '../canvas/free';
import { around, center, type Box } from '../canvas/geometry';
import { grownFrames, insideOf } from '../canvas/resize';
import { buildScene, rootsOf, withContents } from '../canvas/scene';
import type { Architecture, Edit } from '../generated/protocol';

const BESIDE = 48;

/** Edits that put elements into a frame, or onto the top level: each where there is room, with all that it
 * holds. Frames grow where they have to; nothing else moves. */
export function putInto(
  ids: readonly string[],
  holder: string | null,
  architecture: Architecture,
): Edit[] {
  const scene = buildScene(architecture);
  const roots = rootsOf(scene, new Set(ids));
  const frame = holder === null ? null : scene.nodes.get(holder);
  const places: Record<string, Box> = {};
  const taken = scene.order
    .filter((node) => node.parent === holder && !roots.includes(node.id))
    .map((node) => node.box);
  for (const id of roots) {
    const { box, parent } = scene.nodes.get(id)!;
    const left = parent === null ? box : outermost(scene, parent);
    const room = frame
      ? insideOf(frame)
      : around([...taken, box].map((b) => ({ ...b, width: b.width + BESIDE + box.width })))!;
    const near = frame
      ? center(box)
      : { x: left.x + left.width + BESIDE + box.width / 2, y: center(box).y };
    const next = freePlace(box, near, room, taken);
    const at = { ...box, x: next.x, y: next.y };
    taken.push(at);
    for (const inner of withContents(scene, [id])) {
      const was = scene.nodes.get(inner)!.box;
      places[inner] = { ...was, x: was.x + at.x - box.x, y: was.y + at.y - box.y };
    }
    scene.nodes.get(id)!.parent = holder;
  }
  const positions = { ...places, ...grownFrames(scene, places, {}) };
  return [
    { kind: 'move_into', elements: roots, to: holder },
    { kind: 'place', positions },
  ];
}

function outermost(scene: ReturnType<typeof buildScene>, id: string): Box {
  let node = scene.nodes.get(id)!;
  while (node.parent) node = scene.nodes.get(node.parent)!;
  return node.box;
}
