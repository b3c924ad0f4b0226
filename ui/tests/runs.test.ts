import { describe, expect, it } from 'vitest';
import { progressOf } from '../src/frame/progress';
import type { Problem, RunProgress } from '../src/generated/protocol';
import { Document } from '../src/state/document.svelte';
import { Runs } from '../src/state/runs.svelte';
import { answerOf } from '../src/results/answer';
import { differencesOf } from '../src/results/differences';
import { FakeBackend, problem, viewOf } from './backend';
import { heatOf } from '../src/canvas/heat';
import { comparison, journey, run } from './runs';

const progress: RunProgress = {
  run: 1,
  scenario: 'steady',
  parts_done: 0,
  parts: 1,
  phase: 'measure',
  replications: 12,
  next_check: 20,
  precision: null,
  target: 0.02,
};

async function setUp(backend: FakeBackend, option = 'baseline') {
  const failures: Problem[] = [];
  const document = new Document(backend, (p) => failures.push(p));
  const runs = new Runs(backend, document, (p) => failures.push(p));
  await document.take({ document: 1, view: viewOf(option) });
  runs.scenario = 'steady';
  return { document, runs, failures };
}

describe('runs', () => {
  it('of an option are made beside the baseline, so that both saw the same users', async () => {
    const backend = new FakeBackend({ compare: () => comparison() });
    const { runs } = await setUp(backend, 'worker');
    await runs.run();
    expect(backend.requests('compare')[0]).toMatchObject({ base: 'baseline', option: 'worker' });
    expect(runs.current?.option).toBe('worker');
    expect(runs.base?.option).toBe('baseline');
    expect(runs.comparison?.journeys['browse']).toBeDefined();
    expect(runs.running).toBeNull();
  });

  it('show their progress while they go on, and only their own', async () => {
    const backend = new FakeBackend({});
    const { runs } = await setUp(backend);
    backend.handlers.simulate = ({ run: number }) => {
      backend.tell({ event: 'progress', ...progress, run: number + 1 });
      expect(runs.progress).toBeNull();
      backend.tell({ event: 'progress', ...progress, run: number });
      expect(runs.progress?.replications).toBe(12);
      return { runs: [{ history: 1, run: run('baseline', 1.2), findings: [] }] };
    };
    await runs.run();
    expect(runs.progress).toBeNull();
    expect(runs.current?.option).toBe('baseline');
  });

  it('that were cancelled are no failure', async () => {
    const backend = new FakeBackend({
      simulate: () => {
        throw problem('Cancelled.', { kind: 'cancelled' });
      },
    });
    const { runs, failures } = await setUp(backend);
    await runs.run();
    expect(failures).toEqual([]);
    expect(runs.current).toBeNull();
  });

  it('are stale when the network is not the one that was run', async () => {
    const backend = new FakeBackend({
      simulate: () => ({ runs: [{ history: 1, run: run('baseline', 1.2), findings: [] }] }),
    });
    const { runs, document } = await setUp(backend);
    await runs.run();
    expect(runs.stale).toBe(false);
    const { scenarios } = viewOf();
    await document.refresh(
      viewOf('baseline', { scenarios: { steady: { ...scenarios['steady']!, digest: 'other' } } }),
    );
    expect(runs.stale).toBe(true);
  });
});

describe('progress', () => {
  it('comes closer to its end as replications and precision do', () => {
    const at = (change: Partial<RunProgress>) => progressOf({ ...progress, ...change }).share!;
    expect(at({ replications: 5 })).toBeLessThan(at({ replications: 15 }));
    expect(at({ precision: 0.08 })).toBeLessThan(at({ precision: 0.03 }));
    expect(at({ precision: 0.02 })).toBe(1);
    expect(progressOf({ ...progress, phase: 'pilot' }).share).toBeNull();
    expect(progressOf({ ...progress, precision: 0.041 }).text).toBe('12 replications · ±4.10 %');
  });
});

describe('answers', () => {
  it('name the baseline beside the option, and nothing beside the baseline itself', () => {
    expect(answerOf(run('worker', 0.2), run('baseline', 1.2)).journeys[0]?.baseResponse).toBe(1.2);
    expect(
      answerOf(run('baseline', 1.2), run('baseline', 1.2)).journeys[0]?.baseResponse,
    ).toBeNull();
  });

  it('count objectives, and those that could not be estimated apart', () => {
    expect(answerOf(run('worker', 0.2), null).objectives).toEqual({ met: 1, all: 1, unknown: 0 });
    expect(answerOf(run('worker', null), null).objectives).toEqual({ met: 0, all: 1, unknown: 1 });
  });

  it('call a difference better only when its interval is wholly on that side', () => {
    const rows = differencesOf('browse', run('worker', 0.2), run('baseline', 1.2), comparison());
    const p99 = rows.find((r) => r.label === 'Response P99')!;
    expect(p99).toMatchObject({ base: '1.20 s', option: '200 ms', better: true, change: '−83 %' });
    expect(rows.find((r) => r.label === 'Response, mean')!.better).toBeNull();
    expect(rows.find((r) => r.label === 'Response P95')!.difference).toBeNull();
  });
});

describe('heat', () => {
  const series = (...value: number[]) => ({ value, low: value, high: value });
  const element = {
    name: 'Shop',
    resource: 'threads',
    utilization: { value: 0.2, low: 0.19, high: 0.21 },
    throughput_per_s: null,
    response_s: journey(null).response_s,
    own_s: null,
    wait_s: journey(null).response_s,
    queue_length: null,
    replicas: null,
    replicas_max: 3,
    resources: {},
    queue: null,
  };
  const over = {
    queue_length: series(0),
    utilization: series(0.1, 0.97, 0.1),
    replicas: series(3),
  };
  const elements = { shop: element };
  const withSeries = { time_s: [1, 2, 3], journeys: {}, elements: { shop: over } };

  it('is the mean use in the long run, and the highest in a story', () => {
    const steady = heatOf(run('baseline', 1, { elements, series: withSeries }));
    expect(steady.get('shop')).toMatchObject({
      utilization: 0.2,
      text: 'threads 20 %',
      replicas: '×3',
    });
    const story = heatOf(run('baseline', 1, { kind: 'terminating', elements, series: withSeries }));
    expect(story.get('shop')).toMatchObject({ utilization: 0.97, text: 'threads 97 % at most' });
  });

  it('is full where something could not keep up', () => {
    const overload = {
      element: 'shop',
      name: 'Shop',
      resource: 'threads',
      growth_per_s: 2,
      since_s: 5,
      replications: 20,
    };
    const heat = heatOf(run('baseline', null, { elements, overload })).get('shop');
    expect(heat).toMatchObject({ utilization: 1, overloaded: true, text: 'overload: threads' });
  });
});
