import { describe, expect, it } from 'vitest';
import { billable, knows } from '../src/inspector/billing';
import { draftFor, spinOutOf, type Draft } from '../src/spinout/draft';
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

describe('what can be billed', () => {
  it('is found by its item or by what is charged for it', () => {
    expect(knows(prices, 'sqs/standard')).toBe(true);
    expect(knows(prices, 'sqs/stand')).toBe(false);
    expect(billable(prices, 'instance')).toEqual(['ec2/m6i.large']);
    expect(billable(prices, 'service')).toContain('sqs/standard');
  });
});
