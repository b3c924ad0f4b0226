import { cleanup, fireEvent, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tellingLevel } from '../src/state/previews.svelte';
import type { PreviewLevel, PreviewTimes, PreviewView } from '../src/generated/protocol';
import { applied, viewOf } from './backend';
import { run } from './runs';
import { giveRoom, openWindow } from './window';

const times = (p99: number, more: Partial<PreviewTimes['p99']> = {}): PreviewTimes => {
  const at = (value: number) => ({ value, low: value * 0.8, high: value * 1.2, ...more });
  return {
    class: 'open, medium',
    mean: at(p99 / 4),
    p50: at(p99 / 5),
    p90: at(p99 / 2),
    p95: at(p99 / 1.5),
    p99: at(p99),
  };
};
const level = (p99: number | null, change: Partial<PreviewLevel> = {}): PreviewLevel => ({
  at_s: 0,
  load_per_s: 20,
  saturated: null,
  bottleneck: { element: 'shop', name: 'Shop', resource: 'slots', utilization: 0.83 },
  journeys: {
    browse: {
      name: 'Browse',
      throughput_per_s: 20,
      success_rate: 1,
      response_s: p99 === null ? null : times(p99),
      completion_s: p99 === null ? null : times(p99),
      least_response_s: 0.04,
      most_throughput_per_s: 30,
      reasons: p99 === null ? ['Shop: time-outs fire', 'Shop: an autoscaler steers'] : [],
    },
  },
  elements: {
    shop: {
      name: 'Shop',
      throughput_per_s: 20,
      response_s: 0.1,
      wait_s: 0.01,
      resource: 'slots',
      utilization: 0.83,
    },
  },
  ...change,
});
const preview = (...levels: PreviewLevel[]): PreviewView => ({
  model: 'Shop',
  option: 'baseline',
  scenario: 'steady',
  method: 'preview',
  levels,
  notes: [],
});

describe('the level that is told', () => {
  it('is what cannot be kept up with, else the highest load', () => {
    const [low, high] = [level(0.1), level(0.4, { load_per_s: 80, at_s: 60 })];
    expect(tellingLevel(preview(low, high))).toBe(high);
    const saturated = { ...low, saturated: high.bottleneck };
    expect(tellingLevel(preview(high, saturated))).toBe(saturated);
    expect(tellingLevel(preview())).toBeNull();
  });
});

describe('the preview', () => {
  beforeEach(giveRoom);
  afterEach(cleanup);
  const never = () => new Promise(() => undefined) as never;

  it('is there at once with its band, and gives way to a run', async () => {
    let end: (found: unknown) => void = () => undefined;
    await openWindow(viewOf(), {
      preview: () => preview(level(0.4)),
      simulate: () => new Promise((resolve) => (end = resolve)) as never,
    });
    const shown = await screen.findByTestId('preview-browse');
    expect(shown.textContent).toMatch(/Browse P99.*400 ms.*±20 %/s);
    expect(shown.title).toContain('320 ms');
    expect(screen.getByTestId('preview-bottleneck').textContent).toMatch(/Shop.*83\.0 %/s);
    await waitFor(() =>
      expect(screen.getByTestId('node-shop').getAttribute('aria-label')).toContain('≈'),
    );
    end({ runs: [{ history: 1, run: run('baseline', 1.2), findings: [] }] });
    await screen.findByTestId('answer-browse');
    expect(screen.queryByTestId('preview')).toBeNull();
  });

  it('follows an edit that a run is stale after', async () => {
    const backend = await openWindow(viewOf(), { preview: () => preview(level(0.4)) });
    await screen.findByTestId('answer-browse');
    expect(screen.queryByTestId('preview')).toBeNull();
    backend.handlers.preview = () => preview(level(0.3));
    backend.handlers.apply = ({ revision }) =>
      applied(viewOf('baseline', { revision }), [
        { path: ['scenarios', 'steady', 'digest'], value: `moved-${revision}` },
      ]);
    await fireEvent.click(screen.getByTestId('outline-shop'));
    const write = async (threads: string) => {
      const field = screen.getByTestId('field-process-threads');
      await fireEvent.input(field, { target: { value: threads } });
      await fireEvent.keyDown(field, { key: 'Enter' });
    };
    await write('32');
    expect((await screen.findByTestId('preview-browse')).textContent).toContain('300 ms');
    expect(screen.getByTestId('stale')).toBeTruthy();
    await waitFor(() =>
      expect(screen.getByTestId('field-process-threads')).toHaveProperty('value', '64'),
    );
    backend.handlers.preview = () => preview(level(0.2));
    await write('16');
    await waitFor(() =>
      expect(screen.getByTestId('preview-browse').textContent).toContain('200 ms'),
    );
  });

  it('says why there is none, and what cannot keep up', async () => {
    const backend = await openWindow(viewOf(), {
      preview: () => preview(level(null)),
      simulate: never,
    });
    const none = await screen.findByTestId('preview-browse');
    expect(none.textContent).toMatch(/no preview: Shop: time-outs fire\s+and 1 more/);
    expect(none.title).toContain('Shop: an autoscaler steers.');
    cleanup();
    const busy = { element: 'shop', name: 'Shop', resource: 'cores', utilization: 1.3 };
    backend.handlers.preview = () => preview(level(null, { saturated: busy, bottleneck: busy }));
    await openWindow(viewOf(), { ...backend.handlers });
    expect((await screen.findByTestId('preview-saturated')).textContent).toMatch(
      /Shop.*cores cannot keep up.*130 %/s,
    );
  });
});
