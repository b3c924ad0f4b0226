import { describe, expect, it } from 'vitest';
import { patched } from '../src/state/patch';

describe('patches', () => {
  const tree = { a: { b: 1, c: { d: [1, 2, 3] } }, e: { f: true } };

  it('set, add and take away values', () => {
    expect(patched(tree, [{ path: ['a', 'b'], value: 2 }]).a.b).toBe(2);
    expect(patched(tree, [{ path: ['a', 'new', 'deep'], value: 'x' }]).a).toMatchObject({
      new: { deep: 'x' },
    });
    expect(patched(tree, [{ path: ['a', 'b'] }]).a).not.toHaveProperty('b');
    expect(patched(tree, [{ path: ['a', 'c', 'd', '1'], value: 9 }]).a.c.d).toEqual([1, 9, 3]);
    expect(patched(tree, [{ path: ['a', 'c', 'd', '0'] }]).a.c.d).toEqual([2, 3]);
  });

  it('take null for a value', () => {
    expect(patched(tree, [{ path: ['e', 'f'], value: null }]).e).toEqual({ f: null });
  });

  it('replace everything with an empty path', () => {
    expect(patched(tree as object, [{ path: [], value: { g: 1 } }])).toEqual({ g: 1 });
  });

  it('leave the tree as it was, and keep what is beside the path', () => {
    const next = patched(tree, [
      { path: ['a', 'b'], value: 2 },
      { path: ['a', 'c', 'd'], value: [] },
    ]);
    expect(tree.a.b).toBe(1);
    expect(tree.a.c.d).toEqual([1, 2, 3]);
    expect(next.e).toBe(tree.e);
  });
});
