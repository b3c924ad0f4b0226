import { describe, expect, it } from 'vitest';
import { freePlace } from '../src/canvas/free';
import { around, encloses, intersects, type Box } from '../src/canvas/geometry';
import { EDGES, gripAt, handleAt, outlet } from '../src/canvas/grips';
import { grownFrames, leastOf, resized } from '../src/canvas/resize';
import { buildScene, rootsOf } from '../src/canvas/scene';
import { snapEdge, snapMove } from '../src/canvas/snap';
import { putInto } from '../src/state/nesting';
import type { Basis } from '../src/generated/protocol';
import { architecture } from './architecture';

const measure = (text: string) => text.length * 6;
const box = (x: number, y: number, width = 100, height = 40): Box => ({ x, y, width, height });
const at = (b: Box, by: { x: number; y: number }) => ({ ...b, x: b.x + by.x, y: b.y + by.y });

describe('a guess', () => {
  const path = 'elements/images/operations/process/demand';
  const line = (basis: Record<string, Basis>, now = architecture(), base = architecture()) =>
    buildScene(now, base, basis).nodes.get('images')!.detail;

  it('looks like one where its figure is shown', () => {
    expect(line({ [path]: { kind: 'guess' } })).toBe('450 ms mean · guess');
    expect(line({ [path]: { kind: 'measured' } })).toBe('450 ms mean');
    expect(line({})).toBe('450 ms mean');
  });

  it('is none any more where an option says something else', () => {
    const now = architecture();
    const images = now.elements['images']!;
    const operations = { process: { demand: { exponential: { mean: '9ms' } } } };
    const changed = { ...now, elements: { ...now.elements, images: { ...images, operations } } };
    expect(line({ [path]: { kind: 'guess' } }, changed)).toBe('9 ms mean');
  });
});

describe('a size', () => {
  const scene = buildScene(architecture());
  const inner = around(['catalog', 'images'].map((id) => scene.nodes.get(id)!.box))!;

  it('is changed at the edge that is held, and at no other', () => {
    const least = { width: 40, height: 20, inner: null };
    const before = box(100, 100);
    for (const edge of EDGES) {
      const after = resized(before, edge, 24, 16, least);
      if (!edge.includes('w')) expect(after.x).toBe(before.x);
      if (!edge.includes('e')) expect(after.x + after.width).toBe(200);
      if (!edge.startsWith('n')) expect(after.y).toBe(before.y);
      if (!edge.startsWith('s')) expect(after.y + after.height).toBe(140);
    }
    expect(resized(before, 'se', 24, 16, least)).toEqual(box(100, 100, 124, 56));
  });

  it('never loses what is inside, nor its name', () => {
    const least = leastOf(scene, 'shop', measure);
    const { box: shop } = scene.nodes.get('shop')!;
    for (const edge of EDGES) {
      for (const by of [-900, 900]) {
        expect(encloses(resized(shop, edge, by, by, least), inner)).toBe(true);
      }
    }
    const leaf = leastOf(scene, 'users', measure);
    const small = resized(scene.nodes.get('users')!.box, 'se', -900, -900, leaf);
    expect(small).toMatchObject({ width: leaf.width, height: leaf.height });
    expect(small.width).toBeGreaterThan(measure('Users'));
  });

  it('of a frame grows with what is moved to its edge, and what is around it grows too', () => {
    const moved = { ...scene.nodes.get('images')!.box, x: 520, y: 300 };
    const before = { images: scene.nodes.get('images')!.box };
    const grown = grownFrames(scene, { images: moved }, before);
    expect(encloses(grown['shop']!, moved)).toBe(true);
    expect(encloses(grown['cluster']!, grown['shop']!)).toBe(true);
    expect(Object.keys(grown).sort()).toEqual(['cluster', 'shop']);
    // What stands as near to the edge as before asks for nothing.
    const aside = { ...scene.nodes.get('images')!.box, x: 241 };
    expect(grownFrames(scene, { images: aside }, before)).toEqual({});
  });
});

