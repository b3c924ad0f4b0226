import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import { bindings, keyless } from '../src/frame/keys';
import { FILE, MENUS } from '../src/frame/menus';
import { candidate } from '../src/hints/hints';
import type { Settings, Template } from '../src/generated/protocol';
import { architecture } from './architecture';
import { FakeBackend, viewOf } from './backend';
import { comparison, run } from './runs';

const templates: Template[] = ['image-processing', 'u1', 'u2'].map((id) => ({
  id,
  name: id,
  description: `What ${id} teaches`,
}));
const FRESH: Settings = { used: false, dismissed: [], window: null };
const WAIT = { timeout: 5000 };

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
});
afterEach(cleanup);

function start(backend: FakeBackend): FakeBackend {
  backend.handlers.templates = () => ({ templates });
  backend.handlers.template_picture = () => ({ architecture: architecture() });
  backend.handlers.new = () => ({ document: 1, view: viewOf('worker') });
  backend.handlers.simulate = () => ({
    runs: [{ history: 1, run: run('baseline', 1.2), findings: [] }],
  });
  backend.handlers.compare = () => comparison();
  render(App, { backend });
  return backend;
}

async function serious(): Promise<string[]> {
  const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } };
  const { violations } = await axe.run(document.body, { rules });
  return violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
}

describe('the first start', () => {
  it('opens the baseline of the worked example, and runs it', async () => {
    const backend = start(new FakeBackend({ settings: () => FRESH }));
    await screen.findByTestId('canvas', {}, WAIT);
    expect(backend.requests('new')).toEqual([{ template: 'image-processing' }]);
    await waitFor(() => expect(backend.requests('simulate')).toHaveLength(1));
    expect(backend.requests('simulate')[0]?.['options']).toEqual(['baseline']);
    await waitFor(
      () => expect(backend.requests('keep_settings').at(-1)).toMatchObject({ used: true }),
      WAIT,
    );
  });

  it('opens what was handed over, and nothing else', async () => {
    const backend = new FakeBackend({ settings: () => FRESH });
    backend.handedOver = async () => backend.handOver('/models/shop.spinout.json');
    start(backend);
    await screen.findByTestId('canvas', {}, WAIT);
    await waitFor(() => expect(backend.requests('keep_settings')).not.toEqual([]), WAIT);
    expect(backend.requests('new')).toEqual([]);
  });
});

describe('a later start', () => {
  const recent = () => ({ files: [{ path: '/models/last.json', name: 'Last', at_ms: 1 }] });

  it('opens the last model, with the window as it was', async () => {
    const settings = () => ({ used: true, dismissed: [], window: { left: false, theme: 'light' } });
    const backend = start(new FakeBackend({ recent, settings: settings as () => Settings }));
    await screen.findByTestId('canvas', {}, WAIT);
    expect(backend.requests('open')).toEqual([{ path: '/models/last.json' }]);
    expect(screen.queryByTestId('left-outline')).toBeNull();
    expect(document.documentElement.dataset['theme']).toBe('light');
  });

  it('offers work that was not saved before anything else', async () => {
    const work = { key: 'k', path: null, name: 'Lost', changes: 3, at_ms: 1 };
    const backend = start(
      new FakeBackend({
        recent,
        recoverable: () => ({ documents: [work] }),
        recover: () => ({ document: 1, view: viewOf() }),
      }),
    );
    await fireEvent.click(await screen.findByTestId('recover', {}, WAIT));
    await screen.findByTestId('canvas', {}, WAIT);
    expect(backend.requests('open')).toEqual([]);
    expect(backend.requests('recover')).toEqual([{ key: 'k' }]);
  });
});

