import { describe, expect, it } from 'vitest';
import type { Architecture } from '../src/generated/protocol';
import { attached, inMode, joins, whyNot } from '../src/quick/joins';
import { completions } from '../src/quick/suggest';
import { architecture } from './architecture';
import { description } from './backend';

const shop: Architecture = architecture({
  elements: {
    ...architecture().elements,
    orders: { kind: 'service', name: 'Orders' },
    jobs: { kind: 'queue', name: 'Jobs' },
  },
});
const how = (from: string, to: string) => joins(from, to, shop, description);

describe('a link that is drawn', () => {
  it('has the most usual mode of its two ends first', () => {
    expect(how('users', 'orders')[0]).toEqual({ mode: 'calls', turned: false });
    expect(how('orders', 'db').map((j) => j.mode)).toEqual(['reads', 'writes']);
    expect(how('orders', 'jobs').map((j) => j.mode)).toEqual(['publishes', 'consumes']);
    // Drawn as messages flow, it begins at who asks for them.
    expect(how('jobs', 'orders')).toEqual([{ mode: 'consumes', turned: true }]);
  });

  it('is refused with its reason', () => {
    expect(whyNot('orders', 'orders', null, shop, description)).toContain('itself');
    expect(whyNot('db', 'orders', null, shop, description)).toBe('A store calls nothing.');
    expect(whyNot('orders', 'users', null, shop, description)).toContain('not to a client');
    expect(whyNot('jobs', 'db', null, shop, description)).not.toBeNull();
    expect(whyNot('orders', 'catalog', null, shop, description)).toBeNull();
  });

  it('to where nothing is can go to the kinds that it can join', () => {
    const kinds = completions('Orders -> ', shop, description, true).map((s) => s.label);
    expect(kinds).toContain('→ Store …');
    expect(kinds).not.toContain('→ Client …');
    const consumers = completions('Jobs -> ', shop, description, true).map((s) => s.label);
    expect(consumers).toContain('→ Service …');
    expect(consumers).not.toContain('→ Store …');
  });
});

describe('a link that is there', () => {
  it('keeps in another mode what has a meaning there', () => {
    const call = { from: 'orders', to: 'catalog', mode: 'calls' as const, per_request: 3 };
    const changed = inMode({ ...call, timeout: '1s' }, 'publishes', description);
    expect(changed).toMatchObject({ mode: 'publishes', per_request: 3, from: 'orders' });
  });

  it('can end at another element, at an operation that is there', () => {
    const made = attached(['users-browse'], 'to', 'images', shop, description);
    expect(made).toEqual({
      edits: [{ kind: 'set', path: 'relationships/users-browse/to', value: 'images/process' }],
    });
    const fresh = attached(['users-browse'], 'to', 'orders', shop, description);
    expect('edits' in fresh && fresh.edits.map((e) => e.kind === 'set' && e.path)).toEqual([
      'elements/orders/operations/default',
      'relationships/users-browse/to',
    ]);
  });

  it('stays where another end makes no sense', () => {
    const refused = attached(['users-browse'], 'to', 'db', shop, description);
    expect(refused).toEqual({ why: expect.stringContaining('not to a store') as string });
    const steps = { process: { steps: [{ follow: 'images-writes' }] } };
    const followed: Architecture = {
      ...shop,
      elements: {
        ...shop.elements,
        images: { ...shop.elements['images']!, operations: steps as never },
      },
    };
    expect(attached(['images-writes'], 'from', 'orders', followed, description)).toEqual({
      why: expect.stringContaining('steps of Image processing') as string,
    });
  });
});
