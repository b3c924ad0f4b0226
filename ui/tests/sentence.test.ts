import { describe, expect, it } from 'vitest';
import { advice, sentence } from '../src/format/sentence';
import { objectiveText } from '../src/format/objective';
import { placeMeant } from '../src/outline/place';
import { viewOf } from './backend';

describe('sentences', () => {
  it('begin with a capital and end once', () => {
    expect(sentence('run a second instance')).toBe('Run a second instance.');
    expect(sentence('Already one.')).toBe('Already one.');
    expect(sentence('`many` is not a number')).toBe('“many” is not a number.');
    expect(sentence('it waits for `shop`')).toBe('It waits for “shop”.');
    expect(sentence('')).toBe('');
    expect(advice({ why: 'too few threads', fix: '' })).toBe('Too few threads.');
  });

  it('say what an objective promises', () => {
    expect(objectiveText({ sli: { response: '300ms' }, target: 0.99 })).toBe(
      '99 % answered within 300 ms',
    );
    expect(objectiveText({ sli: 'success', target: 0.999 })).toBe('99.9 % succeed');
  });
});

describe('places', () => {
  const view = viewOf();
  it('are named after what they are about', () => {
    expect(placeMeant('elements/shop/process/threads', view)).toMatchObject({
      element: 'shop',
      name: 'Shop',
    });
    expect(placeMeant('relationships/catalog-reads', view)).toEqual({
      element: null,
      relationship: 'catalog-reads',
      name: 'Catalogue reads Database',
    });
    expect(placeMeant('scenarios/steady', view).name).toBe('steady');
    expect(placeMeant('somewhere/else_where', view).name).toBe('somewhere · else where');
  });
});