describe('the gallery', () => {
  it('says what each template teaches, and is walked by arrows', async () => {
    const backend = start(new FakeBackend());
    const card = await screen.findByTestId('template-u1', {}, WAIT);
    expect(card.textContent).toContain('What u1 teaches');
    await waitFor(() => expect(backend.requests('template_picture')).toHaveLength(3));
    const [first] = templates;
    const start_ = screen.getByTestId(`template-${first!.id}`);
    start_.focus();
    await fireEvent.keyDown(start_, { key: 'ArrowRight' });
    expect(document.activeElement).toBe(card);
    expect(await serious()).toEqual([]);
    await fireEvent.click(card);
    await screen.findByTestId('canvas', {}, WAIT);
    expect(backend.requests('new')).toEqual([{ template: 'u1' }]);
  });

  it('opens over a model by its key', async () => {
    const backend = start(new FakeBackend());
    await screen.findByTestId('start-open', {}, WAIT);
    backend.handOver('/models/shop.spinout.json');
    await screen.findByTestId('canvas', {}, WAIT);
    await fireEvent.keyDown(document.body, { key: 'N', ctrlKey: true, shiftKey: true });
    const dialog = await screen.findByTestId('gallery-dialog', {}, WAIT);
    expect(await serious()).toEqual([]);
    await fireEvent.click(within(dialog).getByTestId('template-u2'));
    await waitFor(() => expect(backend.requests('new')).toEqual([{ template: 'u2' }]));
  });
});

describe('hints', () => {
  it('point at the component that requests stay in most, in a busy process with others', () => {
    const estimate = (value: number) => ({ value, low: value, high: value });
    const busy = run('baseline', 1);
    const of = (use: number, own: number) => ({
      ...busy.elements['shop']!,
      utilization: estimate(use),
      throughput_per_s: estimate(1),
      own_s: estimate(own),
    });
    const elements = { shop: of(0.9, 0), catalog: of(0, 0.01), images: of(0, 2) };
    expect(candidate(architecture(), { ...busy, elements })).toBe('images');
    const idle = { ...elements, shop: of(0.1, 0) };
    expect(candidate(architecture(), { ...busy, elements: idle })).toBeNull();
    expect(candidate(architecture(), null)).toBeNull();
  });

  it('go for good when they are dismissed, until they are asked for again', async () => {
    const backend = start(new FakeBackend());
    await screen.findByTestId('start-open', {}, WAIT);
    backend.handlers.open = () => ({ document: 1, view: viewOf('worker') });
    backend.handOver('/models/shop.spinout.json');
    const hint = await screen.findByTestId('hint-compare', {}, WAIT);
    await fireEvent.click(within(hint).getByTestId('hint-dismiss'));
    expect(screen.queryByTestId('hint-compare')).toBeNull();
    await waitFor(
      () =>
        expect(backend.requests('keep_settings').at(-1)).toMatchObject({ dismissed: ['compare'] }),
      WAIT,
    );
    await fireEvent.click(screen.getByTestId('menu'));
    await fireEvent.click(await screen.findByTestId('menu-hints-again', {}, WAIT));
    expect(await screen.findByTestId('hint-compare', {}, WAIT)).toBeTruthy();
  });
});

describe('menus and help', () => {
  it('hold every action, once', () => {
    const inMenus = [
      'new',
      'new-from',
      'open',
      'help',
      'hints-again',
      ...FILE,
      ...MENUS.flatMap(({ groups }) => groups.flat()),
    ];
    const all = new Set([...bindings, ...keyless].map(({ action }) => action));
    expect([...inMenus].sort()).toEqual([...all].sort());
  });

  it('tell with F1 what the field is about', async () => {
    const backend = start(new FakeBackend());
    await screen.findByTestId('start-open', {}, WAIT);
    backend.handOver('/models/shop.spinout.json');
    await fireEvent.click(await screen.findByTestId('outline-shop', {}, WAIT));
    const field = await screen.findByTestId('field-process-threads', {}, WAIT);
    field.focus();
    await fireEvent.keyDown(field, { key: 'F1' });
    const help = await screen.findByTestId('field-help', {}, WAIT);
    expect(help.textContent!.length).toBeGreaterThan(20);
    expect(screen.queryByTestId('keys')).toBeNull();
    await fireEvent.keyDown(field, { key: 'Escape' });
    expect(screen.queryByTestId('field-help')).toBeNull();
  });
});
