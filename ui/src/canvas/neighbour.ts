import { center } from './geometry';
import type { Scene, SceneNode } from './scene';

export type Direction = 'left' | 'right' | 'up' | 'down';

const TOWARDS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] } as const;

/** The element that lies next to `from` in a direction, or the top-left one where nothing is selected. */
export function neighbour(
  scene: Scene,
  from: string | null,
  direction: Direction,
): SceneNode | null {
  const start = from === null ? undefined : scene.nodes.get(from);
  const nodes = scene.order.filter((n) => n.mark !== 'gone');
  if (!start) {
    return nodes.reduce<SceneNode | null>(
      (best, n) => (!best || n.box.x + n.box.y < best.box.x + best.box.y ? n : best),
      null,
    );
  }
  const [dx, dy] = TOWARDS[direction];
  const origin = center(start.box);
  let best: { node: SceneNode; cost: number } | null = null;
  for (const node of nodes) {
    if (node.id === start.id) continue;
    const to = center(node.box);
    const along = (to.x - origin.x) * dx + (to.y - origin.y) * dy;
    const across = Math.abs((to.x - origin.x) * dy) + Math.abs((to.y - origin.y) * dx);
    if (along <= 0) continue;
    const cost = along + 2.5 * across;
    if (!best || cost < best.cost) best = { node, cost };
  }
  return best?.node ?? null;
}
