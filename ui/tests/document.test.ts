import { describe, expect, it } from 'vitest';
import type { Problem } from '../src/generated/protocol';
import { Document } from '../src/state/document.svelte';
import { applied, FakeBackend, problem, viewOf } from './backend';

async function opened(backend: FakeBackend): Promise<{ document: Document; failures: Problem[] }> {
  const failures: Problem[] = [];
  const document = new Document(backend, (p) => failures.push(p));
  await document.take(await backend.call('open', { path: 'shop' }));
  return { document, failures };
}

describe('the open model', () => {
  it('takes over the patch of a change', async () => {
    const view = viewOf();
    const backend = new FakeBackend({
      apply: () =>
        applied(view, [{ path: ['architecture', 'elements', 'shop', 'name'], value: 'Store' }]),
    });
    const { document } = await opened(backend);
    const problem = await document.apply({
      kind: 'set',
      path: 'elements/shop/name',
      value: 'Store',
    });
    expect(problem).toBeNull();
    expect(document.view?.architecture.elements['shop']?.name).toBe('Store');
    expect(document.view?.revision).toBe(2);
  });

  it('sends changes one after the other, each with the revision that the one before left', async () => {
    let revision = 1;
    const backend = new FakeBackend({
      apply: () => applied(viewOf('baseline', { revision: revision++ }), []),
    });
    const { document } = await opened(backend);
    const place = (x: number) =>
      document.apply(
        { kind: 'place', positions: { shop: { x, y: 0, width: 9, height: 9 } } },
        'drag-1',
      );
    await Promise.all([place(1), place(2), place(3)]);
    expect(backend.requests('apply').map((r) => r['revision'])).toEqual([1, 2, 3]);
    expect(backend.requests('apply').map((r) => r['gesture'])).toEqual([
      'drag-1',
      'drag-1',
      'drag-1',
    ]);
  });

  it('answers the problem of a change and stays as it was', async () => {
    const backend = new FakeBackend({
      apply: () => {
        throw problem('Threads must be at least 1.');
      },
    });
    const { document } = await opened(backend);
    const before = document.view;
    const answer = await document.apply({
      kind: 'set',
      path: 'elements/shop/process/threads',
      value: 0,
    });
    expect(answer?.why).toBe('Threads must be at least 1.');
    expect(document.view).toBe(before);
  });

  it('catches up when the model was changed meanwhile', async () => {
    const backend = new FakeBackend({
      view: ({ option }) => viewOf(option ?? 'baseline', { revision: 7 }),
      apply: () => {
        throw problem('The model has moved on.', { kind: 'stale' });
      },
    });
    const { document } = await opened(backend);
    const answer = await document.apply({ kind: 'set', path: 'name', value: 'Store' });
    expect(answer?.kind).toBe('stale');
    expect(document.view?.revision).toBe(7);
  });

  it('shows the option that undo touched', async () => {
    const backend = new FakeBackend({
      view: ({ option }) => viewOf(option ?? 'baseline', { revision: 4 }),
      undo: () => ({
        revision: 4,
        option: 'worker',
        title: 'Move',
        change: null,
        patch: null,
        view: viewOf('worker', { revision: 4 }),
      }),
    });
    backend.handlers.open = () => ({
      document: 1,
      view: viewOf('baseline', { undo: { title: 'Move', option: 'worker' } }),
    });
    const { document } = await opened(backend);
    await document.undo();
    expect(document.option).toBe('worker');
    expect(document.base?.option).toBe('baseline');
  });

  it('asks nothing when there is nothing to undo', async () => {
    const backend = new FakeBackend();
    const { document } = await opened(backend);
    await document.undo();
    expect(backend.requests('undo')).toEqual([]);
  });

  it('keeps the baseline beside an option, and reads it again only when the model moved on', async () => {
    const backend = new FakeBackend();
    const { document } = await opened(backend);
    await document.show('worker');
    expect(document.base?.option).toBe('baseline');
    const before = backend.requests('view').length;
    await document.show('worker');
    expect(backend.requests('view').length).toBe(before + 1);
  });
});
