import { describe, expect, it } from 'vitest';
import { contains, grown, intersects, type Box, type Point } from '../src/canvas/geometry';
import { pointOn } from '../src/canvas/curve';
import { headOf } from '../src/canvas/head';
import { distanceTo, routeLinks } from '../src/canvas/route';
import { buildScene } from '../src/canvas/scene';
import { architecture } from './architecture';

const measure = (text: string) => text.length * 6;

function onEdge(box: Box, point: Point): boolean {
  return contains(grown(box, 0.01), point) && !contains(grown(box, -0.01), point);
}

describe('links', () => {
  const scene = buildScene(architecture());
  const routes = routeLinks(scene, measure);

  it('go from the edge of one box to the edge of another', () => {
    expect(routes).toHaveLength(3);
    for (const { link, curve } of routes) {
      expect(onEdge(scene.nodes.get(link.from)!.box, curve[0]!)).toBe(true);
      expect(onEdge(scene.nodes.get(link.to)!.box, curve.at(-1)!)).toBe(true);
    }
  });

  it('of one mode between the same two are drawn once, with their number', () => {
    const writes = routes.find((r) => r.link.from === 'images')!;
    expect(writes.link.relationships.sort()).toEqual(['images-marks', 'images-writes']);
    expect(writes.link.label).toBe('writes · 2');
  });

  it('that share a side end in different places', () => {
    const ends = routes
      .filter((r) => r.link.to === 'db')
      .map((r) => `${r.curve.at(-1)!.x},${r.curve.at(-1)!.y}`);
    expect(new Set(ends).size).toBe(ends.length);
  });

  it('have labels that cover no box without contents and no other label', () => {
    const labels = routes.flatMap((r) => r.label ?? []);
    expect(labels.length).toBeGreaterThan(0);
    const leaves = scene.order.filter((n) => !n.holds);
    for (const label of labels) {
      expect(leaves.filter((n) => intersects(n.box, label))).toEqual([]);
      expect(labels.filter((other) => other !== label && intersects(other, label))).toEqual([]);
    }
  });

  it('go around a box that stands between', () => {
    const model = architecture({
      elements: {
        a: { kind: 'service' },
        wall: { kind: 'service' },
        b: { kind: 'service' },
      },
      relationships: { r: { from: 'a', to: 'b', mode: 'calls' } },
      layout: {
        a: { x: 0, y: 100, width: 100, height: 60 },
        wall: { x: 220, y: 90, width: 100, height: 80 },
        b: { x: 440, y: 100, width: 100, height: 60 },
      },
    });
    const blocked = buildScene(model);
    const [route] = routeLinks(blocked, measure);
    const wall = blocked.nodes.get('wall')!.box;
    for (let t = 0; t <= 1; t += 0.02) expect(contains(wall, pointOn(route!.curve, t))).toBe(false);
  });

  it('go around rows of boxes that no single curve gets around', () => {
    const layout: Record<string, Box> = {};
    for (const [row, y] of [0, 90].entries()) {
      for (const [column, x] of [0, 250].entries()) {
        layout[`r${row}c${column}`] = { x, y, width: 200, height: 60 };
      }
    }
    layout['far'] = { x: 640, y: -60, width: 160, height: 60 };
    const model = architecture({
      elements: Object.fromEntries(Object.keys(layout).map((id) => [id, { kind: 'service' }])),
      relationships: { r: { from: 'r1c0', to: 'far', mode: 'calls' } },
      layout,
    });
    const rows = buildScene(model);
    const [route] = routeLinks(rows, measure);
    for (let t = 0; t <= 1; t += 0.005) {
      const at = pointOn(route!.curve, t);
      const behind = rows.order.filter((n) => contains(grown(n.box, -0.1), at));
      expect(behind.map((n) => n.id)).toEqual([]);
    }
    expect(onEdge(layout['r1c0']!, route!.curve[0]!)).toBe(true);
    expect(onEdge(layout['far']!, route!.curve.at(-1)!)).toBe(true);
  });

  it('leave the name and capacity of a frame readable', () => {
    const model = architecture({
      elements: {
        shop: { kind: 'monolith', name: 'Shop', process: { replicas: 2, cores: 2 } },
        part: { kind: 'component', in: 'shop' },
        db: { kind: 'store' },
      },
      relationships: { r: { from: 'part', to: 'db', mode: 'reads' } },
      layout: {
        shop: { x: 0, y: 200, width: 240, height: 120 },
        part: { x: 20, y: 260, width: 200, height: 48 },
        db: { x: 40, y: 0, width: 160, height: 64 },
      },
    });
    const scene = buildScene(model);
    const [route] = routeLinks(scene, measure);
    const head = headOf(scene.nodes.get('shop')!, measure);
    for (let t = 0; t <= 1; t += 0.01) expect(contains(head, pointOn(route!.curve, t))).toBe(false);
  });

  it('are hit near their curve only', () => {
    const [route] = routes;
    const middle = pointOn(route!.curve, 0.5);
    expect(distanceTo(route!, middle)).toBeLessThan(1);
    expect(distanceTo(route!, { x: middle.x, y: middle.y + 300 })).toBeGreaterThan(50);
  });
});

describe('after a move', () => {
  it('links end at the new place, as if routed anew', () => {
    const model = architecture();
    const scene = buildScene(model);
    const routes = routeLinks(scene, measure);
    const moved = new Set(['db']);
    const db = scene.nodes.get('db')!;
    db.box = { ...db.box, x: db.box.x + 40, y: db.box.y + 260 };
    scene.index.set('db', db.box);
    const after = routeLinks(scene, measure, { routes, moved });
    const anew = routeLinks(scene, measure);
    for (const route of after.filter((r) => r.link.to === 'db')) {
      expect(onEdge(db.box, route.curve.at(-1)!)).toBe(true);
    }
    expect(after.map((r) => r.curve)).toEqual(anew.map((r) => r.curve));
  });
});
