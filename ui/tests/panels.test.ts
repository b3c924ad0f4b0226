import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../src/generated/protocol';
import { applied, problem, viewOf } from './backend';
import { run } from './runs';
import { giveRoom, latestSet, openWindow } from './window';

const finding = (id: string, why: string): Finding => ({
  id,
  severity: 'warning',
  place: 'elements/db',
  why,
  fix: 'add one',
});

beforeEach(giveRoom);
afterEach(cleanup);

describe('what is said after the run', () => {
  const ofRun = [finding('R1', '`db` is the bottleneck')];

  it('stands before what was known without it, and leads to its element', async () => {
    await openWindow(viewOf('baseline', { findings: [finding('B2', 'only one')] }), {
      simulate: () => ({ runs: [{ history: 1, run: run('baseline', 1.2), findings: ofRun }] }),
    });
    await fireEvent.click(screen.getByTestId('left-findings'));
    const list = await screen.findByTestId('findings-of-run');
    expect(list.textContent).toContain('“Database” is the bottleneck.');
    expect(list.textContent).not.toContain('only one');
    const before = screen.getByTestId('findings');
    expect(list.compareDocumentPosition(before)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    await fireEvent.click(within(list).getByTestId('finding-R1'));
    expect(screen.getByTestId('field-name')).toHaveProperty('value', 'Database');
  });

  it('says so when the model has moved on, and is not there for a run of the history', async () => {
    const backend = await openWindow(viewOf(), {
      simulate: () => ({ runs: [{ history: 1, run: run('baseline', 1.2), findings: ofRun }] }),
    });
    await fireEvent.click(screen.getByTestId('left-findings'));
    await screen.findByTestId('findings-of-run');
    expect(screen.queryByText(/stale/)).toBeNull();
    backend.handlers.apply = ({ revision }) =>
      applied(viewOf('baseline', { revision }), [
        { path: ['scenarios', 'steady', 'digest'], value: 'moved' },
      ]);
    await fireEvent.click(screen.getByTestId('left-outline'));
    await fireEvent.click(screen.getByTestId('outline-shop'));
    await fireEvent.click(screen.getByTestId('left-findings'));
    const threads = screen.getByTestId('field-process-threads');
    await fireEvent.input(threads, { target: { value: '32' } });
    await fireEvent.keyDown(threads, { key: 'Enter' });
    expect(await screen.findByText('After the run · stale')).toBeTruthy();
  });
});

describe('where a figure comes from', () => {
  const PLACE = 'basis/elements~1shop~1process~1threads';

  async function say(basis = {}) {
    const backend = await openWindow(viewOf('baseline', { basis }));
    await fireEvent.click(await screen.findByTestId('outline-shop'));
    await fireEvent.click(screen.getByTestId('field-process-threads-basis'));
    return backend;
  }

  it('can be said of a figure that is written, and of no default', async () => {
    const backend = await say();
    expect(screen.queryByTestId('field-process-accept_queue-basis')).toBeNull();
    expect(screen.queryByTestId('field-process-threads-basis-source')).toBeNull();
    await fireEvent.change(screen.getByTestId('field-process-threads-basis-kind'), {
      target: { value: 'measured' },
    });
    expect(latestSet(backend)).toEqual([PLACE, { kind: 'measured' }]);
  });

  it('names who says so, keeps that when the kind changes, and can be taken back', async () => {
    const basis = { 'elements/shop/process/threads': { kind: 'guess', source: 'Ada' } };
    const backend = await say(basis);
    expect(screen.getByTestId('field-process-threads-basis').textContent).toBe('guess');
    const source = screen.getByTestId('field-process-threads-basis-source');
    expect(source).toHaveProperty('value', 'Ada');
    await fireEvent.input(source, { target: { value: ' Load test, May ' } });
    await fireEvent.keyDown(source, { key: 'Enter' });
    await waitFor(() =>
      expect(latestSet(backend)).toEqual([PLACE, { kind: 'guess', source: 'Load test, May' }]),
    );
    const kind = screen.getByTestId('field-process-threads-basis-kind');
    await fireEvent.change(kind, { target: { value: 'vendor' } });
    await waitFor(() =>
      expect(latestSet(backend)).toEqual([PLACE, { kind: 'vendor', source: 'Ada' }]),
    );
    await fireEvent.change(kind, { target: { value: '' } });
    await waitFor(() => expect(latestSet(backend)).toEqual([PLACE, null]));
  });

  it('says beside the figure what is wrong with it', async () => {
    const backend = await say();
    backend.handlers.apply = () => {
      throw problem('a basis needs a figure', { fix: 'write the figure first' });
    };
    await fireEvent.change(screen.getByTestId('field-process-threads-basis-kind'), {
      target: { value: 'guess' },
    });
    const editor = await screen.findByRole('group', { name: 'Where Threads comes from' });
    await waitFor(() =>
      expect(within(editor).getByRole('alert').textContent).toBe(
        'A basis needs a figure. Write the figure first.',
      ),
    );
  });
});
