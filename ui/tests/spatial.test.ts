import { describe, expect, it } from 'vitest';
import { intersects, type Box } from '../src/canvas/geometry';
import { SpatialIndex } from '../src/canvas/spatial';

/** The same boxes in every run. */
function boxes(count: number): [string, Box][] {
  let seed = 7;
  const next = (range: number) => {
    seed = (seed * 48271) % 2147483647;
    return (seed / 2147483647) * range;
  };
  return Array.from({ length: count }, (_, i) => [
    `b${i}`,
    { x: next(4000) - 2000, y: next(4000) - 2000, width: 1 + next(700), height: 1 + next(300) },
  ]);
}

describe('spatial index', () => {
  const all = boxes(300);
  const index = new SpatialIndex();
  for (const [id, box] of all) index.set(id, box);

  it('finds exactly what a look at every box finds', () => {
    for (const [, query] of boxes(60)) {
      const expected = all.filter(([, box]) => intersects(box, query)).map(([id]) => id);
      expect(index.within(query).sort()).toEqual(expected.sort());
    }
  });

  it('finds a box at its new place only', () => {
    const moving = new SpatialIndex();
    moving.set('a', { x: 0, y: 0, width: 10, height: 10 });
    moving.set('a', { x: 1000, y: 0, width: 10, height: 10 });
    expect(moving.at({ x: 5, y: 5 })).toEqual([]);
    expect(moving.at({ x: 1005, y: 5 })).toEqual(['a']);
    moving.delete('a');
    expect(moving.size).toBe(0);
    expect(moving.at({ x: 1005, y: 5 })).toEqual([]);
  });
});
