import { describe, expect, it } from 'vitest';
import { basisPath } from '../src/inspector/basis';
import { worded } from '../src/outline/words';
import { partnerOf } from '../src/results/comparisons';
import type { HistoryEntry } from '../src/generated/protocol';
import { viewOf } from './backend';

describe('what a check says', () => {
  const view = viewOf();
  it('names things as the screen does', () => {
    expect(worded('in `steady` `shop` waits for `db`', view)).toBe(
      'in `steady` `Shop` waits for `Database`',
    );
    expect(worded('`catalog-reads` has no time-out', view)).toBe(
      '`Catalogue reads Database` has no time-out',
    );
  });
  it('has no keys of the file', () => {
    expect(worded('say `idempotent: true`, or choose own_schema or call_parent', view)).toBe(
      'say `idempotent`, or choose own schema or call parent',
    );
  });
  it('leaves alone what it does not know', () => {
    expect(worded('no price is known for `ec2/none`', view)).toBe(
      'no price is known for `ec2/none`',
    );
  });
});

describe('the basis of a figure', () => {
  it('stands under one key, whatever the path', () => {
    expect(basisPath('elements/shop/process/threads')).toBe(
      'basis/elements~1shop~1process~1threads',
    );
    expect(basisPath('a~b/c')).toBe('basis/a~0b~1c');
  });
});

describe('a comparison in the history', () => {
  const entry = (change: Partial<HistoryEntry>) =>
    ({
      id: 1,
      at_ms: 10_000,
      option: 'worker',
      scenario: 'steady',
      seed: 1,
      engine: '1',
      replications: 10,
      ...change,
    }) as HistoryEntry;
  const base = entry({ id: 2, option: 'baseline', at_ms: 10_004 });

  it('is a run and the baseline that was made with it', () => {
    expect(partnerOf(entry({}), [base])).toBe(base);
    expect(partnerOf(base, [entry({})])).toBeNull();
  });
  it.each<Partial<HistoryEntry>>([
    { at_ms: 90_000 },
    { scenario: 'spike' },
    { seed: 2 },
    { replications: 20 },
    { engine: '2' },
  ])('is not two runs that were made apart: %o', (change) => {
    expect(partnerOf(entry({}), [{ ...base, ...change }])).toBeNull();
  });
});
