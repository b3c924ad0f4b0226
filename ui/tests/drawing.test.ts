import { describe, expect, it } from 'vitest';
import { aligned, alsoText, copied, grouped, pasted, readCopied } from '../src/state/drawing';
import type { Architecture } from '../src/generated/protocol';
import { architecture } from './architecture';

const shop = architecture();

describe('a copy', () => {
  it('takes along what is held and the links between, and comes back from text', () => {
    const copy = copied(['shop'], shop);
    const inner = Object.keys(shop.elements).filter((id) => shop.elements[id]!.in === 'shop');
    expect(Object.keys(copy.elements)).toEqual(expect.arrayContaining(['shop', ...inner]));
    for (const link of Object.values(copy.relationships)) {
      expect(copy.elements[link.from.split('/')[0]!]).toBeDefined();
      expect(copy.elements[link.to.split('/')[0]!]).toBeDefined();
    }
    expect(readCopied(JSON.stringify(copy))).toEqual(copy);
    expect(readCopied('{"format": 1}')).toBeNull();
    expect(readCopied('hello')).toBeNull();
  });

  it('becomes new elements beside the old ones, linked among themselves', () => {
    const edit = pasted(copied(['shop', 'db'], shop), shop);
    const ids = Object.keys(edit.elements!);
    for (const id of ids) expect(shop.elements[id]).toBeUndefined();
    for (const link of Object.values(edit.relationships!)) {
      expect(ids).toContain(link.from.split('/')[0]);
      expect(ids).toContain(link.to.split('/')[0]);
    }
    for (const element of Object.values(edit.elements!)) {
      if (element.in) expect([...ids, 'cluster']).toContain(element.in);
    }
  });
});

const row = (places: Record<string, [number, number]>): Architecture => ({
  ...shop,
  elements: Object.fromEntries(Object.keys(places).map((id) => [id, { kind: 'service' as const }])),
  relationships: {},
  layout: Object.fromEntries(
    Object.entries(places).map(([id, [x, y]]) => [id, { x, y, width: 100, height: 50 }]),
  ),
});

describe('order on the canvas', () => {
  const three = row({ a: [0, 0], b: [130, 40], c: [400, 10] });
  const positions = (how: Parameters<typeof aligned>[1]) => {
    const edit = aligned(['a', 'b', 'c'], how, three);
    return edit?.kind === 'place' ? edit.positions : {};
  };

  it('brings edges and centres into line', () => {
    expect(Object.values(positions('left')).map((p) => p!.x)).toEqual([0, 0, 0]);
    expect(Object.values(positions('bottom')).map((p) => p!.y)).toEqual([40, 40, 40]);
    expect(Object.values(positions('center')).map((p) => p!.x)).toEqual([200, 200, 200]);
  });

  it('spreads with equal gaps between the outermost two', () => {
    const x = Object.values(positions('across')).map((p) => p!.x);
    expect(x).toEqual([0, 200, 400]);
  });

  it('does nothing to one alone', () => {
    expect(aligned(['a'], 'left', three)).toBeNull();
  });

  it('puts a boundary around what stands together, and moves nothing', () => {
    const made = grouped(['a', 'b'], three)!;
    const place = made.edits.find((e) => e.kind === 'place')!;
    expect(place.kind === 'place' && place.positions['a']).toMatchObject({ x: 0, y: 0 });
    expect(made.edits[1]).toMatchObject({ kind: 'move_into', elements: ['a', 'b'], to: made.id });
    expect(grouped(['images'], shop)).toBeNull();
  });
});

describe('what goes as well', () => {
  it('is asked about only where somebody decided on it', () => {
    expect(alsoText([{ what: 'relationship', name: 'a → b' }])).toEqual([]);
    const lines = alsoText([
      { what: 'relationship', name: 'a → b' },
      { what: 'journey', name: 'Browse', why: 'has no entry any more' },
    ]);
    expect(lines).toEqual(['link a → b', 'journey Browse: has no entry any more']);
  });
});
