import { describe, expect, it } from 'vitest';
import { NOWHERE, foldersOf, intoOf, isNamed, withOwn } from '../src/export/folders';
import { reportText } from '../src/export/report';

describe('folders of an export', () => {
  it('are asked for as they were kept', () => {
    const kept = { dir: '/all', targets: [{ target: 'unit' as const, dir: '/unit' }] };
    expect(intoOf(foldersOf(kept))).toEqual(kept);
    expect(intoOf(NOWHERE)).toEqual({});
    expect(isNamed(NOWHERE)).toBe(false);
  });
  it('can be named and taken back one by one', () => {
    const one = withOwn(NOWHERE, 'monitoring', '/watch');
    expect(intoOf(one)).toEqual({ targets: [{ target: 'monitoring', dir: '/watch' }] });
    expect(isNamed(withOwn(one, 'monitoring', null))).toBe(false);
  });
});

it('says what was merged and what is left to resolve', () => {
  const file = (state: 'merged' | 'conflict') => ({ path: state, dir: '/x', state, why: '' });
  expect(reportText(true, [file('merged'), file('conflict')])).toBe(
    'Written: 1 merged with an edit by hand, 1 with a conflict to resolve.',
  );
});