describe('a drag', () => {
  const others = [box(0, 0), box(0, 200), box(400, 100)];

  it('comes into line with an edge or a middle that is near, and shows it', () => {
    const moved = snapMove(box(150, 300), { x: -147, y: 3 }, others, 6, 8);
    expect(at(box(150, 300), moved.by).x).toBe(0);
    expect(moved.guides.some((g) => g.is === 'line' && g.from.x === 0 && g.to.x === 0)).toBe(true);
    const middle = snapMove(box(200, 500, 60, 30), { x: -183, y: 1 }, others, 6, 8);
    expect(at(box(200, 500, 60, 30), middle.by).x + 30).toBe(50);
  });

  it('otherwise stands on the grid, and never goes far out of the way', () => {
    for (let x = -200; x < 900; x += 7) {
      const { by } = snapMove(box(3, 601), { x, y: 2 }, others, 6, 8);
      expect(Math.abs(by.x - x)).toBeLessThanOrEqual(6);
      expect(Math.abs(by.y - 2)).toBeLessThanOrEqual(6);
    }
    const far = snapMove(box(1000, 1000), { x: 3, y: 5 }, others, 6, 8);
    expect(at(box(1000, 1000), far.by)).toMatchObject({ x: 1000, y: 1008 });
    expect(far.guides).toEqual([]);
  });

  it('leaves gaps as wide as each other', () => {
    const row = [box(0, 0), box(400, 0)];
    const between = snapMove(box(150, 7), { x: 47, y: 0 }, row, 6, 8);
    expect(at(box(150, 7), between.by).x).toBe(200);
    const chain = [box(0, 0), box(133, 0)];
    const behind = snapMove(box(260, 9), { x: 3, y: 0 }, chain, 6, 8);
    expect(at(box(260, 9), behind.by).x).toBe(266);
    expect(behind.guides.filter((g) => g.is === 'gap')).toHaveLength(2);
  });

  it('of an edge comes into line too', () => {
    const { by, guides } = snapEdge(box(0, 300), 'e', { x: 303, y: 50 }, others, 6, 8);
    expect(by).toEqual({ x: 300, y: 0 });
    expect(guides).toHaveLength(1);
  });
});

describe('what can be taken hold of', () => {
  const scene = buildScene(architecture());
  const db = scene.nodes.get('db')!;
  const camera = { x: 0, y: 0, zoom: 1 };
  const held = { sized: db, linked: [db], routes: [] };

  it('are the edges of what is selected, and the ports beside it', () => {
    for (const edge of EDGES) {
      expect(gripAt(held, camera, handleAt(db.box, edge))).toEqual({ is: 'edge', id: 'db', edge });
    }
    const port = outlet(db.box, 'left', 1);
    expect(gripAt(held, camera, port)).toEqual({ is: 'port', id: 'db', side: 'left' });
    expect(gripAt(held, camera, { x: 760, y: 150 })).toBeNull();
  });

  it('is nothing on what is too small to see', () => {
    const far = { x: 0, y: 0, zoom: 0.1 };
    expect(gripAt(held, far, { x: db.box.x * 0.1, y: db.box.y * 0.1 })).toBeNull();
  });
});

describe('a place', () => {
  it('is free, and the nearest', () => {
    const room = box(0, 0, 600, 400);
    const taken = [box(200, 160, 120, 60)];
    const found = freePlace({ width: 100, height: 40 }, { x: 260, y: 190 }, room, taken);
    expect(taken.some((other) => intersects(other, found))).toBe(false);
    expect(encloses(room, found)).toBe(true);
    const full = [box(0, 0, 600, 400)];
    expect(freePlace({ width: 100, height: 40 }, { x: 0, y: 0 }, room, full).y).toBe(416);
  });

  it('within a frame is found without moving anything else', () => {
    const model = architecture();
    const edits = putInto(['db'], 'cluster', model);
    expect(edits[0]).toEqual({ kind: 'move_into', elements: ['db'], to: 'cluster' });
    const [, place] = edits;
    if (place?.kind !== 'place') throw new Error('it is placed');
    const cluster = place.positions['cluster'] ?? model.layout['cluster']!;
    const db = place.positions['db']!;
    expect(encloses(cluster, db)).toBe(true);
    expect(intersects(db, model.layout['shop']!)).toBe(false);
    expect(Object.keys(place.positions).every((id) => ['db', 'cluster'].includes(id))).toBe(true);
  });

  it('is found for all that is selected, once each', () => {
    const scene = buildScene(architecture());
    expect(rootsOf(scene, new Set(['shop', 'images', 'db'])).sort()).toEqual(['db', 'shop']);
  });
});
