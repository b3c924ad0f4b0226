import { center, type Box, type Point } from './geometry';
import type { SceneLink, SceneNode } from './scene';

export type Side = 'left' | 'right' | 'top' | 'bottom';

/** The sides by which a link leaves one box and enters another. */
export interface Ends {
  link: SceneLink;
  from: { node: SceneNode; side: Side };
  to: { node: SceneNode; side: Side };
}

export const OUT: Record<Side, Point> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
};
export const SIDES: readonly Side[] = ['right', 'left', 'bottom', 'top'];

/** A point on a side of a box; `along` goes from 0 to 1. */
export function portAt(box: Box, side: Side, along: number): Point {
  switch (side) {
    case 'left':
      return { x: box.x, y: box.y + box.height * along };
    case 'right':
      return { x: box.x + box.width, y: box.y + box.height * along };
    case 'top':
      return { x: box.x + box.width * along, y: box.y };
    case 'bottom':
      return { x: box.x + box.width * along, y: box.y + box.height };
  }
}

/** Gives the links that share a side of a box their own places on it, in an order without crossings. */
export function spreadPorts(ends: Ends[]): [Point, Point][] {
  const ports: [Point, Point][] = ends.map(() => [
    { x: 0, y: 0 },
    { x: 0, y: 0 },
  ]);
  const bySide = new Map<
    string,
    { link: number; end: 0 | 1; node: SceneNode; side: Side; key: number }[]
  >();
  ends.forEach((e, link) => {
    for (const end of [0, 1] as const) {
      const { node, side } = end === 0 ? e.from : e.to;
      const other = center((end === 0 ? e.to : e.from).node.box);
      const key = side === 'left' || side === 'right' ? other.y : other.x;
      const group = `${node.id} ${side}`;
      const list = bySide.get(group) ?? [];
      list.push({ link, end, node, side, key });
      bySide.set(group, list);
    }
  });
  for (const list of bySide.values()) {
    list.sort((a, b) => a.key - b.key || a.link - b.link);
    list.forEach((port, i) => {
      ports[port.link]![port.end] = portAt(port.node.box, port.side, (i + 1) / (list.length + 1));
    });
  }
  return ports;
}
