import { cleanup, fireEvent, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Known } from '../src/generated/protocol';
import { puttingIn, read, NOTHING } from '../src/know/ask';
import { giveRoom, openWindow } from './window';

beforeEach(giveRoom);
afterEach(cleanup);

const known: Known = {
  figures: [
    {
      path: 'elements/db/operations/query/demand',
      label: 'Demand of Database',
      basis: 'basis/elements~1db~1operations~1query~1demand',
      value: { exponential: { mean: '16ms' } },
      text: 'exponential, mean 16 ms',
    },
  ],
  found: ['Utilisation law'],
  conflicts: [],
  limits: ['Nothing says how the work varies.'],
  source: '100/s, CPU 80 %',
};

async function serious(): Promise<string[]> {
  const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } };
  const { violations } = await axe.run(document.body, { rules });
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
}

describe('what is known', () => {
  it('is read as people write it, and what cannot be is said at its field', () => {
    const { asked, errors } = read({
      ...NOTHING,
      rate: '100',
      cpu: '80 %',
      p50: '20 ms',
      p95: '1',
    });
    expect(asked).toEqual({ rate: '100/s', cpu: 0.8, p50: '20ms' });
    expect(errors.p95).toContain('unit');
    expect(read({ ...NOTHING, cpu: '130' }).errors.cpu).toContain('100');
    expect(read(NOTHING)).toEqual({ asked: {}, errors: {} });
  });

  it('is put into the model in one step with where it comes from', () => {
    const edit = puttingIn(known, 'Database', { kind: 'vendor', source: 'sheet' });
    expect(edit).toEqual({
      kind: 'set_all',
      title: 'Put in what is known of Database',
      values: {
        'elements/db/operations/query/demand': { exponential: { mean: '16ms' } },
        'basis/elements~1db~1operations~1query~1demand': { kind: 'vendor', source: 'sheet' },
      },
    });
  });

  it('is asked for by key, answered while it is written, and taken', async () => {
    const answers = { ...known };
    const backend = await openWindow(undefined, { known: () => answers });
    await fireEvent.click(screen.getByTestId('outline-images'));
    await fireEvent.keyDown(document.body, { key: 'k' });
    const put = (await screen.findByTestId('know-put')) as HTMLButtonElement;
    expect(put.disabled).toBe(true);
    await fireEvent.input(screen.getByTestId('know-rate'), { target: { value: '100' } });
    await waitFor(() => expect(put.disabled).toBe(false));
    expect(backend.requests('known').at(-1)).toMatchObject({ element: 'images', rate: '100/s' });
    expect(screen.getByTestId('know-answer').textContent).toContain('Utilisation law');
    expect(await serious()).toEqual([]);
    await fireEvent.click(put);
    await waitFor(() => expect(screen.queryByTestId('know')).toBeNull());
    const { edit } = backend.requests('apply').at(-1) as { edit: { values: object } };
    expect(Object.values(edit.values)).toContainEqual({
      kind: 'measured',
      source: '100/s, CPU 80 %',
    });
  });

  it('that contradicts itself cannot be taken', async () => {
    const conflicts = ['CPU 80 % is 16 ms; a P50 of 5 ms cannot be.'];
    await openWindow(undefined, { known: () => ({ ...known, figures: [], conflicts }) });
    await fireEvent.click(screen.getByTestId('outline-images'));
    await fireEvent.keyDown(document.body, { key: 'k' });
    await fireEvent.input(await screen.findByTestId('know-cpu'), { target: { value: '80' } });
    expect((await screen.findByRole('alert')).textContent).toContain('cannot be');
    expect((screen.getByTestId('know-put') as HTMLButtonElement).disabled).toBe(true);
  });
});

describe('the picture of a distribution', () => {
  async function picture() {
    const moved: unknown[] = [];
    const backend = await openWindow(undefined, {
      distribution: ({ distribution, mean, p99, family }) => {
        if (mean || p99 || family) moved.push({ mean, p99, family });
        const made = mean
          ? { exponential: { mean: `${Math.round(mean * 1000)}ms` } }
          : distribution;
        const shares = [0.7, 0.2, 0.09];
        const at = { mean: mean ?? 0.01, p50: 0.007, p95: 0.03, p99: 0.046, to: 0.06, shares };
        return { distribution: made, family: family ?? 'exponential', picture: at };
      },
    });
    await fireEvent.click(screen.getByTestId('outline-images'));
    const handle = await screen.findByTestId('operation-process-demand-picture-mean');
    return { backend, moved, handle };
  }

  it('has handles that say where they are, and that arrow keys move', async () => {
    const { backend, moved, handle } = await picture();
    expect(handle.getAttribute('role')).toBe('slider');
    expect(handle.getAttribute('aria-valuetext')).toBe('10.0 ms');
    await fireEvent.keyDown(handle, { key: 'ArrowRight', shiftKey: true });
    await waitFor(() => expect(backend.requests('apply')).toHaveLength(1));
    expect(moved).toEqual(
      [{ mean: 0.011, p99: null, family: null }].map((m) =>
        expect.objectContaining({ mean: expect.closeTo(m.mean, 6) }),
      ),
    );
    expect(backend.requests('apply')[0]!['edit']).toMatchObject({
      path: 'elements/images/operations/process/demand',
      value: { exponential: { mean: '11ms' } },
    });
    expect(await serious()).toEqual([]);
  });

  it('asks for another family with what is there', async () => {
    const { backend, moved } = await picture();
    const kinds = screen.getByTestId('operation-process-demand-kind');
    await fireEvent.change(kinds, { target: { value: 'weibull' } });
    await waitFor(() => expect(backend.requests('apply')).toHaveLength(1));
    expect(moved).toEqual([expect.objectContaining({ family: 'weibull' })]);
  });
});
