import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import type { ChangeView, Commands, OptionView, StepList } from '../src/generated/protocol';
import { readValue, writeValue } from '../src/inspector/change';
import { applied, FakeBackend, problem, viewOf } from './backend';
import { comparison, run } from './runs';

const WAIT = { timeout: 5000 };

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
});
afterEach(cleanup);

async function open(handlers: ConstructorParameters<typeof FakeBackend>[0]): Promise<FakeBackend> {
  const backend = new FakeBackend({
    simulate: () => ({ runs: [{ history: 1, run: run('baseline', 1.2), findings: [] }] }),
    compare: () => comparison(),
    ...handlers,
  });
  render(App, { backend });
  backend.handOver('/models/shop.spinout.json');
  await screen.findByTestId('canvas', {}, WAIT);
  return backend;
}

/** A history of so many steps, of which so many are done. */
function history(total: number, at: number) {
  return ({ from, count }: Commands['steps']['request']): StepList => {
    const steps = Array.from({ length: total }, (_, n) => ({
      title: `Step ${n + 1}`,
      option: 'baseline',
    }));
    return { total, at, saved: 0, from, steps: steps.slice(from, from + count) };
  };
}

describe('the history of edits', () => {
  it('names every step and goes to any of them', async () => {
    const backend = await open({ steps: history(3, 2) });
    backend.handlers.go_to_step = () => applied(viewOf(), []);
    await fireEvent.click(screen.getByTestId('drawer-history'));
    const now = await screen.findByTestId('edit-2', {}, WAIT);
    expect(now.getAttribute('aria-selected')).toBe('true');
    expect(screen.getByTestId('edit-0').textContent).toContain('saved');
    expect(screen.getByTestId('edit-3').textContent).toContain('Step 3');
    await fireEvent.click(screen.getByTestId('edit-1'));
    await waitFor(() => expect(backend.requests('go_to_step')).toHaveLength(1));
    expect(backend.requests('go_to_step')[0]).toMatchObject({ at: 1 });
  });

  it('holds ten thousand steps without a row for each, and is walked by keys', async () => {
    const backend = await open({ steps: history(10_000, 10_000) });
    backend.handlers.go_to_step = () => applied(viewOf(), []);
    await fireEvent.click(screen.getByTestId('drawer-history'));
    const list = await screen.findByTestId('edits', {}, WAIT);
    expect(list.querySelectorAll('[role=option]').length).toBeLessThan(100);
    const most = Math.max(...backend.requests('steps').map(({ count }) => count as number));
    expect(most).toBeLessThanOrEqual(500);
    await fireEvent.keyDown(list, { key: 'ArrowUp' });
    await fireEvent.keyDown(list, { key: 'ArrowUp' });
    await fireEvent.keyDown(list, { key: 'Enter' });
    await waitFor(() => expect(backend.requests('go_to_step')[0]).toMatchObject({ at: 9_998 }));
  });
});

describe('a change of an option', () => {
  const changes: ChangeView[] = [
    {
      id: 'over',
      title: 'Cut over to worker',
      change: { do: { cutover: { of: 'worker', phases: [{ share: 0.1 }, { share: 1 }] } } },
    },
    {
      id: 'threads',
      title: 'Set threads to 8',
      change: { do: { set: { path: 'elements/shop/process/threads', value: 8, base: 64 } } },
    },
  ];
  const options: OptionView[] = [
    { id: 'baseline', name: 'Baseline', description: null, on: null, changes: [] },
    { id: 'worker', name: 'Worker', description: null, on: 'baseline', changes },
  ];
  const opened = () => open({ open: () => ({ document: 1, view: viewOf('worker', { options }) }) });

  it('is edited, and says why where it would not apply', async () => {
    const backend = await opened();
    backend.handlers.apply = () => {
      throw problem('There are no such threads.');
    };
    await fireEvent.click(await screen.findByTestId('change-threads-edit', {}, WAIT));
    const value = await screen.findByTestId('change-threads-value');
    await fireEvent.input(value, { target: { value: '16' } });
    await fireEvent.keyDown(value, { key: 'Enter' });
    await waitFor(() => expect(backend.requests('apply')).toHaveLength(1));
    expect(backend.requests('apply')[0]?.['edit']).toEqual({
      kind: 'put_change',
      id: 'threads',
      change: { do: { set: { path: 'elements/shop/process/threads', value: 16, base: 64 } } },
    });
    await waitFor(() =>
      expect(screen.getByTestId('change-threads-form').textContent).toContain(
        'There are no such threads.',
      ),
    );
  });

  it('has its phases edited, and is put later', async () => {
    const backend = await opened();
    backend.handlers.apply = ({ revision }) => applied(viewOf('worker', { options, revision }), []);
    await fireEvent.click(await screen.findByTestId('change-over-edit', {}, WAIT));
    const form = await screen.findByTestId('change-over-form');
    const share = [...form.querySelectorAll('input')].find((input) => input.value === '0.1')!;
    await fireEvent.input(share, { target: { value: '0.2' } });
    await fireEvent.keyDown(share, { key: 'Enter' });
    await waitFor(() => expect(backend.requests('apply')).toHaveLength(1));
    expect(backend.requests('apply')[0]?.['edit']).toMatchObject({
      kind: 'put_change',
      id: 'over',
      change: { do: { cutover: { of: 'worker', phases: [{ share: 0.2 }, { share: 1 }] } } },
    });
    await fireEvent.click(screen.getByTestId('change-over-later'));
    await waitFor(() =>
      expect(backend.requests('apply').at(-1)?.['edit']).toEqual({
        kind: 'order_change',
        id: 'over',
      }),
    );
  });

  it('goes only after it was told what goes with it', async () => {
    const backend = await opened();
    backend.handlers.removal = () => ({
      also: [{ what: 'scenario', name: 'Cutover', why: 'its times go' }],
    });
    await fireEvent.click(await screen.findByTestId('change-over-remove', {}, WAIT));
    expect((await screen.findByTestId('question', {}, WAIT)).textContent).toContain(
      'scenario Cutover: its times go',
    );
    expect(backend.requests('apply')).toEqual([]);
  });

  it('keeps a text a text, and reads what else stands there', () => {
    expect(readValue('16', 8)).toBe(16);
    expect(readValue('16', '8')).toBe('16');
    expect(readValue('40ms', 8)).toBe('40ms');
    expect(readValue(null, 8)).toBeNull();
    expect(writeValue({ a: 1 })).toBe('{"a":1}');
    expect(writeValue('40ms')).toBe('40ms');
  });
});
