import { toScreen, type Camera } from './camera';
import type { Box, Point } from './geometry';
import { portAt, SIDES, type Side } from './ports';
import type { Route } from './route';
import type { SceneLink, SceneNode } from './scene';

/** An edge or a corner of a box, by the winds. */
export type Edge = 'n' | 's' | 'e' | 'w' | 'nw' | 'ne' | 'sw' | 'se';
/** Corners come first: they lie over the ends of edges. */
export const EDGES: readonly Edge[] = ['nw', 'ne', 'sw', 'se', 'n', 's', 'e', 'w'];

/** What a pointer can take hold of. */
export type Grip =
  | { is: 'element'; id: string }
  | { is: 'edge'; id: string; edge: Edge }
  | { is: 'port'; id: string; side: Side }
  | { is: 'end'; link: SceneLink; end: 'from' | 'to' };

/** What shows its grips: the element that is selected alone, those that a link can begin at, the selected link. */
export interface Held {
  sized: SceneNode | null;
  linked: SceneNode[];
  routes: Route[];
}

/** Pixels of the screen: half a handle, how near is near enough, how far before its side a port lies. */
export const HANDLE = 3;
export const PORT = 5;
const REACH = 7;
const PORT_AWAY = 15;
/** The least an element measures on the screen to have handles. */
const LEAST = { width: 44, height: 22 };

/** The handles of a box, in the drawing. */
export function handleAt(box: Box, edge: Edge): Point {
  const along = (low: boolean, high: boolean) => (low ? 0 : high ? 1 : 0.5);
  return {
    x: box.x + box.width * along(edge.includes('w'), edge.includes('e')),
    y: box.y + box.height * along(edge.startsWith('n'), edge.startsWith('s')),
  };
}

/** Where a link is drawn out of a box, in the drawing: before the middle of each side. */
export function outlet(box: Box, side: Side, zoom: number): Point {
  const at = portAt(box, side, 0.5);
  const away = PORT_AWAY / zoom;
  return {
    x: at.x + (side === 'left' ? -away : side === 'right' ? away : 0),
    y: at.y + (side === 'top' ? -away : side === 'bottom' ? away : 0),
  };
}

/** Is a box large enough on the screen for grips? */
export function graspable(box: Box, zoom: number): boolean {
  return box.width * zoom >= LEAST.width && box.height * zoom >= LEAST.height;
}

/** The grip under a point of the screen, other than an element itself. */
export function gripAt(held: Held, camera: Camera, screen: Point): Grip | null {
  const near = (point: Point, reach = REACH) => {
    const at = toScreen(camera, point);
    return Math.hypot(at.x - screen.x, at.y - screen.y) <= reach;
  };
  for (const { link, curve } of held.routes) {
    if (link.mark === 'gone') continue;
    if (near(curve.at(-1)!)) return { is: 'end', link, end: 'to' };
    if (near(curve[0]!)) return { is: 'end', link, end: 'from' };
  }
  const { sized } = held;
  if (sized && graspable(sized.box, camera.zoom)) {
    const edge = EDGES.find((edge) => near(handleAt(sized.box, edge)));
    if (edge) return { is: 'edge', id: sized.id, edge };
  }
  for (const { id, box } of held.linked) {
    if (!graspable(box, camera.zoom)) continue;
    const side = SIDES.find((side) => near(outlet(box, side, camera.zoom), REACH + 1));
    if (side) return { is: 'port', id, side };
  }
  return null;
}

/** Is a point of the screen so near to an element that its ports stay in sight? */
export function besides(node: SceneNode, camera: Camera, screen: Point): boolean {
  const { x, y } = toScreen(camera, node.box);
  const room = PORT_AWAY + REACH + 2;
  return (
    screen.x >= x - room &&
    screen.y >= y - room &&
    screen.x <= x + node.box.width * camera.zoom + room &&
    screen.y <= y + node.box.height * camera.zoom + room
  );
}

const CURSOR: Record<Edge, string> = {
  n: 'ns-resize',
  s: 'ns-resize',
  e: 'ew-resize',
  w: 'ew-resize',
  nw: 'nwse-resize',
  se: 'nwse-resize',
  ne: 'nesw-resize',
  sw: 'nesw-resize',
};

/** The pointer's shape over a grip. */
export function cursorOf(grip: Grip | null): string {
  if (grip?.is === 'edge') return CURSOR[grip.edge];
  return grip?.is === 'port' || grip?.is === 'end' ? 'crosshair' : '';
}
