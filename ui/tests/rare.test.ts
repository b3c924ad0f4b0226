import { cleanup, fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { figuresIn } from '../src/results/panels';
import { asked, chance, inWords } from '../src/results/rare';
import { figuresOf } from '../src/inspector/figures';
import type { ElementResult, RareRun } from '../src/generated/protocol';
import { problem, viewOf } from './backend';
import { run } from './runs';
import { giveRoom, openWindow } from './window';

const about = (value: number) => ({ value, low: value * 0.9, high: value * 1.1 });

function rare(change: Partial<RareRun['outcomes'][number]> = {}): RareRun {
  const outcome = {
    what: 'browse>5s',
    probability: about(3.1e-7),
    levels: 4,
    replications: 40,
    events: 1e6,
    stop: 'precise' as const,
    ...change,
  };
  return {
    option: 'baseline',
    scenario: 'steady',
    confidence: 0.95,
    outcomes: [outcome],
    baseline: null,
  };
}

describe('a rare outcome', () => {
  it('is asked for as the application reads it', () => {
    expect(asked({ kind: 'late', of: 'browse', bound: '5 s' })).toBe('browse>5s');
    expect(asked({ kind: 'late', of: 'browse', bound: '5' })).toBeNull();
    expect(asked({ kind: 'fails', of: 'browse', bound: '' })).toBe('browse fails');
    expect(asked({ kind: 'crowd', of: 'db', bound: '50' })).toBe('db>=50');
    expect(asked({ kind: 'crowd', of: 'db', bound: '0' })).toBeNull();
    expect(asked({ kind: 'fails', of: '', bound: '' })).toBeNull();
  });

  it('reads as words and as a power of ten', () => {
    const name = (id: string) => id.toUpperCase();
    expect(inWords('browse>5s', name)).toBe('BROWSE takes longer than 5\u00a0s');
    expect(inWords('browse fails', name)).toBe('BROWSE fails');
    expect(inWords('db>=50', name)).toBe('DB holds 50 or more at once');
    expect(chance(3.14e-7)).toBe('3.1 × 10⁻⁷');
    expect(chance(0.25)).toBe('25.0 %');
  });
});

describe('in the window', () => {
  beforeEach(giveRoom);
  afterEach(cleanup);

  const shop = () => {
    const view = viewOf();
    view.architecture.journeys = { browse: { name: 'Browse', entry: 'users' } as never };
    return view;
  };
  const simulate = () => ({
    runs: [{ history: 1, run: run('baseline', 1.2), findings: [] }],
  });

  it('a question is asked beside the latencies, and its answer stays until the model moves on', async () => {
    const backend = await openWindow(shop(), { simulate, simulate_rare: () => rare() });
    await fireEvent.click(await screen.findByTestId('rare-ask'));
    const found = await screen.findByTestId('rare-found');
    expect(found.textContent).toContain('3.1 × 10⁻⁷');
    expect(found.textContent).toContain('one of 3\u202f200\u202f000');
    const ask = backend.asked.find(({ command }) => command === 'simulate_rare');
    expect(ask?.request).toMatchObject({ option: 'baseline', rare: ['browse>5s'] });
  });

  it('what was never seen is not said to be impossible, and a refusal is told', async () => {
    const backend = await openWindow(shop(), {
      simulate,
      simulate_rare: () => rare({ probability: null }),
    });
    await fireEvent.click(await screen.findByTestId('rare-ask'));
    expect((await screen.findByTestId('rare-found')).textContent).toContain('never seen');
    backend.handlers.simulate_rare = () => {
      throw problem('it cannot be simulated');
    };
    await fireEvent.click(screen.getByTestId('rare-ask'));
    expect((await screen.findByTestId('notice')).textContent).toContain('annot be simulated');
  });

  it('a run as a fluid is asked for as one, of the option and of the baseline', async () => {
    const backend = await openWindow(viewOf(), { simulate });
    await fireEvent.pointerDown(screen.getByTestId('method'), { button: 0 });
    await fireEvent.keyDown(screen.getByTestId('method'), { key: 'Enter' });
    await fireEvent.click(await screen.findByTestId('method-fluid'));
    await fireEvent.click(screen.getByTestId('run'));
    await waitFor(() => {
      const last = backend.asked.findLast(({ command }) => command === 'simulate');
      expect(last?.request).toMatchObject({ settings: { method: 'fluid' } });
    });
  });
});

describe('what not each design has', () => {
  const latency = { mean: null, p50: null, p90: null, p95: null, p99: null, p999: null };
  const plain: ElementResult = {
    name: 'it',
    resource: null,
    utilization: null,
    throughput_per_s: null,
    response_s: latency,
    own_s: null,
    wait_s: latency,
    queue_length: null,
    replicas: null,
    replicas_max: 1,
    resources: {},
    queue: null,
    messages: null,
    scaling: null,
    function: null,
    placement: null,
    nodes: null,
    job: null,
  };

  it('has a line where it is modelled, and none elsewhere', () => {
    expect(figuresOf(plain, undefined)).toEqual([]);
    const labels = (element: Partial<ElementResult>) =>
      figuresOf({ ...plain, ...element }, undefined).map((row) => row.label);
    const cache = {
      look_ups_per_s: about(9),
      hit_ratio: about(0.8),
      stale: about(0),
      coalesced: about(0.1),
    };
    expect(labels({ caches: { 'shop-db': cache } })).toEqual([
      'Cache hits',
      'Cache look-ups',
      'Waited for another’s answer',
    ]);
    expect(labels({ nodes: { count: about(3), count_max: 5, lost: 0 } })).toEqual([
      'Nodes',
      'Most nodes',
    ]);
    expect(labels({ placement: { at_quota: about(0.1), pending: about(1), lost: 2 } })).toEqual([
      'Held back by a quota',
      'Instances pending',
      'Lost with a machine',
    ]);
    const gpu = { utilization: about(0.7), capacity: 2, wait_s: about(0.1) };
    expect(labels({ resources: { gpu } })).toEqual(['Use of gpu', 'Wait for gpu']);
  });

  it('has a choice over time where there is a series of it', () => {
    const plainRun = run('baseline', 1);
    const ids = (of: typeof plainRun) => figuresIn(of, null).map(({ id }) => id);
    expect(ids(plainRun)).not.toContain('nodes');
    const band = { value: [1, 2], low: [1, 2], high: [1, 2] };
    const none = { value: [], low: [], high: [] };
    const series = {
      time_s: [1, 2],
      journeys: {},
      elements: { pool: { queue_length: none, utilization: none, replicas: none, nodes: band } },
    };
    expect(ids(run('baseline', 1, { series }))).toContain('nodes');
  });
});
