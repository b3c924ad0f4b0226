import { around, center, contains, grown, intersects, type Box, type Point } from './geometry';
import type { Scene, SceneLink, SceneNode } from './scene';

type Side = 'left' | 'right' | 'top' | 'bottom';

/** A link's way: a cubic curve from the edge of one box to the edge of another. */
export interface Route {
  link: SceneLink;
  curve: [Point, Point, Point, Point];
  bounds: Box;
  /** The sides that were chosen for it. */
  ends: Ends;
  /** Where its label fits without covering a box or another label; none where it does not. */
  label: Box | null;
}

export interface Ends {
  link: SceneLink;
  from: { node: SceneNode; side: Side };
  to: { node: SceneNode; side: Side };
  /** How far the curve swings out, against its usual way. */
  swing: number;
}

const OUT: Record<Side, Point> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
};
const SIDES: readonly Side[] = ['right', 'left', 'bottom', 'top'];
const SAMPLES = 14;
/** What running through a box costs, in pixels of a longer way. */
const CROSSING = 600;
export const LABEL_HEIGHT = 14;
/** How much of a frame's upper edge its name may take. */
const TITLE_WIDTH = 240;

/** Routes of the same links, and the elements that were moved since. */
export interface Before {
  routes: Route[];
  moved: ReadonlySet<string>;
}

/** The ways of all links of `scene`, around boxes where that can be had. After a move only the links of
 * what was moved look for other sides. */
export function routeLinks(
  scene: Scene,
  measure: (text: string) => number,
  before?: Before,
): Route[] {
  const ends = scene.links.map((link, i) => {
    const known = before?.routes[i];
    const still = known && !before.moved.has(link.from) && !before.moved.has(link.to);
    return still ? known.ends : chooseSides(scene, link);
  });
  const ports = spreadPorts(ends);
  const routes = ends.map((end, i) => {
    const [a, b] = ports[i]!;
    const curve = curveBetween(a, end.from.side, b, end.to.side, end.swing);
    return {
      link: end.link,
      curve,
      bounds: around(curve.map(dot))!,
      ends: end,
      label: null as Box | null,
    };
  });
  placeLabels(scene, routes, measure);
  return routes;
}

function dot(point: Point): Box {
  return { ...point, width: 0, height: 0 };
}

function chooseSides(scene: Scene, link: SceneLink): Ends {
  const usual = cheapest(scene, link, 1);
  if (usual.crossed === 0) return usual.ends;
  const wide = cheapest(scene, link, 2.2);
  return wide.cost < usual.cost ? wide.ends : usual.ends;
}

function cheapest(
  scene: Scene,
  link: SceneLink,
  swing: number,
): { cost: number; crossed: number; ends: Ends } {
  const from = scene.nodes.get(link.from)!;
  const to = scene.nodes.get(link.to)!;
  const related = new Set([...ancestors(scene, from), ...ancestors(scene, to)]);
  let best: ReturnType<typeof cheapest> | null = null;
  for (const a of SIDES) {
    for (const b of SIDES) {
      const start = portAt(from.box, a, 0.5);
      const end = portAt(to.box, b, 0.5);
      const bends = costOf(start, a, end, b) * swing;
      if (best && bends >= best.cost) continue;
      const curve = curveBetween(start, a, end, b, swing);
      const boxes = crossed(scene, curve, related, [from.box, to.box]).size;
      const cost = bends + CROSSING * boxes;
      if (best && cost >= best.cost) continue;
      const ends = { link, from: { node: from, side: a }, to: { node: to, side: b }, swing };
      best = { cost, crossed: boxes, ends };
    }
  }
  return best!;
}

/** How far a link goes, and how far it goes out of its way. */
function costOf(start: Point, a: Side, end: Point, b: Side): number {
  const towards = { x: end.x - start.x, y: end.y - start.y };
  let cost = Math.hypot(towards.x, towards.y);
  if (towards.x * OUT[a].x + towards.y * OUT[a].y < 0) cost += 260;
  if (-towards.x * OUT[b].x - towards.y * OUT[b].y < 0) cost += 260;
  if (a === b) cost += 90;
  else if (OUT[a].x * OUT[b].x + OUT[a].y * OUT[b].y === 0) cost += 40;
  return cost;
}

function* ancestors(scene: Scene, node: SceneNode): Generator<string> {
  let at: SceneNode | undefined = node;
  while (at) {
    yield at.id;
    at = at.parent ? scene.nodes.get(at.parent) : undefined;
  }
}

/** Boxes without contents that a curve would run through; its own ends count as one. */
function crossed(
  scene: Scene,
  curve: Route['curve'],
  related: Set<string>,
  ends: Box[],
): Set<string> {
  const hit = new Set<string>();
  for (let i = 1; i < SAMPLES; i++) {
    for (const id of scene.index.at(pointOn(curve, i / SAMPLES))) {
      if (!related.has(id) && !scene.nodes.get(id)!.holds) hit.add(id);
    }
  }
  for (let i = 1; i < SAMPLES; i++) {
    const at = pointOn(curve, i / SAMPLES);
    if (ends.some((box) => contains(grown(box, -3), at))) hit.add('');
  }
  return hit;
}

/** Gives the links that share a side of a box their own places on it, in an order without crossings. */
function spreadPorts(ends: Ends[]): [Point, Point][] {
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

function portAt(box: Box, side: Side, along: number): Point {
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

function curveBetween(a: Point, from: Side, b: Point, to: Side, swing: number): Route['curve'] {
  const reach = swing * Math.min(140, Math.max(20, Math.hypot(b.x - a.x, b.y - a.y) * 0.42));
  return [
    a,
    { x: a.x + OUT[from].x * reach, y: a.y + OUT[from].y * reach },
    { x: b.x + OUT[to].x * reach, y: b.y + OUT[to].y * reach },
    b,
  ];
}

export function pointOn([a, b, c, d]: Route['curve'], t: number): Point {
  const u = 1 - t;
  const [p, q, r, s] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return { x: p * a.x + q * b.x + r * c.x + s * d.x, y: p * a.y + q * b.y + r * c.y + s * d.y };
}

/** How far a point is from a link's curve. */
export function distanceTo(route: Route, point: Point): number {
  let nearest = Infinity;
  for (let i = 0; i <= 24; i++) {
    const on = pointOn(route.curve, i / 24);
    nearest = Math.min(nearest, Math.hypot(on.x - point.x, on.y - point.y));
  }
  return nearest;
}

function placeLabels(scene: Scene, routes: Route[], measure: (text: string) => number): void {
  const taken: Box[] = [];
  for (const route of routes) {
    const width = measure(route.link.label) + 8;
    for (const t of [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74]) {
      const at = pointOn(route.curve, t);
      const box = { x: at.x - width / 2, y: at.y - LABEL_HEIGHT / 2, width, height: LABEL_HEIGHT };
      const coversNode = scene.index.within(box).some((id) => {
        const node = scene.nodes.get(id)!;
        return !node.holds || headOf(node.box, box);
      });
      if (coversNode || taken.some((other) => intersects(other, box))) continue;
      route.label = box;
      taken.push(box);
      break;
    }
  }
}

/** Does a label cover the heading or the frame of a box that holds others? */
function headOf(frame: Box, label: Box): boolean {
  const inside =
    label.x > frame.x &&
    label.x + label.width < frame.x + frame.width &&
    label.y > frame.y + 40 &&
    label.y + label.height < frame.y + frame.height;
  const title = label.x < frame.x + TITLE_WIDTH;
  return !inside && title && label.y < frame.y + 40 && label.y + label.height > frame.y;
}
