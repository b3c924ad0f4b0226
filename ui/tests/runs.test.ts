import { describe, expect, it, vi } from 'vitest';
import { progressOf } from '../src/frame/progress';
import type { HistoryEntry, Problem, RunProgress, View } from '../src/generated/protocol';
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

/** The scenarios after a change of the network. */
function changed(): View['scenarios'] {
  return { steady: { ...viewOf().scenarios['steady']!, digest: 'other' } };
}

/** A run of the baseline in the history. */
function entry(id: number, digest: string): HistoryEntry {
  return {
    id,
    at_ms: 0,
    model: 'Shop',
    option: 'baseline',
    scenario: 'steady',
    kind: 'steady',
    seed: 1,
    engine: '0.1.0',
    digest,
    replications: 20,
    requests: 100000,
    objectives_met: 1,
    objectives: 1,
    overload: null,
    worst_p99_s: 1.2,
    cost_per_month: null,
  };
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

  it('show what they have found so far, and keep the earlier result if they are cancelled', async () => {
    const backend = new FakeBackend({});
    const { runs } = await setUp(backend);
    backend.handlers.simulate = () => ({
      runs: [{ history: 1, run: run('baseline', 1.2), findings: [] }],
    });
    await runs.run();
    backend.handlers.simulate = ({ run: number }) => {
      backend.tell({
        event: 'interim',
        run: number,
        runs: [run('baseline', 1.5)],
        comparison: null,
      });
      expect(runs.refining).toBe(true);
      expect(runs.current?.journeys['browse']?.response_s.p99?.value).toBe(1.5);
      throw problem('Cancelled.', { kind: 'cancelled' });
    };
    await runs.run();
    expect(runs.refining).toBe(false);
    expect(runs.current?.journeys['browse']?.response_s.p99?.value).toBe(1.2);
  });

  it('can be ended with what they have', async () => {
    const backend = new FakeBackend({ finish: () => ({}) });
    const { runs } = await setUp(backend);
    backend.handlers.simulate = ({ run: number }) => {
      void runs.finish();
      expect(backend.requests('finish')).toEqual([{ run: number }]);
      return {
        runs: [{ history: 1, run: run('baseline', 1.2, { stop: 'stopped' }), findings: [] }],
      };
    };
    await runs.run();
    expect(runs.current?.stop).toBe('stopped');
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
    await document.refresh(viewOf('baseline', { scenarios: changed() }));
    expect(runs.stale).toBe(true);
  });

  it('are stale when the baseline beside them is not the one that was run', async () => {
    const backend = new FakeBackend({ compare: () => comparison() });
    const { runs, document } = await setUp(backend, 'worker');
    await runs.run();
    expect(runs.stale).toBe(false);
    backend.handlers.view = () => viewOf('baseline', { revision: 2, scenarios: changed() });
    await document.refresh(viewOf('worker', { revision: 2 }));
    expect(runs.stale).toBe(true);
    // The baseline is run again by itself: the paired differences are still of the old one.
    backend.handlers.simulate = () => ({
      runs: [{ history: 2, run: run('baseline', 1.1, { digest: 'other' }), findings: [] }],
    });
    await document.show('baseline');
    await runs.run();
    expect(runs.stale).toBe(false);
    backend.handlers.view = () => viewOf('worker', { revision: 2 });
    await document.show('worker');
    expect(runs.base?.digest).toBe('other');
    expect(runs.stale).toBe(true);
  });

  it('that still go on end with their model, and do not land in the next', async () => {
    const answers: (() => void)[] = [];
    const backend = new FakeBackend({
      simulate: ({ run: number }) =>
        new Promise((resolve) => {
          const made = { history: number, run: run('baseline', number), findings: [] };
          answers.push(() => resolve({ runs: [made] }));
        }) as never,
      cancel: () => ({}),
    });
    const { runs, document, failures } = await setUp(backend);
    const first = runs.run();
    runs.forget();
    expect(backend.requests('cancel')).toEqual([{ run: 1 }]);
    await document.take({ document: 2, view: viewOf('baseline', { document: 2 }) });
    const second = runs.run();
    answers[0]!();
    await first;
    expect(runs.current).toBeNull();
    expect(runs.running).toBe(2);
    answers[1]!();
    await second;
    expect(runs.current?.journeys['browse']?.response_s.p99?.value).toBe(2);
    expect(runs.running).toBeNull();
    expect(failures).toEqual([]);
  });

  it('of the history that come too late do not land in the next model', async () => {
    let answer = () => {};
    const backend = new FakeBackend({
      history: () => ({ runs: [entry(1, 'digest-baseline')] }),
      history_run: () =>
        new Promise((resolve) => {
          answer = () => resolve(run('baseline', 1.2));
        }) as never,
    });
    const { runs } = await setUp(backend);
    const restored = runs.restore();
    await vi.waitFor(() => expect(backend.requests('history_run')).toHaveLength(1));
    runs.forget();
    answer();
    expect(await restored).toBe(false);
    expect(runs.current).toBeNull();
  });

  it('of the history are those of this very network, not of another by the same name', async () => {
    const backend = new FakeBackend({
      history: () => ({ runs: [entry(2, 'another'), entry(1, 'digest-baseline')] }),
      history_run: () => run('baseline', 1.2),
    });
    const { runs } = await setUp(backend);
    expect(await runs.restore()).toBe(true);
    expect(backend.requests('history_run')).toEqual([{ id: 1 }]);
    runs.forget();
    backend.handlers.history = () => ({ runs: [entry(2, 'another')] });
    expect(await runs.restore()).toBe(false);
    expect(runs.current).toBeNull();
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
    messages: null,
    scaling: null,
    function: null,
    placement: null,
    nodes: null,
    job: null,
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
      share: 0.2,
      text: 'threads 20 %',
      replicas: '×3',
    });
    const story = heatOf(run('baseline', 1, { kind: 'terminating', elements, series: withSeries }));
    expect(story.get('shop')).toMatchObject({ share: 0.97, text: 'threads 97 % at most' });
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
    expect(heat).toMatchObject({ share: 1, overloaded: true, text: 'overload: threads' });
  });
});
