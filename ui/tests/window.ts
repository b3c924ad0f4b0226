import { render, screen } from '@testing-library/svelte';
import { vi } from 'vitest';
import App from '../src/App.svelte';
import type { View } from '../src/generated/protocol';
import { applied, FakeBackend, viewOf } from './backend';
import { comparison, run } from './runs';

/** Nothing has a size here: gives the canvas one, so that it has something to show. */
export function giveRoom(): void {
  localStorage.clear();
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
}

type Handlers = ConstructorParameters<typeof FakeBackend>[0];

/** The window with an open model that was run. Edits are answered with nothing but a new revision. */
export async function openWindow(view: View = viewOf(), handlers: Handlers = {}) {
  const backend = new FakeBackend({
    open: () => ({ document: 1, view }),
    simulate: () => ({ runs: [{ history: 1, run: run('baseline', 1.2), findings: [] }] }),
    compare: () => comparison(),
    cancel: () => ({}),
    apply: ({ revision }) => applied({ ...view, revision }, []),
    ...handlers,
  });
  render(App, { backend });
  backend.handOver('/models/shop.spinout.json');
  await screen.findByTestId('canvas');
  return backend;
}

/** The latest value that was set, by its path. */
export function latestSet(backend: FakeBackend): [string, unknown] {
  const edit = backend.requests('apply').at(-1)!['edit'] as { path: string; value: unknown };
  return [edit.path, edit.value];
}
