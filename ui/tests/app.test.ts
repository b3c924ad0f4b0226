import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import type { Finding } from '../src/generated/protocol';
import { applied, FakeBackend, problem, viewOf } from './backend';
import { comparison, run } from './runs';

const PATH = '/models/shop.spinout.json';

beforeEach(() => {
  localStorage.clear();
  // Nothing has a size here: give the canvas one, so that it has something to show.
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
});
afterEach(cleanup);

function start(backend: FakeBackend): FakeBackend {
  backend.handlers.simulate ??= () => ({
    runs: [{ history: 1, run: run('baseline', 1.2), findings: [] }],
  });
  backend.handlers.compare ??= () => comparison();
  render(App, { backend });
  return backend;
}

async function open(backend = new FakeBackend()): Promise<FakeBackend> {
  start(backend);
  backend.handOver(PATH);
  await screen.findByTestId('canvas');
  return backend;
}

async function serious(): Promise<string[]> {
  // Colours and layout are not computed here.
  const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } };
  const { violations } = await axe.run(document.body, { rules });
  return violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
}

describe('the window', () => {
  it('begins with a choice, and opens what the desktop hands over', async () => {
    const backend = start(new FakeBackend());
    expect(await screen.findByTestId('start-open')).toBeTruthy();
    backend.handOver(PATH);
    expect((await screen.findByTestId('model-name')).textContent).toContain('Shop');
    expect(backend.requests('open')[0]).toEqual({ path: PATH });
    await waitFor(() => expect(backend.title).toBe('Shop – Spinout'));
    await waitFor(() => expect(backend.drawings).toBe(1));
  });

  it('says where a broken file is broken and what to do', async () => {
    const place = { file: PATH, line: 12, column: 3, path: 'elements/shop' };
    const backend = new FakeBackend({
      open: () => {
        throw problem('`many` is not a number', { place, fix: 'write a number' });
      },
    });
    start(backend).handOver(PATH);
    const notice = await screen.findByTestId('notice');
    expect(notice.textContent).toContain('“many” is not a number.');
    expect(notice.textContent).toContain('shop.spinout.json:12:3 · elements/shop');
    expect(notice.textContent).toContain('Write a number.');
    expect(await screen.findByTestId('start-open')).toBeTruthy();
  });

  it('runs a model that has no result, and shows the answer', async () => {
    const backend = await open();
    expect((await screen.findByTestId('answer-browse')).textContent).toContain('1.20 s');
    expect(screen.getByTestId('answer-objectives').textContent).toContain('0/1');
    expect(backend.requests('simulate')).toHaveLength(1);
  });

  it('shows an overload with its element, since when and how fast it grows', async () => {
    const overload = {
      element: 'shop',
      name: 'Shop',
      resource: 'threads',
      growth_per_s: 12.4,
      since_s: 41,
      replications: 20,
    };
    await open(
      new FakeBackend({
        simulate: () => ({
          runs: [
            {
              history: 1,
              run: run('baseline', null, { overload, stop: 'overload' }),
              findings: [],
            },
          ],
        }),
      }),
    );
    const shown = await screen.findByTestId('overload');
    expect(shown.textContent).toContain('Shop');
    expect(shown.textContent).toContain('41.0 s');
    expect(shown.textContent).toContain('12.4 /s');
  });

  it('selects by the outline, edits in the inspector and puts an error beside its field', async () => {
    const backend = await open();
    backend.handlers.apply = () => {
      throw problem('More threads than memory.', { fix: 'Use fewer.' });
    };
    await fireEvent.click(screen.getByTestId('outline-shop'));
    const threads = (await screen.findByTestId('field-process-threads')) as HTMLInputElement;
    expect(threads.value).toBe('64');
    await fireEvent.input(threads, { target: { value: 'many' } });
    await fireEvent.keyDown(threads, { key: 'Enter' });
    expect((await screen.findByTestId('field-process-threads-error')).textContent).toBe(
      'This must be a number.',
    );
    expect(backend.requests('apply')).toHaveLength(0);
    await fireEvent.input(threads, { target: { value: '5000' } });
    await fireEvent.keyDown(threads, { key: 'Enter' });
    await waitFor(() =>
      expect(screen.getByTestId('field-process-threads-error').textContent).toBe(
        'More threads than memory. Use fewer.',
      ),
    );
    expect(backend.requests('apply')[0]?.['edit']).toEqual({
      kind: 'set',
      path: 'elements/shop/process/threads',
      value: 5000,
    });
  });

  it('moves the selection by keys, steps in quick succession as one gesture', async () => {
    const backend = await open();
    backend.handlers.apply = ({ revision }) => applied(viewOf('baseline', { revision }), []);
    await fireEvent.click(screen.getByTestId('outline-shop'));
    await fireEvent.keyDown(document.body, { key: 'ArrowRight' });
    await fireEvent.keyDown(document.body, { key: 'ArrowRight' });
    await waitFor(() => expect(backend.requests('apply')).toHaveLength(2));
    const [first, second] = backend.requests('apply');
    expect(first?.['gesture']).toBe(second?.['gesture']);
    const { positions } = first?.['edit'] as { positions: Record<string, { x: number }> };
    expect(Object.keys(positions).sort()).toEqual(['catalog', 'images', 'shop']);
    expect(positions['shop']?.x).toBe(224);
  });

  it('keeps what is in sight where it is when an element moves', async () => {
    const backend = await open();
    backend.handlers.apply = ({ revision, edit }) => {
      const { positions } = edit as { positions: Record<string, object> };
      const operations = Object.entries(positions).map(([id, value]) => ({
        path: ['architecture', 'layout', id],
        value: { ...value, x: 4000 } as never,
      }));
      return applied(viewOf('baseline', { revision }), [
        ...operations,
        { path: ['file', 'dirty'], value: true },
      ]);
    };
    await screen.findByTestId('node-db');
    const camera = () => document.querySelector<HTMLElement>('.nodes')!.style.transform;
    await waitFor(() => expect(camera()).not.toBe(''));
    const before = camera();
    await fireEvent.click(screen.getByTestId('outline-db'));
    await fireEvent.keyDown(document.body, { key: 'ArrowRight' });
    await screen.findByTestId('dirty');
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    expect(camera()).toBe(before);
  });

  it('shows nodes that say what they are, and selects them', async () => {
    await open();
    const node = await screen.findByTestId('node-shop');
    expect(node.getAttribute('aria-label')).toContain('Monolith Shop');
    await fireEvent.click(screen.getByTestId('outline-shop'));
    await waitFor(() => expect(node.getAttribute('aria-selected')).toBe('true'));
  });

  it('goes from a finding to its element', async () => {
    const finding: Finding = {
      id: 'B2',
      severity: 'warning',
      place: 'elements/db',
      why: 'only one',
      fix: 'add one',
    };
    await open(
      new FakeBackend({
        open: () => ({ document: 1, view: viewOf('baseline', { findings: [finding] }) }),
      }),
    );
    await fireEvent.click(screen.getByTestId('left-findings'));
    await fireEvent.click(await screen.findByTestId('finding-B2'));
    expect(within(screen.getByTestId('inspector')).getByTestId('field-name')).toHaveProperty(
      'value',
      'Database',
    );
  });

  it('previews a spinout before it is taken, and makes an option for it on the baseline', async () => {
    const backend = await open(
      new FakeBackend({
        preview_spin_out: () => ({
          architecture: viewOf().architecture,
          elements: { shop: 'changed' },
          relationships: {},
          findings: [],
          stores: { db: { strategy: 'shared' } },
          applies: true,
        }),
        weigh_spin_out: () => ({
          before: { preview: null, per_month: 812, problem: null },
          after: { preview: null, per_month: 904, problem: null },
        }),
        apply: () => ({
          revision: 2,
          option: 'out',
          title: '',
          change: 'out',
          patch: null,
          view: viewOf('worker', { revision: 2 }),
        }),
      }),
    );
    await fireEvent.click(screen.getByTestId('outline-images'));
    await fireEvent.keyDown(document.body, { key: 's' });
    await screen.findByTestId('spin-out-dialog');
    const store = (await screen.findByTestId('spin-store-db')) as HTMLSelectElement;
    await fireEvent.change(store, { target: { value: 'own_schema' } });
    expect((await screen.findByTestId('spin-weights')).textContent).toContain('$904');
    expect(await serious()).toEqual([]);
    await fireEvent.click(screen.getByTestId('spin-take'));
    await waitFor(() => expect(screen.queryByTestId('spin-out-dialog')).toBeNull());
    const edit = backend.requests('apply')[0]?.['edit'] as {
      option_name: string;
      spin_out: Record<string, unknown>;
      cutover: { share: number }[];
    };
    expect(edit.option_name).toBe('Image processing spinout');
    expect(edit.cutover.map((phase) => phase.share)).toEqual([0, 0.01, 0.1, 0.5, 1]);
    expect(edit.spin_out).toMatchObject({
      components: ['images'],
      pattern: 'event_driven_worker',
      data: { db: { strategy: 'own_schema' } },
    });
  });

  it('runs with Ctrl+Enter wherever the focus is, and opens no list for it', async () => {
    const backend = await open();
    await screen.findByTestId('answer-browse');
    const before = backend.requests('simulate').length;
    const scenario = screen.getByTestId('scenario');
    scenario.focus();
    await fireEvent.keyDown(scenario, { key: 'Enter', ctrlKey: true });
    await waitFor(() => expect(backend.requests('simulate').length).toBe(before + 1));
    expect(screen.queryByRole('menu')).toBeNull();
    await fireEvent.keyDown(scenario, { key: 'Enter' });
    expect(await screen.findByRole('menu')).toBeTruthy();
  });

  it('stays at its option when it is saved', async () => {
    const worker = viewOf('worker');
    const backend = await open(
      new FakeBackend({
        open: () => ({ document: 1, view: worker }),
        view: (request) => viewOf(request['option'] as string),
        save: () => ({ path: PATH, option: 'baseline', view: viewOf('baseline') }),
      }),
    );
    await fireEvent.keyDown(document.body, { key: 's', ctrlKey: true });
    await screen.findByText('Saved');
    expect(backend.requests('save').length).toBe(1);
    expect(backend.requests('view').at(-1)?.['option']).toBe('worker');
  });

  it('asks before it lets unsaved work go', async () => {
    const dirty = viewOf('baseline', {
      file: { path: PATH, dirty: true, normalises: false, unknown: [] },
    });
    const backend = await open(new FakeBackend({ open: () => ({ document: 1, view: dirty }) }));
    const answer = backend.mayClose!();
    const question = await screen.findByTestId('question');
    await fireEvent.click(within(question).getByText('Cancel'));
    expect(await answer).toBe(false);
    expect(backend.requests('close')).toEqual([]);
  });

  it('keeps the open model, with its unsaved work, until another one has opened', async () => {
    const dirty = viewOf('baseline', {
      file: { path: PATH, dirty: true, normalises: false, unknown: [] },
    });
    const backend = await open(new FakeBackend({ open: () => ({ document: 1, view: dirty }) }));
    await screen.findByTestId('answer-browse');
    const discard = async () =>
      fireEvent.click(within(await screen.findByTestId('question')).getByText('Discard changes'));

    backend.handlers.open = () => {
      throw problem('This is no model.');
    };
    backend.handOver('/models/broken.json');
    await discard();
    expect((await screen.findByTestId('notice')).textContent).toContain('This is no model.');
    expect(screen.getByTestId('model-name').textContent).toContain('Shop');
    expect(screen.getByTestId('answer-browse')).toBeTruthy();
    expect(backend.requests('close')).toEqual([]);

    const other = viewOf('baseline', { document: 2, name: 'Bank' });
    backend.handlers.open = () => ({ document: 2, view: other });
    backend.handOver('/models/bank.json');
    await discard();
    await waitFor(() => expect(screen.getByTestId('model-name').textContent).toContain('Bank'));
    expect(backend.requests('close')).toEqual([{ document: 1, discard: true }]);
    await screen.findByTestId('answer-browse');
  });

  it('has nothing serious for axe to say, on the start screen and with a model', async () => {
    const backend = start(new FakeBackend());
    await screen.findByTestId('start-open');
    expect(await serious()).toEqual([]);
    backend.handOver(PATH);
    await screen.findByTestId('answer-browse');
    await fireEvent.click(screen.getByTestId('outline-shop'));
    for (const tab of ['latency', 'time', 'where', 'cost', 'blast', 'compare', 'history']) {
      await fireEvent.click(screen.getByTestId(`drawer-${tab}`));
      expect(await serious()).toEqual([]);
    }
  });
});
