import { around, type Box } from './geometry';
import type { Edge } from './grips';
import type { Scene, SceneNode } from './scene';

/** How small an element may become: its size, and what has to stay within it. */
export interface Least {
  width: number;
  height: number;
  inner: Box | null;
}

/** Room that a frame keeps around what it holds; above, for its name. */
const ROOM = { side: 12, process: 48, boundary: 32 };
const LEAF = { width: 80, height: 40, most: 176, beside: 46 };

/** The room that a frame needs for what it holds. */
function roomFor(node: SceneNode, contents: Box): Box {
  const top = node.kind === 'boundary' ? ROOM.boundary : ROOM.process;
  return {
    x: contents.x - ROOM.side,
    y: contents.y - top,
    width: contents.width + 2 * ROOM.side,
    height: contents.height + top + ROOM.side,
  };
}

/** Where within a frame others may stand. */
export function insideOf(node: SceneNode): Box {
  const top = node.kind === 'boundary' ? ROOM.boundary : ROOM.process;
  const { x, y, width, height } = node.box;
  return {
    x: x + ROOM.side,
    y: y + top,
    width: width - 2 * ROOM.side,
    height: height - top - ROOM.side,
  };
}

function contentsOf(scene: Scene, id: string): Box | null {
  return around(scene.order.filter((n) => n.parent === id && n.mark !== 'gone').map((n) => n.box));
}

/** The least that `id` can be: its name stays readable, and what it holds stays inside. */
export function leastOf(scene: Scene, id: string, measure: (text: string) => number): Least {
  const node = scene.nodes.get(id)!;
  const contents = contentsOf(scene, id);
  const name = measure(node.name) * 1.2 + LEAF.beside;
  return {
    width: Math.round(Math.min(LEAF.most, Math.max(LEAF.width, name))),
    height: LEAF.height,
    inner: contents && roomFor(node, contents),
  };
}

/** A box whose edge or corner is moved, as far as it may be. What stands too near already does not move. */
export function resized(box: Box, edge: Edge, dx: number, dy: number, least: Least): Box {
  const { inner } = least;
  let [left, top, right, bottom] = [box.x, box.y, box.x + box.width, box.y + box.height];
  const low = (at: number, by: number, most: number) => Math.min(at + by, Math.max(at, most));
  const high = (at: number, by: number, most: number) => Math.max(at + by, Math.min(at, most));
  if (edge.includes('w')) {
    left = low(left, dx, Math.min(right - least.width, inner?.x ?? Infinity));
  }
  if (edge.includes('e')) {
    const most = inner ? inner.x + inner.width : -Infinity;
    right = high(right, dx, Math.max(left + least.width, most));
  }
  if (edge.startsWith('n')) {
    top = low(top, dy, Math.min(bottom - least.height, inner?.y ?? Infinity));
  }
  if (edge.startsWith('s')) {
    const most = inner ? inner.y + inner.height : -Infinity;
    bottom = high(bottom, dy, Math.max(top + least.height, most));
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The frames around elements that have become too small for what they hold, with the size that they need.
 * What stood near to an edge `before` may stay as near. Nothing else moves. */
export function grownFrames(
  scene: Scene,
  places: Record<string, Box>,
  before: Record<string, Box>,
): Record<string, Box> {
  const grown: Record<string, Box> = {};
  for (const node of [...scene.order].reverse()) {
    const frame = node.parent === null ? undefined : scene.nodes.get(node.parent);
    if (!frame || frame.id in places || frame.mark === 'gone' || node.mark === 'gone') continue;
    const now = grown[node.id] ?? places[node.id];
    if (!now) continue;
    const stood = before[node.id] ?? (node.id in grown ? node.box : null);
    const box = grown[frame.id] ?? frame.box;
    const needed = edgesOf(roomFor(frame, now));
    const [own, kept] = [edgesOf(box), stood && edgesOf(stood)];
    const at = edgesOf(now);
    const was = edgesOf(frame.box);
    const reach = (side: number, sign: 1 | -1) => {
      const room = Math.abs(needed[side]! - at[side]!);
      const had = kept ? sign * (was[side]! - kept[side]!) : room;
      const wanted = at[side]! + sign * Math.min(room, had);
      return sign > 0 ? Math.max(own[side]!, wanted) : Math.min(own[side]!, wanted);
    };
    const [left, top, right, bottom] = [reach(0, -1), reach(1, -1), reach(2, 1), reach(3, 1)];
    if (left < own[0] || top < own[1] || right > own[2] || bottom > own[3]) {
      grown[frame.id] = { x: left, y: top, width: right - left, height: bottom - top };
    }
  }
  return grown;
}

function edgesOf(box: Box): [number, number, number, number] {
  return [box.x, box.y, box.x + box.width, box.y + box.height];
}
