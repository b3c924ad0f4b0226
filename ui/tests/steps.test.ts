import { cleanup, fireEvent, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Step } from '../src/generated/protocol';
import { drawn } from '../src/inspector/steps/picture';
import { laneText, rowText } from '../src/inspector/steps/text';
import {
  begun,
  inserted,
  lanesOf,
  moved,
  removed,
  stepAt,
  target,
  withLane,
  withoutLane,
} from '../src/inspector/steps/tree';
import { architecture } from './architecture';
import { viewOf } from './backend';
import { giveRoom, latestSet, openWindow } from './window';

beforeEach(giveRoom);
afterEach(cleanup);

const work = (mean: string): Step => ({ compute: { exponential: { mean } } });
const a = work('1ms');
const b = work('2ms');
const c = work('3ms');
const choice: Step = {
  branch: [{ probability: 0.2, steps: [b] }, { steps: [c] }],
};

describe('a sequence', () => {
  it('takes steps in and lets them go, at any depth', () => {
    const steps = inserted([a, choice], [1, 'branch', 0, 'steps', 1], c);
    expect(stepAt(steps, [1, 'branch', 0, 'steps', 1])).toEqual(c);
    expect(removed(steps, [1, 'branch', 0, 'steps', 1])).toEqual([a, choice]);
    expect(removed([a, b, c], [1])).toEqual([a, c]);
  });

  it('has a step moved by what it is before, and not into itself', () => {
    expect(moved([a, b, c], [0], [3])).toEqual({ steps: [b, c, a], path: [2] });
    expect(moved([a, b, c], [2], [0])).toEqual({ steps: [c, a, b], path: [0] });
    const into = moved([a, choice], [0], [1, 'branch', 1, 'steps', 0])!;
    expect(into.path).toEqual([0, 'branch', 1, 'steps', 0]);
    expect(stepAt(into.steps, into.path)).toEqual(a);
    expect(moved([choice], [0], [0, 'branch', 0, 'steps', 0])).toBeNull();
  });

  it('loses no step, wherever one goes', () => {
    const steps = [a, choice, { try: { steps: [b], otherwise: [] } }] satisfies Step[];
    const count = (all: readonly Step[]): number =>
      all.reduce((n, s) => n + 1 + lanesOf(s).reduce((m, lane) => m + count(lane.steps), 0), 0);
    for (const way of [[0], [1], [2], [1, 'branch', 0, 'steps', 0], [2, 'try', 'steps', 0]]) {
      for (const direction of ['up', 'down', 'in', 'out'] as const) {
        const to = target(steps, way, direction);
        const result = to && moved(steps, way, to);
        if (result) {
          expect(count(result.steps)).toBe(count(steps));
          expect(stepAt(result.steps, result.path)).toEqual(stepAt(steps, way));
        }
      }
    }
  });

  it('lets a step go out of what holds it, and into what stands before it', () => {
    expect(target([a, choice], [1, 'branch', 1, 'steps', 0], 'out')).toEqual([2]);
    expect(target([choice, a], [1], 'in')).toEqual([0, 'branch', 1, 'steps', 1]);
    expect(target([a, b], [1], 'in')).toBeNull();
    expect(target([a], [0], 'out')).toBeNull();
  });

  it('has lanes that come and go; what is chosen otherwise stays last', () => {
    const more = withLane(choice);
    expect(lanesOf(more).map(({ arm }) => arm?.probability)).toEqual([0.2, 0.1, undefined]);
    expect(withoutLane(more, 1)).toEqual(choice);
    expect(rowText(choice, (id) => id)).toBe('One by chance');
    expect([laneText(choice, 0), laneText(choice, 1)]).toEqual(['20.0 %', 'else']);
  });

  it('begins a step only where what it names is there', () => {
    expect(begun('follow', [], [])).toBeNull();
    expect(begun('follow', ['link'], [])).toEqual({ follow: 'link' });
    expect(begun('lock', [], [])).toBeNull();
  });

  it('is drawn within its frame, wider by each step and higher by each branch', () => {
    const one = drawn([a]);
    expect(drawn([a, b]).width).toBeGreaterThan(one.width);
    const both = drawn([a, choice]);
    expect(both.height).toBeGreaterThan(one.height);
    const numbers = both.marks.flatMap(({ d }) => d.match(/-?[\d.]+/g)!.map(Number));
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(-4);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(Math.max(both.width, both.height));
  });
});

describe('the editor of a sequence', () => {
  const PATH = 'elements/images/operations/process/steps';

  async function editor(steps: Step[] | null) {
    const base = architecture();
    const images = base.elements['images']!;
    const operation = { demand: { exponential: { mean: '450ms' } }, ...(steps ? { steps } : {}) };
    const elements = {
      ...base.elements,
      images: { ...images, operations: { process: operation } },
    };
    const view = viewOf('baseline', { architecture: architecture({ elements }) });
    const backend = await openWindow(view);
    await fireEvent.click(screen.getByTestId('outline-images'));
    await screen.findByTestId('operation-process-steps');
    return backend;
  }
  const testid = (way: string) => `operation-process-steps-${way}`;

  it('writes out what is done anyway, to be changed', async () => {
    const backend = await editor(null);
    await fireEvent.click(screen.getByTestId(testid('write')));
    await waitFor(() => expect(backend.requests('apply')).toHaveLength(1));
    expect(backend.requests('apply')[0]!['edit']).toMatchObject({
      kind: 'set_all',
      values: {
        [PATH]: [
          { compute: { exponential: { mean: '450ms' } } },
          { follow: 'images-writes' },
          { follow: 'images-marks' },
        ],
        'elements/images/operations/process/demand': null,
      },
    });
  });

  it('moves, nests, removes and adds by key', async () => {
    const backend = await editor([choice, a, b]);
    const row = screen.getByTestId(testid('2'));
    await fireEvent.keyDown(row, { key: 'ArrowUp', altKey: true });
    await waitFor(() => expect(latestSet(backend)).toEqual([PATH, [choice, b, a]]));
    await fireEvent.keyDown(screen.getByTestId(testid('1')), { key: 'ArrowRight', altKey: true });
    const nested = { branch: [(choice as { branch: object[] }).branch[0], { steps: [c, a] }] };
    await waitFor(() => expect(latestSet(backend)).toEqual([PATH, [nested, b]]));
    await fireEvent.keyDown(screen.getByTestId(testid('1')), { key: 'Delete' });
    await waitFor(() => expect(latestSet(backend)).toEqual([PATH, [choice, b]]));
    await fireEvent.change(screen.getByTestId(testid('add')), { target: { value: 'repeat' } });
    const added = [choice, a, b, { repeat: { times: 2, steps: [] } }];
    await waitFor(() => expect(latestSet(backend)).toEqual([PATH, added]));
  });

  it('shows the figures of the step that is open, and says what it is to a reader', async () => {
    const backend = await editor([{ repeat: { times: 3, steps: [a] } }, choice]);
    await fireEvent.click(screen.getByTestId(testid('0')));
    const times = await screen.findByTestId(testid('0-times'));
    await fireEvent.input(times, { target: { value: '5' } });
    await fireEvent.keyDown(times, { key: 'Enter' });
    await waitFor(() =>
      expect(latestSet(backend)).toEqual([PATH, [{ repeat: { times: 5, steps: [a] } }, choice]]),
    );
    const rules = { 'color-contrast': { enabled: false }, region: { enabled: false } };
    const { violations } = await axe.run(document.body, { rules });
    expect(violations.map((v) => v.id)).toEqual([]);
  });
});
