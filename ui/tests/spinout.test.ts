import { describe, expect, it } from 'vitest';
import { billable, knows } from '../src/inspector/billing';
import { spinOutOf } from '../src/spinout/change';
import { choosePattern, draftFor, type Draft } from '../src/spinout/draft';
import { architecture } from './architecture';
import { description } from './backend';

const prices = [
  { item: 'ec2/m6i.large', price: '0.096USD/h' },
  { item: 'sqs/standard/requests', price: '0.4USD/1M' },
];
const shop = architecture();
const process = shop.elements['shop']!.process;

function made(change: (draft: Draft) => void) {
  const draft = draftFor(['images'], shop);
  change(draft);
  return spinOutOf(draft, ['images'], process, prices, description);
}

describe('a spinout as it is written', () => {
  it('is billed as something whose price is known, or not at all', () => {
    const unknown = made((d) => (d.size.instance = 'ec2/none'));
    expect(unknown).toMatchObject({ problems: { instance: expect.stringContaining('ec2/none') } });
    const known = made((d) => (d.size.instance = 'ec2/m6i.large'));
    expect(known).toMatchObject({ spinOut: { process: { instance: 'ec2/m6i.large' } } });
    expect(made(() => undefined)).toHaveProperty('spinOut');
  });

  it('gives the old process any size, and keeps what is not asked for', () => {
    const result = made((d) => {
      d.rightSize = true;
      d.parent = { replicas: '3', cores: '1.5', threads: '32', instance: '' };
    });
    expect(result).toMatchObject({
      spinOut: { parent_process: { ...process, replicas: 3, cores: 1.5, threads: 32 } },
    });
    expect(made(() => undefined)).not.toHaveProperty('spinOut.parent_process');
  });

  it('says which figure of which process is wrong', () => {
    const result = made((d) => {
      d.rightSize = true;
      d.parent.cores = 'many';
      d.size.threads = '2.5';
      d.min = '4';
      d.max = '2';
    });
    const problems = 'problems' in result ? Object.keys(result.problems).sort() : [];
    expect(problems).toEqual(['max', 'parent-cores', 'threads']);
  });
});

describe('the patterns', () => {
  it('each say only what belongs to them', () => {
    const by = (pattern: Draft['pattern'], change: (draft: Draft) => void = () => undefined) =>
      made((d) => {
        choosePattern(d, pattern, description);
        change(d);
      });
    const worker = by('event_driven_worker');
    expect(worker).toMatchObject({
      spinOut: { max_receives: 5, process: { autoscaler: { target: { queue_length: 4 } } } },
    });
    expect(worker).not.toHaveProperty('spinOut.reached_by');
    const facade = by('api_facade');
    expect(facade).toMatchObject({
      spinOut: { gateway: { replicas: 2 }, process: { autoscaler: { target: { cpu: 0.6 } } } },
    });
    expect(facade).not.toHaveProperty('spinOut.queue');
    expect(by('namespace', (d) => (d.quota.cores = '8'))).toMatchObject({
      spinOut: { quota: { cores: 8 } },
    });
    expect(by('account')).not.toHaveProperty('spinOut.quota');
    const called = by('function', (d) => {
      d.functionWords.memory = '1 GiB';
      d.reachedBy = 'messages';
    });
    expect(called).toMatchObject({ spinOut: { reached_by: 'messages', max_receives: 5 } });
    expect(called).toHaveProperty('spinOut.function.memory');
    expect(called).not.toHaveProperty('spinOut.process');
  });

  it('lead the name along, but not one that was written by hand', () => {
    const draft = draftFor(['images'], shop);
    choosePattern(draft, 'data_pipeline', description);
    expect(draft.name).toBe('Image processing pipeline');
    draft.name = 'Renditions';
    choosePattern(draft, 'event_driven_worker', description);
    expect(draft.name).toBe('Renditions');
  });

  it('say which figure of which part is wrong', () => {
    const result = made((d) => {
      choosePattern(d, 'function', description);
      d.functionWords.memory = 'much';
    });
    expect('problems' in result && Object.keys(result.problems)).toEqual(['function-memory']);
  });
});

describe('what can be billed', () => {
  it('is found by its item or by what is charged for it', () => {
    expect(knows(prices, 'sqs/standard')).toBe(true);
    expect(knows(prices, 'sqs/stand')).toBe(false);
    expect(billable(prices, 'instance')).toEqual(['ec2/m6i.large']);
    expect(billable(prices, 'service')).toContain('sqs/standard');
  });
});
