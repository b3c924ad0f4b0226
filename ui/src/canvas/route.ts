import { pointOn, rounded, samples, sweep, type Curve } from './curve';
import { anySide, detour, type End } from './detour';
import { around, contains, grown, type Box, type Point } from './geometry';
import { headOf } from './head';
import { placeLabels } from './labels';
import { OUT, portAt, SIDES, spreadPorts, type Ends, type Side } from './ports';
import type { Scene, SceneLink, SceneNode } from './scene';

/** A link's way from the edge of one box to the edge of another. */
export interface Route {
  link: SceneLink;
  curve: Curve;
  bounds: Box;
  /** The way that was chosen for it. */
  way: Way;
  /** Where its label fits without covering a box or another label; none where it does not. */
  label: Box | null;
}

/** The sides of a link, and how it gets from one to the other. */
interface Way extends Ends {
  /** How far a curve swings out, against its usual way; nothing for a way with corners. */
  swing: number | null;
}

/** What running through a box or a heading costs, in pixels of a longer way. */
const CROSSING = 600;
const WIDE = 2.2;
const RADIUS = 14;
/** How far ways with corners keep from boxes: not all the same, so that two beside each other are two. */
const CLEAR: readonly number[] = [8, 12, 10];
/** How far from its ends a link goes around. */
const ROOM = 120;
/** Where there is more, ways are not looked for around it: it would take too long to be drawn at once. */
const MOST_OBSTACLES = 40;
const MOST_DETOURS = 60;

/** Routes of the same links, and the elements that were moved since. */
export interface Before {
  routes: Route[];
  moved: ReadonlySet<string>;
}

type Measure = (text: string) => number;

/** The ways of all links of `scene`, around boxes and headings where that can be had. After a move only
 * the links of what was moved look for other sides. */
export function routeLinks(scene: Scene, measure: Measure, before?: Before): Route[] {
  let left = MOST_DETOURS;
  const ways = scene.links.map((link, i) => {
    const known = before?.routes[i];
    const still = known && !before.moved.has(link.from) && !before.moved.has(link.to);
    const way = still ? known.way : chooseWay(scene, link, measure, left > 0);
    if (way.swing === null) left -= 1;
    return way;
  });
  const ports = spreadPorts(ways);
  const routes = ways.map((way, i) => {
    const [a, b] = ports[i]!;
    const curve =
      way.swing === null
        ? cornered(scene, way, a, b, CLEAR[i % CLEAR.length]!, measure)
        : sweep(a, way.from.side, b, way.to.side, way.swing);
    return { link: way.link, curve, bounds: around(curve.map(dot))!, way, label: null };
  });
  placeLabels(scene, routes, measure);
  return routes;
}

function dot(point: Point): Box {
  return { ...point, width: 0, height: 0 };
}

function chooseWay(scene: Scene, link: SceneLink, measure: Measure, mayDetour: boolean): Way {
  const usual = cheapest(scene, link, 1, measure);
  if (usual.crossed === 0) return usual.way;
  const wide = cheapest(scene, link, WIDE, measure);
  const best = wide.cost < usual.cost ? wide : usual;
  if (best.crossed === 0 || !mayDetour) return best.way;
  const { from, to } = best.way;
  const obstacles = obstaclesOf(scene, from.node, to.node, measure);
  if (obstacles.length > MOST_OBSTACLES) return best.way;
  const found = detour(anySide(from.node.box), anySide(to.node.box), obstacles, CLEAR[0]!);
  if (!found || found.cost >= best.cost) return best.way;
  return {
    link,
    from: { node: from.node, side: found.from },
    to: { node: to.node, side: found.to },
    swing: null,
  };
}

/** A way with corners between two ports; a curve where the ports leave no room for it. */
function cornered(
  scene: Scene,
  way: Way,
  a: Point,
  b: Point,
  clear: number,
  measure: Measure,
): Curve {
  const { from, to } = way;
  const end = ({ node, side }: Ends['from'], at: Point): End => ({
    box: node.box,
    ports: [{ side, at }],
  });
  const obstacles = obstaclesOf(scene, from.node, to.node, measure);
  const found = detour(end(from, a), end(to, b), obstacles, clear);
  return found ? rounded(found.points, RADIUS) : sweep(a, from.side, b, to.side, 1);
}

/** The boxes and headings near two elements that a link between them should not run through. */
function obstaclesOf(scene: Scene, from: SceneNode, to: SceneNode, measure: Measure): Box[] {
  const room = grown(around([from.box, to.box])!, ROOM);
  return scene.index.within(room).flatMap((id) => {
    const node = scene.nodes.get(id)!;
    if (node === from || node === to) return [];
    return node.holds ? headOf(node, measure) : node.box;
  });
}

function cheapest(
  scene: Scene,
  link: SceneLink,
  swing: number,
  measure: Measure,
): { cost: number; crossed: number; way: Way } {
  const from = scene.nodes.get(link.from)!;
  const to = scene.nodes.get(link.to)!;
  let best: ReturnType<typeof cheapest> | null = null;
  for (const a of SIDES) {
    for (const b of SIDES) {
      const start = portAt(from.box, a, 0.5);
      const end = portAt(to.box, b, 0.5);
      const bends = costOf(start, a, end, b) * swing;
      if (best && bends >= best.cost) continue;
      const curve = sweep(start, a, end, b, swing);
      const boxes = crossed(scene, curve, [from, to], measure);
      const cost = bends + CROSSING * boxes;
      if (best && cost >= best.cost) continue;
      const way = { link, from: { node: from, side: a }, to: { node: to, side: b }, swing };
      best = { cost, crossed: boxes, way };
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

/** How many boxes and headings a curve would run through; its own ends count as one. */
function crossed(scene: Scene, curve: Curve, ends: SceneNode[], measure: Measure): number {
  const hit = new Set<string>();
  const count = samples(curve);
  for (let i = 1; i < count; i++) {
    const at = pointOn(curve, i / count);
    for (const id of scene.index.at(at)) {
      const node = scene.nodes.get(id)!;
      if (hit.has(id) || ends.includes(node)) continue;
      if (!node.holds || contains(headOf(node, measure), at)) hit.add(id);
    }
    if (ends.some(({ box }) => contains(grown(box, -3), at))) hit.add('');
  }
  return hit.size;
}

/** How far a point is from a link's curve. */
export function distanceTo(route: Route, point: Point): number {
  let nearest = Infinity;
  const count = samples(route.curve);
  for (let i = 0; i <= count; i++) {
    const on = pointOn(route.curve, i / count);
    nearest = Math.min(nearest, Math.hypot(on.x - point.x, on.y - point.y));
  }
  return nearest;
}
