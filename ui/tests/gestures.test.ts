import { describe, expect, it } from 'vitest';
import { placesOf, pulledOut, put } from '../src/canvas/drag';
import { begin, clicked, moved, type Press } from '../src/canvas/gestures';
import { elementAt, linkAt } from '../src/canvas/hit';
import { pointOn } from '../src/canvas/curve';
import { neighbour } from '../src/canvas/neighbour';
import { routeLinks } from '../src/canvas/route';
import { buildScene } from '../src/canvas/scene';
import { architecture } from './architecture';

const press = (change: Partial<Press> = {}): Press => ({
  pointer: 1,
  button: 0,
  space: false,
  additive: false,
  screen: { x: 10, y: 10 },
  hit: null,
  ...change,
});
const shop = { is: 'element' as const, id: 'shop' };
const camera = { x: 0, y: 0, zoom: 1 };

describe('gestures', () => {
  it('begin by what is pressed, and with what', () => {
    expect(begin(press()).kind).toBe('marquee');
    expect(begin(press({ hit: shop })).kind).toBe('press');
    expect(begin(press({ hit: shop, space: true })).kind).toBe('pan');
    expect(begin(press({ button: 1, hit: shop })).kind).toBe('pan');
    expect(begin(press({ button: 2 })).kind).toBe('idle');
  });

  it('become a drag only when the pointer has gone some way', () => {
    const pressed = begin(press({ hit: shop }));
    expect(moved(pressed, { x: 12, y: 11 }).kind).toBe('press');
    expect(moved(pressed, { x: 20, y: 10 }).kind).toBe('drag');
  });

  it('select one, or with Shift one more or one less', () => {
    expect([...clicked(new Set(['a']), 'b', false)]).toEqual(['b']);
    expect([...clicked(new Set(['a']), 'b', true)].sort()).toEqual(['a', 'b']);
    expect([...clicked(new Set(['a', 'b']), 'b', true)]).toEqual(['a']);
  });
});

describe('what is under the pointer', () => {
  const scene = buildScene(architecture());

  it('is the innermost element', () => {
    expect(elementAt(scene, camera, { x: 250, y: 120 })).toBe('catalog');
    expect(elementAt(scene, camera, { x: 580, y: 300 })).toBe('shop');
    expect(elementAt(scene, camera, { x: 610, y: 330 })).toBe('cluster');
    expect(elementAt(scene, camera, { x: 5000, y: 5000 })).toBeNull();
  });

  it('is never what is gone', () => {
    const { images, ...rest } = architecture().elements;
    const without = buildScene(architecture({ elements: rest }), architecture());
    expect(images).toBeDefined();
    expect(without.nodes.get('images')?.mark).toBe('gone');
    expect(elementAt(without, camera, { x: 250, y: 230 })).toBe('shop');
  });

  it('is a link along its curve', () => {
    const routes = routeLinks(scene, (text) => text.length * 6);
    const route = routes.find((r) => r.link.from === 'users')!;
    expect(linkAt(routes, camera, pointOn(route.curve, 0.3))?.link.id).toBe(route.link.id);
    expect(linkAt(routes, camera, { x: 60, y: 330 })).toBeNull();
  });
});

describe('drags', () => {
  const moved = (ids: string[], x: number, y: number) => {
    const scene = buildScene(architecture());
    const places = Object.entries(placesOf(scene, ids)).map(([id, box]) => [
      id,
      { ...box, x: box.x + x, y: box.y + y },
    ]);
    put(scene, Object.fromEntries(places));
    return scene;
  };

  it('take along what an element holds, at any depth', () => {
    const scene = moved(['cluster'], 8, -4);
    const places = placesOf(scene, ['cluster']);
    expect(Object.keys(places).sort()).toEqual(['catalog', 'cluster', 'images', 'shop']);
    expect(places['images']).toEqual({ x: 248, y: 216, width: 150, height: 64 });
    expect(scene.nodes.get('db')?.box.x).toBe(720);
    expect(scene.index.at({ x: 249, y: 217 })).toContain('images');
  });

  it('pull a component out when its middle leaves its process', () => {
    expect(pulledOut(moved(['images'], 200, 0), ['images'])).toEqual([]);
    expect(pulledOut(moved(['images'], 400, 0), ['images', 'shop'])).toEqual(['images']);
  });
});

describe('the next element in a direction', () => {
  const scene = buildScene(architecture());
  it('is the one that lies there', () => {
    expect(neighbour(scene, 'catalog', 'down')?.id).toBe('images');
    expect(neighbour(scene, 'images', 'up')?.id).toBe('catalog');
    expect(neighbour(scene, 'db', 'right')).toBeNull();
    expect(neighbour(scene, null, 'right')).not.toBeNull();
  });
});
