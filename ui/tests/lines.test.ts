import { describe, expect, it } from 'vitest';
import { linesOf, valueText } from '../src/inspector/lines';
import { fieldsOfLink, linesOfLink } from '../src/inspector/relationship';
import { METRICS, ruleOf, RULES, usualRule } from '../src/inspector/scaling';
import { stepsText } from '../src/inspector/steps';
import { parsed } from '../src/inspector/value';
import type { Relationship } from '../src/generated/protocol';

describe('what has no editor', () => {
  it('is told with its values, also a word that this window does not know', () => {
    const link = {
      from: 'shop/order',
      to: 'db/write',
      mode: 'calls',
      timeout: '2s',
      latency: { exponential: { mean: '20ms' } },
      breaker_of_tomorrow: { window: 100, open: '60s', on: ['timeout', 'error'] },
    } as unknown as Relationship;
    expect(linesOfLink(link)).toEqual([
      { label: 'Latency', text: 'exponential (mean 20 ms)' },
      {
        label: 'Breaker of tomorrow',
        text: 'window 100, open 60 s, on (timeout, error)',
      },
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

  it('leaves a consumer and a publisher the fields that are theirs', () => {
    const link = { from: 'a/b', to: 'q', mode: 'consumes' } as Relationship;
    const paths = (of: Relationship) => fieldsOfLink(of).map((spec) => spec.path);
    expect(paths(link)).toContain('concurrency');
    expect(paths(link)).not.toContain('batch/wait');
    expect(paths({ ...link, batch: { size: 10 } })).toContain('batch/wait');
    expect(paths({ ...link, mode: 'publishes' })).not.toContain('concurrency');
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

describe('an autoscaler', () => {
  it('is known by its rule, whichever it is', () => {
    for (const [name] of RULES) expect(ruleOf(usualRule(name))).toBe(name);
    expect(ruleOf(undefined)).toBe('hpa');
    expect(ruleOf({ keda: { cooldown: '60s' } })).toBe('keda');
  });

  it('begins with a target that its own field takes', () => {
    for (const { spec, usual } of Object.values(METRICS)) {
      expect(parsed(spec, String(Object.values(usual)[0])).ok).toBe(true);
    }
  });
});
