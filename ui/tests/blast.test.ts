import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import { lossHeat } from '../src/canvas/heat';
import { lossRows } from '../src/results/losses';
import type { BlastRun, Loss } from '../src/generated/protocol';
import { FakeBackend, viewOf } from './backend';
import { comparison, run } from './runs';

const about = (value: number) => ({ value, low: value - 0.01, high: value + 0.01 });
const loss = (element: string, value: number, more: Partial<Loss> = {}): Loss => ({
  element,
  name: element,
  loss: about(value),
  than_baseline: null,
  offered: 12000,
  recovery_s: about(2),
  not_recovered: 0,
  journeys: [],
  ...more,
});

function blast(change: Partial<BlastRun> = {}): BlastRun {
  const shop = loss('shop', 0.6, {
    than_baseline: about(-0.4),
    journeys: [{ journey: 'browse', loss: about(0.55) }],
  });
  return {
    format: 1,
    model: 'Shop',
    scenario: 'steady',
    seed: 1,
    engine: '0.1.0',
    confidence: 0.95,
    fault: 'crash',
    at_s: 0,
    duration_s: 600,
    replications: 20,
    events: 1e6,
    stop: 'replications',
    option: {
      option: 'worker',
      worst: shop,
      failures: [shop, loss('queue', 0.1)],
      single_points_of_failure: ['shop'],
    },
    baseline: {
      option: 'baseline',
      worst: loss('shop', 1),
      failures: [loss('shop', 1), loss('images', 0.2)],
      single_points_of_failure: ['shop'],
    },
    difference: about(-0.4),
    ...change,
  };
}

describe('what is lost when an element is down', () => {
  it('ranks the option, with the baseline beside it and what only that has at the end', () => {
    const rows = lossRows(blast());
    expect(rows.map((r) => r.element)).toEqual(['shop', 'queue', 'images']);
    expect(rows.map((r) => r.option !== null)).toEqual([true, true, false]);
    expect(rows.map((r) => r.base !== null)).toEqual([true, false, true]);
    expect(rows[0]).toMatchObject({ single: true, than: { value: -0.4 } });
  });

  it('marks the elements on the canvas', () => {
    const heat = lossHeat(blast().option);
    expect(heat.get('shop')).toMatchObject({
      share: 0.6,
      text: '60.0 % lost',
      depth: 'single point',
    });
    expect(heat.get('queue')).toMatchObject({ share: 0.1, depth: '' });
    expect(heat.has('images')).toBe(false);
  });
});

describe('the blast tab', () => {
  beforeEach(() => {
    localStorage.clear();
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  });
  afterEach(cleanup);

  async function open(handlers: ConstructorParameters<typeof FakeBackend>[0] = {}) {
    const backend = new FakeBackend({
      open: () => ({ document: 1, view: viewOf('worker') }),
      simulate: () => ({ runs: [{ history: 1, run: run('baseline', 1.2), findings: [] }] }),
      compare: () => comparison(),
      cancel: () => ({}),
      ...handlers,
    });
    render(App, { backend });
    backend.handOver('/models/shop.spinout.json');
    await screen.findByTestId('answer-browse');
    await fireEvent.click(screen.getByTestId('drawer-blast'));
    return backend;
  }

  it('runs beside the structural one, tells how far it is, and shows journeys and intervals', async () => {
    let end: (found: BlastRun) => void = () => undefined;
    const backend = await open({
      simulate_blast: () => new Promise<BlastRun>((resolve) => (end = resolve)) as never,
    });
    expect(await screen.findByTestId('blast')).toBeTruthy();
    await fireEvent.click(screen.getByTestId('blast-start'));
    const [asked] = backend.requests('simulate_blast');
    expect(asked).toMatchObject({ option: 'worker', scenario: 'steady' });
    const other = backend.requests('compare')[0]!['run'];
    expect(asked!['run']).not.toBe(other);
    backend.tell({
      event: 'progress',
      run: asked!['run'] as number,
      scenario: 'steady',
      parts_done: 0,
      parts: 1,
      phase: 'measure',
      replications: 12,
      next_check: 40,
      precision: null,
      target: 0.02,
    });
    await waitFor(() =>
      expect(screen.getByTestId('blast-progress').textContent).toContain('12 of 40'),
    );
    end(blast());
    const row = await screen.findByTestId('loss-shop');
    expect(row.textContent).toMatch(/60\.0 %.*±.*100 %.*−40\.0 %.*2\.00 s.*browse 55\.0 %.*±/s);
    expect(screen.getByTestId('blast')).toBeTruthy();
    expect(screen.queryByTestId('blast-stale')).toBeNull();
    await waitFor(() =>
      expect(screen.getByTestId('node-shop').getAttribute('aria-label')).toContain('60.0 % lost'),
    );
    await fireEvent.click(screen.getByTestId('drawer-latency'));
    await waitFor(() =>
      expect(screen.getByTestId('node-shop').getAttribute('aria-label')).not.toContain('lost'),
    );
  });

  it('can be cancelled, which is no failure', async () => {
    let fail: (cause: unknown) => void = () => undefined;
    const backend = await open({
      simulate_blast: () => new Promise((_, reject) => (fail = reject)) as never,
    });
    await fireEvent.click(screen.getByTestId('blast-start'));
    await fireEvent.click(await screen.findByTestId('blast-cancel'));
    const asked = backend.requests('simulate_blast')[0]!['run'];
    expect(backend.requests('cancel')).toEqual([{ run: asked }]);
    fail({ kind: 'cancelled', why: 'stopped', fix: '', place: {} });
    await screen.findByTestId('blast-start');
    expect(screen.queryByTestId('blast-losses')).toBeNull();
    expect(screen.queryByTestId('notice')).toBeNull();
  });
});
