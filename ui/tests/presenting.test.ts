import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import type { Slide } from '../src/generated/protocol';
import { inOrder } from '../src/state/presenting.svelte';
import { applied, FakeBackend, viewOf } from './backend';
import { comparison, run } from './runs';

const sight = { x: 10, y: 20, width: 400, height: 300 };
const slides: Record<string, Slide> = {
  why: { name: 'Where it hurts', order: 'c', option: 'baseline', selected: ['shop', 'gone'] },
  then: { name: 'The worker', order: 'm', option: 'worker', sight, perspective: 'teams' },
};
const WAIT = { timeout: 5000 };

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
});
afterEach(cleanup);

async function open(presentation: Record<string, Slide>): Promise<FakeBackend> {
  const backend = new FakeBackend({
    open: () => ({ document: 1, view: viewOf('baseline', { presentation }) }),
    view: ({ option }) => viewOf(option ?? 'baseline', { presentation }),
    simulate: () => ({ runs: [{ history: 1, run: run('baseline', 1.2), findings: [] }] }),
    compare: () => comparison(),
  });
  render(App, { backend });
  backend.handOver('/models/shop.spinout.json');
  await screen.findByTestId('canvas', {}, WAIT);
  await screen.findByTestId('answer-browse', {}, WAIT);
  return backend;
}

describe('a presentation', () => {
  it('is in order of its keys, then of ids', () => {
    const at = (order: string): Slide => ({ name: 'x', order, option: 'baseline' });
    const order = inOrder({ b: at('m'), a: at('m'), z: at('c') }).map(({ id }) => id);
    expect(order).toEqual(['z', 'a', 'b']);
  });

  it('goes from slide to slide by the keys of a clicker, and ends', async () => {
    await open(slides);
    await fireEvent.keyDown(document.body, { key: 'F5' });
    const where = await screen.findByTestId('slide-where', {}, WAIT);
    await waitFor(() => expect(where.textContent).toContain('Where it hurts'));
    await waitFor(() =>
      expect(screen.getByTestId('outline-shop').getAttribute('aria-selected')).toBe('true'),
    );
    await fireEvent.keyDown(document.body, { key: 'PageDown' });
    await waitFor(() => expect(where.textContent).toContain('The worker'));
    await waitFor(() =>
      expect(screen.getByTestId('option-worker').getAttribute('aria-selected')).toBe('true'),
    );
    await fireEvent.keyDown(document.body, { key: 'PageDown' });
    expect(where.textContent).toContain('2 / 2');
    await fireEvent.keyDown(document.body, { key: 'PageUp' });
    await waitFor(() => expect(where.textContent).toContain('1 / 2'));
    await fireEvent.keyDown(document.body, { key: 'Escape' });
    await waitFor(() => expect(screen.queryByTestId('presenter')).toBeNull());
  });

  it('records what is on screen, and is put in order, renamed and taken away', async () => {
    const backend = await open(slides);
    backend.handlers.apply = ({ revision }) =>
      applied(viewOf('baseline', { revision, presentation: slides }), []);
    await fireEvent.click(screen.getByTestId('outline-shop'));
    await fireEvent.keyDown(document.body, { key: 'F5', shiftKey: true });
    await waitFor(() => expect(backend.requests('apply')).toHaveLength(1));
    expect(backend.requests('apply')[0]?.['edit']).toMatchObject({
      kind: 'add_slide',
      slide: { option: 'baseline', scenario: 'steady', selected: ['shop'] },
    });
    await screen.findByTestId('presenter', {}, WAIT);
    await fireEvent.click(screen.getByTestId('slide-list'));
    await fireEvent.click(await screen.findByTestId('slide-then-up', {}, WAIT));
    const name = screen.getByTestId('slide-why-name');
    await fireEvent.change(name, { target: { value: 'Why' } });
    await fireEvent.click(screen.getByTestId('slide-then-remove'));
    await waitFor(() => expect(backend.requests('apply')).toHaveLength(4));
    expect(
      backend
        .requests('apply')
        .map(({ edit }) => edit)
        .slice(1),
    ).toEqual([
      { kind: 'order_slide', id: 'then', before: 'why' },
      { kind: 'set', path: 'presentation/why/name', value: 'Why' },
      { kind: 'set', path: 'presentation/then', value: null },
    ]);
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    expect(violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')).toEqual([]);
  });
});

describe('two options side by side', () => {
  it('shows any other option, and changes places when that is opened', async () => {
    await open({});
    await fireEvent.keyDown(document.body, { key: 'd' });
    const beside = (await screen.findByTestId('split-base', {}, WAIT)) as HTMLSelectElement;
    expect(beside.value).toBe('worker');
    expect(screen.getByTestId('split-option').textContent).toBe('Baseline');
    await fireEvent.click(screen.getByTestId('option-worker'));
    await waitFor(() => expect(screen.getByTestId('split-option').textContent).toBe('Worker'));
    expect((screen.getByTestId('split-base') as HTMLSelectElement).value).toBe('baseline');
  });
});
