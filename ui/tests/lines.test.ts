import { describe, expect, it } from 'vitest';
import { linesOf, valueText } from '../src/inspector/lines';
import { stepsText } from '../src/inspector/steps/text';

describe('what has no editor', () => {
  it('is told with its values', () => {
    const tree = {
      latency: { exponential: { mean: '20ms' } },
      breaker: { window: 100, open: '60s', on: ['timeout', 'error'] },
    };
    expect(linesOf(tree, ['timeout'])).toEqual([
      { label: 'Latency', text: 'exponential (mean 20 ms)' },
      { label: 'Breaker', text: 'window 100, open 60 s, on (timeout, error)' },
    ]);
  });

  it('is looked for below what has some fields', () => {
    const tree = { retry: { attempts: 3, budget: { ratio: 0.2 } }, idempotent: true };
    expect(linesOf(tree, ['retry/attempts'])).toEqual([
      { label: 'Budget', text: 'ratio 0.2' },
      { label: 'Idempotent', text: 'yes' },
    ]);
    expect(valueText(null)).toBe('none');
  });
});

describe('steps', () => {
  it('are told in their order, with what is inside', () => {
    const told = (id: string) => `calls ${id}`;
    const wait = { wait: { constant: '5ms' } };
    expect(
      stepsText(
        [
          { compute: { exponential: { mean: '40ms' } } },
          { follow: 'db' },
          { parallel: { branches: [[{ follow: 'a' }, wait], [{ follow: 'b' }]] } },
          { quorum: { need: 2, branches: [[{ follow: 'c' }]], times: 3 } },
          { branch: [{ probability: 0.25, steps: [{ follow: 'd' }] }] },
          { repeat: { times: 3, steps: [wait] } },
          { try: { steps: [{ follow: 'e' }] } },
        ],
        told,
      ),
    ).toEqual([
      'computes 40 ms mean',
      'calls db',
      'side by side: calls a, then waits 5 ms | calls b',
      '2 that succeed of, 3 of each: calls c',
      'by chance: 25.0 % calls d',
      '3 times: waits 5 ms',
      'tries calls e; else nothing',
    ]);
  });
});
